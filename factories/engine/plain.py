"""Plain factory_boy declarations inside our factories: legal, evaluated row by row, and addressed all the same.

``factory.Faker`` and the fuzzy attributes draw from one global generator, which would make a row depend on what
was drawn before it. Here the generator is set from (seed, table, column, row id) before each cell and put back after.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import factory
from factory.declarations import BaseDeclaration, ParameteredAttribute, SubFactory
from factory.fuzzy import BaseFuzzyAttribute
from factory.random import randgen

from factories.engine.declarations import Declaration
from factories.engine.rows import BulkRows, Rows
from factories.engine.streams import Ints, bits, stream_key
from factories.engine.values import Column, to_python

import numpy as np  # isort: skip

_ROW_WISE = (
    factory.LazyAttribute,
    factory.LazyFunction,
    factory.LazyAttributeSequence,
    factory.Sequence,
    factory.Iterator,
    factory.Faker,
    BaseFuzzyAttribute,
)


def is_plain(declaration: Any) -> bool:
    """True for factory_boy's own declarations of a single cell."""
    return isinstance(declaration, _ROW_WISE) and not isinstance(declaration, (SubFactory, ParameteredAttribute))


class Plain(Declaration):
    """A factory_boy declaration, evaluated row by row with its randomness addressed by the row."""

    UNROLL_CONTEXT_BEFORE_EVALUATION = False

    def __init__(self, wrapped: BaseDeclaration, name: str) -> None:
        super().__init__()
        self.wrapped, self.name = wrapped, name

    def evaluate_pre(self, instance: Any, step: Any, overrides: dict[str, Any]) -> Any:
        options = step.builder.factory_meta
        row = np.array([getattr(instance, options.key)], np.int64)
        return self._cell(options, options.context.seed, row, instance, step, overrides)

    def column(self, rows: Rows) -> Column:
        assert isinstance(rows, BulkRows)
        seed = rows.chance._seed
        values = []
        for position, row in enumerate(rows.ids.tolist()):
            step = SimpleNamespace(sequence=row, builder=SimpleNamespace(factory_meta=rows.options, extras={}))
            key = np.array([row], np.int64)
            values.append(self._cell(rows.options, seed, key, _RowView(rows, position), step, {}))
        return _column(rows.options.types.get(self.name), values)

    def _cell(self, options: Any, seed: int, row: Ints, instance: Any, step: Any, overrides: Any) -> Any:
        before = randgen.getstate()
        randgen.seed(int(bits(stream_key(seed, options.table_name, self.name), row)[0]))
        try:
            return self.wrapped.evaluate_pre(instance=instance, step=step, overrides=overrides)
        finally:
            randgen.setstate(before)


class _RowView:
    """One row of a batch, as the object that a ``LazyAttribute`` expects."""

    def __init__(self, rows: BulkRows, position: int) -> None:
        self._rows, self._position = rows, position

    def __getattr__(self, name: str) -> Any:
        column = self._rows[name]
        one = column[self._position : self._position + 1] if isinstance(column, (list, np.ndarray)) else None
        if one is None:
            return column.tolist()[self._position]  # type: ignore[union-attr]
        return to_python(self._rows.options.types.get(name), one)[0]


def _column(type_: Any, values: list[Any]) -> Column:
    from factories.engine.values import Coded, from_python

    if not values:
        return []
    pieces = [from_python(type_, value) for value in values]
    if isinstance(pieces[0], Coded):
        return [None if value is None else str(value) for value in values]
    return np.concatenate(pieces)
