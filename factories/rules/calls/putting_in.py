"""What the size of a unit does to the time in which it is put in.

A large unit is put in by the same crew as a small one: it takes longer, within what a day allows.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from factories.engine.streams import Ints
from factories.rules.calls.service import INSTALLATION, installation_factor
from factories.rules.equipment.kinds import (
    AC,
    AIR_HANDLER,
    BOILER,
    FURNACE,
    HEAT_PUMP,
    KINDS,
    MINI_SPLIT,
    PACKAGE_UNIT,
    WATER_HEATER,
)

BY_SIZE: Final = {
    AC: (-500, 900),
    FURNACE: (-500, 600),
    HEAT_PUMP: (-500, 900),
    MINI_SPLIT: (-300, 900),
    PACKAGE_UNIT: (-800, 1500),
    AIR_HANDLER: (-400, 600),
    WATER_HEATER: (-300, 400),
    BOILER: (-600, 1000),
}
"""Thousandths of a standard deviation that the smallest and the largest unit of a kind add to the
time in which one is put in. Assumption: a five-ton split system takes half as long again as one of
a ton and a half; a rooftop unit of three tons is set by noon, one of twenty takes a crane, a curb
and all of the day."""
A_DEVIATION: Final = 29
"""Percent of the usual time that a standard deviation of installations is about: see their median
and 90th percentile in ``service.JOBS``."""


def harder(visit: Ints, kind: Ints, btu: Ints) -> Ints:
    """What the size of the unit of each ``kind`` (``KINDS``) adds to the hardness of a ``visit``
    (``TYPES``) that puts it in, in thousandths of a deviation; 0 to others."""
    return np.where(visit == INSTALLATION, _by_size(kind, btu), 0)


def usual_percent(kind: Ints, btu: Ints) -> Ints:
    """Percent of the usual time of an installation, by kind and size."""
    percent: Ints = (
        installation_factor()[kind] * (100_000 + A_DEVIATION * _by_size(kind, btu)) // 100_000
    )
    return percent


def _by_size(kind: Ints, btu: Ints) -> Ints:
    small, large, first, last = _table()[:, kind]
    added: Ints = first + (last - first) * np.clip(btu // 1000 - small, 0, large - small) // (
        large - small
    )
    return added


@lru_cache(maxsize=1)
def _table() -> Ints:
    """Smallest and largest capacity (thousands of BTU an hour), and what they add, by kind."""
    return np.array(
        [
            (min(rule.capacities), max(rule.capacities), *BY_SIZE[kind])
            for kind, rule in KINDS.items()
        ],
        np.int64,
    ).T
