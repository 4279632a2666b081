"""Blocks of 64 rows: what follows from the row number alone is worked out for so many at once.

Without them a single object costs three times as much as one of plain factory_boy, since numpy
takes as long for one row as for sixty-four.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from factories.engine.streams import Bits, Chance, Ints, bits, stream_key

BLOCK = 64
KEPT = 8


class Blocks:
    """One factory's blocks, the last few of them."""

    def __init__(self) -> None:
        self._blocks: dict[int, dict[Any, Any]] = {}

    def forget(self) -> None:
        """Another seed or another day: nothing kept holds any more."""
        self._blocks.clear()

    def values(self, number: int, name: Any, work_out: Callable[[Ints], Any]) -> Any:
        """``work_out`` of the rows of block ``number``, remembered under ``name``."""
        block = self._blocks.get(number)
        if block is None:
            if len(self._blocks) >= KEPT:
                self._blocks.pop(next(iter(self._blocks)))
            block = self._blocks[number] = {}
        if name not in block:
            first = number * BLOCK
            block[name] = work_out(np.arange(first, first + BLOCK, dtype=np.int64))
        return block[name]


class SingleChance(Chance):
    """The draws of a single row, cut out of its block."""

    __slots__ = ("_blocks", "_row")

    def __init__(
        self, seed: int, names: tuple[str | int, ...], ids: Ints, row: int, blocks: Blocks
    ) -> None:
        super().__init__(seed, names, ids)
        self._row, self._blocks = row, blocks

    def of(self, *names: str | int) -> Chance:
        return SingleChance(self._seed, (*self._names, *names), self.ids, self._row, self._blocks)

    def bits(self, label: str | int) -> Bits:
        names = (*self._names, label)
        number, position = divmod(self._row, BLOCK)
        drawn: Bits = self._blocks.values(
            number, names, lambda ids: bits(stream_key(self._seed, *names), ids)
        )
        return drawn[position : position + 1]
