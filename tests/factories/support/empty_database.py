"""An empty database, and what the audit says of what factories put into it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

import factories
from factories.audit import run_audit
from factories.engine.factory import HvacFactory
from factories.seeding import DEFAULT_TODAY
from hvac_models import Base, enforce_foreign_keys

Factory = type[HvacFactory[Any]]
FACTORIES: Final[list[Factory]] = list(factories.ALL.values())


@contextmanager
def empty_database() -> Iterator[sa.Engine]:
    engine = sa.create_engine("sqlite://", creator=_opened)
    enforce_foreign_keys(engine)
    yield engine
    engine.dispose()


def _opened() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(_tables())
    return connection


@cache
def _tables() -> bytes:
    """The empty tables: making them takes most tests longer than what they do."""
    engine = sa.create_engine("sqlite://")
    Base.metadata.create_all(engine)
    connection = engine.raw_connection()
    image: bytes = connection.driver_connection.serialize()  # type: ignore[union-attr]
    connection.close()
    engine.dispose()
    return image


def violations(session: Session) -> dict[str, list[str]]:
    """The audit's findings, by check, after a commit."""
    session.commit()
    connection: Any = session.connection().connection.driver_connection
    return {
        result.name: list(result.examples)
        for result in run_audit(connection, as_of=DEFAULT_TODAY, whole_books=False)
        if result.count
    }


def named(factory: Factory) -> str:
    return factory.__name__
