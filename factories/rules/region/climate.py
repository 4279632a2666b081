"""The weather of three climates, and what it does to demand.

Degree days in the sources are of 18 C; temperatures here are tenths of a degree Fahrenheit
(int64), the unit of American weather records. Every day can be drawn alone: a draw is addressed
by its date.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import isqrt
from typing import Final

import numpy as np

from factories.engine.streams import Chance, Ints
from factories.engine.values import Days
from factories.rules.hours.calendar import month_of
from hvac_models.workforce import Climate

DAYS_IN_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
BASE_TENTHS: Final = 650
"""Base of weather_daily's degree days: 65 F, the American convention [K]."""

TAKEN_AT: Final = 23 * 60 + 50
"""Minute of the day at which the station's figures of it are taken over. Assumption."""

SOURCE_BASE_TENTHS: Final = 644
"""Base of the sources' degree days: 18 C = 64.4 F [S11]."""


@dataclass(frozen=True)
class ClimateRule:
    """A climate by month, January to December.

    ``heating`` and ``cooling``: degree days, C-days of base 18 C, a TMY3 year [S11].
    ``spread``: standard deviation of a day's mean temperature, tenths of F; in spring and autumn
    fitted so that both kinds of degree days come out as in the source, else Assumption.
    ``daily_range``: high less low of an average day, F [K, NOAA normals, rounded].
    """

    heating: tuple[int, ...]
    cooling: tuple[int, ...]
    spread: tuple[int, ...]
    daily_range: tuple[int, ...]


CLIMATES: Final = {
    # Houston.
    Climate.HOT_HUMID: ClimateRule(
        heating=(234, 159, 89, 18, 0, 0, 0, 0, 0, 20, 71, 183),
        cooling=(2, 13, 34, 93, 187, 271, 318, 316, 253, 92, 44, 14),
        spread=(80, 85, 80, 62, 40, 25, 22, 22, 40, 62, 85, 90),
        daily_range=(20, 20, 20, 19, 18, 18, 18, 19, 19, 21, 20, 19),
    ),
    # Atlanta, 230 miles from Charlotte. Assumption: it stands for the whole Piedmont.
    Climate.MIXED_HUMID: ClimateRule(
        heating=(435, 282, 141, 53, 5, 0, 0, 0, 2, 89, 183, 319),
        cooling=(0, 0, 9, 29, 93, 204, 250, 265, 138, 28, 1, 0),
        spread=(85, 80, 80, 65, 50, 40, 30, 30, 42, 72, 70, 80),
        daily_range=(18, 19, 20, 21, 19, 18, 17, 17, 17, 19, 19, 18),
    ),
    # Buffalo.
    Climate.COLD: ClimateRule(
        heating=(663, 623, 477, 316, 132, 37, 0, 5, 66, 257, 359, 626),
        cooling=(0, 0, 2, 0, 0, 56, 125, 88, 22, 0, 0, 0),
        spread=(95, 90, 85, 70, 55, 62, 42, 42, 60, 60, 70, 85),
        daily_range=(12, 13, 15, 18, 19, 18, 18, 17, 17, 15, 12, 11),
    ),
}

MAINTENANCE_BY_MONTH: Final = (4, 6, 10, 14, 13, 6, 4, 5, 9, 15, 10, 4)
"""Percent of the year's tune-ups, January to December: most in spring and autumn, as trips peak in
October [E; S1]. Maintenance contracts are quoted by the same months."""

FRONT: Final = (1, 2, 3, 2, 1)
"""Weights of the neighboring days' noise in a day's: spells of 3 to 6 days. Assumption."""

FRONT_SHARE: Final = (90, 44)
"""Spells and single days as parts of the spread, % of it: 0.90^2 + 0.44^2 = 1.0. Assumption: about
the observed day-to-day correlation of 0.7."""

REGION_SHARE: Final = (950, 312)
"""What the branches of a state share of a day's weather, and what is each one's own, thousandths:
0.950^2 + 0.312^2 = 1.0. Assumption: cities a hundred miles apart correlate by about 0.9 [K]."""

COUNTRY_SHARE: Final = 388
"""What all states share of a day's weather, thousandths: 0.388^2 = 0.15. Assumption: the wide
patterns over the continent, which are all that Houston and Buffalo have in common."""

AIR: Final = {"NC": {"east": 529, "south": 436}, "NY": {"east": 529}, "TX": {"south": 436}}
"""What a state shares besides with those under the same air, thousandths: with what the country
shares, cities correlate by about 0.4 (Charlotte and Buffalo), 0.3 (Charlotte and Houston) and 0.13
(Houston and Buffalo). Assumption."""

