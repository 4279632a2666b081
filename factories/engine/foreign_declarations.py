"""Plain factory_boy declarations inside our factories: legal, evaluated row by row, and addressed
all the same.

``factory.Faker`` and the fuzzy attributes draw from global generators, which would make a row
depend on what was drawn before it. Here these are set from (seed, table, column, row id) before
each cell and put back after.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import factory
import faker.generator
import numpy as np
from factory.fuzzy import BaseFuzzyAttribute
from factory.random import randgen

from factories.engine.column import Declaration
from factories.engine.factory_boy_types import BaseDeclaration
from factories.engine.parents import Parent
from factories.engine.rows import BulkRows, Rows
from factories.engine.streams import bits, stream_key
from factories.engine.values import NULL, Coded, Column, from_python, take, to_python

_ROW_WISE = (
    factory.LazyAttribute,
    factory.LazyFunction,
    factory.Sequence,
    factory.Iterator,
    factory.Faker,
    BaseFuzzyAttribute,
)

_GENERATORS = (randgen, faker.generator.random)


def is_plain(declaration: Any) -> bool:
    """True for factory_boy's own declarations of a single cell."""
    return isinstance(declaration, _ROW_WISE)


class Plain(Declaration):
    """A factory_boy declaration, evaluated row by row with its randomness addressed by the row."""

    def __init__(self, wrapped: BaseDeclaration, name: str) -> None:
        super().__init__()
        self.wrapped, self.name = wrapped, name

    @property
    def takes_names(self) -> bool:
        """Whether ``name__locale="de_DE"`` means something to it."""
        return isinstance(self.wrapped, factory.Faker)

    def reset(self) -> None:
        """As an iterator's: ``XFactory.name.reset()``."""
        self.wrapped.reset()  # type: ignore[attr-defined]

    def evaluate_pre(self, instance: Any, step: Any, overrides: dict[str, Any]) -> Any:
        options = step.builder.factory_meta
        row = options.number_of(instance, step)
        return self._cell(options, options.context.seed, row, instance, step, overrides)

    def column(self, rows: Rows) -> Column:
        assert isinstance(rows, BulkRows)
        options = rows.options
        builder = SimpleNamespace(factory_meta=options, extras={})
        values = []
        for position, row in enumerate(rows.ids.tolist()):
            step = SimpleNamespace(sequence=row, builder=builder)
            instance = _BatchRow(rows, position)
            values.append(self._cell(options, rows.seed, row, instance, step, {}))
        return _column(options.types.get(self.name), values)

    def _cell(
        self, options: Any, seed: int, row: int, instance: Any, step: Any, overrides: Any
    ) -> Any:
        key = stream_key(seed, options.table_name, self.name)
        drawn = int(bits(key, np.array([row], np.int64))[0])
        before = [generator.getstate() for generator in _GENERATORS]
        for generator in _GENERATORS:
            generator.seed(drawn)
        try:
            return self.wrapped.evaluate_pre(instance=instance, step=step, overrides=overrides)
        finally:
            for generator, state in zip(_GENERATORS, before, strict=True):
                generator.setstate(state)


class _BatchRow:
    """One row of a batch, as the object that a ``LazyAttribute`` expects."""

    def __init__(self, rows: BulkRows, position: int) -> None:
        self._rows, self._position = rows, position

    def __getattr__(self, name: str) -> Any:
        rows, here = self._rows, np.array([self._position])
        declared = rows.options.base_declarations.get(name)
        if isinstance(declared, Parent):
            key = int(take(rows[declared.key], here)[0])
            return None if key == NULL else _ParentRow(rows.tables, declared.options, key)
        return to_python(rows.options.types.get(name), take(rows[name], here))[0]


class _ParentRow:
    """One row of a parent's table, as the object that a ``LazyAttribute`` expects."""

    def __init__(self, tables: Any, options: Any, key: int) -> None:
        self._tables, self._options, self._key = tables, options, np.array([key])

    def __getattr__(self, name: str) -> Any:
        table, options = self._tables[self._options.table_name], self._options
        declared = options.base_declarations.get(name)
        if isinstance(declared, Parent):
            key = int(table.at(declared.key, self._key)[0])
            return None if key == NULL else _ParentRow(self._tables, declared.options, key)
        return to_python(options.types.get(name), table.at(name, self._key))[0]


def _column(type_: Any, values: list[Any]) -> Column:
    if not values:
        return []
    pieces: list[Any] = [from_python(type_, value) for value in values]
    if isinstance(pieces[0], Coded):
        return [None if value is None else str(value) for value in values]
    plain = any(isinstance(piece, list) for piece in pieces)
    return values if plain else np.concatenate(pieces)
