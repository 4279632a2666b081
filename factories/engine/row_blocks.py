"""A cache of columns for blocks of up to 64 row ids: what follows from the id alone.

Without them a single object costs three times as much as one of plain factory_boy, since numpy
takes as long for one row as for sixty-four.
"""

from collections.abc import Callable, Collection
from typing import Any

import numpy as np

from factories.engine.streams import Bits, Chance, Ints, bits_of_streams, fractions

BLOCK = 64
KEPT = 8
STREAMS = 64


def place(row: int) -> tuple[int, int]:
    """The first row of the row's block, and the row's position in it.

    The blocks begin small and double, 1, 2-3, 4-7, up to 64 rows: a test makes one or two, with a
    seed of its own, and should not wait for the values of rows that it never sees.
    """
    start = 1 << row.bit_length() - 1 if 0 < row < BLOCK else row - row % BLOCK
    return (start, row - start) if row else (0, 0)


def ids_from(start: int) -> Ints:
    """The rows of a block."""
    size = max(1, start) if 0 <= start < BLOCK else BLOCK
    return np.arange(start, start + size, dtype=np.int64)


class Blocks:
    """One factory's blocks, the last few of them."""

    def __init__(self, keep: Callable[[], None] = lambda: None) -> None:
        """``keep`` is told that there is something to forget."""
        self._keep = keep
        self._blocks: dict[int, dict[Any, Any]] = {}
        self._lasting: dict[int, dict[Any, Any]] = {}
        self._streams: dict[tuple[str | int, ...], None] = {}

    def forget(self, but: Collection[str] = ()) -> None:
        """Another seed or another day: of what is kept only the columns ``but`` hold."""
        self._lasting = {
            start: {name: block[name] for name in but if name in block}
            for start, block in self._blocks.items()
        }
        self._blocks.clear()

    def at(self, start: int) -> dict[Any, Any]:
        """What is known of the block that begins at ``start``; what is put there is kept."""
        block = self._blocks.get(start)
        if block is None:
            if len(self._blocks) >= KEPT:
                self._blocks.pop(next(iter(self._blocks)))
            block = self._blocks[start] = self._lasting.pop(start, {})
            self._keep()
        return block

    def drawn(self, start: int, seed: int, names: tuple[str | int, ...]) -> tuple[Bits, Ints]:
        """64 random bits for each row of a block, and their fractions. With one stream come all
        that were asked for in other blocks: together they cost hardly more than one.
        """
        drawn: dict[tuple[str | int, ...], tuple[Bits, Ints]] = self.at(start).setdefault(
            Chance, {}
        )
        found = drawn.get(names)
        if found is None:
            if len(self._streams) < STREAMS:
                self._streams[names] = None
            wanted = [stream for stream in self._streams if stream not in drawn]
            wanted += [] if names in self._streams else [names]
            bits = bits_of_streams(seed, wanted, ids_from(start))
            pairs = zip(bits, fractions(bits), strict=True)
            drawn.update(zip(wanted, pairs, strict=True))
            found = drawn[names]
        return found


class BlockChance(Chance):
    """The draws of a block's rows."""

    __slots__ = ("_blocks", "_start")

    def __init__(
        self, seed: int, names: tuple[str | int, ...], ids: Ints, start: int, blocks: Blocks
    ) -> None:
        self._seed, self._names, self.ids = seed, names, ids
        self._start, self._blocks = start, blocks

    def of(self, *names: str | int) -> Chance:
        return BlockChance(self._seed, (*self._names, *names), self.ids, self._start, self._blocks)

    def bits(self, label: str | int) -> Bits:
        return self._drawn(label)[0]

    def fraction(self, label: str | int) -> Ints:
        return self._drawn(label)[1]

    def _drawn(self, label: str | int) -> tuple[Bits, Ints]:
        return self._blocks.drawn(self._start, self._seed, (*self._names, label))


class SingleChance(Chance):
    """The draws of a single row, cut out of its block."""

    __slots__ = ("_blocks", "_row")

    def __init__(
        self, seed: int, names: tuple[str | int, ...], ids: Ints, row: int, blocks: Blocks
    ) -> None:
        self._seed, self._names, self.ids = seed, names, ids
        self._row, self._blocks = row, blocks

    def of(self, *names: str | int) -> Chance:
        return SingleChance(self._seed, (*self._names, *names), self.ids, self._row, self._blocks)

    def bits(self, label: str | int) -> Bits:
        start, position = place(self._row)
        bits, _ = self._blocks.drawn(start, self._seed, (*self._names, label))
        return bits[position : position + 1]

    def fraction(self, label: str | int) -> Ints:
        start, position = place(self._row)
        _, fraction = self._blocks.drawn(start, self._seed, (*self._names, label))
        return fraction[position : position + 1]
