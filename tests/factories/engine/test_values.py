"""Columns of values: from attributes, to attributes, and into SQLite."""

import datetime as dt
import enum
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from factories.engine.values import (
    NULL,
    Coded,
    Column,
    blank,
    coded,
    from_python,
    repeated,
    take,
    to_python,
    to_sqlite,
)
from hvac_models import Base

DIALECT = sqlite.dialect()
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))
MINUTES = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2199, 12, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0, fold=0)
)
CENTS = st.integers(-(10**9), 10**9).map(lambda cents: Decimal(cents).scaleb(-2))
TYPES: list[tuple[Any, Any]] = [
    (sa.Integer(), st.integers(-(2**53), 2**53)),
    (sa.Numeric(10, 2), CENTS),
    (sa.Numeric(5, 4), st.integers(0, 99_999).map(lambda n: Decimal(n).scaleb(-4))),
    (sa.Numeric(9, 6), st.integers(-(10**9), 10**9).map(lambda n: Decimal(n).scaleb(-6))),
    (sa.Date(), DAYS),
    (Base.type_annotation_map[dt.datetime], MINUTES),
    (sa.Boolean(), st.booleans()),
    (sa.String(20), st.text()),
    (sa.Text(), st.text()),
    (sa.Enum("A", "B", native_enum=False), st.sampled_from(["A", "B"])),
]


def one(type_: Any, value: Any) -> Any:
    return from_python(type_, value)


def whole(type_: Any, values: list[Any]) -> Column:
    pieces: list[Any] = [from_python(type_, value) for value in values]
    if isinstance(pieces[0], Coded):
        return Coded.of([piece.tolist()[0] for piece in pieces])
    return np.concatenate(pieces)


@pytest.mark.parametrize(("type_", "values"), TYPES, ids=lambda x: type(x).__name__)
@given(data=st.data())
def test_to_sqlite_is_what_sqlalchemys_bind_processors_give(
    type_: Any, values: Any, data: st.DataObject
) -> None:
    nullable = values if isinstance(type_, sa.Boolean) else st.none() | values
    drawn = data.draw(st.lists(nullable, min_size=1, max_size=20))
    process = type_.dialect_impl(DIALECT).bind_processor(DIALECT) or (lambda value: value)
    stored = to_sqlite(type_, whole(type_, drawn))
    assert stored == [process(value) for value in drawn]
    assert all(value is None or type(value) in (int, float, str) for value in stored)


@pytest.mark.parametrize(("type_", "values"), TYPES, ids=lambda x: type(x).__name__)
@given(data=st.data())
def test_attributes_come_back_as_they_went(type_: Any, values: Any, data: st.DataObject) -> None:
    drawn = data.draw(st.lists(values, min_size=1, max_size=20))
    back = to_python(type_, whole(type_, drawn))
    assert back == drawn
    assert list(map(repr, back)) == list(map(repr, drawn))


@pytest.mark.parametrize(("type_", "values"), TYPES, ids=lambda x: type(x).__name__)
def test_null_is_none_again(type_: Any, values: Any) -> None:
    nothing = False if isinstance(type_, sa.Boolean) else None
    assert to_python(type_, from_python(type_, None)) == [nothing]
    assert to_python(type_, repeated(type_, None, 3)) == [nothing] * 3


def test_money_has_its_two_places() -> None:
    assert repr(to_python(sa.Numeric(10, 2), np.array([1200]))[0]) == "Decimal('12.00')"
    assert one(sa.Numeric(10, 2), 12).tolist() == [1200]
    assert one(sa.Numeric(10, 2), 12.35).tolist() == [1235]
    assert one(sa.Numeric(10, 2), "12.35").tolist() == [1235]


def test_days_and_moments_take_each_others_place() -> None:
    day = np.array(["2025-03-01"], "datetime64[D]")
    moment = np.array(["2025-03-01T10:05"], "datetime64[m]")
    assert to_python(sa.DateTime(), day) == [dt.datetime(2025, 3, 1)]
    assert to_python(sa.Date(), moment) == [dt.date(2025, 3, 1)]
    assert to_sqlite(sa.DateTime(), day) == ["2025-03-01 00:00:00"]
    assert to_sqlite(sa.Date(), moment) == ["2025-03-01"]


def test_dates_far_apart_are_told_apart() -> None:
    for text in ("2025-03-01", "1901-02-28", "2150-12-31", "2024-02-29"):
        column = np.array([text, text], "datetime64[D]")
        assert to_sqlite(sa.Date(), column) == [text, text]
    assert to_sqlite(sa.Date(), np.zeros(0, "datetime64[D]")) == []


def test_members_of_enumerations_are_their_values() -> None:
    class Fuel(enum.StrEnum):
        GAS = "Gas"

    column = from_python(sa.Enum(Fuel), Fuel.GAS)
    assert coded(column).is_("Gas").all()
    assert type(coded(column).tolist()[0]) is str


def test_values_without_a_column_keep_their_kind() -> None:
    entry = object()
    assert from_python(None, entry) == [entry]
    assert one(None, np.int64(5)).tolist() == [5]
    assert one(None, np.datetime64("2025-03-01")).dtype == np.dtype("datetime64[D]")
    assert one(None, True).dtype == np.bool_
    assert coded(from_python(None, None)).tolist() == [None]


class TestCoded:
    texts = Coded(np.array([0, 1, 2, 0]), ("a", "b", None))

    def test_reads_as_its_texts(self) -> None:
        assert self.texts.tolist() == ["a", "b", None, "a"]
        assert (len(self.texts), repr(self.texts)) == (4, "Coded(['a', 'b', None, 'a'])")
        assert self.texts.is_("a", None).tolist() == [True, False, True, True]
        assert self.texts.map({"a": 1, "b": 2, None: 3}).tolist() == [1, 2, 3, 1]

    def test_is_made_of_texts(self) -> None:
        made = Coded.of(["x", None, "x"])
        assert (made.codes.tolist(), made.values) == ([0, 1, 0], ("x", None))
        assert Coded.of([]).tolist() == []
        assert coded(["x", "y"]).tolist() == ["x", "y"]

    def test_a_text_without_a_number_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            self.texts.map({"a": 1})


COLUMNS: list[Column] = [
    np.array([1, 2, 3]),
    np.array(["2025-01-01", "2025-01-02", "NaT"], "datetime64[D]"),
    np.array([True, False, True]),
    Coded(np.array([0, 1, 0]), ("a", "b")),
    ["a", None, "c"],
]


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: type(column).__name__)
def test_rows_can_be_taken_and_blanked(column: Any) -> None:
    values = to_python(None, column)
    assert to_python(None, take(column, np.array([2, 0]))) == [values[2], values[0]]
    hidden = np.array([True, False, False])
    assert to_python(None, take(column, ~hidden)) == values[1:]
    blanked = to_python(None, blank(column, hidden))
    assert blanked[1:] == values[1:]
    assert blanked[0] in (None, False)


def test_null_is_no_number_that_a_column_holds() -> None:
    assert NULL < -(2**62)
