"""What lasts with a customer: by what they pay, how soon, and whether the contract renews itself.

Of the default company, over several seeds taken together: a company alone has few businesses.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import chain, pairwise

import numpy as np
import pytest

from factories.rules.crm.contracts import BOUNCED_DAYS, RENEWAL_SHARE, SUSPENDED_SINCE
from factories.rules.crm.sales import show_percent
from tests.factories.support.default_companies import AS_OF, companies
from tests.factories.support.lived_company import lived, on

PAID = """
    select i.customer_id, p.payment_method, julianday(min(p.payment_date)) - julianday(i.due_date)
    from payments as p join invoices as i using (invoice_id)
    join customers as c on c.customer_id = i.customer_id
    where p.status in ('Completed', 'Pending') and c.customer_type = ?
    group by i.invoice_id order by i.customer_id, min(p.payment_date), i.invoice_id"""
TERMS = """
    select p.auto_renewal, n.auto_renewal from subscriptions as p
    left join subscriptions as n
    on n.customer_id = p.customer_id and n.start_date = date(p.end_date, '+1 day')
    where {}"""


def next_payments(
    connection: sqlite3.Connection, customer_type: str
) -> list[tuple[str, str, float, float]]:
    """Methods, and days past due, of a customer's payments and the next ones."""
    rows = connection.execute(PAID, (customer_type,)).fetchall()
    return [(a[1], b[1], a[2], b[2]) for a, b in pairwise(rows) if a[0] == b[0]]


def of_all(customer_type: str) -> list[tuple[str, str, float, float]]:
    return list(chain.from_iterable(next_payments(c, customer_type) for c in companies()))


def kept(pairs: Iterable[tuple[str, str, float, float]]) -> float:
    """Share paid by what the last bill was paid by, but for loans."""
    own = [a == b for a, b, *_ in pairs if "Financing" not in (a, b)]
    return sum(own) / len(own)


@pytest.mark.parametrize(
    ("customer_type", "least", "most"), [("residential", 0.75, 0.88), ("commercial", 0.84, 0.97)]
)
def test_customers_pay_by_what_they_paid_by(customer_type: str, least: float, most: float) -> None:
    pairs = of_all(customer_type)
    assert least < kept(pairs) < most
    checks = [pair for pair in pairs if pair[0] == "Check"]
    assert kept(checks) > 0.6


@pytest.mark.parametrize("customer_type", ["residential", "commercial"])
def test_slow_payers_stay_slow(customer_type: str) -> None:
    before, after = zip(*((a, b) for *_, a, b in of_all(customer_type)), strict=True)
    assert 0.25 < np.corrcoef(before, after)[0, 1] < 0.8


def test_later_days_know_by_what_customers_paid() -> None:
    """Of the history's last payment and the first after it."""
    with lived(150) as after:
        rows = after.execute(
            "select (select p.payment_method from payments as p"
            "  join invoices as i using (invoice_id) where i.customer_id = c.customer_id"
            "  and p.payment_date <= ?1 and p.payment_method <> 'Financing'"
            "  order by p.payment_id desc limit 1) as before,"
            " (select p.payment_method from payments as p"
            "  join invoices as i using (invoice_id) where i.customer_id = c.customer_id"
            "  and p.payment_date > ?1 and p.payment_method <> 'Financing'"
            "  order by p.payment_id limit 1) as after"
            " from customers as c where before is not null and after is not null",
            (on(0),),
        ).fetchall()
    assert len(rows) > 30
    assert sum(before == method for before, method in rows) > 0.65 * len(rows)


def test_a_contract_renews_itself_or_does_not() -> None:
    # Until it is cancelled.
    followed = "n.status <> 'Cancelled'"
    pairs = list(
        chain.from_iterable(c.execute(TERMS.format(followed)).fetchall() for c in companies())
    )
    assert sum(one == other for one, other in pairs) > 0.95 * len(pairs)
    assert sum(one for one, _ in pairs) == pytest.approx(0.75 * len(pairs), rel=0.15)


def test_how_often_contracts_are_renewed_shows_from_what_was_signed() -> None:
    """Some of either kind lapse: ``RENEWAL_SHARE``, but for those who turned renewal off first."""
    ended: dict[int, list[int]] = {0: [], 1: []}
    for itself, renewed in chain.from_iterable(
        c.execute(
            "select p.auto_renewal, exists (select 1 from subscriptions as n"
            "  where n.customer_id = p.customer_id and n.start_date = date(p.end_date, '+1 day'))"
            " from subscriptions as p where p.status = 'Expired'"
        ).fetchall()
        for c in companies()
    ):
        ended[itself].append(renewed)
    by_hand, itself = (float(np.mean(ended[flag])) for flag in (0, 1))
    assert itself == pytest.approx(RENEWAL_SHARE[1], abs=0.06)
    assert itself < 0.99
    # With those who turned it off, who all lapsed, and who left.
    assert RENEWAL_SHARE[0] - 0.2 < by_hand < RENEWAL_SHARE[0] + 0.1


