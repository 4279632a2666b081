"""What follows from a row's number alone, and so can be cut out of a block of rows."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from factory.declarations import SKIP, BaseDeclaration

from factories.engine.column import Declaration
from factories.engine.column_declarations import Derived
from factories.engine.foreign_declarations import Plain
from factories.engine.lookups import Looked
from factories.engine.parents import ParentKey

if TYPE_CHECKING:
    from factories.engine.options import HvacOptions


def what_follows_from_row(options: HvacOptions) -> dict[str, frozenset[str]]:
    """The columns that depend on the row number alone, each with all that lies behind it:
    the columns it is made from, and the traits that change one of these.
    """
    found: dict[str, frozenset[str] | None] = {}

    def behind(name: str) -> frozenset[str] | None:
        if name not in found:
            found[name] = None  # what goes round in a circle has no block
            found[name] = _behind(options, name, behind)
        return found[name]

    return {
        name: names
        for name, declared in options.base_declarations.items()
        if isinstance(declared, Declaration) and (names := behind(name)) is not None
    }


def what_lasts(options: HvacOptions, following: Collection[str]) -> frozenset[str]:
    """Of these the columns that are the same with every seed and on every day, such as where
    the n-th branch is. What somebody says in a subclass may depend on anything."""
    changing = {"chance", "today"}

    def lasts(name: str) -> bool:
        declared = options.base_declarations.get(name)
        if name in options.body or not isinstance(declared, Derived):
            return False
        fixed = changing.isdisjoint(declared.arguments)
        return fixed and all(lasts(need) for need in declared.needs)

    return frozenset(name for name in following if lasts(name))


def _behind(options: HvacOptions, name: str, behind: Any) -> Any:
    declared = options.base_declarations.get(name, SKIP)
    if declared is SKIP or isinstance(declared, (Looked, ParentKey, Plain)):
        return None
    if not options.changed_by.get(name, set()).isdisjoint(options.said.on | options.said.drawn):
        return None
    if name in options.said.before:
        return None
    if isinstance(declared, BaseDeclaration) and not isinstance(declared, Declaration):
        return None
    names = {name, options.key, *options.changed_by.get(name, ())}
    for need in getattr(declared, "needs", ()):
        more = behind(need)
        if more is None:
            return None
        names |= more
    return frozenset(names)
