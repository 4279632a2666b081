"""What each January adds to the price list, and to what an hour and a fee cost."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np

from factories.engine.money import half_up
from factories.engine.streams import Ints

PRICE_RISES: Final = (3, 5, 4, 6, 3, 4, 5)
"""Percent by which the price list of parts and units rises in January: one year like the other, but
not quite; they follow each other by the calendar year. Assumption, about the trade's 3-6 %."""
RATE_RISES: Final = (4, 3, 5, 4, 3)
"""Percent by which a technician's hour and the fees of the price book rise in January, likewise.
Assumption: once a year, 3-5 %, as wages do."""
PRICED_FROM, PRICED_UNTIL = 1980, 2150
"""First and last year with a price level of their own."""


@lru_cache(maxsize=2)
def levels(rises: tuple[int, ...]) -> Ints:
    """How dear things are in each year from ``PRICED_FROM`` on, beside the others."""
    found = [100_000]
    for year in range(PRICED_FROM + 1, PRICED_UNTIL + 1):
        found.append(found[-1] * (100 + rises[year % len(rises)]) // 100)
    return np.array(found, np.int64)


def price_level(year: Ints | int) -> Any:
    """Of parts and units."""
    return _level(PRICE_RISES, year)


def rate_then(rate: Ints, year: Ints | int, list_year: Ints | int, step: Ints | int = 1) -> Ints:
    """What an hour or a fee costs in a year, of what it costs in another: in the same unit, and in
    whole ``step``s of it, as it stands in a price book."""
    then = half_up(rate * _level(RATE_RISES, year), _level(RATE_RISES, list_year) * step)
    rates: Ints = np.maximum(then, 1) * step
    return rates


def price_then(price: Ints, year: Ints | int, list_year: Ints | int) -> Ints:
    """What the price list of a year asks, of what that of another does; cents."""
    prices: Ints = half_up(price * price_level(year), price_level(list_year))
    return prices


def _level(rises: tuple[int, ...], year: Ints | int) -> Any:
    return levels(rises)[np.clip(np.asarray(year), PRICED_FROM, PRICED_UNTIL) - PRICED_FROM]
