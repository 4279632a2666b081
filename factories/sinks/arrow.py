"""Tables as typed Arrow record batches, read by ADBC: several hundred thousand rows a second.

SQLite types values, not columns, and the driver guesses a column's type from its first batch. So a
first row of typed blanks is read and dropped again: a column that begins with NULLs is not mistaken
for one of integers.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import adbc_driver_sqlite.dbapi as adbc
import pyarrow as pa
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    Numeric,
    Select,
    Table,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.dialects import sqlite

BATCH_ROWS = 10_000
"""Rows in memory at a time: about 5 MB of the widest table."""

_DIALECT = sqlite.dialect()


def arrow_type(column: Column[Any]) -> pa.DataType:
    """Money as decimal, dates as date32, timestamps without zone in microseconds."""
    match column.type:
        case Boolean():
            return pa.bool_()
        case Integer():
            return pa.int64()
        case Numeric(precision=int(precision), scale=int(scale)):
            return pa.decimal128(precision, scale)
        case DateTime():
            return pa.timestamp("us")
        case Date():
            return pa.date32()
        case _:
            return pa.string()


_WAIT_MILLISECONDS = 5_000


def schema(table: Table) -> pa.Schema:
    """The columns of the model in their order; NULLs only where the model allows them."""
    return pa.schema(
        [
            pa.field(column.name.lower(), arrow_type(column), bool(column.nullable))
            for column in table.columns
        ],
        metadata={"comment": table.comment or ""},
    )


@contextmanager
def kept_still(database: Path) -> Iterator[None]:
    """Nobody writes to the database while it is read table by table.

    SQLite's locks are a process's own, and go when any of its copies of SQLite closes the file:
    this driver has another one than Python, and each table that it was done with would undo what
    Python's connection holds.
    """
    with closing(adbc.connect(str(database))) as connection, connection.cursor() as cursor:
        # The driver is in a transaction from the beginning, which reads from its first statement.
        cursor.execute("SELECT count(*) FROM sqlite_master")
        cursor.fetchall()
        yield


def batches(database: Path, table: Table) -> Iterator[pa.RecordBatch]:
    """The rows in the order of the primary key, at most `BATCH_ROWS` at a time.

    Raises sqlite3.DatabaseError, as SQLite's own driver, for rows that cannot be read.
    """
    try:
        yield from _batches(database, table)
    except (adbc.DatabaseError, pa.ArrowException) as error:
        said = str(error).partition("\n")[0]
        raise sqlite3.DatabaseError(f"{table.name}: {said}") from error


def _batches(database: Path, table: Table) -> Iterator[pa.RecordBatch]:
    form = schema(table)
    with closing(adbc.connect(str(database))) as connection, connection.cursor() as cursor:
        # Python's own driver waits as long for a writer who is at the door, and may not come in.
        cursor.execute(f"PRAGMA busy_timeout = {_WAIT_MILLISECONDS}")
        cursor.fetchall()
        cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": str(BATCH_ROWS)})
        cursor.execute(_statement(table))
        blank = 1
        for batch in cursor.fetch_record_batch():
            rows = batch.slice(blank)
            blank = 0
            if rows.num_rows:
                arrays = [
                    column.cast(field.type)
                    for column, field in zip(rows.columns, form, strict=True)
                ]
                yield pa.RecordBatch.from_arrays(arrays, schema=form)


def _statement(table: Table) -> str:
    blank = select(*(_blank(column).label(column.name) for column in table.columns))
    rows = select(*table.columns).order_by(*table.primary_key).subquery()
    return _text(union_all(blank, select(rows)))


def _blank(column: Column[Any]) -> Any:
    """A value of the SQLite type that the column's values have."""
    match column.type:
        case Boolean() | Integer():
            return literal_column("0")
        case Numeric():
            return literal_column("0.0")
        case _:
            return literal_column("''")


def _text(statement: Select[Any] | Any) -> str:
    return str(statement.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True}))
