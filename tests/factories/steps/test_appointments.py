"""On which days the office books and confirms: few at weekends, fewest on Sundays and holidays."""

from tests.factories.support.appointment_days import office
from tests.factories.support.default_companies import companies


def test_who_books_calls_in_the_week() -> None:
    booked = office(companies(), "created_date")
    *in_the_week, saturday, sunday = booked.weekdays
    assert min(in_the_week) > saturday > sunday
    assert 0.15 < saturday + sunday < 0.20
    # As a Sunday, or less.
    assert booked.holidays < 0.65


def test_the_office_calls_to_confirm_when_it_is_open() -> None:
    confirmed = office(companies(), "confirmed_date")
    *in_the_week, saturday, sunday = confirmed.weekdays
    assert min(in_the_week) > 0.13
    assert saturday < 0.08
    assert sunday < 0.04
    assert confirmed.holidays < 0.4
