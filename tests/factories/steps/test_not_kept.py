"""Parts that nobody asks for: few are kept, and what is not kept is fetched for a job."""

import numpy as np

from factories.engine.values import coded
from factories.rules.parts.usage import part_tables
from tests.factories.support.default_companies import companies
from tests.factories.support.finished_worlds import SEEDS, company
from tests.factories.support.parts_used import used


def test_little_money_lies_in_what_nobody_asks_for() -> None:
    """One piece at most of a part that was not used, and less in class C than in class A."""
    worth = np.zeros(2)
    for seed in SEEDS:
        world = company(seed)
        shelf, parts = world.tables["inventory"], world.tables["parts"]
        idle = used(world).sum(axis=1) == 0
        assert shelf["current_stock"][idle].max() <= 1
        worth += [
            int(shelf["total_value"][shelf["abc_classification"].is_(name)].sum()) for name in "AC"
        ]
        # What is not kept at all is what ties up most.
        unit = idle & coded(parts["part_category"]).is_("Equipment")
        none = unit & (shelf["current_stock"] == 0)
        assert parts["unit_cost"][none].mean() > 1.2 * parts["unit_cost"][unit & ~none].mean()
    assert worth[0] > worth[1]


def test_what_is_not_kept_fits_no_unit_of_a_customer() -> None:
    for seed in SEEDS:
        world = company(seed)
        shelf, catalog = (
            world.tables["inventory"],
            part_tables(200, world.rows("suppliers"), world.rows("equipment_types")),
        )
        unit = coded(world.tables["parts"]["part_category"]).is_("Equipment")
        theirs = np.zeros(len(shelf), np.bool_)
        theirs[catalog.units[world.devices.equipment]] = True
        not_kept = (shelf["opening_stock"] == 0) & (shelf["reorder_point"] == 0)
        assert not_kept.sum() >= 6
        # One that they do have was put in for one of them.
        idle = used(world).sum(axis=1) == 0
        assert not (not_kept & idle & unit & theirs).any()


def test_what_is_not_kept_is_fetched_for_a_job() -> None:
    """As on the days after the history."""
    fetched = []
    for books in companies():
        fetched += books.execute(
            "select o.quantity, u.quantity, o.ordered_date = u.usage_date,"
            " o.received_date = u.usage_date"
            " from inventory as i join purchase_orders as o on o.part_id = i.part_id"
            " join (select part_id, sum(quantity_used) as quantity, usage_date"
            "  from parts_usage group by part_id, usage_date) as u on u.part_id = i.part_id"
            " where i.opening_stock = 0 and i.reorder_point = 0"
        ).fetchall()
    assert len(fetched) >= 5
    assert all(bought == used and on and came for bought, used, on, came in fetched)
