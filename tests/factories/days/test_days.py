"""Whole days: the same however they are split, and nothing of the past changes."""

from __future__ import annotations

import inspect
import re

import pytest

from factories.days import plan
from factories.days.day import Day
from tests.factories.support.lived_company import company, dump, live, lived, on

FINAL = {
    "weather_daily": "*",
    "parts_usage": "*",
    "invoice_lines": "*",
    "customer_feedback": "*",
    "service_calls": "*",
    "purchase_orders": "purchase_order_id, part_id, quantity, ordered_date, expected_date",
    "invoices": "invoice_id, invoice_number, service_call_id, issue_date, due_date, total_amount",
    "appointments": "appointment_id, customer_id, technician_id, appointment_type, created_date,"
    " estimated_duration_hours, priority, window_start, window_end",
    "payments": "payment_id, invoice_id, payment_date, amount, payment_method, transaction_id",
    "work_orders": "work_order_id, work_order_number, description, estimated_hours, priority",
}
"""Columns that are written once; the others follow what happens."""


@pytest.mark.parametrize("split", [(3, 4), (1, 1, 5)])
def test_days_at_once_are_days_one_by_one(split: tuple[int, ...]) -> None:
    with company() as step_by_step:
        gone = 0
        for days in split:
            live(step_by_step, days, after=gone)
            gone += days
        with lived(gone) as at_once:
            assert dump(step_by_step) == dump(at_once)


@pytest.mark.parametrize("table", FINAL)
def test_what_is_past_stays(table: str) -> None:
    query = f"select {FINAL[table]} from {table} order by 1"
    with company() as before, lived(14) as after:
        known = before.execute(query).fetchall()
        assert after.execute(query).fetchmany(len(known)) == known
        assert len(after.execute(query).fetchall()) >= len(known)


def test_every_step_has_a_title_of_its_own() -> None:
    titles = [step.title for step in plan.DAY]
    assert len(titles) == len(set(titles))


def test_steps_come_after_those_whose_work_they_go_on_with() -> None:
    titles = [step.title for step in plan.DAY]
    for number, step in enumerate(plan.DAY):
        assert set(step.after) <= set(titles[:number]), step.title


def test_what_a_step_leaves_for_later_ones_is_of_a_step_that_there_is() -> None:
    titles = {step.title for step in plan.DAY}
    told = re.findall(r'"""[^"]*: "([^"]+)"\."""', inspect.getsource(Day))
    assert len(told) >= 9
    assert set(told) <= titles


def test_an_error_tells_the_step_and_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Day) -> None:
        raise LookupError("nobody")

    monkeypatch.setattr(plan, "DAY", (*plan.DAY[:3], plan.Step("Fail", fail)))
    with company() as one, pytest.raises(LookupError) as caught:
        live(one, 2)
    assert caught.value.__notes__ == [f"Fail, {on(1)}"]


def test_each_day_has_its_weather() -> None:
    with lived(14) as after:
        days = after.execute(
            "select count(*) from weather_daily where weather_date > ?", (on(0),)
        ).fetchone()
        assert days == (14,)


def test_yesterdays_appointments_are_settled() -> None:
    with lived(14) as after:
        open_ = after.execute(
            "select count(*) from appointments where status in ('Scheduled', 'Confirmed')"
            " and appointment_date <= ?",
            (on(14),),
        ).fetchone()
        assert open_ == (0,)
