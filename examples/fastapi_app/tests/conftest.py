"""The app, with the sessions of the test in the place of its own."""

from collections.abc import AsyncIterator, Iterator

import pytest
from billing_api import database
from billing_api.app import app
from fastapi.testclient import TestClient
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import Session, sessionmaker


@pytest.fixture
def client(hvac_sessionmaker: sessionmaker[Session]) -> Iterator[TestClient]:
    """The app opens and closes a session for each request, as it does in life."""

    def session() -> Iterator[Session]:
        with hvac_sessionmaker() as opened:
            yield opened

    app.dependency_overrides[database.session] = session
    with TestClient(app) as opened:
        yield opened
    app.dependency_overrides.clear()


@pytest.fixture
def async_app(hvac_async_sessionmaker: async_sessionmaker[AsyncSession]) -> Iterator[None]:
    async def session() -> AsyncIterator[AsyncSession]:
        async with hvac_async_sessionmaker() as opened:
            yield opened

    app.dependency_overrides[database.async_session] = session
    yield
    app.dependency_overrides.clear()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
