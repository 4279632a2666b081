"""Whose error it is that a row could not be made: what was said, or code that is not ours.

What goes wrong in a declaration of ours is told of the values that were said. What a function, hook
or model of somebody's own raises is none of their fault, and goes on as it is. Whoever is nearest
to where it was raised decides.
"""

from __future__ import annotations

from typing import Any

from factory.builder import Resolver
from factory.declarations import PostGenerationMethodCall

from factories.engine.foreign_declarations import Plain, is_plain
from factories.engine.parents import Replaced

WRONG = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a value that does not fit makes of a calculation."""
_OURS = ("factories.", "factory.")


def mark(error: Exception, ours: bool, where: str = "") -> None:
    """Keep whose error it is, unless somebody nearer to it knew."""
    if not hasattr(error, _MARK):
        setattr(error, _MARK, ours)
        if where and not ours:
            error.add_note(f"raised by {where}")


def is_theirs(error: Exception) -> bool:
    """Whether code that is not ours raised it."""
    return getattr(error, _MARK, True) is False


_MARK = "_raised_by_factories"


def is_ours(declared: Any) -> bool:
    """Whether a declaration or function works out its value by our code, or by factory_boy's."""
    if isinstance(declared, Replaced):
        return is_ours(declared.source)
    if isinstance(declared, (Plain, PostGenerationMethodCall)) or is_plain(declared):
        return False
    workers = (getattr(declared, name, None) for name in ("function", "look", "transform"))
    worker = next((worker for worker in workers if worker), declared)
    # A function has a module of its own, any other object that of its class.
    return bool(f"{worker.__module__}.".startswith(_OURS))


class Row(Resolver):  # type: ignore[type-arg]  # generic in the stubs only
    """factory_boy's row as far as it is made, which tells whose a column's error is."""

    def __init__(self, declarations: Any, step: Any, sequence: int) -> None:
        self._made_by = declarations
        self._name = step.builder.factory_meta.factory.__name__
        super().__init__(declarations, step, sequence)

    def __getattr__(self, name: str) -> Any:
        try:
            return Resolver.__getattr__(self, name)
        except WRONG as error:
            if name in self._made_by:
                ours = is_ours(self._made_by[name].declaration)
                mark(error, ours, f"{self._name}.{name}")
            raise
