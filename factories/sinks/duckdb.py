"""Tables as a DuckDB file: typed and commented, in the schema where the dbt project looks."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa
from sqlalchemy import MetaData, Table
from sqlalchemy.dialects import postgresql

from factories.sinks import arrow
from factories.sinks.fingerprint import of_rows
from factories.sinks.written import Progress, Written, unwatched
from factories.storage import manifest
from hvac_models.base import data_type

SCHEMA: Final = "HVAC_RAW"
MANIFEST: Final = manifest.TABLE
_CHUNK_ROWS = 10_000
_GROUP_ROWS = 20_480
"""Rows compressed and written together; all of them are in memory until then."""
_WRITING_MEMORY = "40MB"
"""Three times a group of the widest table; more would keep what is already in the file."""
_HELD = ("Could not set lock on file", "being used by another process")
"""How DuckDB says it, and how Windows does."""
_FILE = "target"
_WHERE = f"{_FILE}.{SCHEMA}"

# DuckDB quotes names and texts as PostgreSQL does.
_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]
_QUOTED = _DIALECT.identifier_preparer.quote_identifier


def write_file(
    database: Path,
    metadata: MetaData,
    path: Path,
    facts: dict[str, str],
    progress: Progress = unwatched,
) -> dict[str, int]:
    """Write all tables, and the manifest's facts, into a new file; gives the rows of each."""
    with arrow.kept_still(database), _attached(path, f"ROW_GROUP_SIZE {_GROUP_ROWS}") as target:
        target.execute(f"SET memory_limit = '{_WRITING_MEMORY}'")
        # What does not fit waits beside the file, not in the folder the command was called from.
        target.execute(f"SET temp_directory = {_text(f'{path}.spill')}")
        target.execute(f"CREATE SCHEMA {_WHERE}")
        rows = {t.name: _write_table(database, t, target, progress) for t in metadata.sorted_tables}
        target.execute(f"CREATE TABLE {_WHERE}.{MANIFEST} (key VARCHAR, value VARCHAR)")
        target.executemany(f"INSERT INTO {_WHERE}.{MANIFEST} VALUES (?, ?)", list(facts.items()))
        target.execute(f"CHECKPOINT {_FILE}")
    return rows


def _write_table(database: Path, table: Table, target: Any, progress: Progress) -> int:
    name = f"{_WHERE}.{_QUOTED(table.name)}"
    columns = ", ".join(
        f"{_QUOTED(column.name)} {data_type(column)}{'' if column.nullable else ' NOT NULL'}"
        for column in table.columns
    )
    target.execute(f"CREATE TABLE {name} ({columns})")
    target.execute(f"COMMENT ON TABLE {name} IS {_text(table.comment)}")
    for column in table.columns:
        target.execute(
            f"COMMENT ON COLUMN {name}.{_QUOTED(column.name)} IS {_text(column.comment)}"
        )
    batches = _Told(arrow.batches(database, table), table.name, progress)
    target.register("batches", pa.RecordBatchReader.from_batches(arrow.schema(table), batches))
    try:
        # One statement a table: the rows go straight into the file, without its write-ahead log.
        target.execute(f"INSERT INTO {name} SELECT * FROM batches")
    except duckdb.Error:
        if batches.failure:
            raise batches.failure from None
        raise
    finally:
        target.unregister("batches")
    return batches.rows


class _Told:
    """Batches on their way through DuckDB, which makes every failure to bring one its own."""

    def __init__(self, batches: Iterator[pa.RecordBatch], table: str, progress: Progress) -> None:
        self._batches, self._table, self._progress = batches, table, progress
        self.rows = 0
        self.failure: BaseException | None = None

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        try:
            for batch in self._batches:
                self.rows += batch.num_rows
                yield batch
                self._progress(self._table, self.rows)
        except GeneratorExit:  # DuckDB wants no more: the failure is its own
            raise
        except BaseException as failure:
            self.failure = failure
            raise


def facts_of(path: Path) -> dict[str, str]:
    """The manifest that a DuckDB file carries; empty for a file without one, or no such file."""
    try:
        with _attached(path, "READ_ONLY") as source:
            found = source.execute(f"SELECT key, value FROM {_WHERE}.{MANIFEST}").fetchall()
    except duckdb.Error:
        return {}
    return dict(found)


def is_open_elsewhere(path: Path) -> bool:
    """Whether another process writes to the file: DuckDB lets nobody else look into it then."""
    if not path.exists():
        return False
    try:
        with _attached(path, "READ_ONLY"):
            return False
    except duckdb.Error as error:
        return any(words in str(error) for words in _HELD)


def fingerprint(path: Path, table: Table) -> Written:
    """What the table at the destination holds."""
    columns = ", ".join(_QUOTED(column.name) for column in table.columns)
    order = ", ".join(_QUOTED(column.name) for column in table.primary_key)
    statement = f"SELECT {columns} FROM {_WHERE}.{_QUOTED(table.name)} ORDER BY {order}"
    with _attached(path, "READ_ONLY") as source:
        found = source.execute(statement)
        return of_rows(table, iter(lambda: found.fetchmany(_CHUNK_ROWS), []))


@contextmanager
def _attached(path: Path, option: str) -> Iterator[Any]:
    """The file under a name of ours: by its own it might be mistaken for a schema."""
    # More threads than the one that reads SQLite find nothing to do, and keep buffers of their own.
    with closing(duckdb.connect(config={"threads": 1})) as connection:
        connection.execute(f"ATTACH {_text(str(path))} AS {_FILE} ({option})")
        yield connection


def _text(text: str | None) -> str:
    quoted = (text or "").replace("'", "''")
    return f"'{quoted}'"
