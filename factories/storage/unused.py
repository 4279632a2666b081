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
from factories.storage.paths import shown

WAIT_SECONDS: Final = 0.5
"""A reader or writer of a moment is worth waiting for."""


def settle(database: Path) -> None:
    """Let SQLite undo what a killed run left half written in a database: its journal says how.

    Who is still writing keeps the journal, and whoever reads the file does the same.
    """
    journal = _beside(database, "-journal")
    if not _has_content(journal):
        return
    with contextlib.suppress(sqlite3.DatabaseError), _opened(database, 0) as connection:
        connection.execute("BEGIN IMMEDIATE")
        if _has_content(journal):
            # One that was begun only undoes nothing. SQLite leaves it to the next who writes, and
            # who takes that back leaves neither journal nor trace.
            connection.execute("PRAGMA user_version = 0")
        connection.execute("ROLLBACK")


def check_settled(option: str, database: Path) -> None:
    """The file alone is all of the database, once what a killed run left is undone."""
    settle(database)
    for suffix in ("-wal", "-journal"):
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
