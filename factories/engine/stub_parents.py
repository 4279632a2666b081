"""Stub parents, which are made but never stored: for models that have no table for a parent.

An invoice of an app that keeps no service calls has an amount all the same, from a visit that is
there while its row is made. Such a parent is a stub, numbered as the row, or by the key that is
given; what all share is number 1. Nothing is looked up for it.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from factory import CREATE_STRATEGY
from factory.base import StubObject
from factory.declarations import SKIP
from sqlalchemy.orm.attributes import instance_state

from factories.engine.context import current

SHARED = 1
"""The number of what all rows share."""


def is_own(options: Any) -> bool:
    """Whether a factory is of somebody's own model, with no table of ours behind it."""
    return getattr(options, "attributes", None) is not None


def is_aside(builder: Any, parent: Any) -> bool:
    """Whether a row of the factory ``parent`` is not stored, where this builder asks for one."""
    options = builder.factory_meta
    if not hasattr(parent, "attributes") or is_own(parent):
        return False
    if getattr(builder, "aside", False):
        return True
    return is_own(options) and not has_relation(options.model, parent.model)


def has_relation(model: Any, other: Any) -> bool:
    """Whether rows of a model hold rows of the other one."""
    mapper: Any = sa.inspect(model)
    return any(issubclass(other, relation.mapper.class_) for relation in mapper.relationships)


def remember(row: Any, attributes: Mapping[str, Any]) -> None:
    """Keep all that was worked out for a row of somebody's own model, under our names."""
    known = {name: value for name, value in attributes.items() if value is not SKIP}
    _twins[instance_state(row)] = twin = StubObject(**known)
    twin.__dict__[_REAL] = weakref.ref(row)


def twin_of(row: Any) -> Any:
    """What others may read of such a row; any other is what it is."""
    try:
        return _twins.get(instance_state(row), row)
    except AttributeError:
        return row


def real(value: Any) -> Any:
    """The row behind what others have read."""
    found = value.__dict__.get(_REAL) if isinstance(value, StubObject) else None
    return value if found is None else found()


_REAL = "_real"
_twins: weakref.WeakKeyDictionary[Any, Any] = weakref.WeakKeyDictionary()
"""By what SQLAlchemy knows of a row, which lives as long: a dataclass itself has no hash."""


@contextmanager
def unseen() -> Iterator[None]:
    """Without the session while the block lasts, so that no table is asked for."""
    if current.session is None:
        yield
        return
    current.hidden, current.session = current.session, None
    try:
        yield
    finally:
        current.session, current.hidden = current.hidden, None


@contextmanager
def seen(strategy: Any) -> Iterator[None]:
    """With the session again, for a row that is stored."""
    if current.hidden is None or strategy != CREATE_STRATEGY:
        yield
        return
    hidden, current.session, current.hidden = current.hidden, current.hidden, None
    try:
        yield
    finally:
        current.session, current.hidden = None, hidden
