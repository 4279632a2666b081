"""Run the script: load beside what is there, compare, replace everything in one transaction."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import sqlalchemy as sa

from factories.sinks import arrow, parquet
from factories.sinks.fingerprint import of_rows
from factories.sinks.snowflake import target
from factories.sinks.snowflake.script import Script
from factories.sinks.written import CountsDifferError, Progress, Written, unwatched
from factories.storage import files

TEMPORARY: Final = "TMPDIR"
"""Files on their way lie in the folder for temporary files, whose disk may be full."""

_CHUNK_ROWS = 5_000
_SYNTAX_ERROR = 1003


def write(
    database: Path,
    connection: sa.Connection,
    script: Script,
    facts: dict[str, str],
    expected: Mapping[str, int],
    progress: Progress = unwatched,
) -> bool:
    """Replace the tables of the script's place; False when it does not take foreign keys.

    Raises `SomebodyElsesError`, `OtherShapeError` or `CountsDifferError`, the old rows untouched.
    """
    run = connection.exec_driver_sql
    for statement in script.open():
        run(statement)
    if not target.has_schema(connection, script):
        for statement in script.schema():
            run(statement)
    target.check(connection, script, facts["made_by"])
    for statement in script.create():
        run(statement)
    related = _relate(connection, script)
    with (
        _swept(connection, script),
        arrow.kept_still(database),
        TemporaryDirectory(prefix="hvac-") as folder,
    ):
        for table in script.tables:
            _stage(database, connection, script, table, Path(folder), progress)
            _compare(table.name, run(script.count(table)).scalar_one(), expected)
        _replace(connection, script, facts, expected)
    return related


def _relate(connection: sa.Connection, script: Script) -> bool:
    """Declare the foreign keys that are not declared yet; False where the target knows none."""
    found = connection.exec_driver_sql(f"SHOW IMPORTED KEYS IN SCHEMA {script.place.path}")
    known = {str(row["fk_name"]).lower() for row in found.mappings()}
    for key in script.keys:
        if str(key.name).lower() in known:
            continue
        try:
            connection.exec_driver_sql(script.relate(key))
        except sa.exc.DBAPIError as error:
            if getattr(error.orig, "errno", None) != _SYNTAX_ERROR:
                raise
            return False
    return True


def _stage(
    database: Path,
    connection: sa.Connection,
    script: Script,
    table: sa.Table,
    folder: Path,
    progress: Progress,
) -> None:
    """One table's files, only for as long as they are on their way."""
    run = connection.exec_driver_sql
    with files.writing(TEMPORARY, folder):
        written = parquet.write_table(
            database, table, folder, folder_a_table=True, progress=progress
        )
    run(script.stage(table))
    run(script.put(table, folder.as_posix()))
    run(script.copy(table))
    for name in written.files:
        (folder / name).unlink()


def _replace(
    connection: sa.Connection,
    script: Script,
    facts: dict[str, str],
    expected: Mapping[str, int],
) -> None:
    """Nobody sees a table empty, or one of the new company beside one of the old."""
    run = connection.exec_driver_sql
    run(script.begin())
    try:
        for statement in script.empty():
            run(statement)
        for table in script.tables:
            _compare(table.name, run(script.fill(table)).rowcount, expected)
        for statement in script.sign(facts):
            run(statement)
        run(script.commit())
    except BaseException:
        # A lost connection cannot be told; Snowflake rolls its transaction back by itself.
        with contextlib.suppress(sa.exc.SQLAlchemyError):
            run("ROLLBACK")
        raise


@contextlib.contextmanager
def _swept(connection: sa.Connection, script: Script) -> Iterator[None]:
    """Drop what was only for loading, also after a failure, as far as the connection holds."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(sa.exc.SQLAlchemyError):
            _sweep(connection.exec_driver_sql, script)
        raise
    _sweep(connection.exec_driver_sql, script)


def _sweep(run: Callable[[str], Any], script: Script) -> None:
    for statement in script.sweep():
        run(statement)


def _compare(table: str, rows: int, expected: Mapping[str, int]) -> None:
    if rows != expected[table]:
        raise CountsDifferError(f"{table} arrived with {rows:,} of {expected[table]:,} rows")


def fingerprint(connection: sa.Connection, script: Script, table: sa.Table) -> Written:
    """What the table at the destination holds."""
    found = connection.exec_driver_sql(script.read(table))
    moments = [isinstance(column.type, sa.DateTime) for column in table.columns]
    return of_rows(
        table,
        (
            [
                [
                    _moment(cell) if moment else cell
                    for moment, cell in zip(moments, row, strict=True)
                ]
                for row in rows
            ]
            for rows in found.partitions(_CHUNK_ROWS)
        ),
    )


def _moment(text: str | None) -> datetime | None:
    """Whatever fractions of a second a session shows, there are none."""
    return None if text is None else datetime.fromisoformat(text[:19])
