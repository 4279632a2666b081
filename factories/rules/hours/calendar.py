"""Working days: Monday to Friday but the federal holidays a service company keeps [K]."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TypeVar

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.engine.values import Day, Days

DayNumbers = TypeVar("DayNumbers", int, Ints)
"""One day, or a column of them, as days since 1970-01-01."""

ONE_DAY, ONE_MINUTE = np.timedelta64(1, "D"), np.timedelta64(1, "m")
"""To add to columns of dates and of moments."""

OPENS, CLOSES = 8 * 60, 17 * 60
"""Minutes of the day at which the office opens and closes; routine visits start in between [E]."""
LAST_END = 20 * 60
"""Minute of the day by which routine visits end: one that would end later is moved to another day.
Assumption."""


NIGHT_FROM, NIGHT_TO = 22 * 60, 6 * 60
"""Minutes of the day between which a visit that has not ended counts as night work. Assumption."""
REST = 8 * 60
"""Minutes of rest from routine visits after night work. Assumption: usual for on-call duty."""


def rested_at(end: int) -> int:
    """When somebody whose visit ended at ``end`` (minutes) may be at a routine one."""
    return end if NIGHT_TO <= end % 1440 < NIGHT_FROM else end + REST


END_OF_DAY = 24 * 60 - 1
"""The last minute of a day."""
FAR_OFF = 2**31
"""A day number later than any in use: of what has not happened, and may never."""
LAST_MINUTE = 24 * 60 - 5
"""Minute of the day by which emergency visits end. Assumption: nobody is at work at midnight; the
visit starts earlier, or on the day after."""


def weekday_of(day: DayNumbers) -> DayNumbers:
    """0 is Monday."""
    # 1970-01-01 was a Thursday.
    weekday: DayNumbers = (day + 3) % 7
    return weekday


def month_of(days: Ints | Days) -> Ints:
    """Months, 0 is January, of a column of day numbers, dates or moments."""
    months: Ints = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    return months


def whole_years(since: Days, day: Days | Day) -> Ints:
    """Anniversaries from one date to another, as people count ages."""
    months = day.astype("datetime64[M]").astype(np.int64)
    months = months - since.astype("datetime64[M]").astype(np.int64)
    into = day - day.astype("datetime64[M]") < since - since.astype("datetime64[M]")
    years: Ints = (months - into) // 12
    return years


def months_later(dates: Days | Day, months: Ints | int) -> Days:
    """The same day of the month some months on; the month's last where it has no such day."""
    month = dates.astype("datetime64[M]")
    later = month + np.asarray(months).astype("timedelta64[M]")
    same_day = later.astype("datetime64[D]") + (dates - month.astype("datetime64[D]"))
    last = (later + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    day: Days = np.minimum(same_day, last)
    return day


def holidays(year: int) -> tuple[dt.date, ...]:
    """New Year's Day, Memorial Day, Independence Day, Labor Day, Thanksgiving, Christmas Day."""
    last_of_may = dt.date(year, 5, 31)
    first_of_september = dt.date(year, 9, 1)
    first_of_november = dt.date(year, 11, 1)
    return (
        dt.date(year, 1, 1),
        last_of_may - dt.timedelta(last_of_may.weekday()),
        dt.date(year, 7, 4),
        first_of_september + dt.timedelta((0 - first_of_september.weekday()) % 7),
        first_of_november + dt.timedelta((3 - first_of_november.weekday()) % 7 + 21),
        dt.date(year, 12, 25),
    )


@lru_cache(maxsize=64)
def working_days(first: int, last: int) -> Ints:
    """The working days among the day numbers ``first`` to ``last``, in order."""
    days = np.arange(first, last + 1, dtype=np.int64)
    weekday = weekday_of(days)
    years = range(1970 + first // 366 - 1, 1970 + last // 365 + 2)
    off = np.array([day for year in years for day in holidays(year)], "datetime64[D]").astype(
        np.int64
    )
    working: Ints = days[(weekday < 5) & ~among(days, off)]
    working.flags.writeable = False
    return working


def is_holiday(days: Days) -> Mask:
    """True for the holidays of a date column."""
    month = days.astype("datetime64[M]")
    of_year = month.astype(np.int64) % 12 + 1
    of_month = (days - month.astype("datetime64[D]")).astype(np.int64) + 1
    weekday = weekday_of(days.astype(np.int64))
    fixed = among(of_year * 100 + of_month, np.array((101, 704, 1225)))
    memorial = (of_year == 5) & (of_month >= 25) & (weekday == 0)
    labor = (of_year == 9) & (of_month <= 7) & (weekday == 0)
    thanksgiving = (of_year == 11) & (of_month >= 22) & (of_month <= 28) & (weekday == 3)
    is_one: Mask = fixed | memorial | labor | thanksgiving
    return is_one


def office_open(days: Days) -> Mask:
    """True for the working days of a date column."""
    is_open: Mask = (weekday_of(days.astype(np.int64)) < 5) & ~is_holiday(days)
    return is_open


def next_office_day(days: Days | Day) -> Days:
    """The working day on or after each date, or one date; NaT stays."""
    return _stepped(days, 1)


def previous_office_day(days: Days | Day) -> Days:
    """The working day on or before each date, or one date; NaT stays."""
    return _stepped(days, -1)


def office_day_before(days: Days | Ints, lot: Ints) -> Days:
    """The working day on or before each date, but what fell on a weekend is on any day of the week
    before; ``lot`` is below five: nobody does on Fridays what might have been done all week."""
    numbers = np.asarray(days, "datetime64[D]").astype(np.int64)
    return previous_office_day(off_the_weekend(numbers, lot).astype("datetime64[D]"))


def office_day_after(days: Days | Ints, lot: Ints) -> Days:
    """The working day on or after each date; what falls on a weekend is on any day of the week that
    follows."""
    numbers = np.asarray(days, "datetime64[D]").astype(np.int64)
    past = weekday_of(numbers) - 4
    moved = np.where(past > 0, numbers + 3 - past + lot, numbers)
    return next_office_day(moved.astype("datetime64[D]"))


_BLOCK = 1 << 14
"""Days, 45 years, for which the nearest working days are looked up at once."""


def _stepped(days: Days | Day, step: int) -> Days:
    given = np.array(days, "datetime64[D]", ndmin=1)
    known = ~np.isnat(given)
    if not known.any():
        return given.reshape(np.shape(days))
    numbers = given.astype(np.int64)
    if not known.all():
        numbers = np.where(known, numbers, numbers[known][0])
    first, last = int(numbers.min()) // _BLOCK, int(numbers.max()) // _BLOCK
    nearest = _nearest(first * _BLOCK, (last + 1) * _BLOCK, step)
    moved: Days = np.where(known, nearest[numbers - first * _BLOCK], given)
    return moved.reshape(np.shape(days))


@lru_cache(maxsize=16)
def _nearest(first: int, end: int, step: int) -> Days:
    """The working day on or after each day number (``step`` 1), or on or before it (-1)."""
    longest = 8
    days = np.arange(first - longest, end + longest)
    if step > 0:
        days = days[::-1]
    last_open = np.where(office_open(days.astype("datetime64[D]")), np.arange(len(days)), 0)
    nearest = days[np.maximum.accumulate(last_open)][::-step]
    day: Days = nearest[longest:-longest].astype("datetime64[D]")
    return day


def next_working(days: Ints, working: Ints) -> Ints:
    """The working day on or after each of ``days``; the last one of ``working`` for days after
    it."""
    found: Ints = working[np.minimum(np.searchsorted(working, days, side="left"), len(working) - 1)]
    return found


def previous_working(days: Ints, working: Ints) -> Ints:
    """The working day on or before each of ``days``; the first one of ``working`` for days before
    it."""
    found: Ints = working[np.maximum(np.searchsorted(working, days, side="right") - 1, 0)]
    return found


def working_day_after(days: Ints, steps: Ints, working: Ints) -> Ints:
    """The working day ``steps`` working days after the first one on or after each of ``days``."""
    place = np.searchsorted(working, days, side="left") + steps
    found: Ints = working[np.clip(place, 0, len(working) - 1)]
    return found


def working_days_left(days: Ints, working: Ints) -> Ints:
    """How many of ``working`` are on or after each of ``days``."""
    left: Ints = len(working) - np.searchsorted(working, days, side="left")
    return left


def working_day_between(fraction: Ints, first: Ints, last: Ints, working: Ints) -> Ints:
    """A working day from ``first`` to ``last``, by a fraction of 2**32: all equally likely.

    Where there is none between them, the next one after ``first``.
    """
    low = np.searchsorted(working, first, side="left")
    high = np.searchsorted(working, last, side="right")
    place = low + (fraction * np.maximum(high - low, 1) >> 32)
    found: Ints = working[np.clip(place, 0, len(working) - 1)]
    return found


def off_the_weekend(days: Ints, lot: Ints) -> Ints:
    """Saturdays and Sundays moved back to any day of the week before; ``lot`` is below five."""
    past = weekday_of(days) - 4
    moved: Ints = np.where(past > 0, days - past - lot, days)
    return moved


def work_day(days: Ints, lot: Ints) -> Ints:
    """The day itself, or one before it on which units are put in: neither a weekend nor a holiday,
    nor a February 29, so that warranties end on the same date years later."""
    back = office_day_until(off_the_weekend(days, lot))
    return office_day_until(no_leap_day(back))


def office_day_from(day: Ints) -> Ints:
    """The office day on or after each day number."""
    number: Ints = next_office_day(day.astype("datetime64[D]")).astype(np.int64)
    return number


def office_day_until(day: Ints) -> Ints:
    """The office day on or before each day number."""
    number: Ints = previous_office_day(day.astype("datetime64[D]")).astype(np.int64)
    return number


def office_days_later(day: Ints, count: Ints) -> Ints:
    """The office day so many office days after each day number; itself where that is none."""
    for step in range(int(count.max(initial=0))):
        day = np.where(step < count, office_day_from(day + 1), day)
    return day


def no_leap_day(day: Ints) -> Ints:
    """The same day, or February 28 for a 29th: warranties end on the same date years later."""
    date = day.astype("datetime64[D]")
    month = date.astype("datetime64[M]")
    of_month = (date - month.astype("datetime64[D]")).astype(np.int64)
    is_leap_day = (month.astype(np.int64) % 12 == 1) & (of_month == 28)
    ordinary: Ints = day - is_leap_day
    return ordinary


def week(day: int) -> int:
    """Number of the week, Monday to Sunday (1970-01-01 was a Thursday)."""
    return (day + 3) // 7
