"""Shelves go on as they were kept in the history: lots, what is ordered twice, what is fetched."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache

import pytest

from factories.days import plan
from factories.plan import run_company
from factories.scenario import Scenario
from factories.steps.world import day_number
from factories.summary import no_progress
from tests.factories.days.lived import AS_OF, lived, on

SMALL = {"customers": 60, "technicians": 2}
SEEDS = (21, 22, 23)
DAYS = 120


@cache
def small(seed: int) -> list[tuple[str, int, int, str]]:
    """A small company's orders: date, pieces, part, category."""
    made = Scenario.of(as_of=AS_OF, seed=seed, rows=SMALL)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        run_company(made, connection, no_progress)
        begun = day_number(AS_OF)
        plan.live(connection, made, begun, begun + 1, begun + DAYS)
        return connection.execute(
            "select ordered_date, quantity, part_id, part_category from purchase_orders"
            " join parts using (part_id) order by purchase_order_id"
        ).fetchall()


def test_a_small_company_orders_by_the_box_as_it_did() -> None:
    orders = [order for seed in SEEDS for order in small(seed) if order[3] != "Equipment"]
    before = [pieces for date, pieces, *_ in orders if date <= on(0)]
    since = [pieces for date, pieces, *_ in orders if date > on(0)]
    # In the history, once in 24 months; these are the next four.
    assert len(since) <= 0.6 * len(before)
    assert sum(pieces <= 3 for pieces in since) <= 0.25 * len(since) + 1


SHARES = {
    "orders of a few pieces": (
        (
            "select avg(quantity <= 3) from purchase_orders join parts using (part_id)"
            " where part_category <> 'Equipment' and ordered_date {}"
        ),
        0.07,
    ),
    "units bought by the truckload": (
        (
            "select avg(quantity >= 4) from purchase_orders join parts using (part_id)"
            " where part_category = 'Equipment' and ordered_date {}"
        ),
        0.07,
    ),
    "what is ordered again within 30 days": (
        (
            "select avg(exists (select 1 from purchase_orders as o where o.part_id = p.part_id"
            " and o.purchase_order_id < p.purchase_order_id"
            " and o.ordered_date > date(p.ordered_date, '-30 days'))) from purchase_orders as p"
            " where p.ordered_date {}"
        ),
        0.12,
    ),
    "what is fetched at a counter": (
        "select avg(expected_date = ordered_date) from purchase_orders where ordered_date {}",
        0.06,
    ),
}


@pytest.mark.parametrize("share", SHARES)
def test_orders_are_what_they_were(share: str) -> None:
    query, within = SHARES[share]
    with lived(150) as books:
        (was,) = books.execute(query.format(f"<= '{on(0)}'")).fetchone()
        (now,) = books.execute(query.format(f"> '{on(0)}'")).fetchone()
        assert now == pytest.approx(was, abs=within)