RANGE_PERCENT: Final = 36
"""Standard deviation of a day's range, percent of the month's usual one. Assumption: under clouds
it is a few degrees, under a clear sky and in dry air thirty or more, and all days together have the
six to seven of station records."""

RANGE_LIMITS: Final = (20, 400)
"""Least and most range of a day, tenths of F. Assumption."""

YEAR_SPREAD, YEAR_LIMIT = 50, 100
"""Year-to-year multiplier of a season's degree days, parts per thousand: mostly within 5 %, never
past 10 % [E; S12]."""


@dataclass(frozen=True)
class Weather:
    """One entry a day: ``low`` and ``high`` in whole F, the others in tenths of F; all int64.

    The mean is that of low and high, and degree days are of base 65 F, as in official records [K].
    """

    low: Ints
    mean_tenths: Ints
    high: Ints
    hdd_tenths: Ints
    cdd_tenths: Ints


def month_means(climate: Climate) -> tuple[int, ...]:
    """Mean temperature of each month, tenths of F, as its degree days imply (cooling - heating)."""
    rule = CLIMATES[climate]
    return tuple(
        SOURCE_BASE_TENTHS + round(18 * (cooling - heating) / days)
        for heating, cooling, days in zip(rule.heating, rule.cooling, DAYS_IN_MONTH, strict=True)
    )


def usual_degree_days(climate: Climate, days: Ints) -> tuple[Ints, Ints]:
    """Heating and cooling of each day (numbers since 1970-01-01) as usual in its month, hundredths
    of an F-day."""
    month = month_of(days)
    length = np.array(DAYS_IN_MONTH, np.int64)[month]
    rule = CLIMATES[climate]
    heating, cooling = (np.array(each, np.int64) for each in (rule.heating, rule.cooling))
    return 180 * heating[month] // length, 180 * cooling[month] // length


def _interpolated(monthly: tuple[int, ...]) -> Ints:
    """A value for each of 366 days of the year, on lines between the centers of the months."""
    ends = np.cumsum(np.array(DAYS_IN_MONTH, np.int64))
    centers = 2 * ends - np.array(DAYS_IN_MONTH, np.int64)  # in half days
    x = np.concatenate(([centers[-1] - 730], centers, [centers[0] + 730]))
    y = np.array((monthly[-1], *monthly, monthly[0]), np.int64)
    at = 2 * np.minimum(np.arange(366, dtype=np.int64), 364) + 1
    after = np.searchsorted(x, at, side="right")
    step = (y[after] - y[after - 1]) * (at - x[after - 1])
    daily: Ints = y[after - 1] + step // (x[after] - x[after - 1])
    return daily


@lru_cache(maxsize=3)
def normals(climate: Climate) -> tuple[Ints, Ints, Ints]:
    """Mean, spread and daily range of each of 366 days of the year, tenths of F.

    Lines between the centers of the months cut off the summer and the winter, so the centers are
    moved until the months have their means again.
    """
    rule, wanted = CLIMATES[climate], month_means(climate)
    edges = np.cumsum(np.array((0, *DAYS_IN_MONTH)))
    centers = wanted
    for _ in range(8):
        daily = _interpolated(centers)
        found = np.add.reduceat(daily[:365], edges[:-1]) // np.array(DAYS_IN_MONTH)
        centers = tuple(c + w - int(f) for c, w, f in zip(centers, wanted, found, strict=True))
    ranges = tuple(10 * degrees for degrees in rule.daily_range)
    return _interpolated(centers), _interpolated(rule.spread), _interpolated(ranges)


