"""What every sink reports."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Progress = Callable[[str, int], None]
"""Called with a table's name and how many of its rows are done."""


def unwatched(table: str, rows: int) -> None:
    """Nobody is watching."""


@dataclass(frozen=True)
class Written:
    """One table at its destination: its rows, and what its content can be told by.

    `files` maps each file's path within the folder to its SHA-256. A table in a database has none;
    its `sha256` is that of the same rows as a CSV file.
    """

    rows: int
    files: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""

    def facts(self) -> dict[str, Any]:
        """As the manifest holds it."""
        told: dict[str, Any] = {"rows": self.rows}
        if self.sha256:
            told["sha256"] = self.sha256
        if self.files:
            told["files"] = dict(self.files)
        return told


class IncompleteError(Exception):
    """What arrived is not what was sent; nothing was replaced."""


class CountsDifferError(IncompleteError):
    """A table arrived with other rows than it has at the source; nothing was replaced."""


def compare(expected: Mapping[str, int], arrived: Mapping[str, int]) -> None:
    """Raises `CountsDifferError` naming the first table that is short, or has too many."""
    for table, rows in expected.items():
        if arrived[table] != rows:
            raise CountsDifferError(f"{table} arrived with {arrived[table]:,} of {rows:,} rows")
