"""A populated company where it stands: opened to be moved on, or refused in one line."""

from __future__ import annotations

import os
import shlex
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Final

from factories.audit.run import require_schema
from factories.errors import IN_USE, TOO_MANY_FILES, UserError, in_use, too_many_files
from factories.scenario import Scenario
from factories.sizes import DEFAULT_ROWS
from factories.storage import files, manifest, seal
from factories.storage.paths import DATABASE, check_readable
from migrations import HEAD

_WAIT_SECONDS: Final = 2.0
_STATEMENTS: Final = 1_000
"""Statements kept ready: a day has more than the 128 that are usual, and would parse all anew."""
_MAKE_ONE: Final = "make one with factories.populate"
_READ_ONLY: Final = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
_MOVED: Final = "was replaced by another program meanwhile, and is as that left it; run it again"
_REPLACED: Final = sqlite3.SQLITE_READONLY_DBMOVED
"""The file that is open is no longer the one of that name."""
_DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


_CACHE_KIB = 65_536
"""Pages kept in memory, KiB. With the two megabytes that are usual, a day of a hundred branches
reads the same ones again and again, and is a sixth slower."""


@dataclass(frozen=True)
class Company:
    """A company in an open transaction that nobody else can look into.

    ``scenario`` is what it was populated with: its as-of date is where the history ends and the
    days that were advanced begin. ``shown`` is what the user calls the database; ``path``, and the
    ``file`` there, are None for one in memory.
    """

    connection: sqlite3.Connection
    path: Path | None
    file: BinaryIO | None
    shown: str
    facts: Mapping[str, Any]
    scenario: Scenario
    as_of: date
    untouched: bool

    def check_there(self) -> None:
        """The file that is open is still the one of that name: what is committed to another one is
        lost."""
        if self.path is None or self.file is None:
            return
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(self.file.fileno()), self.path.stat()):
                return
        raise UserError(DATABASE, f"{self.shown} {_MOVED}")


@contextmanager
def opened(path: Path, shown: str) -> Iterator[Company]:
    """Begin a transaction on a file; what is not committed in it is rolled back at the end.

    Raises `UserError` for a file that cannot be moved on.
    """
    _check_file(path, shown)
    # Closed after the connection, and never before: with it would go SQLite's lock.
    with files.writing(DATABASE, path), _speaking(shown), path.open("rb", buffering=0) as file:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None,
            timeout=_WAIT_SECONDS, cached_statements=_STATEMENTS,
        )  # fmt: skip
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            # Exclusive from the beginning: nobody's reading can refuse the commit at the end.
            connection.execute("BEGIN EXCLUSIVE")
            yield _company(connection, path, file, shown)
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            connection.close()


@contextmanager
def joined(connection: sqlite3.Connection) -> Iterator[Company]:
    """The same within a connection: an open transaction stays the caller's to end."""
    with _within(connection):
        yield _company(connection, None, None, "the database")


