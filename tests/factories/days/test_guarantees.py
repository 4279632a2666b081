"""Who pays goes on as it was: the makers what is under warranty, businesses as often as before."""

from __future__ import annotations

import numpy as np
import pytest

from factories.days import habits, paying_habits
from factories.rules.accounting.billing import PAID_WITHIN
from factories.rules.calls.service import TYPES
from tests.factories.support.lived_company import company, day_of, lived, of_long, on

SCALE = 4

_COVERED = (
    " exists (select 1 from parts_usage as u where u.service_call_id = s.service_call_id"
    " and u.covered_by_warranty)"
)
SHARES = {
    "repairs for which the maker pays": (
        (
            f"select avg({_COVERED}), count(*) from service_calls as s"
            " join installed_devices as d on d.installation_id = s.installation_id"
            " where s.service_type in ('Repair', 'Emergency') and s.service_date {}"
            " and d.warranty_end_date >= s.service_date"
        ),
        0.1,
    ),
    "old parts tagged": (
        (
            "select avg(w.completion_notes like '%tagged for the warranty%'), count(*)"
            " from work_orders as w"
            " join service_calls as s on s.service_call_id = w.service_call_id"
            f" where {_COVERED} and s.service_date {{}}"
        ),
        0.12,
    ),
    "claims sent within a day": (
        (
            "select avg(julianday(w.claim_date) - julianday(s.service_date) <= 1), count(*)"
            " from warranty_claims as w"
            " join service_calls as s on s.service_call_id = w.service_call_id"
            " where w.claim_date {}"
        ),
        0.15,
    ),
}


@pytest.mark.parametrize("share", SHARES)
def test_the_makers_are_asked_as_before(share: str) -> None:
    query, within = SHARES[share]
    was, now = (
        sum(part * count for part, count in rows) / sum(count for _, count in rows)
        for rows in (of_long(query.format(f"{side} '{on(0)}'")) for side in ("<=", ">"))
    )
    assert 0 < now == pytest.approx(was, abs=within)


def test_the_makers_pay_for_what_is_dear() -> None:
    """A part is as dear as it is itself, whatever else went into the unit with it."""
    with company() as books:
        cheap, dear = habits.granted(day_of(books), np.array([0, 5_000])).tolist()
        assert 0.2 < cheap <= dear
        assert dear > 0.97


def test_an_old_part_that_is_tagged_is_claimed_within_weeks() -> None:
    with lived(150) as books:
        tagged, claimed, later = books.execute(
            "select count(*), count(c.claim_id), sum(c.claim_date > s.service_date)"
            " from work_orders as w"
            " join service_calls as s on s.service_call_id = w.service_call_id"
            " left join warranty_claims as c on c.service_call_id = w.service_call_id"
            " where w.completion_notes like '%tagged for the warranty%'"
            " and s.service_date > ? and s.service_date <= ?",
            (on(0), on(130)),
        ).fetchone()
        assert tagged == claimed >= later > 0


def test_bills_of_the_days_are_void_on_account_of_the_maker_too() -> None:
    """What our own guarantee covers and the maker pays for, the maker is named for."""
    void = of_long(
        "select count(*) from invoices where status = 'Cancelled' and issue_date > ?"
        " and notes like '%arranty job%'",
        on(0),
    )
    assert sum(count for (count,) in void) > 0


def test_businesses_pay_as_often_as_they_did() -> None:
    with company(scale=SCALE) as books:
        kinds = np.arange(len(TYPES))
        day = day_of(books, scale=SCALE)
        for business, name in ((False, "residential"), (True, "commercial")):
            learned = paying_habits.paid(day, kinds, np.full(len(kinds), business))
            found = books.execute(
                "select s.service_type, count(*), avg(exists (select 1 from payments as p"
                "  where p.invoice_id = i.invoice_id and p.status <> 'Failed'))"
                " from invoices as i join service_calls as s using (service_call_id)"
                " join customers as c on c.customer_id = s.customer_id"
                " where i.status <> 'Cancelled' and c.customer_type = ?"
                f" and i.issue_date <= '{on(-PAID_WITHIN)}' group by 1",
                (name,),
            ).fetchall()
            for kind, count, share in found:
                if count >= 100:
                    assert learned[TYPES.index(kind)] == pytest.approx(share, abs=0.03), kind
        households = paying_habits.paid(day, kinds, np.zeros(len(kinds), np.bool_))
        businesses = paying_habits.paid(day, kinds, np.ones(len(kinds), np.bool_))
        assert businesses[TYPES.index("Repair")] < households[TYPES.index("Repair")]


def test_an_open_bill_may_have_been_sent_on() -> None:
    with lived(150) as books:
        noted, open_ = books.execute(
            "select sum(notes is not null), count(*) from invoices where status = 'Pending'"
        ).fetchone()
        assert open_ > 5
        assert noted <= 0.4 * open_
        sent = books.execute(
            "select count(*) from invoices where status = 'Pending' and notes in"
            " ('Purchase order number requested.', 'Sent on to accounts payable.')"
        ).fetchone()
        assert sent[0] == noted
