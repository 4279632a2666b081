"""What goes wrong by a user's hand, or for want of memory or files: one line with the remedy."""

import errno
import os
import re
import sqlite3
from typing import Final

_LONGEST: Final = 1_000
"""Characters of a line of error."""
IN_USE: Final = "is in use by another program; close it, or wait until it is done"
_BUSY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class UserError(Exception):
    """A mistake made by hand, or by the machine: where (`option`), what, and what to do."""

    def __init__(self, option: str, message: str) -> None:
        super().__init__(option, message)
        self.option = option
        self.message = message

    def __str__(self) -> str:
        return shortened(" ".join(f"{self.option}: {self.message}".split()))


def shortened(line: str) -> str:
    """A line that people read to its end, where the remedy stands, whatever it repeats."""
    line = re.sub(r"\S{400,}", lambda word: f"{word[0][:120]}...{word[0][-40:]}", line)
    return line if len(line) <= _LONGEST else f"{line[:500]} ... {line[-300:]}"


TOO_MANY_FILES: Final = "too many files are open at once; raise the limit, such as ulimit -n 1024"
_NEEDED_FILES: Final = 4
"""SQLite opens a file, its journal and their folder."""


def too_many_files(error: BaseException) -> bool:
    """Whether it is for want of file descriptors that something cannot be opened: the system says
    so, but SQLite does not."""
    if isinstance(error, OSError):
        return error.errno in (errno.EMFILE, errno.ENFILE)
    opened: list[int] = []
    try:
        opened += [os.open(os.devnull, os.O_RDONLY) for _ in range(_NEEDED_FILES)]
    except OSError as refused:
        return too_many_files(refused)
    finally:
        for number in opened:
            os.close(number)
    return False


NO_MEMORY: Final = (
    "there is not enough memory; close other programs, raise the limit (ulimit -v), or make a"
    " smaller company"
)
_WANT_OF_MEMORY: Final = (
    "bad allocation",
    "out of memory",
    "cannot allocate memory",
    "failed to map segment",
)
"""How libraries say it, SQLite's and DuckDB's among them, and who loads a library."""


def no_memory(said: object) -> bool:
    """Whether it is for want of memory: some say so in words only."""
    return isinstance(said, MemoryError) or any(
        words in str(said).lower() for words in _WANT_OF_MEMORY
    )


def in_use(error: sqlite3.Error) -> bool:
    """Whether SQLite says that somebody else is at work on the database: another driver than
    Python's own says so in words only."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in _BUSY or "database is locked" in str(error)
