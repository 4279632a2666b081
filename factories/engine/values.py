"""Columns of values: how a batch holds them, and what they become.

====================  ==========================================  =====================
SQL type              in a batch                                  for one object
====================  ==========================================  =====================
Integer               int64                                       int
Numeric(p, s)         int64, scaled by 10**s (money: cents)       Decimal
Numeric without s     list of Decimal                             Decimal
Float                 float64                                     float
Date                  datetime64[D]                               date
DateTime              datetime64[m] (minutes)                     datetime
Boolean               bool                                        bool
Enum                  Coded, or list of str                       its member
String, Text          Coded (few values) or list of str           str
any other             list of what objects have                   the same
====================  ==========================================  =====================

NULL is ``NULL`` in int64 columns, NaN in float64, NaT in dates and None in lists and texts.
A moment with a time zone, which a column may ask for, is in a list: there is no datetime64 of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from factories.engine.python_values import members, text_of
from factories.engine.streams import Ints

NULL = int(np.iinfo(np.int64).min)
"""NULL in an int64 column."""

DAY, MINUTE = np.dtype("datetime64[D]"), np.dtype("datetime64[m]")
Day = np.datetime64
Days = NDArray[np.datetime64]
Minutes = NDArray[np.datetime64]


def day_number(day: Any) -> int:
    """Days since 1970-01-01."""
    return int(np.datetime64(day, "D").astype(np.int64))


class Coded:
    """A text column of few values: ``values[codes]``."""

    __slots__ = ("codes", "values")

    def __init__(self, codes: Ints, values: Sequence[str | None]) -> None:
        self.codes = codes
        self.values = tuple(values)

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[Any]:
        """The texts, as a list has them: a function over columns need not know which it got."""
        return iter(self.tolist())

    def __repr__(self) -> str:
        return f"Coded({self.tolist()!r})"

    def tolist(self) -> list[Any]:
        """The texts, one a row."""
        values = self.values
        if len(values) >= len(self.codes):
            return [values[code] for code in self.codes.tolist()]
        # An array of objects looks up three times as fast, once it is made.
        found: list[Any] = np.array(values, object)[self.codes].tolist()
        return found

    def take(self, rows: Ints | NDArray[np.bool_]) -> Coded:
        """The column at other rows (positions, or a mask)."""
        return Coded(self.codes[rows], self.values)

    def is_(self, *wanted: str | None) -> NDArray[np.bool_]:
        """True where the text is one of ``wanted``."""
        flags = np.array([value in wanted for value in self.values], np.bool_)
        hit: NDArray[np.bool_] = flags[self.codes]
        return hit

    def map(self, table: dict[Any, Any]) -> NDArray[Any]:
        """``table[text]`` a row, as an array: the numbers that hang on a text."""
        # Without a value NumPy would take the numbers for floats, and those cannot be indexes.
        kind = None if self.values else np.int64
        mapped: NDArray[Any] = np.array([table[value] for value in self.values], kind)[self.codes]
        return mapped

    @classmethod
    def of(cls, texts: Iterable[str | None]) -> Coded:
        """Codes in order of first appearance."""
        texts = list(texts)
        index = {text: code for code, text in enumerate(dict.fromkeys(texts))}
        return cls(np.array([index[text] for text in texts], np.int64), tuple(index) or (None,))


Column: TypeAlias = NDArray[Any] | Coded | list[Any]


def take(column: Column, rows: Any) -> Any:
    """The column at other rows: positions (int array) or a mask."""
    if isinstance(column, Coded):
        return column.take(rows)
    if isinstance(column, list):
        if rows.dtype == np.bool_:
            rows = np.flatnonzero(rows)
        return [column[row] for row in rows.tolist()]
    return column[rows]


def one(column: Column, position: int) -> Column:
    """The column at one row."""
    if isinstance(column, Coded):
        return Coded(column.codes[position : position + 1], column.values)
    return column[position : position + 1]


def blank(column: Column, rows: NDArray[np.bool_]) -> Column:
    """The column with NULL where ``rows`` is True; a flag that nobody knows is False."""
    if isinstance(column, Coded):
        return Coded(np.where(rows, len(column.values), column.codes), (*column.values, None))
    if isinstance(column, list):
        return [None if hide else value for value, hide in zip(column, rows.tolist(), strict=True)]
    if column.dtype.kind == "M":
        return np.where(rows, np.array("NaT", column.dtype), column)
    return np.where(rows, _NULLS.get(column.dtype.kind, NULL), column)


_NULLS: dict[str, Any] = {"b": False, "f": np.nan}


def repeated(type_: sa.types.TypeEngine[Any] | None, value: Any, count: int) -> Column:
    """An object's attribute (None: NULL) as a column of ``count`` rows."""
    column: Column = take(from_python(type_, value), np.zeros(count, np.int64))
    return column


