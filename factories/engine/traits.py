"""Variants of a row: what a trait means, what it switches on, and which exclude each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from factory.declarations import BaseDeclaration

from factories.engine import factory_boy_types


class Trait(factory_boy_types.Trait):
    """A variant that says what it means: ``overdue = Trait({"status": "Overdue"}, ...)``.

    A row that was asked for with ``overdue=True`` and comes out otherwise, because of something
    else that was said, is refused. A trait that does not say it means what it overrides in
    enumerations.
    """

    def __init__(self, means: Mapping[str, Any] | None = None, /, **overrides: Any) -> None:
        super().__init__(**overrides)
        self.means = dict(means or {})


Traits = Mapping[str, Any]


def switched_on(traits: Traits, asked: Iterable[str]) -> frozenset[str]:
    """The traits asked for, and those that they switch on."""
    on = set(asked)
    while more := {n for t in on for n in traits if traits[t].overrides.get(n) is True} - on:
        on |= more
    return frozenset(on)


def changed_by(traits: Traits) -> dict[str, set[str]]:
    """The traits that change each name."""
    changed: dict[str, set[str]] = {}
    for trait in traits:
        for name in reach(trait, traits):
            changed.setdefault(name, set()).add(trait)
    return changed


def reach(trait: str, traits: Traits) -> set[str]:
    """What a trait changes, by itself or by switching on others."""
    overridden = set(traits[trait].overrides)
    for name in overridden & set(traits) - {trait}:
        overridden |= reach(name, traits)
    return overridden


def contradictions(traits: Traits, on: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Pairs of traits that want different things of one name, and the name.

    A trait may change what another one does that it switches on itself.
    """
    for one, other in combinations([name for name in traits if name in on], 2):
        if one in reach(other, traits) or other in reach(one, traits):
            continue
        mine, theirs = traits[one].overrides, traits[other].overrides
        for name in mine:
            if name in theirs and name not in traits and not _same(mine[name], theirs[name]):
                yield one, other, name


def meanings(traits: Traits, on: Iterable[str], closed: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """What must be true of a row with these traits: the trait, the column, the value.

    ``closed`` are the columns of a few values.
    """
    on, closed = set(on), set(closed)
    for name in on:
        overrides = traits[name].overrides
        told = {n: v for n, v in overrides.items() if n in closed and not _is_declared(v)}
        told = getattr(traits[name], "means", None) or told
        outer = [t for t in on if t != name and name in reach(t, traits)]
        refined = {n for t in outer for n in traits[t].overrides}
        for column, value in told.items():
            if column not in refined:
                yield name, column, value


def _is_declared(value: Any) -> bool:
    return isinstance(value, BaseDeclaration)


def _same(one: Any, other: Any) -> bool:
    return one is other or bool(not _is_declared(one) and not _is_declared(other) and one == other)
