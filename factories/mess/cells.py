"""Defects of single cells: each falls on a cell by its address, whatever else is delivered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from factories.engine.streams import Ints
from factories.mess.asked import Mess
from factories.mess.batch import Batch, Defect

if TYPE_CHECKING:
    from factories.mess.known import Known


@dataclass(frozen=True)
class Cell:
    """The cell that a defect falls on; `bits` are 64 random ones of its own."""

    batch: Batch
    row: int
    column: str
    bits: int
    known: Known

    @property
    def value(self) -> str:
        return self.other(self.column)

    def other(self, column: str) -> str:
        """Another cell of the same row."""
        return self.batch.value(self.row, column)


@dataclass(frozen=True)
class CellKind:
    """A kind of defect, the columns it falls on, and how often.

    `spoiled` gives the wrong value, or None where the cell cannot be wrong in this way.
    """

    name: str
    columns: Mapping[str, Sequence[str]]
    rate: float
    spoiled: Callable[[Cell], str | None]


def spoil(batch: Batch, kinds: Sequence[CellKind], known: Known) -> Iterator[Defect]:
    """Spoil cells in place. What is not wanted still takes its cells: choosing other kinds moves no
    defect."""
    for kind in kinds:
        wanted = known.mess.wants(kind.name)
        for column in kind.columns.get(batch.table, ()):
            if column in batch.position:
                for row, value in _hits(batch, kind, column, known):
                    if batch.take(row, column) and wanted:
                        yield batch.spoil(row, column, kind.name, value)


def _hits(batch: Batch, kind: CellKind, column: str, known: Known) -> Iterator[tuple[int, str]]:
    for row, bits in drawn(kind, batch.table, column, batch.ids, known.mess):
        value = kind.spoiled(Cell(batch, row, column, bits, known))
        if value is not None:
            yield row, value


def drawn(
    kind: CellKind, table: str, column: str, ids: Ints, mess: Mess
) -> Iterator[tuple[int, int]]:
    """Which of the rows with these ids are hit, and 64 random bits for each."""
    chance = mess.chance(ids, kind.name, table, column)
    rows = np.flatnonzero(chance.happens("hit", mess.times(kind.rate)))
    yield from zip(rows.tolist(), chance.at(ids[rows]).bits("variant").tolist(), strict=True)
