"""Declarations whose value depends on other rows: looked up for a single row, given in bulk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from factory import CREATE_STRATEGY, STUB_STRATEGY

from factories.engine.column import Declaration, broadcast
from factories.engine.column_declarations import Derived
from factories.engine.context import current
from factories.engine.rows import Rows
from factories.engine.rows_in_session import pending, values_of
from factories.engine.values import Column


class Looked(Declaration):
    """A value looked up by a function of the row as far as it is made, its columns and parents, and
    of what is said.

    In bulk it is ``otherwise``, in the column's units, where no step gives it.
    """

    def __init__(
        self, look: Callable[[Any, Mapping[str, Any]], Any], otherwise: Any = None
    ) -> None:
        super().__init__()
        self.look = look
        self.otherwise = otherwise

    def column(self, rows: Rows) -> Column:
        return broadcast(self.otherwise, len(rows))

    def evaluate_pre(self, instance: Any, step: Any, overrides: Any) -> Any:  # noqa: ARG002
        if step.builder.strategy == STUB_STRATEGY:
            return self.otherwise
        return self.look(instance, getattr(step.builder, "said", step.builder.extras))


class Unlike(Derived):
    """A column worked out from others that must be like no other row's: where another has the text
    already, the row's number is added. In bulk a step sees to it.
    """

    def evaluate_pre(self, instance: Any, step: Any, overrides: Any) -> Any:
        value = super().evaluate_pre(instance, step, overrides)
        value = f"{value}-{step.sequence}" if self._is_taken(value, step) else value
        column = self._column(step)
        if column in current.taken and step.builder.strategy == CREATE_STRATEGY:
            # It is in no table yet, and a row to come may have the same entry of a catalog.
            current.taken[column].add(value)
        return value

    def _column(self, step: Any) -> Any:
        options = step.builder.factory_meta
        return getattr(options.model, options.rename.get(self.name, self.name), None)

    def _is_taken(self, value: Any, step: Any) -> bool:
        """Before the first row of a table there is none."""
        if step.sequence == 1 or getattr(step.builder, "aside", False) or not _writes():
            return False
        column = self._column(step)
        if column not in current.taken:
            current.taken[column] = set() if column is None else _had(column)
        return value in current.taken[column]


def _had(column: Any) -> set[Any]:
    """What is in the table, and in the rows that are still to be written."""
    waiting = pending(column.class_) if current.session is not None else []
    return values_of(column) | {getattr(row, column.key) for row, _ in waiting}


def _writes() -> bool:
    """Whether there is a session that rows go to."""
    return (current.session or current.hidden) is not None


def unlike(function: Callable[..., Any]) -> Any:
    """As ``derived``, for what must be like no other row's."""
    return Unlike(function)
