"""Customers who go elsewhere."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest

from factories.days import leaving, quotes
from factories.days.devices import in_use
from factories.rules.crm.customers import BUYERS_STAY, LEAVES_USUAL, STRUCK_OFF_AFTER
from tests.factories.support.finished_worlds import SEEDS
from tests.factories.support.finished_worlds import company as branch
from tests.factories.support.lived_company import company, day_of, lived, on

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


def _quiet_one(connection: sqlite3.Connection, day: int) -> int:
    """A customer who has written on that day not to call again, with nothing under way."""
    customer: int = connection.execute(
        "select customer_id from installed_devices as d where status = 'Active'"
        " and not exists (select 1 from appointments as a where a.customer_id = d.customer_id"
        "  and a.status in ('Scheduled', 'Confirmed'))"
        " and not exists (select 1 from subscriptions as s where s.customer_id = d.customer_id)"
        " and not exists (select 1 from installed_devices as w where w.customer_id = d.customer_id"
        "  and w.status <> 'Active')"
    ).fetchone()[0]
    feedback = _write_that_they_will_not_call(connection, customer)
    connection.execute(
        "update customer_feedback set feedback_date = ? where feedback_id = ?", (on(day), feedback)
    )
    return customer


def test_who_has_written_never_again_does_not_call() -> None:
    with company() as connection:
        customer = _quiet_one(connection, 1)
        assert customer not in in_use(day_of(connection, 2)).customer
        assert _what_goes_on(connection, customer) > 0


def test_who_has_written_never_again_is_struck_off_some_weeks_later() -> None:
    with company() as connection:
        customer = _quiet_one(connection, 1)
        least, most = STRUCK_OFF_AFTER
        for n in range(1, 2 + most):
            leaving.see_off(day_of(connection, n))
            if not _what_goes_on(connection, customer):
                assert n >= least
                break
        assert _what_goes_on(connection, customer) == 0


def test_nobody_is_done_with_us_while_we_are_still_to_come() -> None:
    with company() as connection:
        customer = np.array([_customer_with_contract(connection), _quiet_one(connection, 1)])
        assert leaving.free_to_go(day_of(connection), customer).tolist() == [customer[1]]


@pytest.mark.parametrize("seed", [42, 7])
def test_no_day_is_the_end_of_many(seed: int) -> None:
    """Those who had written not to call again do not go all at once when the days begin."""
    with lived(6, seed=seed) as after:
        gone = after.execute(
            "select count(distinct customer_id) from installed_devices where status = 'Inactive'"
            " and updated_at_utc > ?",
            (on(1),),
        ).fetchone()[0]
        assert gone <= 4


def test_in_the_history_too_who_writes_never_again_is_soon_gone() -> None:
    told = 0
    for seed in (42, 7):
        with company(seed=seed) as connection:
            still_here, wrote = connection.execute(
                "select coalesce(sum(customer_id not in (" + GONE + ")), 0), count(*)"
                " from customer_feedback where feedback_date < ? and overall_satisfaction <= 4"
                " and (comments like '%never again%' or comments like '%not be calling again%'"
                "  or comments like '%for another company%' or comments like '%stay away%')",
                (on(-STRUCK_OFF_AFTER[1]),),
            ).fetchone()
            assert still_here == 0
            told += wrote
    assert told > 0


def test_nobody_leaves_soon_after_buying_a_unit() -> None:
    with company() as connection:
        buyers = connection.execute(
            "select distinct customer_id from installed_devices where installed_by = 'Company'"
            " and installation_date > ?",
            (on(366 - BUYERS_STAY),),
        ).fetchall()
        gone = {int(c) for n in range(1, 366) for c in leaving.by_chance(day_of(connection, n))}
        assert gone
        assert gone.isdisjoint(customer for (customer,) in buyers)


def test_who_has_left_takes_no_offer() -> None:
    with company() as connection:
        quote, customer = connection.execute(
            "select quote_id, customer_id from quotes where status = 'Pending'"
            " and quote_type <> 'Repair'"
        ).fetchone()
        day = day_of(connection)
        leaving.part(day, np.array([customer]), day.at(7 * 60))
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
        leaving.part(day, np.array([customer]), day.at(7 * 60))
        found = connection.execute(
            "select status, cancelled_date from subscriptions where subscription_id = ?",
            (contract,),
        ).fetchone()
        assert found == ("Active", None)


def test_who_leaves_had_given_signs_of_it() -> None:
    """A back-test: the signs on the last day of the history, and who leaves in half a year."""
    there, left = np.zeros(3), np.zeros(3)
    for seed in (42, 7, 1):
        with company(seed=seed) as connection:
            gone = {customer for (customer,) in connection.execute(GONE)}
            everyone = connection.execute("select customer_id from customers order by 1").fetchall()
            ids = np.array([customer for (customer,) in everyone if customer not in gone])
            percent = leaving._leaves_percent(day_of(connection, 1), ids)
            usual = 100 * 100 // LEAVES_USUAL
            group = np.select([percent < usual, percent == usual], [0, 1], 2)
            leaves = {
                int(c) for n in range(1, 181) for c in leaving.by_chance(day_of(connection, n))
            }
            there += np.bincount(group, minlength=3)
            left += np.bincount(group, [int(customer) in leaves for customer in ids], minlength=3)
    loyal, usual_ones, signs = left / there
    assert signs > 1.25 * usual_ones
    assert loyal < 0.9 * usual_ones
    # Others go after a furious answer, or to the contractor who puts in a new one.
    assert left.sum() / there.sum() == pytest.approx(0.04, abs=0.015)


def test_in_the_history_too_few_leave_whose_contract_is_running() -> None:
    held, leavers, stay_held, stayers = 0, 0, 0, 0
    for seed in SEEDS:
        world = branch(seed)
        last = np.minimum(world.leaving, world.today + 1) - 1
        leaves = last < world.today
        contracts = world.contracts
        on = last[contracts.customer]
        running = np.zeros(len(last), np.bool_)
        running[contracts.customer[(contracts.start <= on) & (contracts.covers_until >= on)]] = True
        held, leavers = held + int(running[leaves].sum()), leavers + int(leaves.sum())
        stay_held, stayers = stay_held + int(running[~leaves].sum()), stayers + int((~leaves).sum())
    assert held / leavers < 0.7 * stay_held / stayers
