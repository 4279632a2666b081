"""The kinds of equipment: sizes, lives, prices, brands and the efficiency sold in each era.

Thermostats are 5 % of what is installed in the source, but have neither capacity nor efficiency
rating: here they are parts that fail and are replaced, not devices, and their share went to the
other kinds.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from factories.engine.quantiles import STEPS
from factories.engine.streams import Ints
from hvac_models.catalog import EquipmentKind, RatingUnit, Refrigerant

AC = EquipmentKind.CENTRAL_AC
HEAT_PUMP = EquipmentKind.HEAT_PUMP
FURNACE = EquipmentKind.FURNACE
MINI_SPLIT = EquipmentKind.DUCTLESS_MINI_SPLIT
PACKAGE_UNIT = EquipmentKind.PACKAGE_UNIT
BOILER = EquipmentKind.BOILER
AIR_HANDLER = EquipmentKind.AIR_HANDLER
WATER_HEATER = EquipmentKind.WATER_HEATER

SPLIT_KINDS: Final = (AC, HEAT_PUMP)
"""One half of these is outdoors; the coil from which water runs is indoors."""
COMPRESSOR_KINDS: Final = (AC, HEAT_PUMP, MINI_SPLIT, PACKAGE_UNIT)
"""Kinds with a compressor: they are charged and started up."""
REFRIGERANT_KINDS: Final = (*COMPRESSOR_KINDS, AIR_HANDLER)
"""Kinds with a refrigerant circuit, or the indoor half of one. Assumption: an air handler is rated
as its matched system."""


@dataclass(frozen=True)
class KindRule:
    """One kind of equipment.

    ``capacities``: thousands of BTU an hour -> how common; the steps makers offer [K] within
    calibration's range, weights Assumption. ``life_years``: median [S5]. ``weibull``: shape, and
    scale in years, of the time to replacement [E; S6]. ``price``: lowest and highest installed
    price, dollars [R4, R5, E].
    """

    capacities: dict[int, int]
    life_years: int
    weibull: tuple[float, float]
    price: tuple[int, int]


_SPLIT = {18: 10, 24: 20, 30: 18, 36: 24, 42: 8, 48: 12, 60: 8}

KINDS: Final = {
    AC: KindRule(_SPLIT, 15, (3.0, 16.9), (4_000, 10_000)),
    FURNACE: KindRule({40: 10, 60: 26, 80: 32, 100: 22, 120: 10}, 18, (3.0, 20.3), (3_000, 8_000)),
    HEAT_PUMP: KindRule(_SPLIT, 15, (2.0, 16.9), (5_000, 12_000)),
    # One zone of a ductless system is one device: prices are a zone's.
    MINI_SPLIT: KindRule(
        {9: 22, 12: 30, 18: 18, 24: 16, 36: 9, 48: 5}, 17, (3.0, 19.2), (2_000, 4_500)
    ),
    PACKAGE_UNIT: KindRule(
        {36: 12, 48: 16, 60: 26, 90: 16, 120: 14, 180: 8, 240: 5, 300: 3},
        15,
        (3.0, 16.9),
        (9_000, 40_000),
    ),
    AIR_HANDLER: KindRule(_SPLIT, 20, (3.0, 22.6), (2_000, 5_000)),
    # The capacity of gas-fired tanks: there is no electric heating element to fail in them.
    WATER_HEATER: KindRule({30: 12, 40: 44, 50: 30, 76: 14}, 12, (3.0, 13.6), (1_300, 3_500)),
    BOILER: KindRule(
        {50: 10, 75: 20, 100: 30, 150: 24, 200: 10, 250: 6}, 25, (4.9, 27.2), (6_000, 14_000)
    ),
}


@lru_cache(maxsize=len(KINDS))
def life_days(kind: EquipmentKind) -> Ints:
    """Quantiles of the days from installation to replacement, for ``Chance.quantile``."""
    shape, scale = KINDS[kind].weibull
    years = [scale * (-math.log1p(-(s + 0.5) / STEPS)) ** (1 / shape) for s in range(STEPS)]
    return np.array([round(round(365.25 * year, 4)) for year in years], np.int64)


@dataclass(frozen=True)
class Tier:
    """An efficiency that was sold: rating in hundredths, first last model year (None: still)."""

    rating: int
    first: int
    last: int | None


@dataclass(frozen=True)
class Vintage:
    """An era of one kind. The first of ``tiers`` was sold throughout, so every year has a model.

    ``refrigerant`` None: the kind has none. In the last era makers part, see ``refrigerant_of``.
    """

    unit: RatingUnit
    refrigerant: Refrigerant | None
    tiers: tuple[Tier, ...]

    @property
    def first(self) -> int:
        return self.tiers[0].first

    @property
    def last(self) -> int | None:
        return self.tiers[0].last


def _tiers(first: int, last: int | None, *ratings: int) -> tuple[Tier, ...]:
    return tuple(Tier(rating, first, last) for rating in ratings)


def _cooling(
    seer: tuple[int, ...], seer2: tuple[int, ...], old: tuple[int, ...] = (1300, 1000, 1200)
) -> tuple[Vintage, ...]:
    """The four eras of air conditioning.

    10 SEER was the minimum from 1992 and 13 SEER from 2006 [K], so lines below 13 end in 2005.
    Minimums since 2023 in SEER2: split AC 14.3 in the South, heat pump 14.3, packaged 13.4 [S7].
    No R-22 units were made from 2010 on, and no R-410A ones from 2025 on; what stood on the shelves
    was sold off in that year. The first of each next gas came before: see ``NEWER_GAS`` [K].
    """
    least, *rest = old
    plain, *better = seer
    return (
        Vintage(
            RatingUnit.SEER,
            Refrigerant.R_22,
            (*_tiers(1985, 2010, least), *_tiers(1992, 2005, *rest)),
        ),
        Vintage(
            RatingUnit.SEER,
            Refrigerant.R_410A,
            (*_tiers(2002, 2022, plain), *_tiers(2010, 2022, *better)),
        ),
        Vintage(RatingUnit.SEER2, Refrigerant.R_410A, _tiers(2023, 2025, *seer2)),
        Vintage(RatingUnit.SEER2, Refrigerant.R_454B, _tiers(2024, None, *seer2)),
    )


def _burning(unit: RatingUnit, old: tuple[int, ...], new: tuple[int, ...]) -> tuple[Vintage, ...]:
    """The two eras of gas heat. AFUE of furnaces: 78 from 1992, 80 later [K]."""
    return (
        Vintage(unit, None, _tiers(1985, 2009, *old)),
        Vintage(unit, None, _tiers(2010, None, *new)),
    )


# Ratings above the minimum: steps of the makers' price lists [K].
VINTAGES: Final = {
    AC: _cooling((1400, 1600, 1800), (1430, 1520, 1720)),
    FURNACE: _burning(RatingUnit.AFUE, (8000, 7800, 9200), (8000, 9200, 9550, 9650, 9800)),
    HEAT_PUMP: _cooling((1400, 1600, 1800), (1430, 1520, 1780)),
    MINI_SPLIT: _cooling((1800, 2000, 2300), (1800, 1950, 2200), (1300, 1600)),
    PACKAGE_UNIT: _cooling((1400, 1500), (1340, 1440, 1520)),
    AIR_HANDLER: _cooling((1400, 1600, 1800), (1430, 1520, 1780)),
    # Tanks were rated by their energy factor until the uniform one took its place in 2017 [K].
    WATER_HEATER: (
        Vintage(
            RatingUnit.EF,
            None,
            (*_tiers(1985, 2016, 62), *_tiers(1985, 2009, 58), *_tiers(2010, 2016, 67)),
        ),
        Vintage(RatingUnit.UEF, None, _tiers(2017, None, 62, 64, 70, 81)),
    ),
    # Boiler minimums: AFUE 80 from 1992, 82 from 2012, 84 from 2021 [K].
    BOILER: _burning(RatingUnit.AFUE, (8200, 8000, 8400), (8500, 8700, 9500)),
}

VINTAGE_WEIGHTS: Final = (8, 40, 10, 42)
"""Share of a cooling kind's models by era, %. Assumption: what is sold today comes in many brands
and sizes, of what is old a few models are left, and 2023 and 2024 were short."""

TWO_VINTAGE_WEIGHTS: Final = (15, 85)
"""The same for a kind that burns gas."""

VINTAGE_DEVICES: Final = (10, 55, 12, 23)
"""Share of a cooling kind's devices by era, %: about the ages at snapshot [E]."""

