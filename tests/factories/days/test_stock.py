"""Shelves go on as they were kept in the history: lots, what is ordered twice, what is fetched."""

from __future__ import annotations

from contextlib import closing
from statistics import mean

import pytest

from factories.days import plan
from factories.engine.values import day_number
from factories.rules.parts.stock import DEAR_FROM
from factories.scenario import Scenario
from tests.depth import times
from tests.factories.support.in_memory import populated
from tests.factories.support.lived_company import AS_OF, LONG, company, live, lived, on

SMALL = {"customers": 60, "technicians": 2}
BRANCHES = 3
"""Small companies that live the same days."""
SEED = 21
DAYS = 120


def small() -> list[tuple[int, str, int, int, bool]]:
    """Their orders, but of what is dear: branch, date, pieces, part, whether used before."""
    made = Scenario.of(as_of=AS_OF, seed=SEED, scale=BRANCHES, rows=SMALL)
    with closing(populated(made)) as connection:
        begun = day_number(AS_OF)
        plan.live(connection, made, begun, begun + 1, begun + DAYS)
        return connection.execute(
            "select branch_id, ordered_date, quantity, part_id, exists ("
            "  select 1 from parts_usage as u join service_calls using (service_call_id)"
            "  join customers as c using (customer_id)"
            "  where u.part_id = o.part_id and c.branch_id = o.branch_id and u.usage_date <= ?)"
            " from purchase_orders as o"
            " join parts using (part_id) where part_category <> 'Equipment' and parts.unit_cost < ?"
            " order by branch_id, purchase_order_id",
            (on(0), DEAR_FROM / 100),
        ).fetchall()


def test_a_small_company_orders_by_the_box_as_it_did() -> None:
    orders = small()
    before = [order for order in orders if order[1] <= on(0)]
    since = [order for order in orders if order[1] > on(0)]
    # In the history, once in 24 months; these are the next four. Some twenty orders, give or take
    # five.
    assert sum(known for *_, known in since) <= 0.55 * len(before)
    # Of what nobody asked for there is one piece: when it goes, a box is ordered for years.
    first = [(branch, part) for branch, _, _, part, known in since if not known]
    assert len(first) == len(set(first)) <= 0.45 * len(before)
    assert sum(pieces <= 3 for _, _, pieces, *_ in since) <= 0.25 * len(since) + 1


SHARES = {
    "orders of a few pieces": (
        (
            "select avg(quantity <= 3) from purchase_orders join parts using (part_id)"
            " where part_category <> 'Equipment' and ordered_date {}"
        ),
        0.12,  # some sixty orders
    ),
    "units bought by the truckload": (
        (
            "select avg(quantity >= 4) from purchase_orders join parts using (part_id)"
            " where part_category = 'Equipment' and ordered_date {}"
        ),
        0.1,  # some thirty orders
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
        0.13,  # a handful of some eighty orders
    ),
}


@pytest.mark.parametrize("share", SHARES)
def test_orders_are_what_they_were(share: str) -> None:
    query, within = SHARES[share]
    was, now = [], []
    for lived_days, seed in LONG:
        with lived(lived_days, seed=seed) as books:
            was += books.execute(query.format(f"<= '{on(0)}'")).fetchone()
            now += books.execute(query.format(f"> '{on(0)}'")).fetchone()
    assert mean(now) == pytest.approx(mean(was), abs=within)


def test_what_is_missing_on_a_weekend_is_waited_for() -> None:
    with company() as connection:
        # The first Friday after the last day of the history is three days on.
        for friday in range(3, times(32, 60), 7):
            live(connection, 5 if friday > 3 else 3, after=friday - (5 if friday > 3 else 3))
            connection.execute(
                "update inventory"
                " set current_stock = 0, total_value = 0, stock_status = 'Out of Stock'"
            )
            live(connection, 2, after=friday)
            (missing,) = connection.execute(
                "select count(*) from inventory where current_stock < 0"
            ).fetchone()
            assert missing == 0
        emergencies, waiting = connection.execute(
            "select count(*), count(*) filter (where not exists (select 1 from parts_usage as u"
            "  where u.service_call_id = s.service_call_id)) from service_calls as s"
            " where strftime('%w', service_date) in ('0', '6') and service_date > ?"
            " and failed_component is not null",
            (on(0),),
        ).fetchone()
        assert emergencies == waiting > 0
        assert not connection.execute(
            "select 1 from purchase_orders where strftime('%w', received_date) in ('0', '6')"
        ).fetchall()
