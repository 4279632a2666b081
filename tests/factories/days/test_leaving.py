"""Customers who go elsewhere."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest

from factories.days import leaving, quotes
from tests.factories.days.lived import company, day_of, lived, on

GONE = """
    select customer_id from installed_devices group by customer_id
    having sum(status in ('Active', 'Under Maintenance')) = 0"""


def _write_that_they_will_not_call(connection: sqlite3.Connection, customer: int) -> int:
    feedback: int = connection.execute("select max(feedback_id) from customer_feedback").fetchone()[
        0
    ]
    connection.execute(
        "update customer_feedback set customer_id = ?, comments = 'Late. Never again.',"
        " overall_satisfaction = 2, feedback_type = 'Complaint', would_recommend = 0"
        " where feedback_id = ?",
        (customer, feedback),
    )
    return feedback


def _customer_with_contract(connection: sqlite3.Connection) -> int:
    customer: int = connection.execute(
        "select s.customer_id from subscriptions as s join installed_devices as d"
        " on d.customer_id = s.customer_id join appointments as a"
        " on a.customer_id = s.customer_id and a.status in ('Scheduled', 'Confirmed')"
        " where s.status = 'Active' and d.status = 'Active'"
    ).fetchone()[0]
    return customer


def _what_goes_on(connection: sqlite3.Connection, customer: int) -> int:
    count: int = connection.execute(
        "select (select count(*) from installed_devices where customer_id = ?1"
        "  and status in ('Active', 'Under Maintenance'))"
        " + (select count(*) from appointments where customer_id = ?1"
        "  and status in ('Scheduled', 'Confirmed'))"
        " + (select count(*) from subscriptions where customer_id = ?1"
        "  and status in ('Active', 'Suspended'))",
        (customer,),
    ).fetchone()[0]
    return count


def test_a_ninth_of_the_customers_leaves_a_year() -> None:
    with company() as connection:
        there = connection.execute("select count(distinct customer_id) from customers").fetchone()
        gone = connection.execute(f"select count(*) from ({GONE})").fetchone()
        left = sum(len(leaving.by_chance(day_of(connection, n))) for n in range(1, 366))
        share = left / (there[0] - gone[0])
        assert share == pytest.approx(0.11, abs=0.04)


def test_who_had_written_never_again_is_gone_before_the_first_visit() -> None:
    with company() as connection:
        customer = _customer_with_contract(connection)
        _write_that_they_will_not_call(connection, customer)
        assert _what_goes_on(connection, customer) > 2
        leaving.strike_off(day_of(connection))
        assert _what_goes_on(connection, customer) == 0


def test_old_words_are_looked_at_on_the_first_day_only() -> None:
    with company() as connection:
        customer = _customer_with_contract(connection)
        _write_that_they_will_not_call(connection, customer)
        leaving.strike_off(day_of(connection, 2))
        assert _what_goes_on(connection, customer) > 2


def test_who_writes_never_again_today_is_gone_by_the_evening() -> None:
    with company() as connection:
        customer = _customer_with_contract(connection)
        day = day_of(connection, 5)
        day.books.added["customer_feedback"] = {
            _write_that_they_will_not_call(connection, customer): 0
        }
        leaving.see_off(day)
        assert _what_goes_on(connection, customer) == 0
        assert customer in day.notes["left"].tolist()
        assert connection.execute(
            "select count(*) from subscriptions where customer_id = ? and cancelled_date = ?",
            (customer, on(5)),
        ).fetchone() == (1,)


def test_who_has_left_takes_no_offer() -> None:
    with company() as connection:
        quote, customer = connection.execute(
            "select quote_id, customer_id from quotes where status = 'Pending'"
            " and quote_type <> 'Repair'"
        ).fetchone()
        day = day_of(connection)
        day.books.added["customer_feedback"] = {
            _write_that_they_will_not_call(connection, customer): 0
        }
        leaving.see_off(day)
        day.notes["in use"] = None
        quotes.withdraw(day)
        assert connection.execute(
            "select status, follow_up_date from quotes where quote_id = ?", (quote,)
        ).fetchone() == ("Declined", None)


def test_nobody_leaves_while_a_sale_is_to_be_done() -> None:
    with lived(150) as after:
        sold, stuck = after.execute(
            "select count(*), sum(q.service_call_id is null) from quotes as q"
            " where q.status = 'Accepted' and q.quote_type <> 'Maintenance Contract'"
            f" and q.customer_id in ({GONE}) and q.customer_id <= 500"
        ).fetchone()
        assert sold > 0
        assert stuck == 0


def test_a_contract_that_has_ended_is_not_cancelled() -> None:
    with company() as connection:
        contract, customer = connection.execute(
            "select max(subscription_id), customer_id from subscriptions where status = 'Active'"
        ).fetchone()
        connection.execute(
            "update subscriptions set end_date = ?1, start_date = date(?1, '-1 year', '+1 day'),"
            " next_service_date = null where subscription_id = ?2",
            (on(0), contract),
        )
        day = day_of(connection)
        leaving._part(day, np.array([customer]), day.at(7 * 60))
        found = connection.execute(
            "select status, cancelled_date from subscriptions where subscription_id = ?",
            (contract,),
        ).fetchone()
        assert found == ("Active", None)
