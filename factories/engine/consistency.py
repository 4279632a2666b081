"""Checks a single row against its parents: the order of their dates, and what else must hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from factory.declarations import SKIP

from factories.engine.context import current
from factories.engine.usage_errors import BadValue, told

Order = tuple[tuple[str, ...], ...]
"""Pairs of paths, ``("customer.created_at", "started_at")``: the first is not after the second.
With a third path the pair holds only where that leads to nothing. ``today`` is the factories'."""

Holds = Callable[[Any, Mapping[str, Any]], str | None]
"""Why a row cannot be, and what to say instead; None where it can. It is given the row as far as it
is made, and what was said."""


@contextmanager
def in_any_order() -> Iterator[None]:
    """Rows that are wrong on purpose may contradict their parents."""
    before, current.in_any_order = current.in_any_order, True
    try:
        yield
    finally:
        current.in_any_order = before


def check_order(builder: Any, step: Any) -> None:
    """Refuse a row of which something was said, and whose days go backwards. Raises `BadValue`."""
    if current.in_any_order:
        return
    options = builder.factory_meta
    for first, then, *unless in options.in_order:
        if unless and _found(step.stub, unless[0]) is not None:
            continue
        before, after = _found(step.stub, first), _found(step.stub, then)
        if before is None or after is None:
            continue
        both = isinstance(before, dt.datetime) and isinstance(after, dt.datetime)
        if (before > after) if both else (_day(before) > _day(after)):
            why = f"cannot be: {_shown(first, before)} is after {_shown(then, after)}"
            if then == "today":
                why += "; give another, or another today to factories.bind"
            raise BadValue(options.name, told(builder.asked) or "this", why)


def check_holds(builder: Any, step: Any) -> None:
    """Refuse a row of which something is said that does not go with the rest. Raises `BadValue`."""
    if current.in_any_order:
        return
    options = builder.factory_meta
    for holds in options.holds:
        if why := holds(step.stub, builder.said):
            body = {n: v for n, v in builder.said.items() if n in options.body}
            said = told(builder.asked or body) or "this"
            raise BadValue(options.name, said, f"cannot be: {why}")


def _found(row: Any, path: str) -> Any:
    if path == "today":
        return current.today
    for name in path.split("."):
        row = getattr(row, name, None)
        if row is None or row is SKIP:
            return None
    return row


def _day(moment: dt.date) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _shown(path: str, moment: dt.date) -> str:
    """A moment by its name: to the minute, or to the day."""
    at = f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, dt.datetime) else str(moment)
    return f"{path} ({at})"
