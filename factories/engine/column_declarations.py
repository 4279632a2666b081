"""Declarations of columns: drawn by weight, picked from a pool, computed from other columns."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from factories.engine.column import Declaration, broadcast
from factories.engine.rows import Rows
from factories.engine.streams import FRACTION, Ints, cut_points
from factories.engine.values import Coded, Column, coded


class RowId(Declaration):
    """The primary key: 1, 2, 3 ... It addresses the row's chance."""

    def column(self, rows: Rows) -> Column:
        return rows.ids

    def evaluate_pre(self, instance: Any, step: Any, overrides: Any) -> Any:  # noqa: ARG002
        return step.sequence


class Choice(Declaration):
    """One of a few texts, by weight: ``Choice({"residential": 85, "commercial": 15})``.

    With ``by``, the weights depend on another column: ``Choice({"Gas": {...}, ...}, by="fuel")``;
    each group names the same texts in the same order.
    """

    def __init__(self, weights: Mapping[Any, Any], by: str | None = None) -> None:
        super().__init__()
        self.by = by
        self.needs = (by,) if by else ()
        first = next(iter(weights.values())) if by else weights
        self.values = tuple(str(value) for value in first)
        if by:
            if any(tuple(map(str, row)) != self.values for row in weights.values()):
                raise ValueError(f"the groups by {by} differ in their texts or in their order")
            self.groups = {str(group): index for index, group in enumerate(weights)}
            self.table = np.array([cut_points(tuple(row.values())) for row in weights.values()])
        else:
            self.weights = tuple(weights.values())

    def column(self, rows: Rows) -> Column:
        if self.by is None:
            return Coded(rows.chance.choose(self.name, self.weights), self.values)
        group = coded(rows[self.by]).map(self.groups)
        return Coded(rows.chance.choose_by(self.name, self.table, group), self.values)


class Pick(Declaration):
    """One of a pool of texts, all equally likely. The pool is a tuple, or a function giving it."""

    def __init__(self, pool: Sequence[str] | Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self.pool = pool

    def column(self, rows: Rows) -> Column:
        pool = self.pool() if callable(self.pool) else self.pool
        return Coded(rows.chance.below(self.name, len(pool)), pool)


class Between(Declaration):
    """A whole number from ``low`` to ``high``, both included (for money: cents)."""

    def __init__(self, low: int, high: int, step: int = 1) -> None:
        super().__init__()
        self.low, self.high, self.step = low, high, step

    def column(self, rows: Rows) -> Column:
        steps = (self.high - self.low) // self.step
        return self.low + self.step * rows.chance.between(self.name, 0, steps)


class Drawn(Declaration):
    """A draw from a table of quantiles (``factories.engine.quantiles``), or from one a group of
    ``by``.
    """

    def __init__(self, table: Ints | Mapping[Any, Ints], by: str | None = None) -> None:
        super().__init__()
        self.by = by
        self.needs = (by,) if by else ()
        if isinstance(table, Mapping):
            self.groups = {str(group): index for index, group in enumerate(table)}
            self.stack = np.stack(list(table.values()))
        else:
            self.groups, self.stack = {}, table[None, :]

    def column(self, rows: Rows) -> Column:
        position = rows.chance.below(self.name, self.stack.shape[1])
        if self.by is None:
            drawn: Ints = self.stack[0][position]
        else:
            drawn = self.stack[coded(rows[self.by]).map(self.groups), position]
        return drawn


class Flag(Declaration):
    """True with a probability."""

    def __init__(self, probability: float) -> None:
        super().__init__()
        self.cut = round(probability * FRACTION)

    def column(self, rows: Rows) -> Column:
        return rows.chance.fraction(self.name) < self.cut


_GIVEN = frozenset({"chance", "today", "ids"})
"""What a function over columns may ask for beside them."""


class Derived(Declaration):
    """A column computed from others by a function over columns; see :func:`derived`."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__()
        self.function = function
        code = inspect.unwrap(function).__code__
        self.arguments = code.co_varnames[: code.co_argcount]
        self.needs = tuple(a for a in self.arguments if a not in _GIVEN)
        self.__doc__ = function.__doc__

    def column(self, rows: Rows) -> Column:
        values = [
            rows[argument] if argument not in _GIVEN else self._given(argument, rows)
            for argument in self.arguments
        ]
        found = self.function(*values)
        return found if isinstance(found, (Coded, list)) else broadcast(found, len(rows))

    def _given(self, argument: str, rows: Rows) -> Any:
        if argument == "chance":
            return rows.chance.of(self.name)
        return rows.today if argument == "today" else rows.ids


def derived(function: Callable[..., Any]) -> Any:
    """Declare a column by a function over columns.

    The function's arguments name what it reads: columns of the row, ``parent__column``, ``chance``
    (the row's draws), ``today`` and ``ids`` (primary keys). It gets and gives whole columns: int64
    (money in cents, NUMERIC scaled), datetime64, bool, ``Coded`` or lists of texts; a scalar stands
    for every row.
    """
    return Derived(function)