def texts(column: Column) -> list[Any]:
    """A text column as a list, whatever holds it."""
    return column if isinstance(column, list) else column.tolist()


def present(column: Column) -> Any:
    """Which rows of a text column hold a text, as a mask."""
    return np.array([text is not None for text in texts(column)], np.bool_)


def coded(column: Column) -> Coded:
    """A text column as codes, whatever holds it."""
    return column if isinstance(column, Coded) else Coded.of(texts(column))


def scale_of(type_: sa.types.TypeEngine[Any]) -> int | None:
    """Decimal places of a NUMERIC type; None for other types, and where it does not say."""
    if isinstance(type_, sa.Numeric) and not isinstance(type_, sa.Float):
        return type_.scale
    return None


def from_python(type_: sa.types.TypeEngine[Any] | None, value: Any) -> Column:
    """A column of length one from an object's attribute."""
    if isinstance(value, np.generic):
        value = value.item()
    scale, kind = _kind_of(type_)
    if scale is not None:
        scaled = NULL if value is None else int((Decimal(value) * 10**scale).to_integral_value())
        return np.array([scaled], np.int64)
    if kind is list or getattr(value, "tzinfo", None) is not None:
        return [value]
    kind = kind or next((own for known, own in _KINDS_OF_VALUES if isinstance(value, known)), None)
    if kind is np.bool_:
        return np.array([bool(value)], np.bool_)
    if kind is np.int64:
        return np.array([NULL if value is None else value], np.int64)
    if kind is not None:
        return np.array([value], kind)
    if value is None:
        return Coded(_ONE, (None,))
    if isinstance(value, str):
        # A member that is a text itself is read as that, whatever the database has for it.
        return Coded(_ONE, (str(value),))
    if type_ is not None:
        return Coded(_ONE, (text_of(type_, value),))
    return [value]


_ONE: Ints = np.zeros(1, np.int64)
_ONE.flags.writeable = False
_KINDS_OF_TYPES: tuple[tuple[Any, Any], ...] = (
    (sa.DateTime, MINUTE),
    (sa.Date, DAY),
    (sa.Boolean, np.bool_),
    (sa.Integer, np.int64),
    (sa.String, None),
    (sa.Float, np.float64),
)
_KINDS_OF_VALUES = ((dt.datetime, MINUTE), (dt.date, DAY), (bool, np.bool_), (int, np.int64))


@lru_cache(maxsize=1024)
def _kind_of(type_: sa.types.TypeEngine[Any] | None) -> tuple[int | None, Any]:
    """The decimal places of a SQL type, and what holds a column of it; None where that is texts, or
    where there is no type and the values decide."""
    if type_ is None:
        return None, None
    if isinstance(type_, sa.Float) and type_.asdecimal:
        return None, list
    kind = next((own for known, own in _KINDS_OF_TYPES if isinstance(type_, known)), list)
    return scale_of(type_), kind


