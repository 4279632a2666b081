"""Where the service keeps its rows. Tests put sessions of their own in the place of these."""

import os
from collections.abc import AsyncIterator, Iterator
from functools import lru_cache

from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, sessionmaker

from hvac_models import enforce_foreign_keys


@lru_cache(maxsize=1)
def make_session() -> sessionmaker[Session]:
    engine = create_engine(os.environ["DATABASE_URL"])
    enforce_foreign_keys(engine)
    return sessionmaker(engine)


@lru_cache(maxsize=1)
def make_async_session() -> async_sessionmaker[AsyncSession]:
    engine = create_async_engine(os.environ["ASYNC_DATABASE_URL"])
    enforce_foreign_keys(engine.sync_engine)
    return async_sessionmaker(engine, expire_on_commit=False)


def session() -> Iterator[Session]:
    with make_session()() as opened:
        yield opened


async def async_session() -> AsyncIterator[AsyncSession]:
    async with make_async_session()() as opened:
        yield opened
