"""Whole days: the same however they are split, and nothing of the past changes."""

from __future__ import annotations

import pytest

from factories.days import plan
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
