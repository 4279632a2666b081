"""What instruments read on a unit that runs: about the same on the next visit.

Readings are in hundredths of the unit that is written down. Each has a mean over all units, what
one unit is off it for good, and what it is off on a day; both are about normal. All of them are
rules of thumb of the trade, tuned for plausibility: Assumption.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from factories.engine.streams import Chance, Ints, Mask


@dataclass(frozen=True)
class Meter:
    """One reading; hundredths of its unit but for ``decimals``.

    ``own`` and ``daily``: standard deviations between units, and from visit to visit. ``least`` and
    ``most``: what a unit that runs never passes. ``house``: it is the house's, or the town's, not
    the unit's. ``a_year``: what every year of the unit adds. ``a_degree``: what every F adds by
    which the day's high is above ``MILD``. ``decimals``: digits that the instrument shows.
    """

    mean: int
    own: int
    daily: int
    least: int
    most: int
    house: bool = False
    a_year: int = 0
    a_degree: int = 0
    decimals: int = 0


METERS: Final = {
    "split": Meter(1880, 100, 110, 1400, 2400),
    "static": Meter(57, 10, 3, 28, 98, decimals=2),
    "blower": Meter(8200, 550, 200, 6400, 9900),
    "inverter": Meter(7000, 600, 900, 3800, 10_000),
    "volts": Meter(24_050, 220, 120, 23_000, 25_100, house=True),
    "superheat": Meter(1100, 140, 150, 500, 1800),
    "subcooling": Meter(1000, 110, 110, 500, 1500),
    "compressor": Meter(8400, 450, 250, 6400, 10_000, a_year=15, a_degree=14),
    "capacitor": Meter(10_010, 150, 70, 9400, 10_600, a_year=-18),
    "worn capacitor": Meter(8650, 110, 25, 8200, 9000, a_year=-4),
    "manifold": Meter(350, 9, 8, 310, 385, decimals=1),
    "inlet": Meter(665, 55, 22, 500, 900, house=True, decimals=1),
    "flame": Meter(345, 55, 35, 180, 560, a_year=-4, decimals=1),
    "rise": Meter(4900, 480, 220, 3400, 6800),
    "flue CO": Meter(1900, 560, 300, 300, 9500, a_year=130),
    "cold fill": Meter(1480, 110, 60, 1100, 2000),
    "supply": Meter(17_000, 520, 260, 15_000, 18_800),
    "drop": Meter(2150, 280, 130, 1200, 3000),
    "tank": Meter(1250, 60, 50, 1000, 1500),
    "outlet": Meter(12_080, 270, 110, 11_200, 13_300),
    "water": Meter(6100, 750, 230, 3800, 8800, house=True),
    "control": Meter(2570, 60, 30, 2380, 2800, decimals=1),
    "coil rise": Meter(2250, 170, 170, 1400, 3300, a_degree=12),
    "contactor": Meter(1430, 220, 50, 800, 2200),
    "vacuum": Meter(35_000, 1500, 4500, 20_000, 49_000),
}
"""F but for: static pressure, manifold, inlet (in. w.c.), compressor, blower and inverter (percent
of rated amperes), capacitor (percent of its rating), volts, flame (microamperes), flue CO (ppm),
cold fill, tank and water (psi), control (V), contactor (ohms), vacuum (microns)."""
MILD: Final = 70
"""F."""
FILTER_DIRT: Final = 4
"""Hundredths of an in. w.c. by which static pressure is up, about, unless the filter has just been
changed."""


@dataclass(frozen=True)
class Visits:
    """Where and when instruments are read; one row a visit. ``chance`` is of the visits."""

    chance: Chance
    device: Ints
    """Key of the unit."""
    customer: Ints
    """Key of who has the unit, and the ducts."""
    packaged: Mask
    """True where the unit has ducts of its own."""
    age: Ints
    """Years."""
    high: Ints
    """F."""
    dirty: Mask
    """True where the filter is as it was found."""


def readings(name: str, visits: Visits, rows: Ints) -> Ints:
    """What a meter reads on some of the visits, in its last digit that is shown."""
    meter = METERS[name]
    chance = visits.chance.at(visits.chance.ids[rows])
    theirs = visits.packaged[rows] if name == "static" else np.array(not meter.house)
    owner = np.where(theirs, 2 * visits.device[rows] + 1, 2 * visits.customer[rows])
    lasting = chance.common(("meters", name), owner).bell("own", meter.own)
    value = meter.mean + lasting + chance.bell(f"meter {name}", meter.daily)
    if name == "static":
        value += np.where(visits.dirty[rows], np.abs(chance.bell("dirt", FILTER_DIRT)), 0)
    value += meter.a_year * visits.age[rows] + meter.a_degree * (visits.high[rows] - MILD)
    step = 10 ** (2 - meter.decimals)
    shown: Ints = (np.clip(value, meter.least, meter.most) + step // 2) // step
    return shown