def test_a_contract_is_suspended_on_the_day_on_which_a_payment_bounced() -> None:
    """And lately: it is paid within weeks."""
    rows = list(
        chain.from_iterable(
            c.execute(
                "select julianday(updated_at_utc) - julianday(start_date),"
                " julianday(?) - julianday(updated_at_utc) from subscriptions"
                " where status = 'Suspended'",
                (AS_OF.isoformat(),),
            ).fetchall()
            for c in companies()
        )
    )
    assert rows
    least, most = BOUNCED_DAYS
    assert all(least <= into <= most + 1 and ago <= SUSPENDED_SINCE for into, ago in rows)


def test_who_has_to_renew_renews_less_often() -> None:
    """What a term said before it lapsed is what the one before it said."""
    rows = chain.from_iterable(
        c.execute(
            "select p.auto_renewal, exists (select 1 from subscriptions as o"
            "  where o.customer_id = n.customer_id and o.start_date = date(n.end_date, '+1 day'))"
            " from subscriptions as p join subscriptions as n"
            " on n.customer_id = p.customer_id and n.start_date = date(p.end_date, '+1 day')"
            " where n.status = 'Expired'"
        ).fetchall()
        for c in companies()
    )
    went_on: dict[int, list[int]] = {0: [], 1: []}
    for itself, renewed in rows:
        went_on[itself].append(renewed)
    by_hand, itself = (np.mean(went_on[flag]) for flag in (0, 1))
    assert by_hand < itself - 0.1


def test_most_of_what_is_paid_is_paid_by_those_who_pay_most_of_what_they_get() -> None:
    sql = """
        select sum(case when 2 * paid >= bills then paid end) * 1.0 / sum(paid)
        from (select count(*) as bills, sum(status = 'Paid') as paid from invoices
              where status <> 'Cancelled' group by customer_id)"""
    shares = [connection.execute(sql).fetchone()[0] for connection in companies()]
    assert np.mean(shares) == pytest.approx(0.75, abs=0.06), shares


def test_later_days_know_who_pays() -> None:
    """Of those who had paid all or nothing, some 150 days on; installations are settled by all."""
    with lived(150) as after:
        rows = dict(
            after.execute(
                "with visited as (select i.* from invoices as i"
                "  join service_calls as s using (service_call_id)"
                "  where s.service_type <> 'Installation')"
                " select h.share > 0.5, avg(exists (select 1 from payments as p"
                "  where p.invoice_id = i.invoice_id and p.status <> 'Failed'))"
                " from visited as i join (select o.customer_id, avg(exists (select 1"
                "  from payments as p where p.invoice_id = o.invoice_id"
                "  and p.payment_date <= ?1)) as share, count(*) as bills from visited as o"
                "  where o.issue_date <= ?1 and o.status <> 'Cancelled' group by 1) as h"
                " on h.customer_id = i.customer_id"
                " where h.bills > 1 and i.status <> 'Cancelled' and i.issue_date between ?2 and ?3"
                " group by 1",
                (on(0), on(1), on(100)),
            ).fetchall()
        )
    assert rows[1] > rows[0]


def test_later_days_see_households_settle_installations() -> None:
    with lived(150) as after:
        count, paid = after.execute(
            "select count(*), sum(i.status = 'Paid') from invoices as i"
            " join service_calls as s using (service_call_id)"
            " join customers as c on c.customer_id = i.customer_id"
            " where s.service_type = 'Installation' and c.customer_type = 'residential'"
            " and i.status <> 'Cancelled' and i.issue_date between ? and ?",
            (on(-7), on(130)),
        ).fetchone()
    assert count > 10
    assert paid > 0.85 * count


def test_leads_of_trade_shows_come_when_there_is_one() -> None:
    came, at_show = 0, 0
    for connection in companies():
        days = np.array(
            [
                day
                for (day,) in connection.execute(
                    "select cast(julianday(created_date) - 2440587.5 as integer) from leads"
                    " where lead_source = 'Trade Show' and campaign_id is null"
                )
            ],
            np.int64,
        )
        came, at_show = came + len(days), at_show + int((show_percent(days) > 100).sum())
    assert at_show > 0.6 * came > 0
