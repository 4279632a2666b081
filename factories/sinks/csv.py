"""Tables as CSV files: SQLite formats the cells, so a million rows take seconds and no memory."""

import csv
import hashlib
import io
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, MetaData, Numeric, Table, case, func, select
from sqlalchemy.dialects import sqlite

_BUFFER_BYTES = 1 << 20
_DIALECT = sqlite.dialect()


@dataclass(frozen=True)
class CsvFile:
    """What was written for one table: rows without the header, SHA-256 of the whole file."""

    rows: int
    sha256: str


def write_folder(
    connection: sqlite3.Connection,
    metadata: MetaData,
    folder: Path,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, CsvFile]:
    """One `<table>.csv` for each table of the metadata, into a folder that exists."""
    tables = metadata.sorted_tables
    written: dict[str, CsvFile] = {}
    for done, table in enumerate(tables, start=1):
        written[table.name] = write_table(connection, table, folder / f"{table.name}.csv")
        if progress is not None:
            progress(done, len(tables))
    return written


def write_table(connection: sqlite3.Connection, table: Table, path: Path) -> CsvFile:
    """Rows in the order of the primary key, columns in the order of the model."""
    with path.open("wb", buffering=0) as file:
        hashed = _Hashed(file)
        buffer = io.BufferedWriter(hashed, _BUFFER_BYTES)
        with io.TextIOWrapper(buffer, encoding="utf-8", newline="") as text:
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow([column.name.lower() for column in table.columns])
            writer.writerows(_rows(connection, table))
    return CsvFile(count(connection, table), hashed.digest.hexdigest())


def count(connection: sqlite3.Connection, table: Table) -> int:
    return int(connection.execute(_sql(select(func.count()).select_from(table))).fetchone()[0])


def chunks(connection: sqlite3.Connection, table: Table, rows: int) -> Iterator[tuple[str, int]]:
    """The file's text without its header, at most so many rows at a time, and how many they are."""
    found = _rows(connection, table)
    while some := found.fetchmany(rows):
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(some)
        yield text.getvalue(), len(some)


def _rows(connection: sqlite3.Connection, table: Table) -> sqlite3.Cursor:
    cells = select(*map(_cell, table.columns)).order_by(*table.primary_key)
    return connection.execute(_sql(cells))


def _cell(column: Column[Any]) -> ColumnElement[Any]:
    """A column as the contract writes it; the csv module leaves a NULL empty."""
    if isinstance(column.type, Boolean):
        return case((column.is_(True), "true"), (column.is_(False), "false"))
    if isinstance(column.type, Numeric):
        number = func.printf(f"%.{column.type.scale}f", column)
        return case((column.is_not(None), number)) if column.nullable else number
    return column


def _sql(statement: Any) -> str:
    return str(statement.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True}))


class _Hashed(io.RawIOBase):
    """A file that takes its own fingerprint while it is written."""

    def __init__(self, file: io.RawIOBase | io.FileIO) -> None:
        self.file = file
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        written = self.file.write(data) or 0
        self.digest.update(memoryview(data)[:written])
        return written
