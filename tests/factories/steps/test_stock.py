"""Shelves: what was there, came and went adds up, and orders follow the reorder point."""

import datetime as dt
from functools import cache
from typing import Any

import numpy as np
import pytest

from factories.engine.values import coded, texts
from factories.errors import UserError
from factories.rules.hours.calendar import office_open
from factories.rules.parts import stock as rules
from factories.steps.stock import restock
from factories.steps.world import World
from tests.factories.support.finished_worlds import SEEDS as COMPANIES
from tests.factories.support.finished_worlds import company
from tests.factories.support.parts_used import used
from tests.factories.support.unbilled_world import small_world

SEEDS = (1, 2, 3, 4, 5)
SIZES: tuple[dict[str, int], ...] = (
    {},
    {"purchase_orders": 1},
    {"purchase_orders": 200},
    {"parts": 300, "parts_usage": 400},
)


@cache
def restocked(seed: int = 1, number: int = 1, **rows: int) -> World:
    world = small_world(seed, number, **rows)
    restock(world)
    return world


def received(world: World) -> Any:
    """Units by part and day of the history."""
    orders = world.tables["purchase_orders"]
    came = ~np.isnat(orders["received_date"])
    table = np.zeros((world.rows("parts"), world.today - world.start + 1), np.int64)
    day = orders["received_date"][came].astype(np.int64) - world.start
    np.add.at(table, (orders["part_id"][came] - 1, day), orders["quantity"][came])
    return table


def on_hand(world: World) -> Any:
    """Stock of each part at the end of each day."""
    opening = world.tables["inventory"]["opening_stock"]
    return opening[:, None] + np.cumsum(received(world) - used(world), axis=1)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("rows", SIZES)
def test_stock_adds_up_and_never_runs_below_nothing(seed: int, rows: dict[str, int]) -> None:
    world = restocked(seed, **rows)
    shelf = world.tables["inventory"]
    assert len(world.tables["purchase_orders"]) == world.rows("purchase_orders")
    assert len(shelf) == world.rows("inventory")
    stock = on_hand(world)
    assert (stock >= 0).all()
    assert (stock[:, -1] == shelf["current_stock"]).all()
    assert (
        shelf["total_value"] == shelf["current_stock"] * world.tables["parts"]["unit_cost"]
    ).all()
    assert (shelf["max_stock_level"] >= shelf["current_stock"]).all()
    assert (shelf["max_stock_level"] > shelf["reorder_point"]).all()
    low = shelf["current_stock"] <= shelf["reorder_point"]
    empty = shelf["current_stock"] == 0
    assert (shelf["stock_status"].is_("Out of Stock") == empty).all()
    assert (shelf["stock_status"].is_("Low Stock") == (low & ~empty)).all()


def asked(world: World) -> Any:
    """Units ordered by part and day of the history."""
    orders = world.tables["purchase_orders"]
    table = np.zeros((world.rows("parts"), world.today - world.start + 1), np.int64)
    day = orders["ordered_date"].astype(np.int64) - world.start
    np.add.at(table, (orders["part_id"] - 1, day), orders["quantity"])
    return table


def waiting(world: World) -> Any:
    """Which parts are at their reorder point or below at the end of each day, with nothing on the
    way."""
    shelf = world.tables["inventory"]
    so_far = np.cumsum(asked(world) - used(world), axis=1)
    low = shelf["opening_stock"][:, None] + so_far <= shelf["reorder_point"][:, None]
    return low & (used(world).sum(axis=1) > 0)[:, None]


@pytest.mark.parametrize("seed", SEEDS)
def test_an_order_goes_out_only_when_what_is_there_has_fallen_to_the_reorder_point(
    seed: int,
) -> None:
    world = restocked(seed)
    shelf, orders = world.tables["inventory"], asked(world)
    before = np.cumsum(orders, axis=1) - orders
    position = shelf["opening_stock"][:, None] + before - np.cumsum(used(world), axis=1)
    assert (position <= shelf["reorder_point"][:, None])[orders > 0].all()
    assert not orders[used(world).sum(axis=1) == 0].any()


def test_orders_are_written_on_buying_days() -> None:
    for seed in COMPANIES:
        world = company(seed)
        orders = world.tables["purchase_orders"]
        day = orders["ordered_date"].astype(np.int64)[
            orders["expected_date"] > orders["ordered_date"]
        ]
        buying = rules.buying_days(world.start, world.today)
        assert np.isin(day, buying).mean() > 0.98


def test_what_runs_out_is_fetched_now_and_then() -> None:
    """On the day on which it is used up, or the office day before."""
    fetched = []
    for seed in COMPANIES:
        world = company(seed)
        orders = world.tables["purchase_orders"]
        same_day = orders["expected_date"] == orders["ordered_date"]
        fetched.append(same_day.mean())
        assert (orders["received_date"] == orders["ordered_date"])[same_day].all()
    assert 0.01 < np.mean(fetched) < 0.08


