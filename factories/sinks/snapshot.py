"""A SQLite database copied as one consistent whole, on request cut by a day or to a sample."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    MetaData,
    Table,
    and_,
    delete,
    func,
    literal_column,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import sqlite

from factories.sinks.written import IncompleteError

_DIALECT = sqlite.dialect()


class DamagedError(IncompleteError):
    """The copy does not hold together: the source is damaged, or breaks its own keys."""


def copy(database: Path, path: Path) -> None:
    """`VACUUM INTO` a file that does not exist yet: readers and writers of the source go on."""
    uri = f"{database.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as source:
        # Its bytes: a name need not be UTF-8.
        source.execute("VACUUM INTO CAST(? AS TEXT)", (os.fsencode(path),))


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
    with _cutting(path) as connection:
        _thin(connection, table, rows)
        _follow(connection, metadata, {table})


def cut(
    path: Path, metadata: MetaData, last: date, moments: Callable[[Table], Iterable[str]]
) -> None:
    """Drop the rows that came after a day, and what cannot be without them.

    `moments` names a table's columns that tell what has happened, in local time: a row is of its
    first moment, or of the one at which it was recorded; one without any stays. Columns of the rows
    that stay say what they said before, but for keys of rows that went: those are NULL.
    """
    end = (last + timedelta(days=1)).isoformat()
    with _cutting(path) as connection:
        thinned = set()
        for table in metadata.sorted_tables:
            late = [table.c[name] >= literal_column(f"'{end}'") for name in moments(table)]
            if not late:
                continue
            # NULL is a moment that has not come: it makes no row late, nor keeps it.
            begun = [table.c[name] < literal_column(f"'{end}'") for name in moments(table)]
            # America is behind UTC: what is recorded later there is later here, too. What a later
            # day writes over, such as the last count of a shelf, does not make the shelf newer.
            recorded = table.c.created_at_utc >= literal_column(f"'{end}'")
            gone = delete(table).where(
                or_(*late), not_(func.coalesce(or_(*begun), False)), recorded
            )
            if connection.execute(_sql(gone)).rowcount:
                thinned.add(table)
        _follow(connection, metadata, thinned, forget=True)


@contextmanager
def _cutting(path: Path) -> Iterator[sqlite3.Connection]:
    """Keys are whole again at the end, not all the time."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")
        connection.execute("VACUUM")


def _follow(
    connection: sqlite3.Connection,
    metadata: MetaData,
    thinned: set[Table],
    *,
    forget: bool = False,
) -> None:
    """Whatever refers to a row that went goes too; or forgets it, where it can be without."""
    for child in metadata.sorted_tables:
        if forget:
            _forget(connection, child, thinned)
        if _drop_orphans(connection, child, thinned):
            thinned.add(child)


def _thin(connection: sqlite3.Connection, table: Table, rows: int) -> None:
    """Of N rows keep those at which i * rows / N passes a whole number: evenly spread."""
    (key,) = table.primary_key
    keys = [row[0] for row in connection.execute(_sql(select(key).order_by(key)))]
    total = len(keys)
    dropped = [k for i, k in enumerate(keys) if (i + 1) * rows // total == i * rows // total]
    statement = f"DELETE FROM {_name(table)} WHERE {_name(key)} = ?"
    connection.executemany(statement, [(k,) for k in dropped])


def _forget(connection: sqlite3.Connection, child: Table, cut: set[Table]) -> None:
    """NULL in place of the keys of rows that went, as far as the table's constraints let it."""
    for column in child.columns:
        for key in column.foreign_keys:
            if column.nullable and key.column.table in cut:
                gone = update(child).where(_is_orphan(column, key.column)).values({column: None})
                connection.execute(_sql(gone).replace("UPDATE", "UPDATE OR IGNORE", 1))


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
    return delete(child).where(_is_orphan(column, parent))


def _is_orphan(column: Column[Any], parent: Column[Any]) -> Any:
    known = select(parent.table.alias().c[parent.name])
    return and_(column.is_not(None), column.not_in(known))


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
