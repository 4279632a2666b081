"""When new equipment is put in: what cools before and in the heat, what heats before and in the
cold."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from factories.engine.streams import Ints
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.hours.calendar import month_of

_COOLING: Final = (6, 6, 8, 9, 11, 13, 14, 12, 8, 6, 5, 6)
_HEATING: Final = (13, 11, 8, 6, 5, 4, 5, 5, 8, 11, 12, 13)
_BOTH: Final = (9, 8, 7, 7, 9, 11, 12, 10, 7, 7, 8, 9)
BY_MONTH: Final = {
    "Central AC": _COOLING,
    "Ductless Mini-Split": _COOLING,
    "Package Unit": _COOLING,
    "Air Handler": _COOLING,
    "Heat Pump": _BOTH,
    "Furnace": _HEATING,
    "Boiler": _HEATING,
    "Water Heater": (1,) * 12,
}
"""Weight of each month, January to December, by what is put in. Assumption: a unit is replaced when
it is missed, so that two to three times as many air conditioners are put in from June to August as
from December to February, and as many furnaces the other way round; hot water is wanted all
year."""
REQUEST_TO_INSTALLATION: Final = 14
"""Days from asking for an installation to having it, about. Assumption."""
PERCENT: Final = 100


@lru_cache(maxsize=1)
def season_table() -> Ints:
    """Percent of an average month's installations: a row a kind (``KIND_ORDER``), a column a
    month."""
    rows = np.array([BY_MONTH[name] for name in KIND_NAMES], np.int64)
    table: Ints = (rows * 12 * PERCENT + rows.sum(axis=1)[:, None] // 2) // rows.sum(axis=1)[
        :, None
    ]
    return table


def in_season(kind: Ints, asked: Ints) -> Ints:
    """Percent of the usual of each kind (``KIND_ORDER``), for whom asks on which day (number)."""
    month = month_of(asked + REQUEST_TO_INSTALLATION)
    percent: Ints = season_table()[kind, month]
    return percent
