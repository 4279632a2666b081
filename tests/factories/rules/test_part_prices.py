"""A price list that rises each January, and with it what parts cost."""

import numpy as np

from factories.engine.streams import Chance
from factories.engine.values import Coded
from factories.rules.accounting.rises import PRICE_RISES
from factories.rules.parts.prices import (
    LOT_VARIES,
    OWN_RISES,
    cost_then,
    lot_cost,
    price_then,
    selling_price,
)

COSTS = np.array([850, 12_000, 300_000], np.int64)
ANY = Coded.of(["Capacitor"] * len(COSTS))


def test_each_january_adds_what_the_rule_says() -> None:
    for year in range(2020, 2040):
        before, then = (price_then(COSTS, ANY, at, 2026) for at in (year - 1, year))
        rise = PRICE_RISES[year % len(PRICE_RISES)]
        assert (np.abs(then / before - 1 - rise / 100) < 2.2 * OWN_RISES / 1_000).all()


def test_some_parts_rise_more_than_others_and_none_falls() -> None:
    cost = np.arange(1_000, 100_000, 333)
    for year in range(2000, 2040):
        before, then = (cost_then(cost, at, 2026) for at in (year - 1, year))
        rise = then / before - 1
        assert (rise > 0).all()
        assert (rise < 0.1).all()
        assert abs(np.mean(rise) - PRICE_RISES[year % len(PRICE_RISES)] / 100) < 0.002
        assert np.std(rise) > 0.007
        again = cost_then(cost, year + 1, 2026) / then - 1
        assert np.corrcoef(rise, again)[0, 1] < 0


def test_the_list_is_of_its_year() -> None:
    no = np.zeros(len(COSTS), np.bool_)
    assert (price_then(COSTS, ANY, 2026, 2026) == selling_price(COSTS, no)).all()


def test_nothing_was_ever_sold_below_its_cost() -> None:
    for year in range(1985, 2040):
        assert (price_then(COSTS, ANY, year, 2026) >= cost_then(COSTS, year, 2026)).all()


def test_what_is_earned_on_a_part_stays_what_it_is() -> None:
    """Cost and price rise together: no year earns more on a piece than another."""
    shares = [
        1 - cost_then(COSTS, year, 2026) / price_then(COSTS, ANY, year, 2026)
        for year in range(2000, 2040)
    ]
    assert (np.ptp(np.array(shares), axis=0) < 0.002).all()


def test_costs_rise_with_prices_and_move_by_the_lot() -> None:
    lots = Chance(1, ("orders",), np.arange(500))
    cost = np.full(500, 20_000, np.int64)
    now, before = (lot_cost(lots, cost, year, 2026) for year in (2026, 2023))
    assert abs(now.mean() / 20_000 - 1) < 0.003
    assert (np.abs(now - 20_000) <= 20_000 * LOT_VARIES // 1_000).all()
    assert now.std() > 100
    rises = np.prod([1 + PRICE_RISES[year % len(PRICE_RISES)] / 100 for year in (2024, 2025, 2026)])
    assert (np.abs(now / before / rises - 1) < 2.2 * OWN_RISES / 1_000).all()


def test_whole_units_rise_like_all_else() -> None:
    cost = np.array([300_000], np.int64)
    unit, any_part = (Coded.of([category]) for category in ("Equipment", "Capacitor"))
    for year in (2022, 2026, 2030):
        assert price_then(cost, unit, year, 2026) == price_then(cost, any_part, year, 2026)