def to_python(type_: sa.types.TypeEngine[Any] | None, column: Column) -> list[Any]:
    """The column as objects' attributes."""
    if isinstance(column, (Coded, list)):
        known = members(type_) if isinstance(type_, sa.Enum) else None
        return [known.get(v, v) for v in texts(column)] if known else texts(column)
    if column.dtype.kind == "M":
        return list(_moments(type_, column).tolist())
    if column.dtype.kind == "i":
        if isinstance(type_, sa.Numeric) and not isinstance(type_, sa.Float):
            places = -(type_.scale or 0)
            return [None if v == NULL else Decimal(v).scaleb(places) for v in column.tolist()]
        return [None if v == NULL else v for v in column.tolist()]
    if column.dtype.kind == "f":
        return [None if v != v else v for v in column.tolist()]
    return list(column.tolist())


def _moments(type_: sa.types.TypeEngine[Any] | None, column: NDArray[Any]) -> NDArray[Any]:
    """Days in a timestamp column are midnights, and the reverse."""
    unit = MINUTE if isinstance(type_, sa.DateTime) else DAY
    return column if type_ is None else column.astype(unit, copy=False)


class _IsoDays:
    """ISO texts of days, made once a day: formatting a date costs ten times more than a look-up."""

    def __init__(self) -> None:
        self._first, self._texts = 0, np.empty(0, object)

    def texts(self, days: Ints) -> NDArray[Any]:
        """``days`` since 1970-01-01 as 'YYYY-MM-DD'."""
        if not len(days):
            return self._texts[:0]
        low, high = int(days.min()), int(days.max())
        last = self._first + len(self._texts)
        if not len(self._texts):
            self._first, self._texts = low - 400, self._written(low - 400, high + 800)
        elif low < self._first or high >= last:
            before = self._written(min(low - 400, self._first), self._first)
            after = self._written(last, max(high + 800, last))
            self._first -= len(before)
            self._texts = np.concatenate([before, self._texts, after])
        iso: NDArray[Any] = self._texts[days - self._first]
        return iso

    @staticmethod
    def _written(first: int, end: int) -> NDArray[Any]:
        days = np.arange(first, end).astype("datetime64[D]")
        return np.array(np.datetime_as_string(days).tolist(), object)


_iso_days = _IsoDays()
_CLOCK = np.array([f" {minute // 60:02d}:{minute % 60:02d}:00" for minute in range(1440)], object)


def to_sqlite(type_: sa.types.TypeEngine[Any], column: Column) -> list[Any]:
    """The column as SQLite stores it, as SQLAlchemy's bind processors would give it."""
    if isinstance(column, (Coded, list)):
        return texts(column)
    kind = column.dtype.kind
    if kind == "M":
        values = _dates_to_sqlite(_moments(type_, column))
    elif kind == "b":
        values = column.astype(np.int64)
    else:
        scale = scale_of(type_)
        null = np.isnan(column) if kind == "f" else column == NULL
        values = column / 10**scale if scale else column
        if null.any():
            values = values.astype(object)
            values[null] = None
    ready: list[Any] = values.tolist()
    return ready


def _dates_to_sqlite(column: NDArray[Any]) -> NDArray[Any]:
    null = np.isnat(column)
    if null.any():
        result = np.full(len(column), None, object)
        result[~null] = _dates_to_sqlite(column[~null])
        return result
    if column.dtype == DAY:
        return _iso_days.texts(column.astype(np.int64))
    minutes = column.astype("datetime64[m]").astype(np.int64)
    moments: NDArray[Any] = _iso_days.texts(minutes // 1440) + _CLOCK[minutes % 1440]
    return moments


def index_in(column: Any, values: tuple[str, ...]) -> Any:
    """Position in ``values`` a row; -1 for None."""
    numbers = {value: number for number, value in enumerate(values)}
    return coded(column).map({**numbers, None: -1}).astype(np.int64, copy=False)
