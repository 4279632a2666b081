"""What a column takes, by its SQL type; a type that is not in the table says so itself.

Types of an app's own models are checked here as well, so that only what is certain is refused: a
``TypeDecorator``, JSON or a UUID turns values into the database's by itself.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import sqlalchemy as sa

from factories.engine.python_values import amount, text_of
from factories.engine.usage_errors import nearest


def why_not(type_: Any, value: Any) -> str | None:
    """Why a column of this type does not take a value; None where it does."""
    if isinstance(value, np.generic):
        value = value.item()
    check = next((check for kind, check in _CHECKS if isinstance(type_, kind)), None)
    return check(type_, value) if check else None


def beyond(type_: Any, value: Any) -> str | None:
    """Why a number has no room in its column; None where it does, or is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    if isinstance(type_, sa.Float) or not isinstance(type_, (sa.Integer, sa.Numeric)):
        return None
    if not isinstance(value, int) and not math.isfinite(value):
        return "is not a number"
    if isinstance(type_, sa.Integer):
        bits = 63 if isinstance(type_, sa.BigInteger) else 31
        return None if -(2**bits) <= value < 2**bits else f"does not fit {bits + 1} bits"
    if type_.precision is None or abs(value) < 10 ** (type_.precision - (type_.scale or 0)):
        return None
    return f"does not fit NUMERIC({type_.precision}, {type_.scale or 0})"


def _member(type_: sa.Enum, value: Any) -> str | None:
    text, known = text_of(type_, value), type_.enums
    if text in known:
        return None
    close = nearest(text, known)
    return f"is not one of {', '.join(known)}" + (close if "did you mean" in close else "")


def _moment(type_: sa.DateTime, value: Any) -> str | None:
    if not isinstance(value, dt.datetime):
        return "is not a datetime"
    if value.tzinfo is not None and not type_.timezone:
        return "has a time zone; give local time without one"
    return None


def _day(type_: sa.Date, value: Any) -> str | None:  # noqa: ARG001
    if isinstance(value, dt.datetime):
        return "is a moment and no date; give its .date()"
    return None if isinstance(value, dt.date) else "is not a date"


def _whole(type_: sa.Integer, value: Any) -> str | None:
    return beyond(type_, value) if isinstance(value, int) else "is not a whole number"


def _amount(type_: Any, value: Any) -> str | None:
    if not isinstance(value, (int, float, Decimal)):
        return "is not a Decimal"
    if isinstance(type_, sa.Float):
        return None
    if why := beyond(type_, value):
        return why
    if type_.scale is None or not _is_finer(value, type_.scale):
        return None
    return f"has more than {type_.scale} decimals"


def _is_finer(value: Any, scale: int) -> bool:
    """Whether a number has more decimals than its column."""
    exact = amount(value, Decimal(1).scaleb(-scale))
    return isinstance(exact, Decimal) and int(exact.as_tuple().exponent) < -scale


def _text(type_: sa.String, value: Any) -> str | None:
    if not isinstance(value, str):
        return "is not a text"
    if type_.length and len(value) > type_.length:
        return f"is longer than the {type_.length} characters of the column"
    return None if value.isascii() or _is_encodable(value) else "has half a character; give a text"


def _is_encodable(text: str) -> bool:
    """Whether no surrogate stands alone in it: databases and files take UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _truth(type_: sa.Boolean, value: Any) -> str | None:  # noqa: ARG001
    return None if isinstance(value, int) and value in (0, 1) else "is not True or False"


_CHECKS: tuple[tuple[type[Any], Callable[[Any, Any], str | None]], ...] = (
    # An enumeration is a String, too: the first that fits decides.
    (sa.Enum, _member),
    (sa.Boolean, _truth),
    (sa.DateTime, _moment),
    (sa.Date, _day),
    (sa.Integer, _whole),
    (sa.Numeric, _amount),
    (sa.String, _text),
)
