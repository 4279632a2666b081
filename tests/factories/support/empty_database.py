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


_STATEMENTS: Final = 1_000
"""More than there are checks: SQLite takes longer to read the audit's queries than to answer them
of a few rows, and a connection that is used again has them read."""
_unused: list[sa.Engine] = []


@contextmanager
def empty_database() -> Iterator[sa.Engine]:
    engine = _unused.pop() if _unused else _opened()
    yield engine
    if _emptied(engine):
        _unused.append(engine)
    else:
        engine.dispose()


def _opened() -> sa.Engine:
    connection = sqlite3.connect(":memory:", cached_statements=_STATEMENTS)
    connection.deserialize(_tables())
    engine = sa.create_engine("sqlite://", creator=lambda: connection, poolclass=sa.StaticPool)
    enforce_foreign_keys(engine)
    return engine


def _emptied(engine: sa.Engine) -> bool:
    """Take all rows out; only of a database that has the same tables and settings still."""
    lent = engine.raw_connection()
    connection: Any = lent.driver_connection
    connection.rollback()
    same = _state(connection) == _state_of_new()
    if same:
        # Children first; a PRAGMA that let it be any order would have all queries read anew.
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(f"DELETE FROM {table.name}")
        connection.commit()
    lent.close()
    return same


def _state(connection: sqlite3.Connection) -> tuple[object, ...]:
    asked = ("schema_version", "foreign_keys", "ignore_check_constraints")
    return tuple(connection.execute(f"PRAGMA {name}").fetchone() for name in asked)


@cache
def _state_of_new() -> tuple[object, ...]:
    engine = _opened()
    lent = engine.raw_connection()
    state = _state(lent.driver_connection)  # type: ignore[arg-type]
    lent.close()
    engine.dispose()
    return state


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
