"""How a SQLite schema changes: all or nothing, and a CHECK whose text changed is one to replace."""

import re
from typing import Any

import sqlalchemy as sa
from alembic.ddl import sqlite
from alembic.ddl.impl import ComparisonResult
from sqlalchemy import CheckConstraint, Connection, Engine, event


class SQLiteImpl(sqlite.SQLiteImpl):
    """Alembic's own, for connections that say themselves where a transaction begins."""

    __dialect__ = "sqlite"
    transactional_ddl = True

    def compare_check_constraint(
        self, metadata_constraint: CheckConstraint, reflected_constraint: CheckConstraint
    ) -> ComparisonResult:
        """SQLite gives back the very text, so that a member more in an enumeration is seen."""
        texts = [self._text(c) for c in (reflected_constraint, metadata_constraint)]
        if texts[0] == texts[1]:
            return ComparisonResult.Equal()
        return ComparisonResult.Different(" to ".join(texts))

    def _text(self, check: CheckConstraint) -> str:
        options = {"literal_binds": True, "include_table": False}
        text = str(check.sqltext.compile(dialect=self.dialect, compile_kwargs=options))
        return re.sub(r"\s+", " ", text).strip()


def prepare(engine: Engine) -> None:
    """Let a revision copy a table that others refer to, and be undone whole if it fails.

    While a table is copied, dropped and the copy renamed, keys that refer to it must not be
    enforced; SQLite switches that only between transactions. Python's driver begins none before a
    CREATE or a DROP, so it is told to leave all transactions to us.
    """

    @event.listens_for(engine, "connect")
    def _ours_to_begin(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=OFF")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def refuse_orphans(connection: Connection) -> None:
    """Before the commit: what was not enforced meanwhile holds all the same.

    Raises SystemExit, which undoes the migration.
    """
    orphans = connection.execute(sa.text("PRAGMA foreign_key_check")).all()
    if orphans:
        table, row, parent, _ = orphans[0]
        raise SystemExit(
            f"error: {len(orphans)} rows would refer to nothing, such as row {row} of {table} to"
            f" {parent}; nothing was changed: mend the rows or the revision"
        )
