"""Whether anybody has written to a database since this program did.

SQLite counts the transactions of a file in its header. Every run leaves what that count will be
after it in another field of the header, `user_version`, which is nobody's data: a file whose two
numbers agree is as the run left it, and needs no audit before it is built upon. It is a seal
against edits, not against forgery.

The header is read from a file that somebody else opens, and closes after the connection: on POSIX
systems a process that closes a file loses all its locks on it, those of SQLite too.
"""

from __future__ import annotations

import sqlite3
import struct
from typing import BinaryIO, Final, NamedTuple

from factories.storage.paths import SQLITE_MAGIC

_HEADER: Final = struct.Struct(">16x H BB 4x I 32x I 36x")
"""Page size, write and read version, change counter, user_version."""
_ROLLBACK: Final = 1
"""The version of a file with a rollback journal; one with a write-ahead log has 2, and counts in
the log."""
_LARGEST: Final = 2**31 - 1


class _Header(NamedTuple):
    page_size: int
    write_version: int
    read_version: int
    changes: int
    seal: int

    @property
    def counts(self) -> bool:
        """Whether the file itself counts its transactions."""
        return self.write_version == self.read_version == _ROLLBACK


def holds(file: BinaryIO) -> bool:
    """Whether the file is as the run that sealed it has left it."""
    header = _header(file)
    return header is not None and header.counts and header.seal == _shown(header.changes)


def put(connection: sqlite3.Connection, file: BinaryIO | None) -> None:
    """Seal the database in the open transaction that is its last; one in memory needs none."""
    header = _header(file) if file is not None else None
    number = _shown(header.changes + 1) if header is not None and header.counts else 0
    connection.execute(f"PRAGMA user_version = {number}")


def _shown(changes: int) -> int:
    """The field is signed, and 0 is what a file has that was never sealed."""
    return changes % _LARGEST + 1


def _header(file: BinaryIO) -> _Header | None:
    file.seek(0)
    data = file.read(_HEADER.size)
    if len(data) < _HEADER.size or not data.startswith(SQLITE_MAGIC):
        return None
    return _Header._make(_HEADER.unpack(data))
