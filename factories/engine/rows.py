"""Rows: the columns of a batch, each worked out when it is first asked for.

``BulkRows`` holds many rows of a table, ``SingleRows`` the one row that factory_boy is building.
Declarations see no difference: ``rows["hourly_rate"]`` is a column of theirs,
``rows["technician__bill_rate"]`` one of the parent's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from factory.declarations import SKIP

from factories.engine.row_blocks import BlockChance, SingleChance
from factories.engine.streams import Chance, Ints
from factories.engine.usage_errors import FactoryError
from factories.engine.values import NULL, Column, blank, from_python, one, repeated, take

if TYPE_CHECKING:
    from factories.engine.options import HvacOptions


@lru_cache(maxsize=64)
def _day(date: Any) -> np.datetime64:
    return np.datetime64(date, "D")


class Rows(Protocol):
    """What a declaration may ask of its rows."""

    ids: Ints
    today: np.datetime64

    @property
    def chance(self) -> Chance:
        """The rows' draws, in the table's family of streams."""

    def __getitem__(self, name: str) -> Column:
        """A column of these rows, or of a parent as ``parent__column``."""

    def __len__(self) -> int:
        """How many rows."""


class Table:
    """The finished columns of a table; its primary keys run on without a gap from ``first_id``."""

    __slots__ = ("columns", "first_id")

    def __init__(self, columns: Mapping[str, Column], first_id: int) -> None:
        self.columns = dict(columns)
        self.first_id = first_id

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def __getitem__(self, name: str) -> Any:
        return self.columns[name]

    def at(self, name: str, ids: Ints) -> Any:
        """A column at the rows with these primary keys."""
        return take(self.columns[name], ids - self.first_id)

    @property
    def ids(self) -> Ints:
        """The primary keys."""
        return np.arange(self.first_id, self.first_id + len(self), dtype=np.int64)


class BulkError(FactoryError, TypeError):
    """A factory was asked for whole columns that it cannot give."""


class NotAtHand(BulkError):  # noqa: N818 - reads as what happened
    """A column is read of a table that was not handed over."""


class NoParent(FactoryError, LookupError):  # noqa: N818 - reads as what happened
    """A parent was given by a key that leads to no row."""


class BulkRows:
    """Many rows of one factory. ``given`` columns the caller decided; the others follow from them.

    ``declared`` says how: the factory's declarations, and those of the traits asked for.
    """

    def __init__(
        self,
        options: HvacOptions,
        ids: Ints,
        given: Mapping[str, Column],
        *,
        declared: Mapping[str, Any],
        seed: int,
        today: dt.date,
        tables: Mapping[str, Table],
    ) -> None:
        self.options = options
        self.ids = ids
        self.today: np.datetime64 = _day(today)
        self.tables = tables
        self.declared = declared
        self.seed = seed
        self._columns: dict[str, Column] = dict(given)
        self._pending: list[str] = []

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def chance(self) -> Chance:
        return Chance(self.seed, (self.options.table_name,), self.ids)

    def __getitem__(self, name: str) -> Column:
        if name in self._columns:
            return self._columns[name]
        if name in self._pending:
            round_trip = " -> ".join([*self._pending, name])
            raise BulkError(f"{self.options.name}: {round_trip} depend on each other in a circle")
        self._pending.append(name)
        try:
            column = self._parent_column(name) if "__" in name else self.options.column(name, self)
        finally:
            self._pending.pop()
        self._columns[name] = column
        return column

    def _parent_column(self, path: str) -> Column:
        options = self.options
        first, *others, name = path.split("__")
        declared = options.parent(first)
        ids: Any = self[declared.key]
        options = declared.options
        for parent in others:
            declared = options.parent(parent)
            ids = self._of_parents(options, declared.key, ids)
            options = declared.options
        return self._of_parents(options, name, ids)

    def _of_parents(self, options: HvacOptions, name: str, ids: Ints) -> Column:
        """A column of a parent's table at these keys; NULL where there is no parent."""
        missing = ids == NULL
        if missing.all():
            return repeated(options.types.get(name), None, len(ids))
        table = self.tables.get(options.table_name)
        if table is None:
            raise NotAtHand(f"{self.options.name} reads {options.table_name}: give it in tables=")
        if name not in table:
            raise BulkError(
                f"{self.options.name} reads {options.table_name}.{name}: there is no such column"
            )
        if not missing.any():
            column: Column = table.at(name, ids)
            return column
        known = np.where(missing, ids[int(np.argmin(missing))], ids)
        return blank(table.at(name, known), missing)


class BlockRows(BulkRows):
    """A block of rows around one that is being built; draws are kept with the block."""

    start: int

    @property
    def chance(self) -> Chance:
        options = self.options
        names = (options.table_name,)
        return BlockChance(self.seed, names, self.ids, self.start, options.cells.blocks)

    def cell(self, name: str, position: int) -> Column | None:
        """A column of one row; None for one that nobody asked for."""
        column = self._columns.get(name)
        return None if column is None else one(column, position)


class SingleRows:
    """The one row that factory_boy is building, seen as columns of length one.

    ``row`` is its number, ``following`` names those that its block of rows may have worked out.
    """

    def __init__(
        self, options: HvacOptions, instance: Any, row: int, following: Collection[str] = ()
    ) -> None:
        context = options.context
        self.options = options
        self._following = following
        self.today: np.datetime64 = _day(context.today)
        self._instance = instance
        self.ids: Ints = np.array([row], np.int64)
        self.chance: Chance = SingleChance(
            context.seed, (options.table_name,), self.ids, row, options.cells.blocks
        )
        self._columns: dict[str, Column] = {}

    def __len__(self) -> int:
        return 1

    def __getitem__(self, name: str) -> Column:
        column = self._columns.get(name)
        if column is None:
            column = self._columns[name] = self._column(name)
        return column

    def keep(self, name: str, column: Column) -> None:
        """A column that was just worked out."""
        self._columns[name] = column

    def _column(self, path: str) -> Column:
        value, options = self._instance, self.options
        if path in self._following:
            known = options.cells.known_column(path, int(self.ids[0]))
            if known is not None:
                return known
        *parents, name = path.split("__")
        for parent in parents:
            declared = options.parent(parent)
            if value is not None:
                value = self._parent(value, parent, declared, options)
            options = declared.options
        return from_python(options.types.get(name), None if value is None else getattr(value, name))

    @staticmethod
    def _parent(child: Any, name: str, declared: Any, options: HvacOptions) -> Any:
        """The parent object, also when the caller gave only its key; None when there is none."""
        parent = getattr(child, name, None)
        if parent is not None and parent is not SKIP:
            return parent
        key = getattr(child, declared.key)
        return None if key is None else declared.of_key(key, options)


def columns_of(
    factory: Any,
    ids: Ints,
    names: Sequence[str],
    *,
    seed: int,
    today: Any,
    tables: Mapping[str, Any],
    **given: Any,
) -> dict[str, Any]:
    """Some columns of the rows with these keys, in whatever order, as ``factory`` has them: what is
    ``given`` (in the columns' units) is taken, and what is not among it follows from the key."""
    options = factory._meta
    declared = options.declared_with(())
    rows = BulkRows(options, ids, given, declared=declared, seed=seed, today=today, tables=tables)
    return {name: rows[name] for name in names}
