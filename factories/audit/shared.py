"""The audit by several hands: helpers check while the caller still has something else to do.

The checks wait in a pipe, from which whoever is free takes the next one. Helpers are forked copies
of this process where that is safe, else one thread.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Container, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Protocol

from factories.audit.check import CheckResult
from factories.audit.checks import all_checks
from factories.audit.run import run_check
from factories.engine.processes import Fork, Task

_NUMBER_BYTES = 2


class _Helper(Protocol):
    """A `Fork` or a `_Thread` with one task."""

    def values(self) -> Iterator[tuple[int, int, list[str]]]: ...

    def end(self) -> None: ...


class SharedAudit:
    """A database under audit, as a context manager; `results` ends it.

    It is a file, to which nobody may write meanwhile, or the bytes of one. Without `copies` the
    helper is a thread. `left_out` are names of checks that it cannot be asked.
    """

    def __init__(
        self,
        database: Path | bytes,
        as_of: date,
        copies: int = 0,
        left_out: Container[str] = (),
    ) -> None:
        self._database, self._as_of, self._copies = database, as_of, copies
        self._left_out = left_out
        self._helpers: list[_Helper] = []
        self._waiting = -1

    def __enter__(self) -> SharedAudit:
        self._waiting, write = os.pipe()
        for number, check in enumerate(all_checks()):
            if check.name not in self._left_out:
                os.write(write, number.to_bytes(_NUMBER_BYTES, "little"))
        os.close(write)
        for _ in range(self._copies):
            self._helpers.append(Fork([self._check]))
        if not self._copies:
            self._helpers.append(_Thread(self._check))
        return self

    def __exit__(self, *_raised: object) -> None:
        # A helper that is a thread ends when nothing waits any more.
        while self._next() is not None:
            pass
        for helper in self._helpers:
            helper.end()
        os.close(self._waiting)

    def results(self) -> list[CheckResult]:
        """Take part until no check waits; what was found of each, in the order of the checks."""
        found = list(self._check())
        for helper in self._helpers:
            found.extend(helper.values())
        told = {number: (count, examples) for number, count, examples in found}
        checks = list(enumerate(all_checks()))
        told |= {number: (0, []) for number, check in checks if check.name in self._left_out}
        # Of every other check somebody has to tell: one that nobody ran has not passed.
        return [CheckResult(check.name, check.title, *told[number]) for number, check in checks]

    def _check(self) -> Iterator[tuple[int, int, list[str]]]:
        """One check after the other: its number, how many rows break it, the first of them."""
        checks = all_checks()
        with closing(_opened(self._database)) as connection:
            while (number := self._next()) is not None:
                result = run_check(connection, checks[number], self._as_of)
                yield number, result.count, list(result.examples)

    def _next(self) -> int | None:
        text = os.read(self._waiting, _NUMBER_BYTES)
        return int.from_bytes(text, "little") if text else None


def _opened(database: Path | bytes) -> sqlite3.Connection:
    if isinstance(database, Path):
        return sqlite3.connect(database)
    connection = sqlite3.connect(":memory:")
    connection.deserialize(_with_rollback_journal(database))
    return connection


def _with_rollback_journal(database: bytes) -> bytes:
    """A database in memory cannot have the write-ahead log that its file may have had."""
    if database[18:20] == b"\x01\x01":
        return database
    return database[:18] + b"\x01\x01" + database[20:]


class _Thread:
    """The face of a `Fork`, where there is none."""

    def __init__(self, task: Task) -> None:
        self._found: list[tuple[int, int, list[str]]] = []
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, args=(task,), daemon=True)
        self._thread.start()

    def _run(self, task: Task) -> None:
        try:
            self._found.extend(task())
        except Exception as error:  # noqa: BLE001 - raised again by values()
            self._error = error

    def values(self) -> Iterator[tuple[int, int, list[str]]]:
        self._thread.join()
        if self._error:
            raise self._error
        yield from self._found

    def end(self) -> None:
        self._thread.join()