def test_some_shelves_wait_for_an_order() -> None:
    """The buyer does not see each at once, in the last weeks as in any others; but most."""
    lately, last_weeks, at_once = [], [], []
    for seed in COMPANIES:
        world = company(seed)
        waits = waiting(world)
        lately.append(float(waits[:, -180:].sum(axis=0).mean()))
        last_weeks.append(float(waits[:, -30:].sum(axis=0).mean()))
        falls = waits[:, 1:-7] & ~waits[:, :-8]
        at_once.extend((~waits[:, 8:])[falls].tolist())
    assert 1 < np.mean(lately) < 6
    assert np.mean(last_weeks) > 0.4
    assert 0.5 < np.mean(at_once) < 0.9


@pytest.mark.parametrize("seed", SEEDS)
def test_deliveries_come_around_the_lead_time_and_only_on_working_days(seed: int) -> None:
    world = restocked(seed, purchase_orders=200)
    orders, shelf = world.tables["purchase_orders"], world.tables["inventory"]
    lead = shelf["supplier_lead_time_days"][orders["part_id"] - 1]
    promised = (orders["expected_date"] - orders["ordered_date"]).astype(np.int64)
    fetched = promised == 0
    assert (fetched | (promised >= lead) & (promised <= lead + 4)).all()
    for column in ("expected_date", "received_date"):
        assert office_open(orders[column][~np.isnat(orders[column])]).all()
    came = ~np.isnat(orders["received_date"])
    late = (orders["received_date"] - orders["expected_date"])[came & ~fetched].astype(np.int64)
    assert -5 <= late.min() < 0
    assert late.max() <= max(rules.DELIVERY_LATE) + 4
    assert 0.05 < (late < 0).mean() < 0.25
    assert 0.2 < (late > 0).mean() < 0.45
    assert (fetched | (orders["received_date"] > orders["ordered_date"]))[came].all()
    due = orders["expected_date"] + np.timedelta64(max(rules.DELIVERY_LATE) + 4, "D")
    assert (came | (due > np.datetime64(world.scenario.as_of))).all()
    assert (late[late > 0] <= 4).mean() > 0.5
    assert (orders["status"].is_("Received") == came).all()
    assert orders["ordered_date"].max() <= np.datetime64(world.scenario.as_of)
    assert (np.diff(orders["ordered_date"]) >= np.timedelta64(0, "D")).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_classes_rank_the_last_years_usage_value(seed: int) -> None:
    world = restocked(seed)
    shelf = world.tables["inventory"]
    units = used(world)[:, -365:].sum(axis=1)
    value = units * shelf["unit_cost"]
    by_class = [value[shelf["abc_classification"].is_(name)] for name in "ABC"]
    assert by_class[0].min() >= by_class[1].max() >= by_class[1].min() >= by_class[2].max()
    assert [len(some) for some in by_class] == [16, 24, 40]
    assert (np.abs(shelf["avg_monthly_usage"] * 12 - units) <= 6).all()
    places = texts(shelf["warehouse_location"])
    assert [place[0] for place in places] == shelf["abc_classification"].tolist()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_last_restock_is_the_last_delivery(seed: int) -> None:
    world = restocked(seed)
    shelf, came = world.tables["inventory"], received(world)
    for part, (day, units) in enumerate(
        zip(
            shelf["last_restock_date"].astype(np.int64), shelf["last_restock_quantity"], strict=True
        )
    ):
        if came[part].any():
            last = int(np.flatnonzero(came[part])[-1])
            assert (day, units) == (world.start + last, came[part, last])
        else:
            assert day < world.start
            assert units == max(shelf["opening_stock"][part], 1)
    counted = (np.datetime64(world.scenario.as_of) - shelf["last_count_date"]).astype(np.int64)
    assert counted.min() >= 0
    # Nobody counts on a weekend or holiday: it was the day before then.
    assert counted.max() < 90 + 5


def test_valuable_parts_are_ordered_more_often() -> None:
    def orders_a_part(world: World) -> list[float]:
        orders = np.bincount(
            world.tables["purchase_orders"]["part_id"] - 1, minlength=world.rows("parts")
        )
        classes = world.tables["inventory"]["abc_classification"]
        return [float(orders[classes.is_(name)].mean()) for name in "ABC"]

    means = np.mean([orders_a_part(company(seed)) for seed in COMPANIES], axis=0)
    assert means[0] > 1.5 * means[1] > 2 * means[2]


def test_what_moves_is_reordered_before_it_is_gone() -> None:
    for seed in COMPANIES:
        world = company(seed)
        shelf = world.tables["inventory"]
        unit = coded(world.tables["parts"]["part_category"]).is_("Equipment")
        moves = used(world).sum(axis=1) > 0
        # But for what is not kept: it is fetched for the one job that needs it.
        kept = shelf["opening_stock"] > 0
        assert (shelf["reorder_point"][moves & ~unit & kept] >= 1).all()
        assert (shelf["reorder_point"][~moves] == 0).all()
        assert np.median(shelf["reorder_point"][unit & moves]) <= 1


