"""Converts single values to the Python types of their columns, as a read from the database would:
an enumeration's member and not its text, an amount as a Decimal with all of its decimals.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import numpy as np
import sqlalchemy as sa

NEARLY = Decimal("1e-9")
"""A float is this close to the amount that is meant by it."""


def converter(type_: Any) -> Callable[[Any], Any] | None:
    """What turns a value into one of the column's type; None where there is nothing to do."""
    if isinstance(type_, sa.Enum):
        known = members(type_)
        return (lambda value: _member(known, value)) if known else None
    if isinstance(type_, sa.Numeric) and not isinstance(type_, sa.Float) and type_.asdecimal:
        step = None if type_.scale is None else Decimal(1).scaleb(-type_.scale)
        return lambda value: amount(value, step)
    if isinstance(type_, sa.DateTime):
        return _aware if type_.timezone else _moment
    return _day if isinstance(type_, sa.Date) else None


@lru_cache(maxsize=256)
def members(type_: sa.Enum) -> Mapping[str, enum.Enum]:
    """An enumeration's members by the texts that the database has for them; none for texts."""
    listed = list(type_.enum_class or ())
    return dict(zip(type_.enums, listed, strict=True)) if len(listed) == len(type_.enums) else {}


def _member(known: Mapping[str, enum.Enum], value: Any) -> Any:
    return known.get(value, value) if isinstance(value, str) else value


def text_of(type_: Any, value: Any) -> str:
    """A text column's text; that of an enumeration's member is what the database has for it."""
    if isinstance(type_, sa.Enum) and isinstance(value, enum.Enum):
        return next((text for text, own in members(type_).items() if own is value), str(value))
    return str(value)


def amount(value: Any, step: Decimal | None) -> Any:
    """A number in whole steps (0.01); one that is finer, or no number, stays what it is. Without a
    step any number of decimals is as good."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return value
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if step is None:
        return exact
    try:
        rounded = exact.quantize(step, ROUND_HALF_UP)
    except InvalidOperation:
        return exact
    return rounded if abs(exact - rounded) <= NEARLY else exact


def _moment(value: Any) -> Any:
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        raise ValueError("has a time zone; give local time without one")
    return _aware(value)


def _aware(value: Any) -> Any:
    """A day is its midnight."""
    if isinstance(value, dt.datetime):
        return value
    return dt.datetime.combine(value, dt.time()) if isinstance(value, dt.date) else value


def _day(value: Any) -> Any:
    """The day of a moment: the database keeps no more of it."""
    return value.date() if isinstance(value, dt.datetime) else value
