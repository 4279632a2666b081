"""Tables in PostgreSQL: the same schema, really enforced, in one transaction.

All that a target may hold of ours is dropped and made again within the transaction; a connection
lost half-way leaves what was there.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection

from factories.sinks import csv
from factories.sinks.fingerprint import of_rows
from factories.sinks.written import Progress, Written, compare, unwatched
from factories.storage import manifest

_CHUNK_ROWS = 5_000

_SIGNATURE = sa.MetaData()
MANIFEST = sa.Table(
    manifest.TABLE,
    _SIGNATURE,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
REVISION = sa.Table(
    "alembic_version", _SIGNATURE, sa.Column("version_num", sa.String(32), primary_key=True)
)


class SomebodyElsesError(Exception):
    """The target holds tables of these names that this program did not make."""


def write(
    database: Path,
    metadata: sa.MetaData,
    url: URL,
    facts: dict[str, str],
    revision: str,
    expected: Mapping[str, int],
    progress: Progress = unwatched,
) -> dict[str, int]:
    """Replace the tables at `url`; gives the rows of each. Raises `SomebodyElsesError`."""
    engine = sa.create_engine(url, hide_parameters=True)
    try:
        with engine.begin() as connection:
            _clear(connection, metadata, facts["made_by"])
            metadata.create_all(connection, checkfirst=False)
            rows = {
                table.name: _load(database, table, connection, progress)
                for table in metadata.sorted_tables
            }
            compare(expected, rows)
            _SIGNATURE.create_all(connection, checkfirst=False)
            signed = [{"key": key, "value": value} for key, value in facts.items()]
            connection.execute(MANIFEST.insert(), signed)
            connection.execute(REVISION.insert(), [{"version_num": revision}])
        return rows
    finally:
        engine.dispose()


def facts_of(connection: Connection) -> dict[str, str]:
    """The manifest that the target carries; empty when it has none."""
    if not sa.inspect(connection).has_table(MANIFEST.name):
        return {}
    found = connection.execute(sa.select(MANIFEST.c.key, MANIFEST.c.value))
    return dict(found.tuples().all())


def fingerprint(connection: Connection, table: sa.Table) -> Written:
    """What the table at the destination holds."""
    found = connection.execute(sa.select(table).order_by(*table.primary_key))
    return of_rows(table, found.partitions(_CHUNK_ROWS))


def _clear(connection: Connection, metadata: sa.MetaData, made_by: str) -> None:
    """Drop our own tables; refuse others of the same names."""
    there = set(sa.inspect(connection).get_table_names())
    taken = sorted(there & {*metadata.tables, *_SIGNATURE.tables})
    if taken and facts_of(connection).get("made_by") != made_by:
        raise SomebodyElsesError(taken[0])
    metadata.drop_all(connection)
    _SIGNATURE.drop_all(connection)


def _load(database: Path, table: sa.Table, connection: Connection, progress: Progress) -> int:
    """One table by COPY, in the very form of its CSV file."""
    driver: Any = connection.connection.driver_connection
    names = ", ".join(connection.dialect.identifier_preparer.quote(c.name) for c in table.columns)
    target = connection.dialect.identifier_preparer.format_table(table)
    rows = 0
    with (
        closing(sqlite3.connect(database)) as source,
        driver.cursor() as cursor,
        cursor.copy(f"COPY {target} ({names}) FROM STDIN (FORMAT csv)") as copy,
    ):
        for data, written in csv.chunks(source, table, _CHUNK_ROWS):
            copy.write(data)
            rows += written
            progress(table.name, rows)
    return rows
