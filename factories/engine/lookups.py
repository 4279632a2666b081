"""Declarations whose value depends on other rows: looked up for a single row, given in bulk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from factory import STUB_STRATEGY

from factories.engine.column import Declaration, broadcast
from factories.engine.column_declarations import Derived
from factories.engine.context import current
from factories.engine.rows import Rows
from factories.engine.rows_in_session import values_of
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
    """A column worked out from others that must be like no other row's: where a row of somebody
    else's has the text already, the row's number is added. In bulk a step sees to it.
    """

    def evaluate_pre(self, instance: Any, step: Any, overrides: Any) -> Any:
        value = super().evaluate_pre(instance, step, overrides)
        return f"{value}-{step.sequence}" if self._is_taken(value, step) else value

    def _is_taken(self, value: Any, step: Any) -> bool:
        """Before the first row of a table there is none."""
        options, row = step.builder.factory_meta, step.sequence
        if row == 1 or getattr(step.builder, "aside", False) or not _writes():
            return False
        column = getattr(options.model, options.rename.get(self.name, self.name), None)
        if column not in current.taken:
            current.taken[column] = set() if column is None else values_of(column)
        return value in current.taken[column]


def _writes() -> bool:
    """Whether there is a session that rows go to."""
    return (current.session or current.hidden) is not None


def unlike(function: Callable[..., Any]) -> Any:
    """As ``derived``, for what must be like no other row's."""
    return Unlike(function)