def test_no_day_of_the_history_is_unlike_the_others() -> None:
    """Empty shelves and low ones, quarter by quarter: the as-of date is a day like any other."""
    for seed in COMPANIES:
        world = company(seed)
        shelf, stock = world.tables["inventory"], on_hand(world)
        empty, low = stock == 0, stock <= shelf["reorder_point"][:, None]
        for first in range(0, 728, 91):
            assert 0.02 < empty[:, first : first + 91].mean() < 0.06
            assert 0.02 < low[:, first : first + 91].mean() < 0.10
        assert 0.02 < empty[:, -1].mean() < 0.08
        ordered = world.tables["purchase_orders"]["ordered_date"].astype(np.int64)
        weeks = np.bincount((world.today - ordered) // 7)
        assert weeks[0] <= 8


def test_what_is_out_of_stock_waits_for_an_order_or_a_delivery_or_is_never_used() -> None:
    for seed in COMPANIES:
        world = company(seed)
        shelf, orders = world.tables["inventory"], world.tables["purchase_orders"]
        comes = np.zeros(len(shelf), np.bool_)
        comes[orders["part_id"][orders["status"].is_("Ordered")] - 1] = True
        low = shelf["stock_status"].is_("Out of Stock", "Low Stock")
        moves = used(world).sum(axis=1) > 0
        assert (comes | waiting(world)[:, -1])[low & moves].all()
        # What is not kept has no reorder point.
        kept_never = shelf["stock_status"].is_("Out of Stock") & ~moves
        assert not shelf["reorder_point"][kept_never].any()


def test_fast_movers_come_in_lots_of_months() -> None:
    for seed in COMPANIES:
        world = company(seed)
        total = used(world).sum(axis=1)
        orders = world.tables["purchase_orders"]
        part = orders["part_id"] - 1
        filters = coded(world.tables["parts"]["part_category"]).is_("Filter")[part]
        fast = filters & (total[part] >= 120)
        months = orders["quantity"][fast] * 24 / total[part][fast]
        assert np.median(months) < 7


def test_lots_vary_and_the_shelf_does_not_end_as_it_began() -> None:
    varied = []
    for seed in COMPANIES:
        world = company(seed)
        shelf, orders = world.tables["inventory"], world.tables["purchase_orders"]
        part = orders["part_id"] - 1
        often = [orders["quantity"][part == p] for p in range(len(shelf))]
        often = [lots for lots in often if len(lots) > 2 and lots.max() > 3]
        varied += [len(set(lots.tolist())) > 1 for lots in often]
        moved = used(world).sum(axis=1) > 0
        moved &= np.bincount(part, minlength=len(shelf)) > 0
        level = shelf["current_stock"] == shelf["opening_stock"]
        assert level[moved].mean() < 0.3
    # Some twenty parts a company are ordered so often.
    assert np.mean(varied) > 0.8


def test_slow_movers_have_their_turn() -> None:
    """What is used a few times in the history is ordered in it now and then, not in one go after
    it: else the days would order what the history never did."""
    ordered, lots = [], []
    for seed in COMPANIES:
        world = company(seed)
        total, orders = used(world).sum(axis=1), world.tables["purchase_orders"]
        slow = (total > 0) & (total <= 6)
        slow &= ~coded(world.tables["parts"]["part_category"]).is_("Equipment")
        # Dear ones are bought by the piece.
        slow &= world.tables["parts"]["unit_cost"] < rules.DEAR_FROM
        count = np.bincount(orders["part_id"] - 1, minlength=len(total))
        ordered.append(float((count[slow] > 0).mean()))
        lots.extend(orders["quantity"][slow[orders["part_id"] - 1]].tolist())
    assert 0.15 < np.mean(ordered) < 0.85
    assert np.mean(np.array(lots) <= 3) < 0.5


def test_a_shelf_has_room_for_its_usual_lot() -> None:
    for seed in COMPANIES:
        shelf = company(seed).tables["inventory"]
        room = shelf["max_stock_level"] - shelf["reorder_point"]
        assert (room >= 1).all()
        cheap = shelf["unit_cost"] < 2_000
        assert np.median(room[cheap]) >= 10


def test_branches_never_share_an_order_number() -> None:
    numbers = [
        number
        for branch in (1, 2)
        for number in restocked(1, branch).tables["purchase_orders"]["purchase_order_number"]
    ]
    assert len(set(numbers)) == len(numbers)


def test_more_orders_than_usage_gives_reason_for_are_refused() -> None:
    world = small_world(1, parts_usage=800, purchase_orders=200)
    lines = world.part_lines
    # All is used on a few days: no lot can be small enough.
    world.calls.start[:] = (world.today - 10) * 1440
    lines.part[:] = lines.part % 20
    with pytest.raises(UserError, match=r"--rows: purchase_orders=200 is more than the 20 orders"):
        restock(world)


def test_orders_nobody_named_give_way() -> None:
    world = small_world(1)
    world.calls.start[:] = (world.today - 10) * 1440
    world.part_lines.part[:] = world.part_lines.part % 20
    restock(world)
    assert len(world.tables["purchase_orders"]) == 20


def test_a_short_history_is_restocked_too() -> None:
    world = company(7, dt.date(2025, 9, 30), 60, 1, (("customers", 20), ("marketing_campaigns", 2)))
    assert (on_hand(world) >= 0).all()
