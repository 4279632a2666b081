"""The last day of a history is a day like others: what would come later is not written on it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from functools import cache

import pytest

from factories.scenario import Scenario
from tests.factories.support.in_memory import populated

# A Friday, on which orders are written.
AS_OF = dt.date(2024, 11, 15)
SEEDS = (1, 2, 3, 4, 5)


@cache
def _companies() -> tuple[sqlite3.Connection, ...]:
    """Of a history so short that the last days are much of it."""
    return tuple(populated(Scenario.of(seed=seed, as_of=AS_OF, history_days=100)) for seed in SEEDS)


_FIRST_TERMS = (
    "subscriptions as s where not exists (select 1 from subscriptions as o"
    " where o.customer_id = s.customer_id and o.start_date < s.start_date)"
)


@pytest.mark.parametrize(
    ("rows", "column", "weekday"),
    [
        ("warranty_claims where 1", "claim_date", None),
        ("purchase_orders where 1", "ordered_date", AS_OF.weekday()),
        (_FIRST_TERMS, "start_date", None),
    ],
)
def test_nothing_piles_up_on_the_last_day(rows: str, column: str, weekday: int | None) -> None:
    """On it fall no more than twice as many rows as on such a day of the six weeks before."""
    since = AS_OF - dt.timedelta(days=43)
    days = [since + dt.timedelta(days=n) for n in range(1, 43)]
    such = [day for day in days if day.weekday() < 5 and weekday in (None, day.weekday())]
    told = [
        dict(company.execute(f"select {column}, count(*) from {rows} group by 1"))
        for company in _companies()
    ]
    on_last = sum(found.get(AS_OF.isoformat(), 0) for found in told)
    before = sum(found.get(day.isoformat(), 0) for found in told for day in such) / len(such)
    assert before > 0.5
    assert on_last < 2 * before + 2


def test_contracts_were_not_all_planned_on_the_last_morning() -> None:
    """Nor on any other day: an overdue visit is put off when its plan runs out."""
    active = "subscriptions where status = 'Active'"
    total = sum(one.execute(f"select count(*) from {active}").fetchone()[0] for one in _companies())
    changed = f"select count(*) from {active} and date(updated_at_utc) >= ?"
    last = sum(one.execute(changed, (AS_OF.isoformat(),)).fetchone()[0] for one in _companies())
    assert total > 100
    assert last / total < 0.12
