"""What a table's content can be told by, wherever it is: the SHA-256 of its CSV file."""

import csv
import hashlib
import io
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Column, DateTime, Numeric, Table

from factories.sinks import csv as csv_sink
from factories.sinks.written import Written

_CHUNK_ROWS = 10_000


def of_sqlite(connection: sqlite3.Connection, table: Table) -> Written:
    """SQLite formats the cells as for the file itself."""
    rows, digest = 0, _begun(table)
    for data, some in csv_sink.chunks(connection, table, _CHUNK_ROWS):
        digest.update(data)
        rows += some
    return Written(rows, sha256=digest.hexdigest())


def of_rows(table: Table, fetched: Iterable[Sequence[Sequence[Any]]]) -> Written:
    """Rows as a database driver gives them, in the order of the primary key, some at a time."""
    formats = [_format(column) for column in table.columns]
    rows, digest = 0, _begun(table)
    for some in fetched:
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerows(
            [None if cell is None else form(cell) for form, cell in zip(formats, row, strict=True)]
            for row in some
        )
        digest.update(text.getvalue().encode())
        rows += len(some)
    return Written(rows, sha256=digest.hexdigest())


def _begun(table: Table) -> Any:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerow(c.name.lower() for c in table.columns)
    return hashlib.sha256(text.getvalue().encode())


def _format(column: Column[Any]) -> Callable[[Any], str]:
    match column.type:
        case Boolean():
            return _boolean
        case Numeric(scale=int(scale)):
            step = Decimal(1).scaleb(-scale)
            return lambda cell: str(Decimal(cell).quantize(step))
        case DateTime():
            return _moment
        case _:
            return str


def _boolean(cell: Any) -> str:
    return "true" if cell else "false"


def _moment(cell: datetime) -> str:
    return cell.strftime("%Y-%m-%d %H:%M:%S")
