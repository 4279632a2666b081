"""Time on site: what a job takes, where the device stands in whose way, and who does it.

Each job has a distribution of its own, within what is possible at all. Where in it a visit falls is
decided by the visit, by the device (an attic stays an attic) and by the technician's skill, which
add up as normal deviations do: whatever adds up, it stays within the distribution.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import Any, Final

import numpy as np

from factories.engine.quantiles import STEPS, within
from factories.engine.streams import Chance, Ints, Mask
from factories.rules.calls.service import (
    COMPONENTS,
    EMERGENCY,
    INSPECTION,
    INSTALLATION,
    JOBS,
    LONGEST_VISIT,
    MAINTENANCE,
    REFRIGERANT_WORK,
    REPAIR,
    TENTH,
    TYPES,
    installation_factor,
)
from factories.rules.equipment.installed_base import components
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
from hvac_models import FailedComponent

REPAIR_HOURS: Final[dict[str, tuple[float, float, float, float]]] = {
    "Capacitor": (1.0, 1.3, 0.6, 1.5),
    "Contactor": (1.0, 1.4, 0.6, 1.7),
    "Thermostat": (1.0, 1.5, 0.6, 2.0),
    "Flame Sensor": (0.9, 1.3, 0.5, 1.6),
    "Igniter": (1.1, 1.5, 0.6, 1.8),
    "Pressure Switch": (1.3, 1.8, 0.7, 2.6),
    "Limit Switch": (1.3, 1.8, 0.7, 2.6),
    "Drain Line": (1.2, 1.8, 0.5, 2.6),
    "Control Board": (1.5, 2.0, 1.0, 2.5),
    "Heating Element": (1.8, 2.6, 1.0, 3.4),
    "Zone Valve": (1.7, 2.4, 1.0, 3.0),
    "Gas Valve": (1.9, 2.6, 1.2, 3.3),
    "Condenser Fan Motor": (1.7, 2.3, 1.1, 3.1),
    "Inducer Motor": (2.1, 2.8, 1.2, 3.5),
    "Blower Motor": (2.1, 2.7, 1.4, 3.4),
    "Circulator Pump": (2.5, 3.3, 1.5, 4.2),
    "Refrigerant Leak": (2.8, 3.4, 2.0, 3.7),
    "Expansion Valve": (3.4, 4.1, 2.8, 5.0),
    "Evaporator Coil": (4.8, 6.0, 4.0, 6.8),
    "Compressor": (5.2, 6.8, 4.0, 7.8),
    "Heat Exchanger": (6.5, 8.0, 5.0, 9.0),
}
"""Hours from finding out to trying it: median, 90th percentile, least and most. Assumption around
[E] of all repairs: what is plugged in again is done within two hours; a sealed system is recovered,
brazed, evacuated and charged by weight; a furnace is taken apart [K]."""
SEARCH_HOURS: Final = (1.1, 1.7, 0.5, 2.4)
"""The same of a visit that only finds out which part is needed. Assumption."""
HEAVY_SEARCH_HOURS: Final = (1.5, 2.2, 0.7, 3.1)
"""The same of heavy work (four hours and more), whose part is not ordered on suspicion.
Assumption."""
HEAVY_FROM: Final = 240
"""Minutes from which on a repair is heavy at the least. Assumption."""
EMERGENCY_HOURS_MORE: Final = (0.4, 1.6, 0.3, 1.0)
"""Hours that an emergency takes longer, at the median, the 90th percentile, the least and the most:
it is made safe first, by a technician who does not know the place. Assumption, between repairs and
emergencies [E]."""
UNKNOWN_REPAIR_HOURS: Final = (0.8, 1.3, 0.4, 2.0)
"""The same of a visit that finds no component that has failed: it is looked through, set right and
watched for a cycle. Assumption."""
CHECK_HOURS: Final = {"Maintenance": (0.4, 5.0), "Inspection": (0.4, 3.5)}
"""Least and most hours of visits without a repair; their medians are in ``JOBS``. Assumption."""
INSPECTION_FACTOR: Final = 0.96
"""Hours of an inspection of a middling unit by a middling technician, as a part of the usual ones:
most units take a little longer. Measured."""
INSTALLATION_LEAST_PERCENT: Final = 36
"""Least time for an installation, percent of the median of its kind. Assumption: two hours for a
water heater, three for a system."""

CHECK_TIME_BY_SIZE: Final = {
    AC: (88, 104),
    FURNACE: (88, 106),
    HEAT_PUMP: (98, 120),
    MINI_SPLIT: (70, 98),
    PACKAGE_UNIT: (112, 200),
    AIR_HANDLER: (78, 96),
    WATER_HEATER: (68, 82),
    BOILER: (108, 160),
}
"""Time of a tune-up or inspection of the smallest and the largest unit of a kind, percent of the
usual. Assumption: what heats and cools has two seasons to try, a rooftop unit several stages, more
filters and a ladder; one zone of a ductless system is one device."""

VISIT_DEVIATION: Final = 780
DEVICE_DEVIATION: Final = 550
"""What chance, and the place of the device, do to the time of a visit, in thousandths of its
standard deviation. Assumption: the times of visits to the same device correlate by 0.2-0.4."""
SKILLS: Final = (
    "hvac_installation_skill",
    "refrigeration_skill",
    "diagnostics_skill",
    "diagnostics_skill",
)
"""What counts at installations, at sealed systems, at all other repairs and at tune-ups and
inspections: columns of technicians."""
SKILL_DEVIATION: Final = (170, 300, 230, 170)
"""What each point of these skills saves, in thousandths of the standard deviation: finding a fault
differs more by who looks for it than going through a list. Assumption: skill correlates with time
by -0.15 to -0.35 at equal work, and juniors take a quarter longer than seniors at a tune-up."""
USUAL_SKILL: Final = 7
"""The skill with which a visit takes the usual time. Assumption: a senior's."""
_INSTALLS, _SEALED, _MENDS, _LOOKS = range(len(SKILLS))
ESTIMATE_DEVIATION: Final = 5_000
"""What twice the usual hours, sold for an installation, add to its time on site, in thousandths of
the standard deviation: what looked like more work when it was measured is more work, as a rule.
Assumption."""

