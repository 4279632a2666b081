"""Whose error it is that a row could not be made: what was said, or code that is not ours.

What goes wrong in a declaration of ours is told of the values that were said. What a function, hook
or model of somebody's own raises is none of their fault, and goes on as it is. Whoever is nearest
to where it was raised decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def theirs(where: str) -> Iterator[None]:
    """What is raised in the block is raised by code that is not ours."""
    try:
        yield
    except WRONG as error:
        mark(error, False, where)
        raise


def is_ours(declared: Any) -> bool:
    """Whether a declaration works out its value by our code, or by factory_boy's."""
    if isinstance(declared, Replaced):
        return is_ours(declared.source)
    if isinstance(declared, (Plain, PostGenerationMethodCall)) or is_plain(declared):
        return False
    workers = (getattr(declared, name, None) for name in ("function", "look", "transform"))
    return is_our_code(next((worker for worker in workers if worker), type(declared)))


def is_our_code(function: Any) -> bool:
    """Whether a function or class is of this package, or of factory_boy."""
    return bool(f"{function.__module__}.".startswith(_OURS))


class Row(Resolver):  # type: ignore[type-arg]  # generic in the stubs only
    """factory_boy's row as far as it is made, which tells whose a column's error is."""

    def __init__(self, declarations: Any, step: Any, sequence: int) -> None:
        self._made_by = declarations
        self._name = step.builder.factory_meta.factory.__name__
        super().__init__(declarations, step, sequence)

    def __getattr__(self, name: str) -> Any:
        try:
            return super().__getattr__(name)
        except WRONG as error:
            if name in self._made_by:
                ours = is_ours(self._made_by[name].declaration)
                mark(error, ours, f"{self._name}.{name}")
            raise
