"""Working days: when the company works, and how visits find them."""

import datetime as dt

import numpy as np
import pytest

from factories.rules.hours.calendar import (
    ONE_DAY,
    holidays,
    next_office_day,
    off_the_weekend,
    office_open,
    previous_office_day,
    previous_working,
    working_day_after,
    working_day_between,
    working_days,
)


def number(year: int, month: int, day: int) -> int:
    return (dt.date(year, month, day) - dt.date(1970, 1, 1)).days


def test_holidays_of_a_year() -> None:
    assert holidays(2026) == (
        dt.date(2026, 1, 1),
        dt.date(2026, 5, 25),
        dt.date(2026, 7, 4),
        dt.date(2026, 9, 7),
        dt.date(2026, 11, 26),
        dt.date(2026, 12, 25),
    )


def test_working_days_leave_out_weekends_and_holidays() -> None:
    days = working_days(number(2026, 11, 23), number(2026, 11, 30))
    assert [str(day) for day in days.astype("datetime64[D]")] == [
        "2026-11-23",
        "2026-11-24",
        "2026-11-25",
        "2026-11-27",
        "2026-11-30",
    ]


def test_every_holiday_of_thirty_years_is_off() -> None:
    days = set(working_days(number(2010, 1, 1), number(2039, 12, 31)).tolist())
    for year in range(2010, 2040):
        assert not days & {(day - dt.date(1970, 1, 1)).days for day in holidays(year)}


@pytest.mark.parametrize(("steps", "expected"), [(0, 23), (1, 24), (3, 27), (-1, 20)])
def test_steps_count_working_days(steps: int, expected: int) -> None:
    working = working_days(number(2026, 11, 2), number(2026, 12, 31))
    found = working_day_after(np.array([number(2026, 11, 22)]), np.array([steps]), working)
    assert str(found.astype("datetime64[D]")[0]) == f"2026-11-{expected}"


def test_days_between_are_equally_likely_and_inside() -> None:
    working = working_days(number(2026, 3, 2), number(2026, 3, 31))
    first, last = np.full(4_000, number(2026, 3, 9)), np.full(4_000, number(2026, 3, 20))
    fraction = (np.arange(4_000, dtype=np.int64) << 32) // 4_000
    found = working_day_between(fraction, first, last, working)
    values, counts = np.unique(found, return_counts=True)
    assert len(values) == 10
    assert counts.max() - counts.min() <= 2
    assert values[0] >= first[0]
    assert values[-1] <= last[0]


def test_before_and_off_the_weekend() -> None:
    working = working_days(number(2026, 3, 2), number(2026, 3, 31))
    sunday = np.array([number(2026, 3, 15)])
    assert previous_working(sunday, working)[0] == number(2026, 3, 13)
    assert [off_the_weekend(sunday, np.array([lot]))[0] for lot in range(5)] == [
        number(2026, 3, 13 - lot) for lot in range(5)
    ]
    assert off_the_weekend(sunday + 1, np.array([4]))[0] == number(2026, 3, 16)


def test_the_office_is_open_on_working_days() -> None:
    days = np.arange(np.datetime64("1995-01-01"), np.datetime64("2035-01-01"))
    working = working_days(int(days[0].astype(int)), int(days[-1].astype(int)))
    assert (days[office_open(days)].astype(np.int64) == working).all()
    for moved, ahead in ((next_office_day(days), 1), (previous_office_day(days), -1)):
        assert office_open(moved).all()
        steps = (moved - days).astype(np.int64) * ahead
        assert steps.min() == 0
        assert steps.max() <= 4
    assert np.isnat(next_office_day(np.array(["NaT"], "datetime64[D]"))).all()


@pytest.mark.parametrize("first", ["1969-11-01", "2014-06-01", "2058-09-01", "2094-01-01"])
def test_the_nearest_office_day_is_the_first_that_is_open(first: str) -> None:
    days = np.datetime64(first, "D") + np.arange(800)
    after, before = next_office_day(days), previous_office_day(days)
    assert office_open(after).all()
    assert office_open(before).all()
    for day, later, earlier in zip(days, after, before, strict=True):
        assert not office_open(np.arange(day, later)).any()
        assert not office_open(np.arange(earlier + ONE_DAY, day + ONE_DAY)).any()


def test_no_day_has_no_office_day() -> None:
    nothing = np.array(["NaT", "2026-07-04"], "datetime64[D]")
    assert np.isnat(next_office_day(nothing)).tolist() == [True, False]
    assert np.isnat(previous_office_day(nothing[:1])).all()