_NONE: Final = len(COMPONENTS)
_REPAIRS: Final = 2 + len(KINDS)
_URGENT: Final = _REPAIRS + _NONE + 1
_SEARCHES: Final = _URGENT + _NONE + 1
_URGENT_SEARCHES: Final = _SEARCHES + _NONE + 1
_FIRST: Final = np.array(
    [
        {MAINTENANCE: 0, INSPECTION: 1, INSTALLATION: 2, REPAIR: _REPAIRS, EMERGENCY: _URGENT}[kind]
        for kind in range(len(TYPES))
    ]
)
"""Rows of ``minutes_table``: where those of each type begin."""


@dataclass
class Work:
    """What is to be done, one row a visit; how long it takes depends on who does it."""

    job: Ints
    """Row of ``minutes_table``."""
    hardness: Ints
    """Thousandths of a standard deviation above the usual time."""
    percent: Ints
    """Of the time in the table, by the size of the device."""

    def minutes(self, pace: Ints) -> Ints:
        """Minutes on site, in tenths of an hour, at each visit's ``pace``."""
        at = edges().searchsorted(self.hardness + pace)
        exact = minutes_table()[self.job, at] * self.percent // 100
        booked: Ints = (exact + TENTH // 2) // TENTH * TENTH
        return booked

    def rows(self, which: Ints | Mask) -> Work:
        """The same columns at other rows."""
        return Work(self.job[which], self.hardness[which], self.percent[which])

    @property
    def skill(self) -> Ints:
        """Index into ``SKILLS`` of what counts."""
        return _skills()[self.job]


def jobs(kind: Ints, component: Ints, device_kind: Ints, searching: Any = False) -> Ints:
    """The job of each visit of a type (``TYPES``): by the component at fault (-1 for none), or the
    kind of device to put in (``KINDS``); where it only finds out what is missing, that."""
    fails = (kind == REPAIR) | (kind == EMERGENCY)
    what = np.where(kind == INSTALLATION, device_kind, np.where(fails, component % (_NONE + 1), 0))
    search = np.where(kind == EMERGENCY, _URGENT_SEARCHES, _SEARCHES)
    job: Ints = what + np.where(fails & searching, search, _FIRST[kind])
    return job


def hardness(chance: Chance, device: Ints) -> Ints:
    """How far above the usual each visit is, by chance and by the place of its device (key)."""
    z = _deviations()
    own = z[chance.below("minutes", STEPS)]
    place = z[chance.common(("hard to reach",), device).below("place", STEPS)]
    added: Ints = (own * VISIT_DEVIATION + place * DEVICE_DEVIATION) // 1000
    return added


def told(ratio: Any) -> Ints:
    """What the hours sold, as a ratio to the usual ones, add to the hardness."""
    shift: Ints = np.rint((np.sqrt(np.sqrt(ratio)) - 1) * ESTIMATE_DEVIATION).astype(np.int64)
    return shift


def pace(skill: Ints, counts: Any = slice(None)) -> Ints:
    """What skill ratings (1-10) add, above 0 is slower: those of ``SKILLS`` along the last axis, or
    the one that ``counts`` (index into them) for each."""
    slower: Ints = (USUAL_SKILL - skill) * np.array(SKILL_DEVIATION, np.int64)[counts]
    return slower


def percents(kind: Ints, device_kind: Ints, btu: Ints) -> Ints:
    """Percent of the time of tune-ups and inspections by the size of the device; 100 of others."""
    small, large = _sizes()
    first, last = _ends()
    size, room = btu // 1000 - small[device_kind], large[device_kind] - small[device_kind]
    looked: Ints = first[device_kind] + (last - first)[device_kind] * size // room
    return np.where((kind == MAINTENANCE) | (kind == INSPECTION), looked, 100)


def least_minutes(component: Ints) -> Ints:
    """Minutes that mending each component (-1 for none) takes at least, in tenths of an hour."""
    least: Ints = -(-minutes_table()[_REPAIRS + component % (_NONE + 1), 0] // TENTH) * TENTH
    return least


def soon_mended(device_kind: Ints) -> Ints:
    """What the shortest repair of each kind of device mends: index into ``COMPONENTS``."""
    return _soonest()[device_kind]


def installation_limits(device_kind: int) -> tuple[int, int]:
    """Fewest and most minutes that putting in a kind of device (``KINDS``) takes, in tenths of an
    hour."""
    row = minutes_table()[2 + device_kind]
    return -(-int(row[0]) // TENTH) * TENTH, int(row[-1]) // TENTH * TENTH


@lru_cache(maxsize=1)
def minutes_table() -> Ints:
    """Minutes on site, one row of quantiles a job."""
    repairs = [REPAIR_HOURS[name] for name in COMPONENTS] + [UNKNOWN_REPAIR_HOURS]
    searches = [
        HEAVY_SEARCH_HOURS if least * 60 >= HEAVY_FROM else SEARCH_HOURS
        for _, _, least, _ in repairs
    ]
    urgent = [
        [tuple(map(operator.add, job, EMERGENCY_HOURS_MORE)) for job in group]
        for group in (repairs, searches)
    ]
    inspected = [hours * INSPECTION_FACTOR for hours in JOBS["Inspection"].hours]
    looks = [
        (*JOBS["Maintenance"].hours, *CHECK_HOURS["Maintenance"]),
        (*inspected, *CHECK_HOURS["Inspection"]),
    ]
    rows = [*looks, *_installations(), *repairs, *urgent[0], *searches, *urgent[1]]
    table = np.stack([within(*(round(60 * hours) for hours in row)) for row in rows])
    table.flags.writeable = False
    return table


def _installations() -> list[tuple[float, float, float, float]]:
    median, p90 = JOBS["Installation"].hours
    return [
        (
            median * factor / 100,
            p90 * factor / 100,
            median * factor * INSTALLATION_LEAST_PERCENT // 6_000 * 6 / 10,
            LONGEST_VISIT / 60,
        )
        for factor in installation_factor().tolist()
    ]


@lru_cache(maxsize=1)
def _deviations() -> Ints:
    """Standard normal quantiles in thousandths."""
    normal = NormalDist()
    return np.array([round(1000 * normal.inv_cdf((s + 0.5) / STEPS)) for s in range(STEPS)])


@lru_cache(maxsize=1)
def edges() -> Ints:
    """Up to which thousandths of a deviation each step of probability reaches."""
    normal = NormalDist()
    return np.array([round(1000 * normal.inv_cdf(s / STEPS)) for s in range(1, STEPS)])


@lru_cache(maxsize=1)
def _skills() -> Ints:
    """Index into ``SKILLS``, by job."""
    skill = np.full(len(minutes_table()), _MENDS)
    skill[:2], skill[2:_REPAIRS] = _LOOKS, _INSTALLS
    sealed = np.array([name in REFRIGERANT_WORK for name in COMPONENTS])
    for first in (_REPAIRS, _URGENT):
        skill[first : first + _NONE][sealed] = _SEALED
    return skill


@lru_cache(maxsize=1)
def _soonest() -> Ints:
    """``soon_mended`` of each kind."""
    usual = [COMPONENTS.index(min(components(kind).components, key=_median)) for kind in KINDS]
    return np.array(usual, np.int64)


def _median(component: FailedComponent) -> float:
    return REPAIR_HOURS[str(component)][0]


@lru_cache(maxsize=1)
def _sizes() -> tuple[Ints, Ints]:
    """Capacity of the smallest and the largest unit of each kind, thousands of BTU an hour."""
    sizes = [(min(rule.capacities), max(rule.capacities)) for rule in KINDS.values()]
    small, large = np.array(sizes, np.int64).T
    return small, large


@lru_cache(maxsize=1)
def _ends() -> tuple[Ints, Ints]:
    """``CHECK_TIME_BY_SIZE`` in the order of ``KINDS``."""
    first, last = np.array([CHECK_TIME_BY_SIZE[kind] for kind in KINDS], np.int64).T
    return first, last
