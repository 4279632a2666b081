"""What the tests of the factories share."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

import factories
from tests.factories.support.empty_database import empty_database


@pytest.fixture
def session() -> Iterator[Session]:
    """An empty database that enforces everything; the factories write to it."""
    with empty_database() as engine, Session(engine) as session:
        factories.bind(session)
        yield session
        factories.bind(None)
