"""The transaction around what a test's sessions do, and what to do when it is lost."""

from __future__ import annotations

import sqlite3
from itertools import count
from typing import Any

import sqlalchemy as sa

from hvac_models import SCHEMA, Base


class CommittedPastError(RuntimeError):
    """A test's transaction was ended by somebody else, so its rows cannot be taken back."""

    def __init__(self) -> None:
        super().__init__(
            "something committed or rolled back on the engine itself, and the test's rows cannot be"
            " taken back; let the app use hvac_session, or sessions of hvac_sessionmaker"
        )


class ConnectionLostError(RuntimeError):
    """The database in memory is gone with its only connection."""

    def __init__(self) -> None:
        super().__init__(
            "the connection was closed, as SQLAlchemy does when a statement is cancelled, and the"
            " database in memory is gone with it; the next test gets a new one"
        )


class OverlapError(RuntimeError):
    """Sessions of one transaction did not end in turn."""

    def __init__(self) -> None:
        super().__init__(
            "another session of hvac_sessionmaker that began earlier has ended since, and with it"
            " what this one did: sessions share one transaction, so end the later one first"
        )


class Opened:
    """The transaction around a test's savepoints."""

    def __init__(self, connection: sa.Connection) -> None:
        driver: Any = connection.connection.dbapi_connection
        self.connection, self.driver = connection, driver
        self.is_sqlite = connection.dialect.name == "sqlite"
        if self.is_sqlite:
            # The driver would begin by itself, too late for a savepoint.
            self.level: Any = self.driver.isolation_level
            self.driver.isolation_level = None
            _restore(connection)
        self.was_empty = not connection.exec_driver_sql(_ANY_ROW).scalar()
        connection.commit()
        self.transaction = connection.begin()
        if self.is_sqlite and not self._in_transaction():
            connection.exec_driver_sql("BEGIN")
        _watch(connection)

    def _in_transaction(self) -> bool:
        raw = getattr(self.driver, "_connection", self.driver)
        return bool(raw.in_transaction)

    def _is_gone(self) -> bool:
        if self.connection.invalidated:
            return True
        try:
            return self.is_sqlite and self._in_transaction() is None
        except (AttributeError, ValueError, sqlite3.ProgrammingError):
            return True

    def undo(self) -> None:
        """Roll back. Raises `ConnectionLostError`, or `CommittedPastError` where that came too
        late: what was committed into empty tables is deleted, so that other tests do not see it.
        """
        if self._is_gone():
            raise ConnectionLostError
        lost = not self.transaction.is_active or (self.is_sqlite and not self._in_transaction())
        if self.transaction.is_active:
            self.transaction.rollback()
        if lost and self.was_empty:
            self.connection.rollback()
            there = sa.inspect(self.connection).get_table_names()
            for table in reversed(Base.metadata.sorted_tables):
                if table.name in there:
                    self.connection.execute(table.delete())
            self.connection.commit()
        if self.is_sqlite:
            self.driver.isolation_level = self.level
        if lost:
            raise CommittedPastError


_ANY_ROW = "SELECT " + " OR ".join(f"EXISTS (SELECT 1 FROM {name})" for name in SCHEMA.tables)


def _restore(connection: sa.Connection) -> None:
    """A database in memory is gone with its connection, and the new one has no tables."""
    tables = "SELECT count(*) FROM sqlite_master WHERE type = 'table'"
    if not connection.exec_driver_sql(tables).scalar():
        Base.metadata.create_all(connection)
        connection.commit()


def _watch(connection: sa.Connection) -> None:
    """Savepoints end in turn: with one go all that were begun after it."""
    begun: list[str] = []
    numbers = count(1)

    def begin(_connection: Any, name: str | None) -> None:
        # SQLAlchemy gives a connection's savepoints their numbers after this.
        begun.append(name or f"sa_savepoint_{next(numbers)}")

    def end(_connection: Any, name: str, _context: Any) -> None:
        if name not in begun:
            raise OverlapError
        del begun[begun.index(name) :]

    sa.event.listen(connection, "savepoint", begin)
    sa.event.listen(connection, "release_savepoint", end)
    sa.event.listen(connection, "rollback_savepoint", end)
