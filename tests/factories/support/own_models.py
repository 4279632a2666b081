"""A database of an app that has models of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Session

import factories


@contextmanager
def database_of(base: type[DeclarativeBase]) -> Iterator[Session]:
    """A session in memory with the tables of these models, to which the factories are bound."""
    engine = sa.create_engine("sqlite://")
    base.metadata.create_all(engine)
    with Session(engine) as session:
        factories.bind(session)
        try:
            yield session
        finally:
            factories.bind(None)
    engine.dispose()
