"""A SQLite database copied as one consistent whole, on request with a sample of its customers."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Column, MetaData, Table, delete, func, select
from sqlalchemy.dialects import sqlite

_DIALECT = sqlite.dialect()


class DamagedError(Exception):
    """The copy does not hold together: the source is damaged, or breaks its own keys."""


def copy(database: Path, path: Path) -> None:
    """`VACUUM INTO` a file that does not exist yet: readers and writers of the source go on."""
    uri = f"{database.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as source:
        source.execute("VACUUM INTO ?", (str(path),))


def check(path: Path) -> None:
    """Raises `DamagedError` unless SQLite finds pages, indexes and foreign keys in order."""
    with closing(sqlite3.connect(path)) as connection:
        for (found,) in connection.execute("PRAGMA integrity_check"):
            if found != "ok":
                raise DamagedError(str(found))
        for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
            raise DamagedError(f"row {row} of {table} refers to no row of {parent}")


def keep(path: Path, metadata: MetaData, table: Table, rows: int) -> None:
    """Keep so many rows of one table, spread evenly over its keys, and what hangs on them alone.

    A row whose parent goes goes too, whichever column names it; parents themselves stay.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN")
        _thin(connection, table, rows)
        cut = {table}
        for child in metadata.sorted_tables:
            if _drop_orphans(connection, child, cut):
                cut.add(child)
        connection.execute("COMMIT")
        connection.execute("VACUUM")


def _thin(connection: sqlite3.Connection, table: Table, rows: int) -> None:
    """Of N rows keep those at which i * rows / N passes a whole number: evenly spread."""
    (key,) = table.primary_key
    keys = [row[0] for row in connection.execute(_sql(select(key).order_by(key)))]
    total = len(keys)
    dropped = [k for i, k in enumerate(keys) if (i + 1) * rows // total == i * rows // total]
    statement = f"DELETE FROM {_name(table)} WHERE {_name(key)} = ?"
    connection.executemany(statement, [(k,) for k in dropped])


def _drop_orphans(connection: sqlite3.Connection, child: Table, cut: set[Table]) -> bool:
    """Delete the rows that refer to a row that went; again while the table refers to itself."""
    dropped = 0
    again = True
    while again:
        again = False
        for column in child.columns:
            for key in column.foreign_keys:
                parent = key.column
                if parent.table in cut or (parent.table is child and dropped):
                    gone = connection.execute(_sql(_orphans(child, column, parent))).rowcount
                    dropped += gone
                    again = again or (gone > 0 and parent.table is child)
    return dropped > 0


def _orphans(child: Table, column: Column[Any], parent: Column[Any]) -> Any:
    known = select(parent.table.alias().c[parent.name])
    return delete(child).where(column.is_not(None), column.not_in(known))


def counts(path: Path, metadata: MetaData) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as connection:
        return {
            table.name: connection.execute(
                _sql(select(func.count()).select_from(table))
            ).fetchone()[0]
            for table in metadata.sorted_tables
        }


def _sql(statement: Any) -> str:
    return str(statement.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True}))


def _name(item: Table | Column[Any]) -> str:
    return str(_DIALECT.identifier_preparer.quote(item.name))