TWO_VINTAGE_DEVICES: Final = (12, 88)
"""The same for a kind that burns gas."""

R32_BRANDS: Final = frozenset({"Daikin", "Goodman", "Amana", "Fujitsu", "LG"})
"""Makers that went from R-410A to R-32; the others went to R-454B [K]."""


NEWER_GAS: Final = {
    2002: 5, 2003: 8, 2004: 12, 2005: 18, 2006: 28, 2007: 38, 2008: 48, 2009: 62, 2010: 88,
    2024: 12, 2025: 68,
}  # fmt: skip
"""Percent of what is put in in a year, of units on a refrigerant that comes beside one that goes:
R-410A came slowly, its successors within a year [K]. In the second half of a year halfway to the
next one. Assumption for the numbers."""
GASES: Final = (
    (Refrigerant.R_22,),
    (Refrigerant.R_410A,),
    (Refrigerant.R_454B, Refrigerant.R_32),
)
"""In the order in which they came."""
SOLD_OFF: Final = {Refrigerant.R_22: 2010, Refrigerant.R_410A: 2025}
"""The year in which the last units on a refrigerant went, to its end [K]."""


def refrigerant_of(vintage: Vintage, brand: str) -> Refrigerant | None:
    """What a model of this era and brand is charged with."""
    if vintage.refrigerant is Refrigerant.R_454B and brand in R32_BRANDS:
        return Refrigerant.R_32
    return vintage.refrigerant


