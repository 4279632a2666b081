"""The days go on booking and confirming as the history did: in the week, seldom on Sundays."""

from contextlib import ExitStack

from tests.factories.support.appointment_days import Office, office
from tests.factories.support.lived_company import lived, on

DAYS, SEEDS = 150, (42, 7, 11)


def since(column: str) -> Office:
    with ExitStack() as books:
        companies = [books.enter_context(lived(DAYS, seed=seed)) for seed in SEEDS]
        return office(companies, column, on(1))


def test_who_books_calls_in_the_week() -> None:
    booked = since("created_date")
    *in_the_week, saturday, sunday = booked.weekdays
    assert min(in_the_week) > saturday
    assert 0.12 < saturday + sunday < 0.22
    assert sunday < 0.11
    assert booked.holidays < 0.9


def test_the_office_calls_to_confirm_when_it_is_open() -> None:
    confirmed = since("confirmed_date")
    *in_the_week, saturday, sunday = confirmed.weekdays
    assert min(in_the_week) > 0.12
    assert saturday < 0.1
    assert sunday < 0.06
    assert confirmed.holidays < 0.6
