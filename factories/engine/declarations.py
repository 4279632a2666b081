"""Column declarations: one implementation, over whole columns; a single object is a column of length one.

They are factory_boy declarations: overrides, traits and ``SubFactory`` work on them as on any other.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import factory
import numpy as np
from factory import CREATE_STRATEGY
from factory.declarations import SKIP, BaseDeclaration
from numpy.typing import NDArray
from sqlalchemy import select

from factories.engine.context import bound_session
from factories.engine.rows import BulkError, Rows, SingleRows
from factories.engine.streams import FRACTION, Ints, cut_points
from factories.engine.values import Coded, Column, coded, to_python


class Declaration(BaseDeclaration):  # type: ignore[misc]
    """A column that follows from chance and from other columns.

    ``needs`` names the columns it reads. Subclasses implement :meth:`column`.
    """

    needs: tuple[str, ...] = ()
    name: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = self.name or name

    def column(self, rows: Rows) -> Column:
        """The values of this column, one for each of ``rows``."""
        raise NotImplementedError(type(self).__name__)

    def evaluate(self, instance: Any, step: Any, extra: dict[str, Any]) -> Any:
        """One object's value: from its block of rows where nothing was overridden, else worked out alone."""
        options = step.builder.factory_meta
        if not step.builder.extras and self.name in options.block_names:
            return options.block_value(self.name, step.sequence)
        context = options.context
        rows = SingleRows(options, instance, seed=context.seed, today=context.today)
        return to_python(options.types.get(self.name), self.column(rows))[0]


class RowId(Declaration):
    """The primary key: 1, 2, 3 ... It addresses the row's chance."""

    def column(self, rows: Rows) -> Column:
        return rows.ids

    def evaluate(self, instance: Any, step: Any, extra: dict[str, Any]) -> Any:
        return step.sequence


class Constant(Declaration):
    """The same value in every row."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value

    def column(self, rows: Rows) -> Column:
        return broadcast(self.value, len(rows))


class Choice(Declaration):
    """One of a few texts, by weight: ``Choice({"residential": 85, "commercial": 15})``.

    With ``by``, the weights depend on another column: ``Choice({"Gas": {...}, ...}, by="fuel")``.
    """

    def __init__(self, weights: Mapping[Any, Any], by: str | None = None) -> None:
        super().__init__()
        self.by = by
        self.needs = (by,) if by else ()
        first = next(iter(weights.values()))
        self.values = tuple(str(value) for value in (first if by else weights))
        if by:
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
    """One of a pool of texts, all equally likely. The pool is a tuple, or a function that gives it."""

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
    """A draw from a table of quantiles (``factories.engine.quantiles``), or from one table a group of ``by``."""

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
            return self.stack[0][position]
        drawn: NDArray[Any] = self.stack[coded(rows[self.by]).map(self.groups), position]
        return drawn


class Flag(Declaration):
    """True with a probability."""

    def __init__(self, probability: float) -> None:
        super().__init__()
        self.cut = round(probability * FRACTION)

    def column(self, rows: Rows) -> Column:
        return rows.chance.fraction(self.name) < self.cut


class Derived(Declaration):
    """A column computed from others by a function over columns; see :func:`derived`."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__()
        self.function = function
        self.arguments = tuple(inspect.signature(function).parameters)
        self.needs = tuple(a for a in self.arguments if a not in ("chance", "today", "ids"))
        self.__doc__ = function.__doc__

    def column(self, rows: Rows) -> Column:
        values = []
        for argument in self.arguments:
            if argument == "chance":
                values.append(rows.chance.of(self.name))
            elif argument == "today":
                values.append(rows.today)
            elif argument == "ids":
                values.append(rows.ids)
            else:
                values.append(rows[argument])
        return broadcast(self.function(*values), len(rows))


