"""The bill of what was quoted comes out at about the price that was agreed upon."""

from __future__ import annotations

import numpy as np
import pytest

from factories.days.firm_prices import Agreed, firm_prices, within_price
from factories.days.price_list import part_costs, part_prices, tables_of
from factories.rules.crm.quotes import FAR_TOO_LITTLE_PERCENT, FIRM_MATERIAL_PERCENT
from tests.factories.support.lived_company import company, day_of

HOURS = 6


TOTAL, RATE = 900_000, 9_500
"""Cents of a price, and of an hour."""


def _agreed(hours: int = HOURS) -> Agreed:
    """A visit that carries out a quote."""
    room = TOTAL * FIRM_MATERIAL_PERCENT // 100
    repair = ([False], [False])
    rest = (*repair, [0], [1])
    return Agreed(*map(np.array, ([0], [TOTAL], [TOTAL - hours * RATE], [room], *rest)))


@pytest.mark.parametrize("percent", [70, 100, 130])
def test_material_makes_up_for_what_is_off(percent: int) -> None:
    with company() as connection:
        day = day_of(connection)
        tables = tables_of(day)
        unit = int(tables.units[0])
        varied = np.flatnonzero((tables.high > tables.low) & ~tables.is_filter)[:12]
        part = np.append([unit], varied)
        price = part_prices(day, part)
        firm = _agreed()
        # So many of each that everything is off by so much.
        goal = TOTAL * percent // 100 - HOURS * RATE - int(price[0])
        share = max(goal // len(varied), 1)
        quantity = np.append([1], np.clip(share // price[1:], tables.low[varied], 99))
        main = np.arange(len(part)) == 0
        kept = within_price(day, firm, np.zeros(len(part), np.int64), part, quantity, main)
        before, after = (HOURS * RATE + int((price * n).sum()) - TOTAL for n in (quantity, kept))
        assert kept[0] == 1
        assert (kept >= 0).all()
        assert abs(after) <= max(abs(before), TOTAL * FIRM_MATERIAL_PERCENT // 100)
        if percent == 130:
            assert after < before


@pytest.mark.parametrize(
    ("missing", "taken"), [(FAR_TOO_LITTLE_PERCENT + 15, True), (FAR_TOO_LITTLE_PERCENT - 5, False)]
)
def test_other_material_is_taken_where_much_is_missing(missing: int, taken: bool) -> None:
    with company() as connection:
        day = day_of(connection)
        tables = tables_of(day)
        others = np.flatnonzero((tables.high > 2) & ~tables.is_filter)[:12]
        part = np.append([int(tables.units[0])], others)
        price = part_prices(day, part)
        # Only labor makes up for so much of the price.
        hours = (TOTAL * (100 - missing) // 100 - int(price[0])) // RATE
        firm = _agreed(hours)
        quantity, main = np.eye(1, len(part), dtype=np.int64)[0], np.arange(len(part)) == 0
        kept = within_price(day, firm, np.zeros(len(part), np.int64), part, quantity, main)
        assert kept[0] == 1
        assert bool(kept[1:].any()) is taken
        assert (kept[1:] <= tables.high[others]).all()


def test_what_was_not_quoted_takes_what_it_takes() -> None:
    with company() as connection:
        day = day_of(connection)
        none = np.zeros(0, np.int64)
        quantity = np.array([3, 4])
        kept = within_price(
            day,
            Agreed(none, none, none, none, none > 0, none > 0, none, none),
            np.zeros(2, np.int64),
            np.array([5, 6]),
            quantity,
            np.zeros(2, np.bool_),
        )
        assert kept.tolist() == [3, 4]


@pytest.mark.parametrize(
    ("full", "charge", "new"), [(7, 6, 6), (6, 6, 6), (9, 6, 6), (12, 6, 8), (3, 1, 2)]
)
def test_what_goes_back_leaves_the_charge_that_a_circuit_holds(
    full: int, charge: int, new: int
) -> None:
    with company() as connection:
        day = day_of(connection)
        tables = tables_of(day)
        part = np.array([int(tables.units[0]), int(tables.refrigerant.max())])
        # A price that bears next to nothing: as much goes back as may.
        rest = ([0], [False], [False], [0], [charge])
        firm = Agreed(*map(np.array, ([0], [100], [100], *rest)))
        quantity, main = np.array([1, full]), np.arange(2) == 0
        kept = within_price(day, firm, np.zeros(2, np.int64), part, quantity, main)
        assert kept.tolist() == [1, new]


def _charged(
    goal: int,
    quantity: list[int],
    *,
    listed: bool = False,
    changed: bool = False,
    unit: int = 0,
    total: int | None = None,
) -> tuple[list[int], list[int], int]:
    """What is charged for one of each of two parts, what the list has, and the whole."""
    with company() as connection:
        day = day_of(connection)
        part = np.array([int(tables_of(day).units[0]), 5])
        rest = ([0], [listed], [changed], [unit], [1])
        firm = Agreed(*map(np.array, ([0], [goal if total is None else total], [goal], *rest)))
        each, zeros = np.array(quantity), np.zeros(2, np.int64)
        main = np.arange(2) == 0
        price = firm_prices(day, firm, zeros, part, each, zeros > 0, main)
        return price.tolist(), part_prices(day, part).tolist(), int((price * each).sum())


@pytest.mark.parametrize("percent", [90, 100, 115])
def test_the_bill_comes_to_the_price_to_the_cent(percent: int) -> None:
    _, (unit, other), _ = _charged(1, [1, 3])
    goal = unit * percent // 100 + 3 * other + 1
    (_, charged), _, total = _charged(goal, [1, 3])
    assert total == goal
    # Only what mends is sold for what was agreed upon.
    assert charged == other


@pytest.mark.parametrize("percent", [90, 100, 115])
def test_a_unit_is_sold_by_the_list(percent: int) -> None:
    _, (unit, other), _ = _charged(1, [1, 1])
    goal = unit + other * percent // 100
    (charged, beside), _, total = _charged(goal, [1, 1], listed=True)
    assert (charged, total) == (unit, goal)
    assert (beside == other) is (percent == 100)


def test_a_unit_costs_what_was_agreed_upon() -> None:
    _, (unit, other), _ = _charged(1, [1, 1])
    offered = unit * 96 // 100
    charged, _, total = _charged(offered + other + 500, [1, 1], listed=True, unit=offered)
    assert charged == [offered, other + 500]
    assert total == offered + other + 500


def test_a_change_order_is_for_whatever_the_work_comes_to() -> None:
    _, (unit, other), _ = _charged(1, [1, 3])
    goal = unit * 95 // 100 + 3 * other
    charged, _, _ = _charged(goal, [1, 3], listed=True, changed=True)
    assert charged == [unit, other]


@pytest.mark.parametrize("percent", [60, 145])
def test_what_is_far_from_the_price_is_charged_by_the_list(percent: int) -> None:
    """As far as a change order goes, and where the price is higher."""
    _, (unit, other), _ = _charged(1, [1, 3])
    goal = unit * percent // 100 + 3 * other
    charged, listed, _ = _charged(goal, [1, 3], total=100 * unit)
    assert charged == listed


def test_no_bill_exceeds_its_price_by_more_than_a_change_order_adds() -> None:
    """What mends is charged at what we pay for it then, and no less."""
    charged, listed, _ = _charged(100, [1, 3])
    with company() as connection:
        day = day_of(connection)
        cost = int(part_costs(day, tables_of(day).units[:1])[0])
    assert charged == [cost, listed[1]]
    _, (unit, other), _ = _charged(1, [1, 3])
    goal = unit * 64 // 100 + 3 * other
    assert goal - 3 * other > cost
    assert _charged(goal, [1, 3])[2] == goal


def test_what_is_free_stays_free() -> None:
    with company() as connection:
        day = day_of(connection)
        rest = ([0], [False], [False], [0], [1])
        firm = Agreed(*map(np.array, ([0], [50_000], [50_000], *rest)))
        visit, part = np.zeros(1, np.int64), np.array([5])
        yes = visit == 0
        assert firm_prices(day, firm, visit, part, visit + 1, yes, yes).tolist() == [0]
