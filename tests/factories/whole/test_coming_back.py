"""Who lets a contract lapse is not gone for good."""

from __future__ import annotations

import datetime as dt
import sqlite3

from factories.rules.crm.contracts import BACK_AFTER
from factories.scenario import Scenario
from tests.factories.support.in_memory import populated
from tests.factories.support.lived_company import lived, on

_BACK = """
with terms as (
    select customer_id, start_date,
           lag(coalesce(cancelled_date, end_date))
             over (partition by customer_id order by start_date) as ended
    from subscriptions)
select julianday(start_date) - julianday(ended) - 1
from terms
where julianday(start_date) - julianday(ended) > 1 and start_date > ?
"""
_LAPSED = """
select count(distinct customer_id) from subscriptions as s
where status in ('Expired', 'Cancelled') and not exists (
    select 1 from subscriptions as n
    where n.customer_id = s.customer_id and n.start_date = date(s.end_date, '+1 day'))
"""


def _away(company: sqlite3.Connection, since: str = "") -> list[float]:
    return [days for (days,) in company.execute(_BACK, (since,))]


def test_about_one_in_ten_who_lapse_comes_back_within_the_history() -> None:
    away, lapsed = list[float](), 0
    for seed in (1, 2, 3, 4):
        company = populated(Scenario.of(seed=seed, as_of=dt.date(2025, 6, 30)))
        away += _away(company)
        lapsed += company.execute(_LAPSED).fetchone()[0]
    assert 0.03 < len(away) / lapsed < 0.2
    assert BACK_AFTER[0] <= min(away)
    assert max(away) <= BACK_AFTER[1]
    assert len(set(away)) > len(away) / 2


def test_nobody_comes_back_at_once_on_the_days_after_it() -> None:
    with lived(150) as after:
        assert all(days >= BACK_AFTER[0] - 1 for days in _away(after, on(0)))
