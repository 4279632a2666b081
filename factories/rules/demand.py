"""What drives demand, day by day."""

from __future__ import annotations

from typing import Final

import numpy as np

from factories.engine.streams import Ints
from factories.rules.climate import MAINTENANCE_BY_MONTH
from hvac_models import Climate

COOLING_SHARE: Final = {Climate.HOT_HUMID: 0.78, Climate.MIXED_HUMID: 0.60, Climate.COLD: 0.35}
"""w: the part of weather-driven failures that hangs on cooling [E]."""
SEASON_TOTALS: Final = {"cooling": 0.70, "heating": 0.70, "both": 0.30}
"""Shares of failures by the season of the component: cooling and heating split 0.70 by w. With the
floors below, a quarter of all failures does not follow the weather [E]."""
FLOOR: Final = {"cooling": 0.07, "heating": 0.07, "both": 0.55}
"""Part of each season's failures that comes evenly over the year. Assumption, to give the quarter
above."""
SCALE: Final = 1000
"""Daily weights are multiples of 1 / 1000 of an even day."""

TUNE_UP: Final = {
    "cooling": (1, 2, 10, 20, 18, 8, 3, 3, 4, 3, 1, 1),
    "heating": (3, 3, 3, 2, 2, 1, 1, 3, 14, 26, 15, 5),
}
"""Tune-ups by month, Jan..Dec: coolers before summer, burners before winter. Mixed as devices are,
they give
``MAINTENANCE_BY_MONTH``. Assumption."""
INSPECTION_BY_MONTH: Final = (7, 7, 9, 9, 9, 8, 8, 8, 9, 9, 9, 8)
"""Close to even. Assumption."""


def failure_drivers(heating: Ints, cooling: Ints) -> Ints:
    """Cumulated daily weights of failures, rows as ``rules.devices.SEASONS``; from degree days in
    tenths."""
    length = len(heating)
    rows = []
    for season in ("cooling", "heating", "both"):
        degrees = {"cooling": cooling, "heating": heating, "both": cooling * 2 + heating}[season]
        mean = max(int(degrees.sum()), 1) / length
        floor = FLOOR[season]
        daily = np.rint(SCALE * (floor + (1 - floor) * degrees / mean)).astype(np.int64)
        rows.append(np.concatenate([[0], np.cumsum(np.maximum(daily, 1))]))
    return np.array(rows)


def monthly_driver(months: Ints, weights: tuple[int, ...]) -> Ints:
    """Cumulated daily weights from weights by month; ``months`` (0 to 11) a day."""
    daily = np.array(weights, np.int64)[months] * SCALE // 8 + 1
    return np.concatenate([[0], np.cumsum(daily)])


def maintenance_drivers(months: Ints) -> Ints:
    """Rows: cooling tune-ups, heating tune-ups, and the mean over all months for everything
    else."""
    return np.array(
        [
            monthly_driver(months, TUNE_UP["cooling"]),
            monthly_driver(months, TUNE_UP["heating"]),
            monthly_driver(months, MAINTENANCE_BY_MONTH),
        ]
    )
