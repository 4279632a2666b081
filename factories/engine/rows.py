"""Rows: the columns of a batch, each worked out when it is first asked for.

``BulkRows`` holds many rows of a table, ``SingleRows`` the one row that factory_boy is building. Declarations
see no difference: ``rows["hourly_rate"]`` is a column, ``rows["technician__bill_rate"]`` is the parent's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from factory.declarations import SKIP

from factories.engine.streams import Chance, Ints
from factories.engine.values import NULL, Column, blank, from_python, nulls, take

if TYPE_CHECKING:
    from factories.engine.factory import HvacOptions


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
    """The finished columns of a table, with the primary key of the first row; keys run on without a gap."""

    __slots__ = ("columns", "first_id")

    def __init__(self, columns: Mapping[str, Column], first_id: int) -> None:
        self.columns = dict(columns)
        self.first_id = first_id

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def __getitem__(self, name: str) -> Any:
        return self.columns[name]

    def at(self, name: str, ids: Ints) -> Any:
        """A column at the rows with these primary keys."""
        return take(self.columns[name], ids - self.first_id)

    @property
    def ids(self) -> Ints:
        """The primary keys."""
        return np.arange(self.first_id, self.first_id + len(self), dtype=np.int64)


class BulkError(TypeError):
    """A factory was asked for whole columns that it cannot give."""


class BulkRows:
    """Many rows of one factory. ``given`` columns are what the caller decided; the others follow from them."""

    def __init__(
        self,
        options: HvacOptions,
        ids: Ints,
        given: Mapping[str, Column],
        *,
        seed: int,
        today: dt.date,
        tables: Mapping[str, Table],
    ) -> None:
        self.options = options
        self.ids = ids
        self.today = np.datetime64(today, "D")
        self.tables = tables
        self._seed = seed
        self._columns: dict[str, Column] = dict(given)
        self._pending: list[str] = []

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def chance(self) -> Chance:
        return Chance(self._seed, (self.options.table_name,), self.ids)

    def __getitem__(self, name: str) -> Column:
        if name in self._columns:
            return self._columns[name]
        if name in self._pending:
            raise BulkError(f"{self.options.factory.__name__}: {' -> '.join([*self._pending, name])} go round")
        self._pending.append(name)
        try:
            column = self._parent_column(name) if "__" in name else self.options.column(name, self)
        finally:
            self._pending.pop()
        self._columns[name] = column
        return column

    def _parent_column(self, path: str) -> Column:
        options: HvacOptions = self.options
        *parents, name = path.split("__")
        ids: Any = None
        for depth, parent in enumerate(parents):
            declared = options.parent(parent)
            ids = self[declared.key] if depth == 0 else self._of_parents(options, declared.key, ids)
            options = declared.get_factory()._meta
        return self._of_parents(options, name, ids)

    def _of_parents(self, options: HvacOptions, name: str, ids: Ints) -> Column:
        """A column of a parent's table at these keys; NULL where there is no parent."""
        missing = ids == NULL
        if not missing.any():
            return self.tables[options.table_name].at(name, ids)  # type: ignore[no-any-return]
        if missing.all():
            return nulls(options.types.get(name), len(ids))
        known = np.where(missing, ids[int(np.argmin(missing))], ids)
        return blank(self.tables[options.table_name].at(name, known), missing)


class SingleRows:
    """The one row that factory_boy is building, seen as columns of length one."""

    def __init__(self, options: HvacOptions, instance: Any, *, seed: int, today: dt.date) -> None:
        self.options = options
        self.today = np.datetime64(today, "D")
        self._instance = instance
        self._seed = seed
        self.ids = np.array([getattr(instance, options.key)], np.int64)

    def __len__(self) -> int:
        return 1

    @property
    def chance(self) -> Chance:
        return Chance(self._seed, (self.options.table_name,), self.ids)

    def __getitem__(self, name: str) -> Column:
        if "__" not in name:
            return from_python(self.options.types.get(name), getattr(self._instance, name))
        return self._parent_column(name)

    def _parent_column(self, path: str) -> Column:
        value, options = self._instance, self.options
        *parents, name = path.split("__")
        for parent in parents:
            declared = options.parent(parent)
            value = self._parent(value, parent, declared, options)
            options = declared.get_factory()._meta
            if value is None:
                return from_python(options.types.get(path.rsplit("__", 1)[1]), None)
        return from_python(options.types.get(name), getattr(value, name))

    @staticmethod
    def _parent(child: Any, name: str, declared: Any, options: HvacOptions) -> Any:
        """The parent object, also when the caller gave only its key; None when there is no parent."""
        parent = getattr(child, name, None)
        if parent is None or parent is SKIP:
            from factories.engine.context import bound_session

            if getattr(child, declared.key) is None:
                return None
            parent = bound_session().get(declared.get_factory()._meta.model, getattr(child, declared.key))
        if parent is None:
            raise BulkError(
                f"{options.factory.__name__}: there is no {name} with {declared.key}={getattr(child, declared.key)!r}"
            )
        return parent
