"""Folders of CSV and of Parquet files."""

import importlib.util
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, nullcontext
from functools import partial
from pathlib import Path
from typing import Final

from factories.destinations.base import OUT, Folder, missing, needs
from factories.engine.processes import as_they_come, available
from factories.sinks import csv
from factories.sinks.written import Progress, Written
from factories.storage import manifest
from factories.storage.counts import rows_of_tables
from factories.storage.paths import check_utf8
from hvac_models import SCHEMA

LARGE = 20_000_000
"""Bytes from which on a second process is worth its start."""
_OF_PARQUET: Final = ("pyarrow", "adbc_driver_sqlite")


class CsvFolder(Folder):
    form, default = "csv", "hvac_csv"

    def names(self) -> frozenset[str]:
        return manifest.own_files(SCHEMA.tables)

    def write(self, source: Path, folder: Path, progress: Progress) -> Mapping[str, Written]:
        return _by_several(source, partial(_csv, source, folder), progress)


class ParquetFolder(Folder):
    form, default = "parquet", "hvac_parquet"

    def __init__(self, out: str | None = None, *, folder_a_table: bool = False) -> None:
        super().__init__(out)
        self.folder_a_table = folder_a_table

    def names(self) -> frozenset[str]:
        single = (f"{table}.parquet" for table in SCHEMA.tables)
        return frozenset([manifest.FILE, *single, *SCHEMA.tables])

    def check(self) -> None:
        """A missing package is told first. It is not loaded: what starts threads cannot fork."""
        super().check()
        check_utf8(OUT, self.path, "Parquet")
        for package in _OF_PARQUET:
            if importlib.util.find_spec(package) is None:
                raise missing("parquet", package)

    def write(self, source: Path, folder: Path, progress: Progress) -> Mapping[str, Written]:
        check_utf8("DATABASE", source, "Parquet")
        write = partial(_parquet, source, folder, self.folder_a_table)
        with needs("parquet"):
            return _by_several(source, write, progress, _kept_still)


def _kept_still(source: Path) -> AbstractContextManager[None]:
    from factories.sinks import arrow

    return arrow.kept_still(source)


Task = Callable[[str], Iterator[tuple[int, dict[str, str]]]]
"""Writes a table. Yields how many rows are done, and when all are, its files with their SHA-256."""


def _by_several(
    source: Path,
    write: Task,
    progress: Progress,
    still: Callable[[Path], AbstractContextManager[object]] = nullcontext,
) -> Mapping[str, Written]:
    """Table by table, those of a large source by several processes at once; `still` is what it
    takes where one process reads them all."""
    tables = _by_size(source)
    copies = available() if source.stat().st_size >= LARGE else 1
    tasks = [partial(write, name) for name in tables]
    written: dict[str, Written] = {}
    alone = copies <= 1
    with (
        still(source) if alone else nullcontext(),
        as_they_come(tasks, 0 if alone else copies) as found,
    ):
        for number, (rows, files) in found:
            name = tables[number]
            progress(name, rows)
            if files:
                written[name] = Written(rows, files)
    return {table.name: written[table.name] for table in SCHEMA.sorted_tables}


def _by_size(source: Path) -> list[str]:
    """The tables, those with the most rows first, so that nobody has to wait for a long one."""
    with closing(sqlite3.connect(source)) as connection:
        rows = rows_of_tables(connection)
    return sorted(rows, key=lambda name: (-rows[name], name))


def _csv(source: Path, folder: Path, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    path = folder / f"{name}.csv"
    with closing(sqlite3.connect(source)) as connection:
        file = csv.write_table(connection, SCHEMA.tables[name], path)
    yield file.rows, {path.name: file.sha256}


def _parquet(
    source: Path, folder: Path, folder_a_table: bool, name: str
) -> Iterator[tuple[int, dict[str, str]]]:
    from factories.sinks import parquet

    table = SCHEMA.tables[name]
    yield from parquet.writing(source, table, folder, folder_a_table=folder_a_table)
