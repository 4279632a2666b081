"""The cells of single rows that follow from the row's number alone, cut out of kept blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from factories.engine.row_blocks import Blocks, ids_from, place
from factories.engine.row_number import what_follows_from_row, what_lasts
from factories.engine.rows import BlockRows
from factories.engine.values import Column, to_python

if TYPE_CHECKING:
    from factories.engine.options import HvacOptions


class RowCells:
    """One factory's."""

    def __init__(self, options: HvacOptions) -> None:
        self._options = options
        self.blocks = Blocks(options.keep)
        self._behind = what_follows_from_row(options)
        self._lasting = what_lasts(options, self._behind)

    def forget(self) -> None:
        """The surroundings change: only what is the same with every seed and day is kept."""
        self.blocks.forget(self._lasting)

    def follows(self, name: str, extras: Mapping[str, Any]) -> bool:
        """Whether a column follows from the row's number, given what the caller overrides."""
        behind = self._behind.get(name)
        return behind is not None and behind.isdisjoint(extras)

    def value(self, name: str, row: int) -> Any:
        """One cell, as an object has it."""
        return self.values((name,), row)[name]

    def values(self, names: Iterable[str], row: int) -> dict[str, Any]:
        """Some cells of a row, as objects have them."""
        start, position = place(row)
        block = self.blocks.at(start)
        for name in names:
            if name not in block:
                rows = block.get(BlockRows)
                if rows is None:
                    rows = block[BlockRows] = self._rows(start)
                block[name] = to_python(self._options.types.get(name), rows[name])
        return {name: block[name][position] for name in names}

    def known_column(self, name: str, row: int) -> Column | None:
        """A column of one row, where its block has worked it out."""
        start, position = place(row)
        rows = self.blocks.at(start).get(BlockRows)
        return None if rows is None else rows.cell(name, position)

    def _rows(self, start: int) -> BlockRows:
        options = self._options
        rows = BlockRows(
            options,
            ids_from(start),
            {},
            declared=options.base_declarations,
            seed=options.context.seed,
            today=options.context.today,
            tables={},
        )
        rows.start = start
        return rows
