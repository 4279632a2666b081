"""Repair or replace: repairs pile up on what is replaced, and dear ones lead to quotes."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from datetime import date, timedelta

import numpy as np

from factories.rules.equipment import end_of_life as rules
from tests.factories.support.default_companies import AS_OF, companies
from tests.factories.support.lived_company import lived

YEAR = timedelta(days=365)
Repairs = dict[int, list[tuple[date, float]]]


def repairs_of(connection: sqlite3.Connection) -> Repairs:
    """Day and cost of each repair that is no second attempt, by device."""
    found = defaultdict(list)
    for device, day, cost in connection.execute(
        "select installation_id, service_date, total_cost from service_calls"
        " where service_type in ('Repair', 'Emergency') and not is_callback order by service_date"
    ):
        found[device].append((date.fromisoformat(day), cost))
    return found


def months_of_old_units(connection: sqlite3.Connection) -> Counter[tuple[bool, bool]]:
    """Months of units of 15 years and more, by whether the year before had three repairs or a dear
    one, and whether the unit was replaced within 90 days."""
    repairs, months = repairs_of(connection), Counter[tuple[bool, bool]]()
    for device, put_in, opened, gone in connection.execute(
        "select d.installation_id, d.installation_date, substr(c.created_at, 1, 10),"
        " case d.status when 'Replaced' then substr(d.updated_at_utc, 1, 10) end"
        " from installed_devices as d join customers as c on c.customer_id = d.customer_id"
    ):
        old = date.fromisoformat(put_in) + 15 * YEAR
        known = date.fromisoformat(opened) + YEAR / 2
        end = date.fromisoformat(gone) if gone else date.max
        day = max(old, known, AS_OF - YEAR)
        while day <= AS_OF - timedelta(days=90) and day < end:
            lately = [cost for when, cost in repairs[device] if day - YEAR <= when <= day]
            worn = len(lately) >= 3 or max(lately, default=0) * 100 >= rules.DEAR_REPAIR
            months[worn, end - day <= timedelta(days=90)] += 1
            day += timedelta(days=30)
    return months


def test_what_fails_again_and_again_is_replaced_sooner() -> None:
    months = sum(map(months_of_old_units, companies()), Counter[tuple[bool, bool]]())
    worn, other = (
        months[key, True] / (months[key, True] + months[key, False]) for key in (True, False)
    )
    assert worn > 1.7 * other


def test_a_successor_is_quoted_after_a_dear_repair_of_an_old_unit() -> None:
    shares = [
        connection.execute(
            "select avg(exists (select 1 from quotes as q where q.customer_id = s.customer_id"
            "  and q.quote_type in ('Replacement', 'System Upgrade')"
            "  and q.quote_date between s.service_date and date(s.service_date, '+45 days')))"
            " from service_calls as s join installed_devices as d using (installation_id)"
            " where s.total_cost >= 1200 and s.service_type in ('Repair', 'Emergency')"
            " and s.service_date > date(d.installation_date, '+15 years')"
            " and s.service_date < ?",
            ((AS_OF - timedelta(days=45)).isoformat(),),
        ).fetchone()[0]
        for connection in companies()
    ]
    assert 0.15 < np.mean(shares) < 0.6


def test_nobody_mends_a_unit_every_few_weeks() -> None:
    most = [
        max(
            sum(first <= when < first + YEAR for when, _ in own)
            for own in repairs_of(connection).values()
            for first, _ in own
        )
        for connection in companies()
    ]
    # Two visits for one repair, and the one that a new customer came with, are not counted.
    assert np.mean(most) <= rules.FAILURES_A_YEAR + 3


def test_the_more_repairs_and_the_dearer_the_sooner() -> None:
    repairs, dearest = np.array([0, 1, 2, 2]), np.array([0, 200_00, 200_00, 1_500_00])
    sold, gone = np.zeros(len(repairs), np.bool_), np.ones(len(repairs), np.bool_)
    assert (np.diff(rules.worn_percent(repairs, dearest, sold)) > 0).all()
    assert rules.worn_percent(repairs, dearest, sold)[0] == 100
    worn = rules.worn_percent(repairs, dearest, gone)
    assert (worn > rules.worn_percent(repairs, dearest, sold)).all()


def test_hardly_anybody_buys_a_compressor_for_a_refrigerant_that_is_gone() -> None:
    mended, all_ = Counter[bool](), Counter[bool]()
    for company in companies():
        for gone, sealed, count in company.execute(
            "select e.refrigerant = 'R-22', s.failed_component = 'Compressor', count(*)"
            " from service_calls as s join equipment_types as e"
            " on e.equipment_id = s.equipment_id where s.failed_component is not null"
            " and e.equipment_type in ('Central AC', 'Heat Pump', 'Package Unit') group by 1, 2"
        ):
            all_[bool(gone)] += count
            mended[bool(gone)] += count * sealed
    assert 0 < mended[True] / all_[True] < 0.8 * mended[False] / all_[False]


WORN = """select avg((select coalesce(max(repairs), 0) >= 3 or coalesce(max(dearest), 0) >= 1200
 from (select count(*) as repairs, max(total_cost) as dearest from service_calls as s
  where s.customer_id = u.customer_id and not s.is_callback
  and s.service_type in ('Repair', 'Emergency')
  and s.service_date between date(u.day, '-365 days') and u.day group by s.installation_id)))
from ({}) as u"""


def test_the_days_offer_successors_for_what_was_mended() -> None:
    begun = AS_OF.isoformat()
    of_old_units = (
        f"select customer_id, '{begun}' as day from installed_devices"
        f" where status = 'Active' and installation_date < date('{begun}', '-10 years') group by 1"
    )
    of_quotes = (
        "select customer_id, quote_date as day from quotes"
        f" where quote_type = 'Replacement' and quote_date > '{begun}'"
    )
    shares = []
    for seed in (42, 7):
        with lived(150, seed=seed) as connection:
            shares.append(
                [
                    connection.execute(WORN.format(sql)).fetchone()[0]
                    for sql in (of_old_units, of_quotes)
                ]
            )
    owners, offered = map(sum, zip(*shares, strict=True))
    assert 0 < 1.3 * owners < offered, shares


def test_the_days_offer_successors_as_soon_after_a_repair_as_the_history() -> None:
    query = (
        "select count(*), sum(exists (select 1 from service_calls as s"
        " where s.customer_id = q.customer_id and s.service_type in ('Repair', 'Emergency')"
        " and s.service_date between date(q.quote_date, '-30 days') and q.quote_date))"
        f" from quotes as q where q.quote_type = 'Replacement' and q.quote_date {{}} '{AS_OF}'"
    )
    counts = np.zeros((2, 2))
    for seed in (42, 7):
        with lived(150, seed=seed) as connection:
            counts += [connection.execute(query.format(when)).fetchone() for when in ("<=", ">")]
    before, since = counts[:, 1] / counts[:, 0]
    assert 0.22 < before < 0.5
    assert since > 0.65 * before, counts
