"""The seam cannot be seen: later days bill, pay and claim as the history did."""

from __future__ import annotations

import pytest

from tests.factories.support.lived_company import lived, on

SHARES = {
    "visits billed": (
        (
            "select avg(exists (select 1 from invoices as i"
            " where i.service_call_id = s.service_call_id)) from service_calls as s"
            " where s.service_date {} and s.service_date < ?2"
        ),
        0.07,
    ),
    "bills void": (
        "select avg(status = 'Cancelled') from invoices where issue_date {} and issue_date < ?2",
        0.06,
    ),
    "bills paid": (
        (
            "select avg(exists (select 1 from payments as p where p.invoice_id = i.invoice_id))"
            " from invoices as i where i.status <> 'Cancelled' and i.issue_date {}"
            " and i.issue_date < date(?2, '-40 days')"
        ),
        0.08,
    ),
    "repairs without an appointment": (
        (
            "select avg(not exists (select 1 from appointments as a"
            " where a.service_call_id = s.service_call_id)) from service_calls as s"
            " where s.service_type = 'Repair' and s.service_date {} and s.service_date < ?2"
        ),
        0.12,
    ),
    "routine visits on Mondays": (
        (
            "select avg(strftime('%w', service_date) = '1') from service_calls"
            " where service_type in ('Maintenance', 'Inspection', 'Installation')"
            " and service_date {} and service_date < ?2"
        ),
        0.1,
    ),
    "parts a repair": (
        (
            "select avg((select count(*) from parts_usage as u"
            " where u.service_call_id = s.service_call_id)) from service_calls as s"
            " where s.service_type = 'Repair' and s.service_date {} and s.service_date < ?2"
        ),
        0.3,
    ),
    "parts a tune-up": (
        (
            "select avg((select count(*) from parts_usage as u"
            " where u.service_call_id = s.service_call_id)) from service_calls as s"
            " where s.service_type = 'Maintenance' and s.service_date {} and s.service_date < ?2"
        ),
        0.2,
    ),
}


@pytest.mark.parametrize("what", SHARES)
def test_later_days_are_like_those_before(what: str) -> None:
    query, within = SHARES[what]
    with lived(150) as after:
        before, since = (
            after.execute(query.format(side), (on(0), on(125))).fetchone()[0]
            for side in ("<= ?1", "> ?1")
        )
        assert since == pytest.approx(before, abs=within)


def test_offices_enter_things_in_office_hours() -> None:
    with lived(150) as after:
        for table, day in (
            ("subscriptions", "start_date"),
            ("warranty_claims", "claim_date"),
            ("purchase_orders", "ordered_date"),
        ):
            hours = after.execute(
                f"select count(distinct strftime('%H', created_at_utc)), count(*) from {table}"
                f" where {day} > ?",
                (on(0),),
            ).fetchone()
            assert hours[0] >= min(4, hours[1]), table
