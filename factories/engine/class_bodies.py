"""Turns the attributes of a factory class, and of its traits, into the engine's declarations.

``customer = factory.Iterator(customers)`` goes on being a parent with its key, ``parts = 2`` the
rows that come along, ``name = "Ada"`` the column that ``rename`` has under another name.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping
from typing import Any

import factory
import sqlalchemy as sa
from factory.declarations import BaseDeclaration, SelfAttribute, Trait

from factories.engine.arguments import aliases
from factories.engine.column import Declaration
from factories.engine.foreign_declarations import Plain, is_plain
from factories.engine.parents import Parent, ParentKey, Replaced
from factories.engine.usage_errors import BadValue


def read(owner: Any, params: Any, rename: Mapping[str, str], model: Any = None) -> None:
    """Put a factory's new declarations, and its new traits', into the engine's words."""
    before = inherited(owner)
    old_names = {new: old for old, new in rename.items() if new not in before}
    own = {name: value for name, value in vars(owner).items() if not name.startswith("_")}
    words = Words(before, old_names, attributes_of(model, owner))
    for name, value in own.items():
        _replace(owner, name, words.said(name, value))
    for name, declared in list(vars(owner).items()):
        if isinstance(declared, Parent) and not hasattr(owner, declared.key):
            setattr(owner, declared.key, ParentKey(name, declared.key, declared.optional))
    words = Words({**before, **vars(owner)}, old_names)
    for trait in vars(params).values() if params else ():
        if isinstance(trait, Trait):
            said = [words.said(name, value) for name, value in trait.overrides.items()]
            trait.overrides.clear()
            trait.overrides.update(said)
            for name, declared in said:
                _name(owner, name, declared)


def refuse_session(meta: Any, name: str) -> None:
    """All factories write to one session. Raises `BadValue`."""
    if getattr(meta, "sqlalchemy_session", None) is not None:
        why = "is not looked at; call factories.bind(session), to which all factories write"
        raise BadValue(name, "Meta.sqlalchemy_session", why)


def table_of(model: Any, name: str) -> Any:
    """The table of a factory's model. Raises `BadValue`."""
    if not hasattr(model, "__table__"):
        why = "is no mapped class; for a dictionary call factories.as_dict(XFactory.build())"
        raise BadValue(name, f"model={model.__name__}", why)
    if not isinstance(model.__table__, sa.Table):
        why = "is mapped to several tables; write a factory for each, or for a class of one table"
        raise BadValue(name, f"model={model.__name__}", why)
    return model.__table__


def inherited(owner: Any) -> dict[str, Any]:
    """The declarations of the factories that this one is a subclass of."""
    found: dict[str, Any] = {}
    for parent in reversed(owner.__mro__[1:]):
        if hasattr(parent, "_meta"):
            found.update(parent._meta.base_declarations)
    return found


def _replace(owner: Any, name: str, said: tuple[str, Any]) -> None:
    new, value = said
    if new != name:
        delattr(owner, name)
    if new != name or value is not vars(owner)[name]:
        setattr(owner, new, value)
        if isinstance(value, Declaration):
            value.name = new


class Words:
    """What names mean where some declarations are there ``before``, some of them renamed."""

    def __init__(
        self,
        before: Mapping[str, Any],
        old_names: Mapping[str, str],
        attributes: Collection[str] | None = None,
    ) -> None:
        self._before, self._old_names, self._attributes = before, old_names, attributes
        self._paths = dict(aliases(before))

    def said(self, name: str, value: Any) -> tuple[str, Any]:
        """The name and the declaration that are meant."""
        head, separator, rest = name.partition("__")
        if head in self._old_names:
            name = f"{self._old_names[head]}{separator}{rest}"
        was = self._before.get(name)
        if isinstance(value, (classmethod, staticmethod)):
            return name, value
        with_default = getattr(was, "with_default", None)
        if with_default is not None and not isinstance(value, BaseDeclaration):
            return name, with_default(value)
        if value is None:
            return name, was if self._is_unmapped(name, was) else value
        if name in self._paths and not isinstance(value, (Declaration, Parent, SelfAttribute)):
            return self._paths[name], value
        if isinstance(was, Parent):
            return name, _as_parent(name, value, was)
        return name, Plain(value, name) if is_plain(value) else value

    def _is_unmapped(self, name: str, was: Any) -> bool:
        """Whether a model of somebody's own has no such parent, so that it is none to leave out."""
        if self._attributes is None or not isinstance(was, Parent) or was.optional:
            return False
        return name not in self._attributes


def attributes_of(model: Any, owner: Any) -> Collection[str] | None:
    """What a model of somebody's own has; None for one of ours."""
    before = [parent._meta for parent in owner.__mro__[1:] if hasattr(parent, "_meta")]
    models = (getattr(options, "model", None) for options in before)
    mine = next((known for known in models if known is not None), None)
    if mine is None:
        return None
    if model in (None, mine):
        return getattr(before[0], "attributes", None)
    mapper: Any = sa.inspect(model, raiseerr=False)
    return None if mapper is None else set(mapper.attrs.keys())


def _as_parent(name: str, value: Any, was: Parent) -> Any:
    """Another way to the same parent: it keeps its key, and whose parent it is."""
    if isinstance(value, Parent):
        value.key = value.own_key or was.key
        return value
    if isinstance(value, factory.SubFactory):
        parent = copy.copy(was)
        parent.__class__ = Parent
        parent.factory_wrapper = value.factory_wrapper
        parent._defaults = {**was._defaults, **vars(value)["_defaults"]}
        parent.optional = parent.shared = False
        return parent
    return Replaced.by(Plain(value, name) if is_plain(value) else value, was)


def _name(owner: Any, name: str, declared: Any) -> None:
    """What stands in a trait learns its name, as what stands in a body does by itself."""
    if isinstance(declared, Parent):
        declared.key = declared.key or getattr(getattr(owner, name, None), "key", "")
        declared.__set_name__(owner, name)
    elif isinstance(declared, Declaration):
        declared.name = name
