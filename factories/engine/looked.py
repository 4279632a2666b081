"""What a single row learns from the rows around it: in bulk the steps know, and say so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from factory import STUB_STRATEGY

from factories.engine.column import Declaration, broadcast
from factories.engine.rows import Rows
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
