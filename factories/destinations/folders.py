"""Folders of CSV and of Parquet files."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from factories import manifest
from factories.destinations.base import Folder, needs
from factories.sinks import csv
from factories.sinks.written import Progress, Written
from hvac_models import Base


class CsvFolder(Folder):
    form, default = "csv", "hvac_csv"

    def names(self) -> frozenset[str]:
        return manifest.own_files(Base.metadata.tables)

    def write(self, source: Path, folder: Path, progress: Progress) -> Mapping[str, Written]:
        with closing(sqlite3.connect(source)) as connection:
            tables = {}
            for table in Base.metadata.sorted_tables:
                name = f"{table.name}.csv"
                file = csv.write_table(connection, table, folder / name)
                tables[table.name] = Written(file.rows, {name: file.sha256})
                progress(table.name, file.rows)
        return tables


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
