"""Folders of CSV and of Parquet files."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

from factories import manifest
from factories.destinations.base import Folder, needs
from factories.engine.processes import available, in_turns
from factories.sinks import csv
from factories.sinks.written import Progress, Written
from hvac_models import Base


class CsvFolder(Folder):
    form, default = "csv", "hvac_csv"

    def names(self) -> frozenset[str]:
        return manifest.own_files(Base.metadata.tables)

    def write(self, source: Path, folder: Path, progress: Progress) -> Mapping[str, Written]:
        """Table by table, those of a large source by several processes at once."""
        tables = _by_size(source)
        tasks = [partial(_write_csv, source, folder, table) for table in tables]
        copies = available() if source.stat().st_size >= LARGE else 1
        written = {}
        with in_turns(tasks, copies if copies > 1 else 0) as found:
            for name, (rows, sha256) in zip(tables, found, strict=True):
                written[name] = Written(rows, {f"{name}.csv": sha256})
                progress(name, rows)
        return {table.name: written[table.name] for table in Base.metadata.sorted_tables}


LARGE = 20_000_000
"""Bytes from which on a second process is worth its start."""


def _by_size(source: Path) -> list[str]:
    """The tables, the one with most rows first: dealt out in turn, each process has its share."""
    with closing(sqlite3.connect(source)) as connection:
        rows = {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in Base.metadata.tables
        }
    return sorted(rows, key=lambda name: (-rows[name], name))


def _write_csv(source: Path, folder: Path, name: str) -> Iterator[tuple[int, str]]:
    with closing(sqlite3.connect(source)) as connection:
        table = Base.metadata.tables[name]
        file = csv.write_table(connection, table, folder / f"{name}.csv")
    yield file.rows, file.sha256


class ParquetFolder(Folder):
    form, default = "parquet", "hvac_parquet"

    def __init__(self, out: str, *, folder_a_table: bool = False) -> None:
        super().__init__(out)
        self.folder_a_table = folder_a_table

    def names(self) -> frozenset[str]:
        single = (f"{table}.parquet" for table in Base.metadata.tables)
        return frozenset([manifest.FILE, *single, *Base.metadata.tables])

    def check(self) -> None:
        super().check()
        with needs("parquet"):
            import factories.sinks.parquet  # noqa: F401  # so that a missing extra is told first

    def write(self, source: Path, folder: Path, progress: Progress) -> Mapping[str, Written]:
        from factories.sinks import parquet

        return parquet.write_folder(
            source,
            Base.metadata,
            folder,
            folder_a_table=self.folder_a_table,
            progress=progress,
        )
