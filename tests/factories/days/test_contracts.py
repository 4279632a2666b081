"""Terms of contracts: how they begin, end and are planned."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest

from factories.days import contracts
from factories.days.credit import held_today
from factories.days.day import Day
from factories.days.devices import in_use
from factories.days.occasions import _contracts
from factories.days.visit_rows import as_columns
from factories.engine.set_operations import among
from factories.engine.streams import Ints
from factories.rules.crm import contracts as rules
from factories.rules.crm.contracts import PLANS
from tests.factories.support.lived_company import company, day_of, lived, on


def _evening(day: Day) -> None:
    """Plan the visits of a day on which nobody was visited."""
    day.visits = as_columns(day, [])
    contracts.plan_visits(day)


def test_what_renews_itself_is_not_turned_off_by_running_out() -> None:
    """Who turns it off does so before the end."""
    renews = "select subscription_id, auto_renewal from subscriptions where status {} 'Expired'"
    with company() as connection:
        before = dict(connection.execute(renews.format("<>")).fetchall())
        connection.execute(
            "update subscriptions set end_date = ?1 where status = 'Active' and start_date < ?1",
            (on(0),),
        )
        contracts.turn_over(day_of(connection))
        after = dict(connection.execute(renews.format("=")).fetchall())
    ended = before.keys() & after.keys()
    assert len(ended) > 50
    assert all(before[key] == after[key] for key in ended)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_some_who_let_it_lapse_turn_it_off_before(
    share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "RENEWAL_SHARE", (0.0, 0.0))
    monkeypatch.setattr(rules, "SWITCHES_OFF", share)
    monkeypatch.setattr(rules, "LAPSE_SAID_BEFORE", (10, 10))
    changed = "select count(*), sum(auto_renewal) from subscriptions where status = 'Active'"
    with company() as connection:
        connection.execute(
            "update subscriptions set end_date = ?, auto_renewal = true where status = 'Active'",
            (on(11),),
        )
        contracts.turn_over(day_of(connection))
        running, renew = connection.execute(changed).fetchone()
        signed_today = connection.execute(
            "select count(*) from subscriptions where start_date = ?", (on(1),)
        ).fetchone()[0]
    kept = running if share == 0.0 else signed_today
    assert renew == pytest.approx(kept, abs=signed_today)


def test_five_of_six_renew() -> None:
    with lived(150) as after:
        ended, followed = after.execute(
            "select count(*), sum(exists (select 1 from subscriptions as n"
            " where n.customer_id = p.customer_id and n.start_date = date(p.end_date, '+1 day')))"
            " from subscriptions as p where p.status = 'Expired'"
            " and p.end_date between ? and ?",
            (on(1), on(148)),
        ).fetchone()
        assert followed / ended == pytest.approx(0.84, abs=0.15)


def test_a_term_goes_on_as_it_was_but_for_the_few_who_change_plans() -> None:
    range_of = {plan.name: plan.discount for plan in PLANS}
    with lived(150) as after:
        pairs = after.execute(
            "select p.service_plan, n.service_plan, p.payment_frequency = n.payment_frequency,"
            " p.discount_percentage, n.discount_percentage"
            " from subscriptions as p join subscriptions as n"
            " on n.customer_id = p.customer_id and n.start_date = date(p.end_date, '+1 day')"
            " where n.start_date > ?",
            (on(0),),
        ).fetchall()
    assert all(paid_alike for _, _, paid_alike, _, _ in pairs)
    same = [pair for pair in pairs if pair[0] == pair[1]]
    assert len(same) > 0.7 * len(pairs) > 0
    assert all(before == after for _, _, _, before, after in same)
    for _, plan, _, _, percent in pairs:
        assert range_of[plan][0] <= percent <= range_of[plan][1]


def test_new_customers_are_offered_contracts_more_often_than_others() -> None:
    """As they sign them more often in the history: ``NEW_SIGN_TIMES``."""
    with company() as connection:
        offered, new, share = 0, 0, 0.0
        for days in range(1, 25):
            day = day_of(connection, days)
            devices = in_use(day)
            fresh = contracts.new_customers(day)
            made = _contracts(day, devices, np.array([4]))
            offered += len(made)
            new += int(among(made.customer, fresh).sum())
            free = ~among(devices.customer, _holders(connection))
            share += among(devices.customer[free], fresh).mean() / 24
        assert 3 * share < new / offered < 9 * share


def _holders(connection: sqlite3.Connection) -> Ints:
    found = connection.execute("select distinct customer_id from subscriptions").fetchall()
    return np.array([key for (key,) in found], np.int64)


def test_about_as_many_contracts_are_in_force_as_before() -> None:
    query = (
        "select count(*) from subscriptions where start_date <= ?1"
        " and coalesce(cancelled_date, end_date) >= ?1"
    )
    with lived(150) as after:
        before, since = (after.execute(query, (on(n),)).fetchone()[0] for n in (0, 150))
        assert since == pytest.approx(before, rel=0.35)


def test_some_give_up_and_some_are_suspended_for_a_while() -> None:
    with company() as connection:
        for days in range(1, 200):
            day = day_of(connection, days)
            contracts.turn_over(day)
            suspended = connection.execute(
                "select count(*) from subscriptions where status = 'Suspended'"
                " and next_service_date is not null"
            ).fetchone()
            assert suspended == (0,)
        gone, stopped = connection.execute(
            "select sum(status = 'Cancelled' and cancelled_date > ?), sum(status = 'Suspended')"
            " from subscriptions",
            (on(0),),
        ).fetchone()
        assert gone > 0
        assert stopped < 8


def test_who_was_suspended_in_the_history_goes_on_within_weeks() -> None:
    query = "select subscription_id from subscriptions where status = 'Suspended'"
    with company() as before, lived(150) as after:
        stopped = {row[0] for row in before.execute(query)}
        assert stopped
        assert stopped.isdisjoint(row[0] for row in after.execute(query))


def test_who_owes_for_long_is_sold_no_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "SIGNED_WITHOUT_QUOTE", 100.0)
    with company() as connection:
        connection.execute("delete from payments")
        connection.execute(
            "update invoices set status = 'Overdue' where status = 'Paid' and due_date < ?",
            (on(0),),
        )
        day = day_of(connection)
        owing, signers = held_today(day), contracts._signers(day)
        assert len(owing) > 5
        assert len(signers) > 5
        assert not among(signers, owing).any()


def test_a_quote_that_is_accepted_is_a_contract_the_next_morning() -> None:
    with company() as connection:
        customer = connection.execute(
            "select c.customer_id from customers as c join installed_devices as d"
            " on d.customer_id = c.customer_id and d.status = 'Active'"
            " where c.customer_type = 'residential' and c.customer_id not in"
            "  (select customer_id from subscriptions)"
        ).fetchone()[0]
        connection.execute(
            "update quotes set customer_id = ?, status = 'Accepted', total_amount = 350,"
            " labor_hours = 0, labor_cost = 0, equipment_cost = 0, parts_cost = 350,"
            " quote_type = 'Maintenance Contract', quote_date = ? where quote_id ="
            "  (select max(quote_id) from quotes where status = 'Pending')",
            (customer, on(0)),
        )
        contracts.turn_over(day_of(connection))
        signed = connection.execute(
            "select service_plan, annual_cost, start_date, status from subscriptions"
            " where customer_id = ?",
            (customer,),
        ).fetchall()
        assert signed == [("Comprehensive", PLANS[2].annual_cost, on(1), "Active")]


def test_the_next_visit_lies_ahead_and_is_the_one_that_is_booked() -> None:
    with company() as connection:
        day = day_of(connection)
        customer = connection.execute(
            "select customer_id from subscriptions where status = 'Active'"
            " and end_date > ? and customer_id not in (select customer_id from appointments"
            "  where status in ('Scheduled', 'Confirmed'))",
            (on(90),),
        ).fetchone()[0]
        connection.execute(
            "update appointments set customer_id = ? where appointment_id ="
            " (select max(appointment_id) from appointments where status = 'Scheduled'"
            "  and appointment_type = 'Maintenance')",
            (customer,),
        )
        _evening(day)
        planned, booked = connection.execute(
            "select (select max(next_service_date) from subscriptions where customer_id = ?1),"
            " (select max(appointment_date) from appointments where customer_id = ?1"
            "  and status = 'Scheduled')",
            (customer,),
        ).fetchone()
        assert planned == booked


def test_some_visits_are_put_off_to_the_next_half_year(monkeypatch: pytest.MonkeyPatch) -> None:
    planned, usual = [], rules.VISITS_OFFERED
    for share in (1.0, usual, 0.0):
        monkeypatch.setattr(rules, "VISITS_OFFERED", share)
        with company() as connection:
            # Nobody is overdue, and the terms last for long enough.
            connection.execute("update installed_devices set last_maintenance_date = ?", (on(0),))
            connection.execute(
                "update subscriptions set next_service_date = ?, end_date = ?"
                " where status = 'Active'",
                (on(1), on(900)),
            )
            _evening(day_of(connection))
            visits = "select julianday(next_service_date) from subscriptions"
            found = connection.execute(f"{visits} where status = 'Active'").fetchall()
            planned.append([day for (day,) in found])
    soon, some, late = (sum(days) / len(days) for days in planned)
    put_off = (some - soon) / (late - soon)
    assert put_off == pytest.approx(1 - usual, abs=0.12)


def test_a_visit_whose_day_has_passed_is_planned_anew() -> None:
    with company() as connection:
        connection.execute(
            "update subscriptions set next_service_date = ? where status = 'Active'", (on(1),)
        )
        _evening(day_of(connection))
        planned = connection.execute(
            "select next_service_date, end_date from subscriptions where status = 'Active'"
        ).fetchall()
        assert all(visit is None or on(1) < visit <= end for visit, end in planned)
        assert sum(visit is not None for visit, _ in planned) > len(planned) / 2
