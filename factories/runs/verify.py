"""Is an export still what was written? Its manifest knows the rows and the SHA-256 of all."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path, PurePath
from typing import Any

from sqlalchemy import Table

from factories.destinations.base import Destination
from factories.errors import IN_USE, UserError, in_use
from factories.sinks.written import Written
from factories.storage import manifest
from factories.storage.paths import SQLITE_MAGIC, check_readable, shown
from factories.storage.unused import WAIT_SECONDS, check_settled
from hvac_models import SCHEMA

VERIFY = "--verify"
_REMEDY = "name a manifest.json or an exported file"
_DUCKDB = b"DUCK"
_DUCKDB_AT = 8
"""Before its magic bytes a DuckDB file has a checksum."""


def verify(path: Path) -> list[str]:
    """One line for each table or file that differs; none when all is as it was written.

    `path` is a folder, its manifest under whatever name, or a SQLite or DuckDB file.
    """
    if path.is_dir():
        path = path / manifest.FILE
    if not path.is_file():
        what = "is not a regular file" if path.exists() else "is not there"
        raise UserError(VERIFY, f"{shown(path)} {what}; {_REMEDY}")
    check_readable(VERIFY, path)
    head = _head(path)
    if head == SQLITE_MAGIC:
        check_settled(VERIFY, path)
        return list(_database(path, _of_sqlite, _in_sqlite))
    if head[_DUCKDB_AT:].startswith(_DUCKDB):
        return list(_database(path, _of_duckdb, _in_duckdb))
    if not head.lstrip().startswith(b"{") or not (facts := manifest.of_file(path)):
        what = "no manifest of this program, and no SQLite or DuckDB file"
        raise UserError(VERIFY, f"{shown(path)} is {what}; {_REMEDY}")
    with _readable(shown(path)):
        manifest.check_tables(facts)
        _check_all(facts)
        return list(_files(path.parent, facts))


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(len(SQLITE_MAGIC))
    except OSError as error:
        said = f"{shown(path)} cannot be read ({error.strerror}); {_REMEDY}"
        raise UserError(VERIFY, said) from None


@contextmanager
def _readable(where: str) -> Iterator[None]:
    """What somebody has edited in a manifest, in one line."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(
            VERIFY, f"the manifest of {where} was edited ({error}); export it anew"
        ) from None


def _files(folder: Path, facts: Mapping[str, Any]) -> Iterator[str]:
    for table, told in facts["tables"].items():
        # The seeds have one CSV file a table, and its SHA-256 beside the rows.
        files = told.get("files") or {f"{table}.csv": told["sha256"]}
        for name, expected in files.items():
            path = _within(folder, name)
            if not path.is_file():
                yield f"{name}: missing"
                continue
            with path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != expected:
                    yield f"{name}: differs from what was written"


def _within(folder: Path, name: str) -> Path:
    """A manifest comes with data from anywhere: it leads to nothing outside its own folder."""
    path = PurePath(name)
    if path.is_absolute() or path.drive or ".." in path.parts:
        raise ValueError(f"{name} is outside of its folder")
    return folder / path


def verify_server(destination: Destination) -> list[str]:
    """The same for the tables on a server, which has been checked to be one."""
    with destination.opened() as (facts, holds):
        if facts.get("made_by") != manifest.MADE_BY:
            raise UserError(VERIFY, f"{destination.shown} carries no manifest of this program")
        return list(_tables(destination.shown, _facts(destination.shown, facts), holds))


def _database(
    path: Path,
    facts_of: Callable[[Path], Mapping[str, str]],
    holds: Callable[[Path, Table], Written],
) -> Iterator[str]:
    facts = facts_of(path)
    if facts.get("made_by") != manifest.MADE_BY:
        raise UserError(
            VERIFY, f"{shown(path)} carries no manifest of this program; export it anew"
        )
    yield from _tables(shown(path), _facts(shown(path), facts), lambda table: holds(path, table))


def _facts(where: str, texts: Mapping[str, str]) -> Mapping[str, Any]:
    with _readable(where):
        facts = manifest.of_texts(texts)
        _check_all(facts)
    return facts


def _check_all(facts: Mapping[str, Any]) -> None:
    for table in SCHEMA.tables:
        if table not in facts["tables"]:
            raise ValueError(f"tables lacks {table}")


def _tables(
    where: str, facts: Mapping[str, Any], holds: Callable[[Table], Written]
) -> Iterator[str]:
    for table in SCHEMA.sorted_tables:
        told = facts["tables"][table.name]
        if "sha256" not in told:
            raise UserError(VERIFY, f"{where} was not exported; run factories.audit on it instead")
        found = holds(table)
        if found.rows != told["rows"]:
            yield f"{table.name}: {found.rows:,} rows of {told['rows']:,}"
        elif found.sha256 != told["sha256"]:
            yield f"{table.name}: differs from what was written"


def _of_sqlite(path: Path) -> Mapping[str, str]:
    try:
        return manifest.of_database(path)
    except sqlite3.DatabaseError:
        return {}


def _in_sqlite(path: Path, table: Table) -> Written:
    from factories.sinks import fingerprint

    try:
        uri = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS)) as source:
            return fingerprint.of_sqlite(source, table)
    except sqlite3.DatabaseError as error:
        if in_use(error):
            raise UserError(VERIFY, f"{shown(path)} {IN_USE}") from None
        raise _unreadable(path, table, error) from None


def _unreadable(path: Path, table: Table, error: Exception) -> UserError:
    """It is not what was written, and what else it may be nobody can tell."""
    said = str(error).partition("\n")[0]
    return UserError(VERIFY, f"{shown(path)}: {table.name} cannot be read ({said}); export it anew")


def _of_duckdb(path: Path) -> Mapping[str, str]:
    from factories.destinations.base import needs

    with needs("duckdb", VERIFY):
        from factories.sinks import duckdb
    if duckdb.is_open_elsewhere(path):
        raise UserError(VERIFY, f"{shown(path)} {IN_USE}")
    return duckdb.facts_of(path)


def _in_duckdb(path: Path, table: Table) -> Written:
    from duckdb import Error

    from factories.sinks import duckdb

    try:
        return duckdb.fingerprint(path, table)
    except Error as error:
        raise _unreadable(path, table, error) from None
