"""The traits that a value implies: ``status="Paid"`` asks for all that ``paid=True`` does.

A column of a few values is the first thing that one writes, and a row that had nothing but the
value would be false: an invoice that is Paid and was paid by nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import factory
from factory.declarations import BaseDeclaration

from factories.engine.column_declarations import Derived
from factories.engine.foreign_declarations import is_plain
from factories.engine.usage_errors import BadValue, shown, told

if TYPE_CHECKING:
    from factories.engine.options import HvacOptions

Meanings = Mapping[str, Mapping[str, str]]
"""Columns, their values as texts, the trait that is meant."""


def by_value(traits: Mapping[str, Any]) -> Meanings:
    """The trait behind each value that a trait says it means: the first one declared."""
    found: dict[str, dict[str, str]] = {}
    for trait, parameter in traits.items():
        for column, value in getattr(parameter, "means", {}).items():
            if isinstance(value, str) or value is True:
                found.setdefault(column, {}).setdefault(str(value), trait)
    return found


@dataclass(frozen=True)
class SaidOfTraits:
    """What the body of a factory says of traits, by name or by values that mean some."""

    drawn: set[str]
    """Traits, and columns whose values mean some, that a declaration decides for each row."""
    before: Mapping[str, Any]
    """What was declared for a column before a body gave it a value that means a trait."""
    by_body: Mapping[str, str]
    """The traits that are meant by a body's values, each with the column."""
    on: frozenset[str]
    """The traits that are on where the caller says nothing of them."""


def read_values(options: HvacOptions, base: Any) -> SaidOfTraits:
    """What the body of a factory says, and those of the factories it inherits from."""
    known = options.base_declarations
    said = {name: known[name] for name in options.traits if name in known}
    drawn = {name for name, value in said.items() if isinstance(value, BaseDeclaration)}
    inherited = getattr(getattr(base, "_meta", None), "said", None)
    before = dict(inherited.before) if inherited else {}
    by_body: dict[str, str] = {}
    for column in options.body & options.meant.keys():
        own = known[column]
        if reads_no_other(own):
            drawn.add(column)
        elif isinstance(own, BaseDeclaration):
            continue
        elif (trait := options.meant[column].get(str(own))) and trait not in said:
            by_body[trait] = column
        before.setdefault(column, base._meta.base_declarations.get(column))
    on = {name for name, value in said.items() if name not in drawn and value}
    return SaidOfTraits(drawn, before, by_body, frozenset(on | by_body.keys()))


def reads_no_other(declared: Any) -> bool:
    """Whether a declaration's value is known before the row is."""
    plain = getattr(declared, "wrapped", declared)
    return is_plain(plain) and not isinstance(plain, factory.LazyAttribute)


def in_traits(
    options: HvacOptions, extras: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """What was said, with traits for the values that mean them; and how each of these was said.

    A trait that is off by name leaves the value what it is: ``paid=False, status="Paid"``.
    """
    _check_traits(options, extras)
    said = dict(extras)
    said_as: dict[str, str] = {}
    for name, value in extras.items():
        column = options.saying.renamed.get(name, name)
        # Another one than the body says.
        by_body = options.said.by_body
        said.update({t: False for t, c in by_body.items() if c == column and t not in said})
        trait = options.meant.get(column, {}).get(str(value))
        if trait is None or isinstance(value, BaseDeclaration):
            continue
        if trait not in extras:
            said_as[trait] = told({name: value})
        if extras.get(trait, True):
            del said[name]
            said[trait] = True
    return said, said_as


def check_standing(builder: Any, step: Any) -> None:
    """A value that no trait means, where what else was said makes it another one: an invoice is
    not Pending after its day. Raises `BadValue`.
    """
    options, extras = builder.factory_meta, builder.extras
    for column in extras.keys() & options.meant.keys():
        off = any(extras.get(trait) is False for trait in options.meant[column].values())
        declared = options.declared_exactly(builder.variant.on).get(column)
        if off or not isinstance(declared, Derived) or "chance" in declared.arguments:
            continue
        others = [name for name in builder.asked if name != column]
        behind = [name for name in others if builder.variant.depends(column, [name])]
        if behind and str(found := declared.alone(step.stub, step)) != str(extras[column]):
            why = f"cannot hold with {told({name: builder.asked[name] for name in behind})}"
            why += f", which makes it {shown(found)}"
            raise BadValue(options.name, told({column: extras[column]}), why)


def _check_traits(options: HvacOptions, extras: Mapping[str, Any]) -> None:
    for trait in options.traits.keys() & extras.keys():
        value = extras[trait]
        # A bool of numpy is one, too.
        if not isinstance(getattr(value, "item", lambda value=value: value)(), bool):
            raise BadValue(options.name, told({trait: value}), "is not True or False")
