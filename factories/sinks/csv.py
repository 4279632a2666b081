"""Tables as CSV files: SQLite writes whole lines, so a million rows take seconds and no memory."""

import csv
import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, Enum, Integer, MetaData, Numeric, Table
from sqlalchemy.dialects import sqlite

_CHUNK_ROWS = 4096
_PREPARER = sqlite.dialect().identifier_preparer
_TO_QUOTE = ("'*,*'", "'*\"*'")
"""Patterns, in SQL, of cells that need quotes around them."""
_LINE_BREAKS = ("'*' || char(10) || '*'", "'*' || char(13) || '*'")
"""These need them too, but hardly any cell has one: they are looked for in whole chunks first."""


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
    rows, digest = 0, hashlib.sha256()
    with path.open("wb") as file:
        header = ",".join(column.name.lower() for column in table.columns)
        lines = chunks(connection, table, _CHUNK_ROWS)
        for data, some in chain([(f"{header}\n".encode(), 0)], lines):
            file.write(data)
            digest.update(data)
            rows += some
    return CsvFile(rows, digest.hexdigest())


def write_rows(
    connection: sqlite3.Connection, table: Table, path: Path, label: str, told: Mapping[int, str]
) -> CsvFile:
    """Some rows, those with the keys of ``told``, after a first column ``label`` of its texts."""
    lines = [",".join([label, *(column.name.lower() for column in table.columns)])]
    if told:
        found = connection.execute(_some_lines(table), (json.dumps(sorted(told)),))
        lines += [f"{told[key]},{line}" for key, line in found]
    data = "".join([f"{line}\n" for line in lines]).encode()
    path.write_bytes(data)
    return CsvFile(len(told), hashlib.sha256(data).hexdigest())


def some(connection: sqlite3.Connection, table: Table, keys: Iterable[int]) -> Iterator[list[str]]:
    """The rows with these keys, their cells as the file has them, in the order of the keys."""
    found = connection.execute(_some_lines(table), (json.dumps(sorted(keys)),))
    yield from csv.reader(line for _, line in found)


def chunks(connection: sqlite3.Connection, table: Table, rows: int) -> Iterator[tuple[bytes, int]]:
    """The file without its header, at most so many rows at a time, and how many they are."""
    done = 0
    found = connection.execute(_lines(table, _line(table)))
    while some := found.fetchmany(rows):
        data = _joined(some)
        if data.count(b"\n") != len(some) or b"\r" in data:
            yield from _careful_chunks(connection, table, rows, done)
            return
        yield data, len(some)
        done += len(some)


def _careful_chunks(
    connection: sqlite3.Connection, table: Table, rows: int, done: int
) -> Iterator[tuple[bytes, int]]:
    """What follows so many rows, where line breaks are among the cells."""
    lines = _lines(table, _printed(table, _careful))
    found = connection.execute(f"{lines} LIMIT -1 OFFSET ?", (done,))
    while some := found.fetchmany(rows):
        yield _joined(some), len(some)


def _joined(lines: list[tuple[bytes]]) -> bytes:
    return b"\n".join([line for (line,) in lines]) + b"\n"


def _lines(table: Table, line: str) -> str:
    """A query for the lines."""
    key = ", ".join(_PREPARER.quote(column.name) for column in table.primary_key)
    return f"SELECT CAST({line} AS BLOB) FROM {_PREPARER.format_table(table)} ORDER BY {key}"


@lru_cache(maxsize=64)
def _some_lines(table: Table) -> str:
    """A query for the lines of the rows whose keys are in a JSON list, each after its key."""
    (column,) = table.primary_key
    key, name = _PREPARER.quote(column.name), _PREPARER.format_table(table)
    some = f"{key} IN (SELECT value FROM json_each(?))"
    line = _printed(table, _careful)
    return f"SELECT {key}, {line} FROM {name} WHERE {some} ORDER BY {key}"


def _line(table: Table) -> str:
    """One `printf` a row: the csv module takes twice as long for them. No cell has a line break.

    Dates and times are only seen to be some. In a row where one is not, which somebody must have
    edited, it is written with the same care as a text.
    """
    line = _printed(table, _cell)
    odd = " OR ".join(_odd(column) for column in table.columns if _is_temporal(column))
    if not odd:
        return line
    return f"CASE WHEN {odd} THEN {line} ELSE {_printed(table, _trusted)} END"


def _printed(table: Table, cell: Callable[[Column[Any]], tuple[str, str]]) -> str:
    forms, values = zip(*map(cell, table.columns), strict=True)
    return f"printf('{','.join(forms)}', {', '.join(values)})"


def _is_temporal(column: Column[Any]) -> bool:
    return isinstance(column.type, Date | DateTime)


def _odd(column: Column[Any]) -> str:
    """Whether a cell holds no date or time. White space may follow one: line breaks are seen to."""
    name = _PREPARER.quote(column.name)
    odd = f"julianday({name}) IS NULL"
    return f"{name} IS NOT NULL AND {odd}" if column.nullable else odd


def _trusted(column: Column[Any]) -> tuple[str, str]:
    """As `_cell`, for dates and times that are some."""
    return ("%s", _PREPARER.quote(column.name)) if _is_temporal(column) else _cell(column)


def _careful(column: Column[Any]) -> tuple[str, str]:
    """As `_cell`, where a line break may be in it."""
    return _cell(column, (*_TO_QUOTE, *_LINE_BREAKS))


def _cell(column: Column[Any], to_quote: tuple[str, ...] = _TO_QUOTE) -> tuple[str, str]:
    """A column as the contract writes it: its mark in the form of a line, and its value in SQL.

    `%s` leaves a NULL empty.
    """
    name = _PREPARER.quote(column.name)
    if isinstance(column.type, Boolean):
        return "%s", f"CASE WHEN {name} THEN 'true' WHEN NOT {name} THEN 'false' END"
    if isinstance(column.type, Numeric):
        form = f"%.{column.type.scale}f"
        if not column.nullable:
            return form, name
        return "%s", f"CASE WHEN {name} IS NOT NULL THEN printf('{form}', {name}) END"
    if isinstance(column.type, Integer | Enum):
        return "%s", name
    special = " OR ".join(f"{name} GLOB {pattern}" for pattern in to_quote)
    return "%s", f"CASE WHEN {special} THEN printf('\"%w\"', {name}) ELSE {name} END"