@contextmanager
def _within(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction of the caller's connection, whose ways are left as they were."""
    rows, texts = connection.row_factory, connection.text_factory
    mine = not connection.in_transaction
    if mine:
        connection.execute("PRAGMA foreign_keys = ON")
    if not connection.execute("PRAGMA foreign_keys").fetchone()[0]:
        raise UserError(
            DATABASE,
            "PRAGMA foreign_keys is off in the open transaction; set it before that begins",
        )
    connection.row_factory, connection.text_factory = None, str
    connection.execute("SAVEPOINT hvac_advance")
    try:
        yield
        if connection.in_transaction:
            connection.execute("RELEASE hvac_advance")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK TO hvac_advance")
            connection.execute("RELEASE hvac_advance")
        raise
    finally:
        connection.row_factory, connection.text_factory = rows, texts


def _check_file(path: Path, shown: str) -> None:
    if not path.exists():
        raise UserError(DATABASE, f"there is no file {shown}; {_MAKE_ONE}")
    if not path.is_file():
        raise UserError(DATABASE, f"{shown} is a folder or device; name a SQLite file")
    check_readable(DATABASE, path)
    if not path.stat().st_mode & 0o222:
        raise UserError(DATABASE, f"{shown} is read-only; make it writable, or advance a copy")


@contextmanager
def _speaking(shown: str) -> Iterator[None]:
    """What SQLite says of a file, in one line."""
    try:
        yield
    except UnicodeDecodeError as error:
        # What SQLite says repeats a damaged name.
        raise UserError(DATABASE, f"{shown} is damaged; {_MAKE_ONE}") from error
    except sqlite3.DatabaseError as error:
        extended = getattr(error, "sqlite_errorcode", 0)
        code = extended & 0xFF
        if in_use(error):
            why = IN_USE
        elif extended == _REPLACED:
            why = _MOVED
        elif code in _READ_ONLY and too_many_files(error):
            raise UserError(DATABASE, f"{shown} is as it was: {TOO_MANY_FILES}") from error
        elif code in _READ_ONLY:
            why = "cannot be written here; make file and folder writable, or advance a copy"
        elif code in _DAMAGED:
            why = f"is not a database, or a damaged one; {_MAKE_ONE}"
        else:
            raise
        raise UserError(DATABASE, f"{shown} {why}") from error


def _company(
    connection: sqlite3.Connection, path: Path | None, file: BinaryIO | None, shown: str
) -> Company:
    facts = _facts(connection, shown)
    _check_whole(facts, shown)
    _check_revision(connection, facts, shown, path)
    try:
        as_of = date.fromisoformat(facts["as_of"])
        scenario = _scenario(facts)
    except (KeyError, ValueError, TypeError, UserError) as error:
        raise _edited(shown, error) from None
    require_schema(connection)
    untouched = file is not None and seal.holds(file)
    return Company(connection, path, file, shown, facts, scenario, as_of, untouched)


def _facts(connection: sqlite3.Connection, shown: str) -> Mapping[str, Any]:
    if not _has_table(connection, manifest.TABLE):
        raise UserError(DATABASE, f"{shown} was not made by factories.populate; {_MAKE_ONE}")
    texts = dict(connection.execute(f"SELECT key, value FROM {manifest.TABLE}").fetchall())
    if texts.get("made_by") != manifest.MADE_BY:
        raise UserError(DATABASE, f"{shown} was not made by factories.populate; {_MAKE_ONE}")
    try:
        return manifest.of_texts(texts)
    except ValueError as error:
        raise _edited(shown, error) from None


def _check_whole(facts: Mapping[str, Any], shown: str) -> None:
    cut = facts.get("options") or {}
    if cut:
        how = " ".join(f"--{name.replace('_', '-')} {value}" for name, value in dict(cut).items())
        raise UserError(
            DATABASE,
            f"{shown} is a snapshot that was cut by {how}, and days to come build on what it lacks;"
            " advance the whole database",
        )


def _edited(shown: str, error: Exception) -> UserError:
    return UserError(DATABASE, f"the manifest in {shown} was edited ({error}); {_MAKE_ONE}")


def _scenario(facts: Mapping[str, Any]) -> Scenario:
    """What the company was populated with."""
    if missing := DEFAULT_ROWS.keys() ^ facts["tables"].keys():
        raise ValueError(f"tables: {min(missing)}")
    return Scenario.of_all_rows(
        seed=facts["seed"],
        as_of=date.fromisoformat(facts.get(manifest.POPULATED_TO, facts["as_of"])),
        history_days=facts["history_days"],
        scale=facts["scale"],
        rows=dict(facts["rows"]),
        locale=facts["locale"],
    )


def _check_revision(
    connection: sqlite3.Connection, facts: Mapping[str, Any], shown: str, path: Path | None
) -> None:
    found = None
    if _has_table(connection, "alembic_version"):
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    revision = found[0] if found else "unknown"
    if revision != HEAD:
        upgrade = shlex.join(["alembic", "-x", f"url=sqlite:///{path or shown}", "upgrade", "head"])
        raise UserError(
            DATABASE,
            f"{shown} is of version {facts.get('version', 'unknown')}, its schema of revision"
            f" {revision} and not {HEAD}; migrate it: {upgrade}",
        )


def _has_table(connection: sqlite3.Connection, name: str) -> bool:
    found = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)
    ).fetchone()
    return bool(found[0])
