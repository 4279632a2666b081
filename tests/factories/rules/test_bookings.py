"""When customers call to book, and when visits are confirmed."""

import numpy as np
import pytest

from factories.engine.streams import Chance, Ints
from factories.rules.appointments import bookings, scheduling
from factories.rules.calls import demand
from factories.rules.crm import customers
from factories.rules.hours.calendar import is_holiday, office_open, weekday_of

MANY = 20_000
CHANCE = Chance(11, ("bookings",), np.arange(MANY))
LOT = CHANCE.below("lot", 5)
FRIDAY, SATURDAY, SUNDAY, MONDAY = 4, 5, 6, 0
CHRISTMAS = "2025-12-25"


def numbers(day: str) -> Ints:
    return np.full(MANY, np.datetime64(day, "D").astype(np.int64))


@pytest.mark.parametrize(
    ("day", "share"),
    [
        ("2025-06-13", 1.0),
        ("2025-06-14", bookings.SATURDAY_CALLS),
        ("2025-06-15", bookings.SUNDAY_CALLS),
        (CHRISTMAS, bookings.SUNDAY_CALLS),
    ],
)
def test_fewer_call_where_the_office_is_closed(day: str, share: float) -> None:
    asked = numbers(day)
    called = bookings.calls_by(CHANCE, asked, LOT)
    assert np.mean(called == asked) == pytest.approx(share, abs=0.02)
    others = called[called != asked]
    assert office_open(others.astype("datetime64[D]")).all()
    assert (others < asked[0]).all()
    assert (others >= asked[0] - 7).all()


def test_holidays_have_the_calls_of_sundays() -> None:
    friday, saturday, sunday, christmas = (
        demand.calls_on(int(numbers(day)[0]))
        for day in ("2025-06-13", "2025-06-14", "2025-06-15", CHRISTMAS)
    )
    assert friday > saturday > sunday == christmas


def test_visits_are_confirmed_while_the_office_is_open() -> None:
    """Every visit of two years; what is booked long before is not confirmed at once."""
    days = np.arange("2024-12-01", "2026-12-01", dtype="datetime64[D]")
    visits = days[office_open(days)].astype(np.int64)
    start = visits[np.arange(MANY) % len(visits)] * 1440 + 10 * 60
    confirmed = scheduling.confirmed_at(CHANCE, start, start - 60 * 1440)
    day = confirmed // 1440
    weekday = (day + 3) % 7
    assert not (weekday == SUNDAY).any()
    assert not (is_holiday(day.astype("datetime64[D]")) & (weekday < SATURDAY)).any()
    assert 0 < np.mean(weekday == SATURDAY) < 0.05
    ahead = start // 1440 - day
    assert ahead.min() == 1
    assert ahead.max() <= scheduling.CONFIRMED_WITHIN
    mondays = weekday[(start // 1440 + 3) % 7 == MONDAY]
    assert np.mean(mondays == FRIDAY) > 0.5


def test_what_is_booked_for_tomorrow_is_confirmed_at_once() -> None:
    start = numbers("2025-06-16") * 1440 + 10 * 60
    booked = start - 18 * 60
    confirmed = scheduling.confirmed_at(CHANCE, start, booked)
    assert ((confirmed > booked) & (confirmed <= booked + 15)).all()


def test_the_book_is_fuller_before_a_season_of_tune_ups() -> None:
    """Thirteen days' worth at the end of March, half of it before the holidays; the rest is the
    same."""
    march, december = (int(numbers(day)[0]) for day in ("2025-03-25", "2025-12-10"))
    assert scheduling.upcoming_days(march) > 1.7 * scheduling.upcoming_days(december)
    spring, winter = (scheduling.upcoming_types(day) for day in (march, december))
    assert spring["Repair"] == winter["Repair"]
    year = [scheduling.upcoming_days(march + day) for day in range(365)]
    assert np.mean(year) == pytest.approx(sum(scheduling.UPCOMING_TYPES.values()) / 100, rel=0.03)


def test_leads_of_the_weekend_do_not_all_come_on_monday() -> None:
    day = numbers("2025-06-09") + CHANCE.below("day of a week", 7)
    later = customers.after_weekends(CHANCE, day, np.zeros(MANY, np.bool_))
    weekday = weekday_of(later)
    assert 0.15 < np.mean(weekday == MONDAY) < 0.21
    assert not (weekday == SUNDAY).any()
    soon = customers.after_weekends(CHANCE, day, np.ones(MANY, np.bool_))
    assert (soon - day).max() <= 4
    assert (soon >= day).all()
