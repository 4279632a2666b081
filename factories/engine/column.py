"""The base class of column declarations: one implementation, over whole columns; a single object
is a column of length one.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from factories.engine.factory_boy_types import BaseDeclaration
from factories.engine.rows import Rows, SingleRows
from factories.engine.values import Coded, Column, to_python


class Declaration(BaseDeclaration):
    """A column that follows from chance and from other columns.

    ``needs`` names the columns it reads. Subclasses implement :meth:`column`.
    """

    needs: tuple[str, ...] = ()
    name: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = self.name or name

    def column(self, rows: Rows) -> Column:
        """The values of this column, one for each of ``rows``."""
        # Abstract: a declaration that does not say how its column comes about is a mistake.
        raise NotImplementedError(type(self).__name__)

    def evaluate_pre(self, instance: Any, step: Any, overrides: Any) -> Any:  # noqa: ARG002
        """One object's value: from its block of rows where the caller left that alone."""
        options = step.builder.factory_meta
        if options.cells.follows(self.name, step.builder.extras):
            return options.cells.value(self.name, step.sequence)
        return self.alone(instance, step)

    def alone(self, instance: Any, step: Any) -> Any:
        """One object's value, worked out from what the caller gave and what follows from that."""
        builder = step.builder
        options = builder.factory_meta
        rows = step.__dict__.get("rows")
        if rows is None:
            # A factory of plain factory_boy that holds ours takes steps of its own.
            following = step.__dict__.get("following", ())
            number = options.number_of(instance, step)
            rows = step.rows = SingleRows(options, instance, number, following)
        column = self.column(rows)
        # Others may read it as it is, where it is what the row has under this name.
        name = self.name
        if options.base_declarations.get(name) is self and name not in builder.extras:
            rows.keep(name, column)
        return to_python(options.types.get(name), column)[0]


def broadcast(value: Any, count: int) -> Column:
    """A scalar in a column's own units (cents, datetime64) as a column; columns as they are."""
    if isinstance(value, (Coded, list)) or (isinstance(value, np.ndarray) and value.ndim):
        return value
    if value is None or isinstance(value, str):
        return Coded(np.zeros(count, np.int64), (None if value is None else str(value),))
    if isinstance(value, int) and not isinstance(value, bool):
        return np.full(count, value, np.int64)
    return np.full(count, value)