@dataclass(frozen=True)
class Sky:
    """What draws the weather of a branch: its own part, that of its region, and those that the
    region shares with others, with their weights in thousandths. The ids of none are used, the days
    are."""

    local: Chance
    region: Chance
    shared: tuple[tuple[Chance, int], ...]

    @classmethod
    def over(cls, seed: int, branch: int, state: str) -> Sky:
        """That of a branch. The branches of a state lie under the same fronts, which come from
        other states or go on to them."""
        nothing = np.zeros(1, np.int64)
        air = {"country": COUNTRY_SHARE, **AIR.get(state, {})}
        return cls(
            local=Chance(seed, ("branch", branch, "weather"), nothing),
            region=Chance(seed, ("region", state, "weather"), nothing),
            shared=tuple(
                (Chance(seed, ("air", name, "weather"), nothing), share)
                for name, share in air.items()
            ),
        )

    def bell(self, days: Ints, label: str, spread: int) -> Ints:
        """As a chance's bell on each day, most of it the region's."""
        regional, own = REGION_SHARE
        # Independent parts add up by their squares; what is not shared is the region's alone.
        alone = isqrt(10**6 - sum(share * share for _, share in self.shared))
        region = self.region.at(days).bell(label, spread) * alone
        for air, share in self.shared:
            region += air.at(days).bell(label, spread) * share
        local = self.local.at(days).bell(label, spread)
        mixed: Ints = (region // 1000 * regional + local * own) // 1000
        return mixed


def _severity(chance: Chance, days: Ints) -> Ints:
    """How much of a season there is in this year, parts per thousand of normal.

    Winters and summers are drawn one by one and joined by lines, so that no day jumps.
    """
    eighths = 8 * days  # a season is half of 365.25 days, 1461 eighths of a day
    season = eighths // 1461
    share = eighths - season * 1461

    def drawn(number: Ints) -> Ints:
        bell = chance.at(number).bell("season", YEAR_SPREAD)
        return np.clip(bell, -YEAR_LIMIT, YEAR_LIMIT)

    first = int(season.min())
    table = drawn(np.arange(first, int(season.max()) + 2, dtype=np.int64))
    before, after = table[season - first], table[season - first + 1]
    severity: Ints = 1000 + before + (after - before) * share // 1461
    return severity


def _noise(sky: Sky, days: Ints) -> Ints:
    """How far each day is from normal, thousandths of the spread."""
    spell = np.zeros(len(days), np.int64)
    for offset, weight in enumerate(FRONT, start=-(len(FRONT) // 2)):
        spell += weight * sky.bell(days + offset, "front", 1000)
    fronts, single = FRONT_SHARE
    # Independent noise adds up by its squares: the weights' are 19, and 4.36 is the root of 19.
    noise: Ints = spell * fronts // 436 + sky.bell(days, "day", 1000) * single // 100
    return noise


def daily_weather(sky: Sky, climate: Climate, days: Days) -> Weather:
    """The weather of ``days`` (datetime64[D], any order)."""
    numbers = days.astype("datetime64[D]").astype(np.int64)
    if not len(numbers):
        return Weather(*(np.zeros(0, np.int64) for _ in range(5)))
    january_first = days.astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    mean, spread, daily_range = (table[numbers - january_first] for table in normals(climate))
    from_base = mean - SOURCE_BASE_TENTHS + _noise(sky, numbers) * spread // 1000
    average = SOURCE_BASE_TENTHS + from_base * _severity(sky.region, numbers) // 1000
    swing = daily_range + sky.bell(numbers, "range", RANGE_PERCENT * 10) * daily_range // 1000
    half = np.clip(swing, *RANGE_LIMITS) // 2
    low, high = (average - half + 5) // 10, (average + half + 5) // 10
    mean_tenths = 5 * (low + high)
    heating = np.maximum(0, BASE_TENTHS - mean_tenths)
    cooling = np.maximum(0, mean_tenths - BASE_TENTHS)
    return Weather(low, mean_tenths, high, heating, cooling)


READ_AT: Final = 24 * 60 - 10
"""Minute of the day at which its weather is written down. Assumption."""


COOLED_OUT: Final = 138
"""Three times what is left indoors of a day of 0 F by the time of a call, when the heat is out:
46 F, and a third of a degree more for each degree outside. Assumption: half a day or a night
without heat, in houses as they are insulated."""
STILL_WARM: Final = 4
"""F that it is warmer where the heat runs but does not keep up. Assumption."""
HEATED_UP: Final = 38
"""F to which half of the day's high is added, indoors without cooling: 80 F at a high of 85, 90 F
at one of 105. Assumption."""
COLDER, HOTTER = (-2, 3), (-1, 2)
"""F by which houses differ from that. Assumption."""


def indoors_without_heat(low_f: Ints, high_f: Ints) -> Ints:
    """F inside by the time somebody calls, from the day's lowest and highest outside."""
    inside: Ints = (COOLED_OUT + (low_f + high_f) // 2) // 3
    return inside


def indoors_without_cooling(high_f: Ints) -> Ints:
    """The same where the cooling is out: the afternoon makes it."""
    inside: Ints = HEATED_UP + high_f // 2
    return inside
