"""How old the devices are that are there when the history begins, or when a customer comes."""

from typing import Final

import numpy as np

from factories.engine.quantiles import exponential
from factories.engine.streams import Chance, Ints

AGE_BANDS: Final = (
    (60, 365, 4),
    (365, 730, 3),
    (730, 1095, 3),
    (1095, 2920, 20),
    (2920, 4745, 32),
    (4745, 6570, 25),
    (6570, 8700, 13),
)
"""Days from, days to, weight: ages of the devices that others put in, when the customer comes to
us. With what the company has put in since, a unit is 7-11 years old on average at the as-of date
[E]."""
LONG_KNOWN: Final = (60, 1_000)
"""Days by which a device is older than the account of a customer who has been one for longer than
all of these. Assumption."""
PUT_IN_UNIT: Final = 10_000
PUT_IN_BEFORE: Final = exponential(PUT_IN_UNIT, 8 * PUT_IN_UNIT)
"""Days since the company last put in a device of a customer of its own, in ten-thousandths of the
mean: before the history as within it, so that there is no step where it begins [E]."""
PUT_IN_AFTER_AT_LEAST: Final = 2_000
"""The least that this mean is, in days. Assumption: a short history with many calls has no
customers who buy anew every year."""


def older_than(chance: Chance, least: Ints) -> Ints:
    """Ages in days by ``AGE_BANDS``, of what is more than ``least`` days old."""
    low, high, weight = np.array(AGE_BANDS, np.int64).T
    unit = PUT_IN_UNIT * weight
    begins = np.cumsum(unit) - unit
    total = int(unit.sum())
    at = np.clip(np.searchsorted(low, least, side="right") - 1, 0, None)
    into = np.clip(least - low[at], 0, (high - low)[at])
    passed = begins[at] + unit[at] * into // (high - low)[at]
    point = passed + (chance.fraction("age") * (total - passed) >> 32)
    band = np.searchsorted(begins, point, side="right") - 1
    age = low[band] + (point - begins[band]) * (high - low)[band] // unit[band]
    return np.where(passed < total, age, least + chance.between("older", *LONG_KNOWN))