_DUCTED = {
    "Carrier": 14,
    "Goodman": 14,
    "Trane": 13,
    "Rheem": 12,
    "Lennox": 11,
    "American Standard": 7,
    "Bryant": 7,
    "York": 7,
    "Daikin": 5,
    "Ruud": 3,
    "Amana": 3,
}

BRANDS: Final = {
    AC: _DUCTED,
    FURNACE: _DUCTED,
    HEAT_PUMP: _DUCTED,
    MINI_SPLIT: {"Mitsubishi": 40, "Daikin": 20, "Fujitsu": 15, "LG": 15, "Carrier": 10},
    PACKAGE_UNIT: _DUCTED,
    AIR_HANDLER: _DUCTED,
    WATER_HEATER: {"Rheem": 40, "A. O. Smith": 35, "Bradford White": 25},
    BOILER: {"Weil-McLain": 40, "Burnham": 35, "Lochinvar": 25},
}
"""Kind -> brand -> share, %: ducted systems [E; R8] ("other": Ruud and Amana), else Assumption."""

BRAND_FAILURES: Final = {"Trane": 80, "American Standard": 80, "Goodman": 125, "York": 125}
"""Failures compared with the average brand, % (direction [S13, S14], size [E]); others 100."""

BRAND_PRICES: Final = {"Carrier": 104, "Trane": 105, "Lennox": 105, "Goodman": 92, "Amana": 94}
"""Price compared with the average brand, %; others 100. Assumption."""


def failure_percent(brand: str) -> int:
    """How often a brand fails compared with the average, %."""
    return BRAND_FAILURES.get(brand, 100)
