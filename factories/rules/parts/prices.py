"""What parts cost and sell for: markup over cost, and how both rise."""

from __future__ import annotations

from typing import Final

import numpy as np

from factories.engine.money import half_up
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import Coded
from factories.rules.accounting import rises

# Cost in cents -> price in cents, lines between. Markup over cost: 400 % up to $10, falling to
# 200 % at $50, 100 % at $300 and 60 % from $1,500 on: inside 200-400, 100-200 and 50-100 % [R6].
_COST_STEPS = np.array([0, 1_000, 5_000, 30_000, 150_000], np.int64)
_PRICE_STEPS = np.array([0, 5_000, 15_000, 60_000, 240_000], np.int64)
# Each line rises to where the next begins; the last goes on at a markup of 60 %.
_RISE = np.append(np.diff(_PRICE_STEPS), 160)
_RUN = np.append(np.diff(_COST_STEPS), 100)

REFRIGERANT_PRICE: Final = 350
"""Price of refrigerant, % of cost: a markup of 250 %, inside 100-300 % [R6]."""
LOT_VARIES: Final = 20
"""Thousandths by which a lot costs more or less than the year's usual. Assumption: offers, and how
much is taken."""
OWN_RISES: Final = 13
"""Thousandths by which a part costs more or less in a year than the price level says, at most.
Assumption: suppliers raise some lines more one year and others the next, by 1 to 8 % where the list
rises by 3 to 6 %, and none falls."""


def _level(unit_cost: Ints, year: Ints | int) -> Ints:
    """How dear each part is in a year, beside other years: a part is told by its cost on the list,
    so that all who ask for its price are told the same."""
    mixed = np.asarray(unit_cost, np.int64) * 7_919 + np.asarray(year, np.int64) * 104_729
    mixed = (mixed % 1_000_003) ** 2 % 999_983
    own = mixed % (2 * OWN_RISES + 1) - OWN_RISES
    level: Ints = rises.price_level(year) * (1_000 + own) // 1_000
    return level


def cost_then(
    unit_cost: Ints, year: Ints | int, list_year: Ints | int, per_mille: Ints | int = 1_000
) -> Ints:
    """What a unit usually costs us in a year, of what costs so much in another; cents.

    Suppliers raise their prices in January, about as the price list does. ``per_mille`` is how dear
    a lot is beside the usual.
    """
    then = half_up(
        unit_cost * _level(unit_cost, year) * per_mille, _level(unit_cost, list_year) * 1_000
    )
    costs: Ints = np.maximum(then, 1)
    return costs


def lot_cost(chance: Chance, unit_cost: Ints, year: Ints | int, list_year: Ints | int) -> Ints:
    """What a unit of each lot is bought at in a year: about what it usually costs then; cents."""
    per_mille = 1_000 + chance.between("lot", -LOT_VARIES, LOT_VARIES)
    return cost_then(unit_cost, year, list_year, per_mille)


def price_then(unit_cost: Ints, category: Coded, year: Ints | int, list_year: Ints | int) -> Ints:
    """What a unit costs customers in a year, by the price list of another; cents, never below what
    it cost then."""
    at_list = selling_price(unit_cost, category.is_("Refrigerant"))
    then = half_up(at_list * _level(unit_cost, year), _level(unit_cost, list_year))
    prices: Ints = np.maximum(then, cost_then(unit_cost, year, list_year))
    return prices


def selling_price(unit_cost: Ints, is_refrigerant: Mask) -> Ints:
    """The list price of a unit, cents, half up; never below its cost, in cents."""
    step = np.searchsorted(_COST_STEPS, unit_cost, side="right") - 1
    rise = (unit_cost - _COST_STEPS[step]) * _RISE[step]
    run = _RUN[step]
    marked = _PRICE_STEPS[step] + (2 * rise + run) // (2 * run)
    prices: Ints = np.where(is_refrigerant, half_up(unit_cost * REFRIGERANT_PRICE, 100), marked)
    return prices
