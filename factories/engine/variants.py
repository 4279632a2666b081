"""A factory's declarations resolved for a set of active traits, cached by that set.

factory_boy asks anew for each object which traits are on; here those that are off cost nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import factory
import sqlalchemy as sa
from factory.builder import parse_declarations

from factories.engine.argument_routing import Routes, Said
from factories.engine.column import Declaration
from factories.engine.parents import Parent, ParentKey, Replaced, overrules
from factories.engine.traits import contradictions, meanings
from factories.engine.usage_errors import BadValue, UnknownName, told

if TYPE_CHECKING:
    from factories.engine.options import HvacOptions


class Variant:
    """What holds for a row with these traits."""

    def __init__(self, options: HvacOptions, on: frozenset[str]) -> None:
        self.options, self.on = options, on
        declared = options.declared_exactly(on)
        heads = {name: value for name, value in declared.items() if "__" not in name}
        self._routes = Routes(options, heads)
        self.pre, self.post = parse_declarations(self._placed_defaults(declared, heads))
        for trait in options.traits:
            # Found at once: factory_boy's look-up of a missing name writes a long message first.
            self.pre.declarations.setdefault(trait, trait in on)
        self._order = self.post.sorted()
        self._heard: dict[Any, tuple[str, ...]] = {}
        self._following: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._known_behind: dict[str, set[str]] = {}
        closed = [n for n, type_ in options.types.items() if isinstance(type_, sa.Enum)]
        self.means = sorted(meanings(options.traits, on, closed), key=str)
        self._contradictions = list(contradictions(options.traits, on))
        keys = {p.key: n for n, p in heads.items() if isinstance(p, Parent)}
        self.keyed = {key for key in keys if not isinstance(heads.get(key), ParentKey)}
        self.asked = frozenset(
            name
            for name, declared in heads.items()
            if isinstance(declared, Parent)
            and (self.pre.contexts.get(name) or self._is_made(name, declared))
        )
        self._deep = {head: names for head, names in self.pre.contexts.items() if names}

    def _is_made(self, name: str, declared: Parent) -> bool:
        usual = self.options.base_declarations.get(name)
        return isinstance(usual, Parent) and usual.optional and not declared.optional

    def _placed_defaults(
        self, declared: Mapping[str, Any], heads: Mapping[str, Any]
    ) -> dict[str, Any]:
        """What bodies and traits say of parents, at the parents that are made."""
        found = dict(heads)
        left_out = self.options.left_out(heads)
        said = Said([n for n in declared if "__" in n or n in self.options.strays])
        for name in said.names:
            found.pop(name, None)
            if _is_made_here(name, heads, left_out):
                place = self._routes.placed(name, said)
                if place == name and "__" not in name:
                    raise UnknownName(self.options.name, name, self.options.saying.names())
                if _is_made_here(place, heads, left_out):
                    found[place] = declared[name]
        return found

    def heard(
        self, extras: dict[str, Any], said_as: Mapping[str, str] = MappingProxyType({})
    ) -> dict[str, Any]:
        """What was said, under the names where it belongs; ``said_as`` tells how traits were asked
        for by another name. Raises `UnknownName`, `BadValue`.
        """
        given = tuple(not isinstance(value, factory.SubFactory) for value in extras.values())
        key = (tuple(extras), given)
        names = self._heard.get(key)
        if names is None:
            names = self._heard[key] = self._names(extras, given, said_as)
        return extras if names == key[0] else dict(zip(names, extras.values(), strict=True))

    def _names(
        self, extras: Mapping[str, Any], given: Iterable[bool], said_as: Mapping[str, str]
    ) -> tuple[str, ...]:
        for one, other, name in self._contradictions:
            if name not in extras:
                mine, theirs = (said_as.get(trait, f"{trait}=True") for trait in (one, other))
                raise BadValue(self.options.name, mine, f"cannot hold with {theirs}")
        values = {name for name, is_value in zip(extras, given, strict=True) if is_value}
        said = Said(frozenset(extras), values, set(self.asked))
        return tuple(self._routes.placed(name, said) for name in extras)

    def with_(self, extras: dict[str, Any]) -> tuple[Any, Any, list[str]]:
        """The declarations, with what was said on top, and the order of what comes after."""
        if not extras:
            return self.pre, self.post, self._order
        pre, post = parse_declarations(extras, base_pre=self.pre, base_post=self.post)
        if self._deep:
            self._drop_overruled(pre.contexts, extras)
        order = self._order if len(post.declarations) == len(self._order) else post.sorted()
        return pre, post, order

    def following(self, extras: Mapping[str, Any]) -> tuple[str, ...]:
        """The columns that follow from the row's number alone, whatever was said."""
        said = tuple(extras)
        names = self._following.get(said)
        if names is None:
            declared, usual = self.pre.declarations, self.options.base_declarations
            names = self._following[said] = tuple(
                name
                for name in declared
                if self.options.cells.follows(name, extras)
                and declared[name] is usual[name]
                and type(usual[name]).evaluate_pre is Declaration.evaluate_pre
            )
        return names

    def _drop_overruled(self, contexts: dict[str, dict[str, Any]], extras: Iterable[str]) -> None:
        """Who gives a call's customer does not want our default for that customer's name."""
        for name in extras:
            head, separator, rest = name.partition("__")
            if separator and head in self._deep:
                for default in self._deep[head]:
                    if default not in extras and overrules(rest, default):
                        contexts[head].pop(default, None)

    def check(
        self, values: Mapping[str, Any], extras: Mapping[str, Any], said_as: Mapping[str, str]
    ) -> None:
        """A row asked for with a trait is what the trait says. Raises `BadValue`."""
        for trait, name, meant in self.means:
            value = values.get(name)
            if name in values and not (meant(value) if callable(meant) else value == meant):
                behind = self._behind(name)
                others = [n for n in extras if n != trait and extras[n] is not False]
                others = [n for n in others if n.partition("__")[0] in behind] or others
                said = ", ".join(said_as.get(n, told({n: extras[n]})) for n in others)
                why = f"with {said}" if said else f"here, where {told({name: value})}"
                why = f"cannot hold {why}"
                raise BadValue(self.options.name, said_as.get(trait, f"{trait}=True"), why)

    def _behind(self, name: str) -> set[str]:
        """The columns and parents that a column is made from, and the traits that change them."""
        if name not in self._known_behind:
            self._known_behind[name] = self._found_behind(name)
        return self._known_behind[name]

    def _found_behind(self, name: str) -> set[str]:
        found, waiting = {name}, [name]
        while waiting:
            declared = self.pre.declarations.get(waiting.pop())
            needs = {need.partition("__")[0] for need in getattr(declared, "needs", ())}
            if isinstance(declared, ParentKey):
                needs.add(declared.parent)
            waiting += needs - found
            found |= needs
        return found.union(*(self.options.changed_by.get(n, ()) for n in found))

    def depends(self, name: str, said: Iterable[str]) -> bool:
        """Whether a column follows from something that was said."""
        behind = self._behind(name)
        return any(n.partition("__")[0] in behind for n in said)

    def numbers_itself(self, name: str) -> bool:
        """Whether a column carries the row's number, and so is like no other's."""
        return "ids" in getattr(self.pre.declarations.get(name), "arguments", ())


def _is_made_here(name: str, heads: Mapping[str, Any], left_out: Collection[str]) -> bool:
    """Whether a default for a parent has a parent: a subclass may have left it out, or given it."""
    head = name.partition("__")[0]
    gone = head in heads and "__" in name and isinstance(heads[head], (Replaced, type(None)))
    return head not in left_out and not gone
