"""A finished company into somebody's own database, by SQLAlchemy, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from factories.database_urls import refusal
from factories.engine.writer import statements
from factories.errors import UserError
from hvac_models import SCHEMA

if TYPE_CHECKING:
    from factories.plan import StepProgress

TARGET: Final = "engine"
ROWS_AT_ONCE: Final = 5_000


@contextmanager
def engine_of(url: str) -> Iterator[sa.Engine]:
    """That of a URL, for as long as the block lasts; a database in memory would be gone with it."""
    try:
        engine = sa.create_engine(url)
    except (sa.exc.ArgumentError, ValueError, ModuleNotFoundError) as error:
        raise UserError(TARGET, f"{error}; write a URL such as sqlite:///x.sqlite") from None
    if engine.dialect.name == "sqlite" and engine.url.database in (None, "", ":memory:"):
        raise UserError(TARGET, f"{url} is gone when it is done; give create_engine({url!r})")
    try:
        yield engine
    finally:
        engine.dispose()


def check_empty(target: sa.Engine | sa.Connection) -> None:
    """Nothing of the company is there yet, or empty tables; `UserError` names the first that is
    not."""
    with _refusing(), _connected(target) as connection:
        inspector = sa.inspect(connection)
        for table in SCHEMA.sorted_tables:
            # An engine may translate the schema.
            is_there = inspector.has_table(table.name, connection.schema_for_object(table))
            if is_there and connection.scalar(sa.select(sa.exists(sa.select(table)))):
                raise UserError(
                    TARGET, f"the table {table.name} has rows already; give an empty database"
                )


def copy_database(path: Path, target: sa.Engine | sa.Connection, progress: StepProgress) -> None:
    """Create the tables that are missing and insert every row of the SQLite file."""
    source = sa.create_engine("sqlite://", creator=_reader(path), poolclass=sa.pool.StaticPool)
    tables = SCHEMA.sorted_tables
    try:
        with _refusing(), _connected(target) as connection, source.connect() as company:
            SCHEMA.create_all(connection)
            for done, table in enumerate(tables):
                progress("Copy the rows", done, len(tables))
                for rows in _batches(company, table, raw=connection.dialect.name == "sqlite"):
                    insert_rows(connection, table, rows)
            count_on(connection)
    finally:
        source.dispose()


def insert_rows(connection: sa.Connection, table: sa.Table, rows: Sequence[Any]) -> None:
    """Rows as SQLite holds them into SQLite, as Python objects into others."""
    if connection.dialect.name == "sqlite":
        flat = [value for row in rows for value in row]
        for statement, values in statements(table, flat):
            connection.exec_driver_sql(statement, [tuple(row) for row in values])
    elif rows:
        names = [column.name for column in table.columns]
        connection.execute(table.insert(), [dict(zip(names, row, strict=True)) for row in rows])


def count_on(connection: sa.Connection) -> None:
    """PostgreSQL counts keys by itself, and does not see those that were given."""
    quote = connection.dialect.identifier_preparer.quote
    if connection.dialect.name == "postgresql":
        for table in SCHEMA.sorted_tables:
            (key,) = table.primary_key.columns
            schema = connection.schema_for_object(table)
            place = f"{quote(schema)}." if schema else ""
            counter = sa.func.pg_get_serial_sequence(f"{place}{table.name}", key.name)
            highest = sa.select(sa.func.max(key)).scalar_subquery()
            connection.execute(sa.select(sa.func.setval(counter, highest)))


def _batches(company: sa.Connection, table: sa.Table, raw: bool) -> Iterator[Sequence[Any]]:
    """The table's rows, so many at a time; memory does not grow with the company."""
    wanted = sa.select(table)
    if raw:
        found: Any = company.exec_driver_sql(str(wanted.compile(company)))
    else:
        found = company.execution_options(yield_per=ROWS_AT_ONCE).execute(wanted)
    while rows := list(islice(found, ROWS_AT_ONCE)):
        yield rows


def _reader(path: Path) -> Any:
    import sqlite3

    return lambda: sqlite3.connect(path)


@contextmanager
def _connected(target: sa.Engine | sa.Connection) -> Iterator[sa.Connection]:
    """A transaction of the engine's own; a connection's is the caller's to commit."""
    if isinstance(target, sa.Connection):
        yield target
        return
    with target.begin() as connection:
        yield connection


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise refusal(TARGET, "the database", error) from None
