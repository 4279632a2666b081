"""Engines for tests: SQLite in memory, or the database of a URL, with this schema in it.

Each worker of a test run has a database of its own: a file, or in PostgreSQL a schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import StaticPool

from factories.database_urls import refusal, shown_url
from factories.errors import UserError
from hvac_models import SCHEMA, Base, enforce_foreign_keys

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

OPTION = "--hvac-url"
OWN_SCHEMA = "hvac_tests"
APP_KEYS = 1_000_001
"""PostgreSQL counts the keys of the app's own rows from here: those of the factories are below."""
_STATEMENTS = 1_000
"""Kept ready by the one connection: SQLite takes longer to read the audit's queries, more than the
128 that are usual, than to answer them of a test's few rows."""
_SYNC = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
_ASYNC = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
_EXTRAS = {"sqlite": "async", "postgresql": "postgresql"}


def engine_for(url: str | None = None, worker: str = "") -> sa.Engine:
    """An engine with the 27 tables in it and foreign keys on.

    Without a URL a SQLite database in memory, which all threads share. A SQLite file or a
    PostgreSQL schema ``hvac_tests`` gets the worker's name added. Raises `UserError`.
    """
    place = _place(url, worker, _SYNC)
    engine: sa.Engine = _made(place, sa.create_engine)
    enforce_foreign_keys(engine)
    _prepare(engine, worker)
    with _refusing(place), engine.begin() as connection:
        _create(connection, worker)
    return engine


async def async_engine_for(url: str | None = None, worker: str = "") -> AsyncEngine:
    """As :func:`engine_for`, for asyncio: on aiosqlite, or psycopg's own asyncio."""
    from sqlalchemy.ext.asyncio import create_async_engine

    place = _place(url, worker, _ASYNC)
    engine: AsyncEngine = _made(place, create_async_engine)
    enforce_foreign_keys(engine.sync_engine)
    _prepare(engine.sync_engine, worker)
    with _refusing(place):
        async with engine.begin() as connection:
            await connection.run_sync(_create, worker)
    return engine


@contextmanager
def disposed(engine: sa.Engine, worker: str = "") -> Iterator[sa.Engine]:
    """The engine while the block lasts; then its schema, if it has one, and its connections go."""
    try:
        yield engine
    finally:
        with engine.begin() as connection:
            drop(connection, worker)
        engine.dispose()


async def async_disposed(engine: AsyncEngine, worker: str = "") -> None:
    """The end of an async engine, and of its schema if it has one."""
    async with engine.begin() as connection:
        await connection.run_sync(drop, worker)
    await engine.dispose()


def drop(connection: sa.Connection, worker: str) -> None:
    """Drop the schema made for the tests; a SQLite file stays."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.schema.DropSchema(_schema(worker), cascade=True, if_exists=True))


def _place(url: str | None, worker: str, drivers: dict[str, str]) -> URL:
    try:
        place = make_url(url or "sqlite://")
    except (sa.exc.ArgumentError, ValueError):
        raise UserError(
            OPTION, "the URL cannot be read; write sqlite:///tests.sqlite or postgresql://host/db"
        ) from None
    backend = place.get_backend_name()
    if backend not in drivers:
        raise UserError(OPTION, f"{backend}:// is not known here; use sqlite:// or postgresql://")
    place = place.set(drivername=drivers[backend])
    if worker and backend == "sqlite" and not _in_memory(place):
        path = Path(str(place.database))
        place = place.set(database=str(path.with_name(f"{path.stem}.{worker}{path.suffix}")))
    return place


def _in_memory(place: URL) -> bool:
    return place.get_backend_name() == "sqlite" and place.database in (None, "", ":memory:")


def _made(place: URL, create: Any) -> Any:
    options: dict[str, Any] = {"hide_parameters": True}
    if _in_memory(place):
        # One connection for all: a web framework runs an app's code in threads of its own.
        arguments = {"check_same_thread": False, "cached_statements": _STATEMENTS}
        options = {"poolclass": StaticPool, "connect_args": arguments}
    try:
        return create(place, **options)
    except ModuleNotFoundError as missing:
        extra = f"hvac-analytics[{_EXTRAS[place.get_backend_name()]}]"
        raise UserError(
            OPTION, f"{place.drivername}:// needs {missing.name}; install {extra}"
        ) from None


def _prepare(engine: sa.Engine, worker: str) -> None:
    """PostgreSQL's tables lie in a schema of the tests' own, whatever else is in the database."""
    if engine.dialect.name != "postgresql":
        return

    @sa.event.listens_for(engine, "connect")
    def _into_schema(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        quoted = engine.dialect.identifier_preparer.quote_schema(_schema(worker))
        cursor.execute(f"SET search_path TO {quoted}")
        connection.commit()
        cursor.close()


def _schema(worker: str) -> str:
    return f"{OWN_SCHEMA}_{worker}" if worker else OWN_SCHEMA


def _create(connection: sa.Connection, worker: str) -> None:
    if connection.dialect.name == "postgresql":
        drop(connection, worker)
        connection.execute(sa.schema.CreateSchema(_schema(worker)))
    Base.metadata.create_all(connection)
    if connection.dialect.name == "postgresql":
        for table in SCHEMA.sorted_tables:
            (key,) = table.primary_key.columns
            counter = sa.func.pg_get_serial_sequence(table.name, key.name)
            connection.execute(sa.select(sa.func.setval(counter, APP_KEYS)))


@contextmanager
def _refusing(place: URL) -> Iterator[None]:
    """A database that says no is a mistake in the URL: one line, without its password."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise refusal(OPTION, shown_url(place), error) from None
