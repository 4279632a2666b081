"""When parts are ordered and how much of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.engine.streams import Chance, Ints
from factories.rules.parts import stock as rules


def array(*numbers: int) -> Ints:
    return np.array(numbers, np.int64)


def usage(total: int, squares: int, days: int = 730) -> rules.Usage:
    return rules.Usage(array(total), array(squares), days)


def test_the_first_fifth_is_a_the_next_three_tenths_b() -> None:
    value = np.arange(100)[::-1] * 10
    classes = rules.abc(value)
    assert np.bincount(classes).tolist() == [20, 30, 50]
    assert (np.diff(classes) >= 0).all()


def test_parts_of_equal_value_rank_by_their_number() -> None:
    assert (
        rules.abc(np.zeros(10, np.int64)).tolist() == [rules.A] * 2 + [rules.B] * 3 + [rules.C] * 5
    )


def test_reorder_point_is_demand_over_the_lead_time_and_safety() -> None:
    # One a day, always: no safety needed. 0.1 a day in lots of 10: 9.95 ** 0.5 a day in spread.
    steady, lumpy = usage(730, 730), usage(730, 7_300)
    none, one = array(0), array(1)
    assert rules.reorder_point(steady, array(7), array(rules.A), one).tolist() == [7]
    assert rules.reorder_point(lumpy, array(4), array(rules.A), one).tolist() == [4 + 10]
    assert rules.reorder_point(usage(3, 3), array(2), array(rules.C), none).tolist() == [0]
    assert rules.reorder_point(usage(3, 3), array(2), array(rules.C), one).tolist() == [1]
    assert rules.reorder_point(usage(0, 0), array(2), array(rules.C), one).tolist() == [0]


def test_reorder_point_rises_with_lead_time_and_class() -> None:
    lumpy = usage(730, 7_300)
    none = array(0)
    by_lead = [
        int(rules.reorder_point(lumpy, array(d), array(rules.B), none)[0]) for d in (1, 5, 20)
    ]
    by_class = [int(rules.reorder_point(lumpy, array(9), array(c), none)[0]) for c in range(3)]
    assert by_lead == sorted(set(by_lead))
    assert by_class == sorted(set(by_class), reverse=True)


def test_orders_go_where_the_money_is() -> None:
    total, cost = array(400, 400, 4, 0), array(100_000, 1_000, 1_000, 1_000)
    no_unit = np.zeros(4, np.bool_)
    weight = rules.order_weights(total, cost, array(90, 90, 3, 0), no_unit)
    most = rules.most_orders(total, array(5, 5, 2, 0))
    orders = rules.order_shares(weight, most, 22)
    assert orders.sum() == 22
    assert orders[0] > 2 * orders[1] > orders[2] >= orders[3] == 0


def test_what_goes_out_often_and_units_are_ordered_more_often() -> None:
    same = array(100, 100, 100), array(1_000, 1_000, 1_000)
    often = rules.order_weights(*same, array(10, 90, 10), np.array([False, False, True]))
    assert often[0] < often[1]
    assert often[0] < often[2]


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(1, 40), st.integers(1, 10**6)), min_size=1),
    st.data(),
)
def test_orders_are_exactly_as_many_as_wanted(
    parts: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    total, largest, cost = (np.array(column, np.int64) for column in zip(*parts, strict=True))
    largest = np.minimum(largest, np.maximum(total, 1))
    most = rules.most_orders(total, largest)
    count = data.draw(st.integers(0, int(most.sum())))
    weight = rules.order_weights(total, cost, most, np.zeros(len(total), np.bool_))
    orders = rules.order_shares(weight, most, count)
    assert orders.sum() == count
    assert ((orders >= 0) & (orders <= most)).all()
    fair = rules.fair_lot(total, weight, int(weight.sum()), count, cost)
    lot = rules.lot_size(total, largest, orders, fair)
    several = orders > 1
    # No day uses two lots up, and the last one is begun: usage asks for each of them once.
    assert (lot >= 1).all()
    assert (lot >= largest)[orders > 0].all()
    assert ((orders - 1) * lot < total)[several].all()


def test_slow_movers_are_ordered_as_often_as_their_share_says() -> None:
    weight, most = np.full(400, 10, np.int64), np.full(400, 5, np.int64)
    orders = rules.order_shares(weight, most, 100)
    assert orders.max() == 1
    assert [int(part.sum()) for part in np.split(orders, 4)] == [25] * 4


def test_a_lot_lasts_until_the_next_order_is_due() -> None:
    total, weight = array(100, 4, 4, 400), array(20, 1, 10, 20)
    lot = rules.fair_lot(total, weight, 100, 50, np.full(4, 1_000))
    # Ten orders of the first; one in two histories of the second; five of the third.
    assert lot.tolist() == [10, 8, 1, 40]
    assert rules.fair_lot(array(1), array(1), 10_000, 10, array(1_000)).tolist() == [
        rules.BOUGHT_AHEAD + rules.BOX
    ]


def test_dear_parts_are_bought_for_the_next_jobs() -> None:
    dear = np.full(3, rules.DEAR_FROM)
    lots = rules.fair_lot(array(1, 4, 28), array(1, 1, 1), 10_000, 10, dear)
    assert lots.tolist() == [1, 2, 14]


def test_the_room_of_a_shelf_tells_its_lot() -> None:
    usual = np.arange(1, 300)
    room = rules.lot_at_most(usual)
    told = rules.lot_by_room(room, np.full(len(room), 1_000))
    assert (np.abs(told - usual) <= 1).all()
    assert rules.lot_by_room(room, np.full(len(room), rules.DEAR_FROM)).max() == rules.DEAR_ROOM


def test_more_orders_than_the_parts_take_are_refused() -> None:
    with pytest.raises(ValueError, match="9 orders wanted, 4 at most"):
        rules.order_shares(array(100), array(4), 9)


def test_compressors_and_boards_take_longer_than_filters() -> None:
    share = np.linspace(0, 2**32 - 1, 50).astype(np.int64)
    suppliers = np.full(50, 2)
    days = {
        name: rules.lead_days(suppliers, [name] * 50, share)
        for name in ("Filter", "Control Board", "Compressor")
    }
    assert set(days["Filter"].tolist()) == {2}
    assert days["Filter"].mean() < days["Control Board"].mean() < days["Compressor"].mean()
    assert days["Compressor"].max() <= 21
    assert rules.lead_days(array(0), ["Filter"], array(0)).tolist() == [rules.SHORTEST_LEAD]


def test_bins_are_told_apart_and_a_parts_lie_in_zone_a() -> None:
    value = np.arange(60)[::-1]
    classes = rules.abc(value)
    places = rules.locations(classes, value)
    assert len(set(places)) == 60
    assert places[0] == "A-01-1"
    assert [place[0] for place in places] == [rules.CLASSES[c] for c in classes.tolist()]
    assert all(1 <= int(place[-1]) <= rules.SHELVES for place in places)


def test_each_supplier_is_late_as_often_as_it_always_is() -> None:
    orders = np.arange(120_000)
    supplier = orders % 60
    late = rules.days_late(Chance(42, ("orders",), orders), supplier) > 0
    share = np.bincount(supplier, late) / np.bincount(supplier)
    usual = sum(of for days, of in rules.DELIVERY_LATE.items() if days > 0) / sum(
        rules.DELIVERY_LATE.values()
    )
    assert late.mean() == pytest.approx(usual, abs=0.05)
    assert share.max() > 3 * share.min()