def derived(function: Callable[..., Any]) -> Any:
    """Declare a column by a function over columns.

    The function's arguments name what it reads: columns of the row, ``parent__column``, ``chance`` (the row's
    draws), ``today`` and ``ids`` (primary keys). It gets and gives whole columns: int64 (money in cents, NUMERIC
    scaled), datetime64, bool, ``Coded`` or lists of texts; a scalar stands for every row.
    """
    return Derived(function)


class Parent(factory.SubFactory):  # type: ignore[misc]
    """A parent row, with its foreign key column: ``customer = Parent(CustomerFactory)`` sets ``customer_id`` too.

    A single object brings its parent along, unless the caller gives the parent or its key. In bulk the step
    must name the parents: a factory never invents one there.

    With ``of``, the parent is the one of another parent where the caller gives that: the customer *of* a device.
    Several names are tried in turn.
    An ``optional`` parent is made only when asked for (``lead__status="New"``). A ``shared`` one is made once and
    then serves all objects of the session: a test's customers belong to one branch.
    """

    def __init__(
        self,
        parent: Any,
        key: str | None = None,
        *,
        optional: bool = False,
        shared: bool = False,
        of: str | tuple[str, ...] = (),
        **defaults: Any,
    ) -> None:
        super().__init__(parent, **defaults)
        self.key = key or ""
        self.of = (of,) if isinstance(of, str) else of
        self.optional = optional
        self.shared = shared

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.key = self.key or f"{name}_id"

    def evaluate(self, instance: Any, step: Any, extra: dict[str, Any]) -> Any:
        if self.key in step.builder.extras or (self.optional and not extra):
            return SKIP
        for giver in self.of:
            found = getattr(step.builder.extras.get(giver), self.name, None)
            if found is not None:
                return found
        if self.shared and not extra and step.builder.strategy == CREATE_STRATEGY:
            return self._shared(instance, step)
        return super().evaluate(instance, step, extra)

    def _shared(self, instance: Any, step: Any) -> Any:
        """The session's first row of the parent's table; made if there is none yet."""
        options = self.get_factory()._meta
        context, session = options.context, bound_session()
        kept = context.shared.get(options.model)
        if kept is None or kept not in session:
            kept = session.scalars(select(options.model).limit(1)).first()
            kept = kept or super().evaluate(instance, step, {})
            context.shared[options.model] = kept
        return kept


class ParentKey(Declaration):
    """The foreign key that goes with a :class:`Parent`; added by the factory class itself."""

    def __init__(self, parent: str, name: str, optional: bool) -> None:
        super().__init__()
        self.parent, self.name, self.optional = parent, name, optional

    def column(self, rows: Rows) -> Column:
        if self.optional:
            from factories.engine.values import NULL

            return np.full(len(rows), NULL, np.int64)
        raise BulkError(f"{self.name} must be given in bulk: a factory does not invent parents there")

    def evaluate(self, instance: Any, step: Any, extra: dict[str, Any]) -> Any:
        parent = getattr(instance, self.parent)
        if parent is None or parent is SKIP:
            return None
        parent_options = step.builder.factory_meta.parent(self.parent).get_factory()._meta
        return getattr(parent, parent_options.key)


class Brings(factory.RelatedFactory):  # type: ignore[misc]
    """Rows that come along with a single object (an invoice's lines). In bulk a step of the plan makes them."""


class BringsList(factory.RelatedFactoryList):  # type: ignore[misc]
    """As :class:`Brings`, for several rows."""


def broadcast(value: Any, count: int) -> Column:
    """A scalar as a column; columns as they are."""
    if isinstance(value, (Coded, list)) or (isinstance(value, np.ndarray) and value.ndim):
        return value
    if value is None or isinstance(value, str):
        return Coded(np.zeros(count, np.int64), (None if value is None else str(value),))
    if isinstance(value, np.ndarray | np.generic):
        return np.full(count, value)
    return np.full(count, value, np.int64 if isinstance(value, int) and not isinstance(value, bool) else None)
