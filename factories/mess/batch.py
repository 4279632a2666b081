"""Some rows of a table as they are delivered: texts in columns, and what was done to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from factories.engine.streams import Ints
from factories.mess.kinds import ORDER
from hvac_models import SCHEMA


@dataclass(frozen=True)
class Defect:
    """One line of the answer key."""

    table: str
    key: str
    column: str
    kind: str
    true_value: str

    @property
    def place(self) -> tuple[Any, ...]:
        """Where it stands in the answer key; numbers in the order of numbers."""
        number = int(self.key) if self.key.isdecimal() else 0
        return (self.table, ORDER[self.kind], number, self.key, self.column)


class Batch:
    """Rows that know their columns by name. A cell is spoiled once, by whoever takes it first."""

    def __init__(self, table: str, header: Sequence[str], rows: list[list[str]]) -> None:
        self.table = table
        self.header = header
        self.rows = rows
        self.position = {name: place for place, name in enumerate(header)}
        (self.key,) = (column.name for column in SCHEMA.tables[table].primary_key)
        place = self.position[self.key]
        self.ids: Ints = np.array([int(row[place]) for row in rows], np.int64)
        self._taken: set[tuple[int, str]] = set()

    def value(self, row: int, column: str) -> str:
        return self.rows[row][self.position[column]]

    def whole(self, row: int, column: str) -> int | None:
        """A cell as a whole number; None where it is empty."""
        text = self.value(row, column)
        return int(text) if text else None

    def take(self, row: int, column: str) -> bool:
        """Whether the cell was still free; it is not from now on."""
        if (row, column) in self._taken:
            return False
        self._taken.add((row, column))
        return True

    def spoil(self, row: int, column: str, kind: str, value: str) -> Defect:
        """Put a wrong value into a cell."""
        cells, place = self.rows[row], self.position[column]
        defect = Defect(self.table, cells[self.position[self.key]], column, kind, cells[place])
        cells[place] = value
        return defect
