"""Whether anybody is at work on a database, and what a killed run has left half written in it.

To be asked before a file is read as it lies on the disk, and before another takes its place: SQLite
and DuckDB play a log beside the old file into the new one.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from factories.errors import IN_USE, UserError, in_use
from factories.storage.files import OF_THE_DISK
from factories.storage.paths import shown

_JOURNAL: Final = "-journal"
WAIT_SECONDS: Final = 0.5
"""A reader or writer of a moment is worth waiting for."""


def settle(database: Path) -> sqlite3.DatabaseError | None:
    """Let SQLite undo what a killed run left half written in a database: its journal says how.

    Who is still writing keeps the journal, and whoever reads the file does the same. Gives what
    was in the way.
    """
    journal = _beside(database, _JOURNAL)
    if not _has_content(journal):
        return None
    try:
        with _opened(database, 0) as connection:
            connection.execute("BEGIN IMMEDIATE")
            if _has_content(journal):
                # One that was begun only undoes nothing. SQLite leaves it to the next who writes,
                # and who takes that back leaves neither journal nor trace.
                connection.execute("PRAGMA user_version = 0")
            connection.execute("ROLLBACK")
    except sqlite3.DatabaseError as error:
        return error
    return None


def check_whole(option: str, database: Path, error: sqlite3.DatabaseError | None) -> None:
    """Raises `UserError` where that error of the disk keeps SQLite from undoing what is half
    written: without its journal such a database is damaged."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in OF_THE_DISK and database.exists() and _has_content(_beside(database, _JOURNAL)):
        raise UserError(
            option,
            f"{shown(database)} is half written since a run was killed, and its journal cannot be"
            f" played back ({error}); keep both, make file and folder writable with room on the"
            " disk, and try again",
        )


def check_settled(option: str, database: Path) -> None:
    """The file alone is all of the database, once what a killed run left is undone."""
    check_whole(option, database, settle(database))
    for suffix in ("-wal", _JOURNAL):
        check_no_log(option, database, suffix)


def check_no_log(option: str, database: Path, suffix: str) -> None:
    log = _beside(database, suffix)
    if _has_content(log):
        raise UserError(
            option,
            f"{shown(database)} is in use ({log.name} is there); close the program that has it"
            " open, or if there is none, move both away",
        )


def check_unused(option: str, database: Path) -> None:
    """Nobody is writing to it, or about to: what is written to a file that is replaced is lost."""
    check_settled(option, database)
    try:
        with _opened(database, WAIT_SECONDS) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    # It may be no database, or one that cannot be written: others say so.
    except sqlite3.DatabaseError as error:
        if in_use(error):
            raise UserError(option, f"{shown(database)} {IN_USE}") from None


@contextlib.contextmanager
def _opened(database: Path, seconds: float) -> Iterator[sqlite3.Connection]:
    uri = f"{database.absolute().as_uri()}?mode=rw"
    with contextlib.closing(
        sqlite3.connect(uri, uri=True, isolation_level=None, timeout=seconds)
    ) as connection:
        yield connection


def _beside(database: Path, suffix: str) -> Path:
    return database.with_name(database.name + suffix)


def _has_content(log: Path) -> bool:
    return log.exists() and log.stat().st_size > 0
