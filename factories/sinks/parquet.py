"""Tables as Parquet files, typed, compressed with zstd: one file a table, or a folder of them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import MetaData, Table

from factories.sinks import arrow
from factories.sinks.written import Progress, Written, unwatched

ROWS_A_FILE = 500_000
"""In a folder a table: some 10 to 60 MB a file, a size that warehouses load in parallel."""

ROWS_A_GROUP = 20_000
"""Less than what DuckDB and Snowflake like best: writing one takes memory for all its rows."""

PAGE_BYTES = 128 * 1024
"""Of a column, before they are compressed; the writer holds one page of each column."""


def write_folder(database: Path, metadata: MetaData, folder: Path) -> dict[str, Written]:
    """Write all tables of the metadata into a folder that exists."""
    return {table.name: write_table(database, table, folder) for table in metadata.sorted_tables}


def write_table(
    database: Path,
    table: Table,
    folder: Path,
    *,
    folder_a_table: bool = False,
    progress: Progress = unwatched,
) -> Written:
    written = Written(0)
    for done in writing(database, table, folder, folder_a_table=folder_a_table):
        written = Written(*done)
        progress(table.name, written.rows)
    return written


def writing(
    database: Path, table: Table, folder: Path, *, folder_a_table: bool = False
) -> Iterator[tuple[int, dict[str, str]]]:
    """Write a table; yields how many rows are done, and when all are, its files with SHA-256."""
    rows = 0
    parts = _Parts(table, folder, folder_a_table)
    for group in _groups(arrow.batches(database, table)):
        parts.write(group)
        rows += group.num_rows
        yield rows, {}
    yield rows, parts.close()


def _groups(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Batches put together, so that a row group is worth its footer."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(one.num_rows for one in held) >= ROWS_A_GROUP:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)


class _Parts:
    """The files of one table, the next begun when one is full; at least one, if empty."""

    def __init__(self, table: Table, folder: Path, folder_a_table: bool) -> None:
        self.schema = arrow.schema(table)
        self.folder = folder
        self.name = table.name
        self.many = folder_a_table
        self.files: dict[str, str] = {}
        self.rows = 0
        if self.many:
            (folder / self.name).mkdir()
        self._open()

    def _open(self) -> None:
        number = len(self.files) + 1
        self.path = f"{self.name}/{number:05d}.parquet" if self.many else f"{self.name}.parquet"
        self.writer: Any = pq.ParquetWriter(
            self.folder / self.path,
            self.schema,
            compression="zstd",
            version="2.6",
            data_page_size=PAGE_BYTES,
        )
        self.rows = 0

    def write(self, group: pa.Table) -> None:
        if self.many and self.rows >= ROWS_A_FILE:
            self._finish()
            self._open()
        self.writer.write_table(group)
        self.rows += group.num_rows

    def _finish(self) -> None:
        self.writer.close()
        with (self.folder / self.path).open("rb") as file:
            self.files[self.path] = hashlib.file_digest(file, "sha256").hexdigest()

    def close(self) -> dict[str, str]:
        self._finish()
        return self.files
