"""Bills, payments, claims and what customers say, day by day."""

from __future__ import annotations

import numpy as np
import pytest

from factories.rules.accounting.billing import CALLED_ABOUT_AFTER, LONG_WEEKEND
from tests.factories.support.lived_company import lived, of_long, on

LAST_CALL = CALLED_ABOUT_AFTER[1] + LONG_WEEKEND


def test_bills_go_out_as_soon_as_the_source_says() -> None:
    with lived(60) as after:
        same_day, all_ = after.execute(
            "select sum(i.issue_date = date(s.completed_at)), count(*) from invoices as i"
            " join service_calls as s on s.service_call_id = i.service_call_id"
            " where s.service_date > ? and s.service_date <= ?",
            (on(0), on(40)),
        ).fetchone()
        assert same_day / all_ == pytest.approx(0.78, abs=0.12)


def test_a_bill_for_what_a_plan_covers_is_void() -> None:
    with lived(150) as after:
        bills, void, told, late = after.execute(
            "select count(*), sum(i.status = 'Cancelled'), sum(i.notes like '%plan%'),"
            " sum(julianday(i.updated_at_utc) > julianday(i.created_at_utc) + 1)"
            " from invoices as i"
            " join service_calls as s on s.service_call_id = i.service_call_id"
            " join subscriptions as p on p.customer_id = s.customer_id"
            "  and s.service_date between p.start_date and coalesce(p.cancelled_date, p.end_date)"
            " where i.issue_date between ? and ?"
            " and s.service_type in ('Maintenance', 'Inspection')",
            (on(1), on(150 - LAST_CALL)),
        ).fetchone()
        assert bills == void == told > 0
        # In the evening, or when the customer calls.
        assert 0.15 * bills < late < 0.7 * bills
        unpaid = after.execute(
            "select count(*) from invoices where status = 'Cancelled'"
            " and exists (select 1 from payments as p where p.invoice_id = invoices.invoice_id)"
        ).fetchone()
        assert unpaid == (0,)


def test_old_bills_are_paid_by_installments_at_the_latest() -> None:
    with lived(150) as after:
        paid, oldest = after.execute(
            "select count(*), max(julianday(p.payment_date) - julianday(i.issue_date))"
            " from payments as p join invoices as i on i.invoice_id = p.invoice_id"
            " where p.payment_date > ?1 and i.issue_date <= ?1",
            (on(0),),
        ).fetchone()
        assert paid > 0
        assert oldest <= 180 + 90  # installments go on


def test_checks_clear_or_come_back_after_some_banking_days() -> None:
    with lived(150) as after:
        took = after.execute(
            "select status, julianday(date(updated_at_utc)) - julianday(payment_date),"
            " strftime('%w', updated_at_utc) from payments where payment_date between ? and ?"
            " and payment_method in ('Check', 'ACH Transfer')",
            (on(1), on(150 - 10)),
        ).fetchall()
        assert {status for status, *_ in took} <= {"Completed", "Failed"}
        assert {weekday for *_, weekday in took} <= set("12345")
        assert {days for status, days, _ in took if status == "Completed"} >= {1, 2, 3}
        assert all(days >= 2 for status, days, _ in took if status == "Failed")


def test_a_second_charge_stands_until_it_is_noticed() -> None:
    with lived(150) as after:
        refunds = after.execute(
            "select julianday(date(p.updated_at_utc)) - julianday(p.payment_date),"
            " (select count(*) from payments as o where o.invoice_id = p.invoice_id"
            "  and o.payment_date = p.payment_date and o.status = 'Completed')"
            " from payments as p where p.status = 'Refunded'"
        ).fetchall()
        assert refunds
        assert all(1 <= days <= 9 and twins == 1 for days, twins in refunds)


def test_what_the_processor_holds_is_seldom_a_second_charge() -> None:
    """Else a feed of payments would tell a refund before anybody has noticed."""
    counts = np.zeros(2, np.int64)
    with lived(150) as after:
        for since, until in ((on(-300), on(-10)), (on(1), on(140))):
            held, twice, all_ = after.execute(
                "select sum(status = 'Completed' and date(updated_at_utc, '-5 hours')"
                "  > payment_date), sum(status = 'Refunded'), count(*) from payments"
                " where payment_method in ('Credit Card', 'Online Payment')"
                " and payment_date between ? and ?",
                (since, until),
            ).fetchone()
            assert 0.03 < held / all_ < 0.25
            counts += (held, twice)
    held, twice = counts
    assert held > 2 * twice


def test_households_pay_sooner_than_businesses() -> None:
    with lived(150) as after:
        days = dict(
            after.execute(
                "select c.customer_type, avg(julianday(p.payment_date) - julianday(i.issue_date))"
                " from payments as p join invoices as i on i.invoice_id = p.invoice_id"
                " join customers as c on c.customer_id = i.customer_id"
                " where i.issue_date between ? and ? and p.status = 'Completed' group by 1",
                (on(1), on(60)),
            ).fetchall()
        )
        assert days["residential"] + 10 < days["commercial"]


def test_claims_are_decided_within_weeks() -> None:
    with lived(150) as after:
        new, open_ = after.execute(
            "select sum(claim_date > ?), sum(status = 'Submitted') from warranty_claims"
            " where claim_date < ?",
            (on(0), on(95)),
        ).fetchone()
        assert new > 0
        assert open_ == 0


def test_incidents_are_closed() -> None:
    with lived(150) as after:
        new, open_ = after.execute(
            "select count(*), sum(i.resolution_status = 'Pending'"
            " or i.resolution_status = 'Escalated' and i.follow_up_required)"
            " from incident_response as i"
            " join service_calls as s on s.service_call_id = i.service_call_id"
            " where s.service_date between ? and ?",
            (on(1), on(100)),
        ).fetchone()
        assert new > 0
        assert open_ == 0


def test_lateness_costs_stars() -> None:
    answers = of_long(
        "select s.started_at > a.window_end, f.overall_satisfaction from customer_feedback as f"
        " join service_calls as s on s.service_call_id = f.service_call_id"
        " join appointments as a on a.service_call_id = s.service_call_id"
        " where f.feedback_date > ?",
        on(0),
    )
    in_time, late = (np.mean([stars for was, stars in answers if was == side]) for side in (0, 1))
    assert late < in_time - 0.7
