"""What tune-ups and inspections find on units that still run."""

from __future__ import annotations

from typing import Final

import numpy as np

from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import Coded
from factories.rules.calls.service import COMPONENTS
from factories.rules.equipment import devices
from hvac_models.catalog import EquipmentKind

YEARS_MORE: Final = 5
"""Years added to the age of a device in the share of the visits that find something on it, so that
something is found on new ones, too. Assumption."""
PERCENT_A_YEAR: Final = 2
"""Percent of the tune-ups and inspections that find something, for each of these years. Assumption:
a fifth to a third of all of them do."""
PERCENT_AT_MOST: Final = 45
"""The same of the oldest units. Assumption."""
LATER_LOOKS: Final = 20
"""The same of a unit that we have looked at before, percent of it: what has worn since then is less
than what had worn until we came. Assumption: so that as much is noted at later looks, with what
nobody has had mended, as at first ones."""
FOUND: Final = 0.27
"""Share of all tune-ups and inspections that find something. Measured."""
FOUND_ON_DAYS: Final = 0.2
"""The same on the days of an advance. Measured: more of them are later looks."""
NOTED_FAILS: Final = 0.45
"""Share of the failures of a unit on which something was noted that are of what was noted.
Assumption: what is worn goes on wearing."""
NOTED_FAILS_AFTER: Final = (30, 365)
"""Days from the visit that noted something within which that is what fails. Assumption: before
these nobody misses it, and later something else wears out."""
FORESEEN: Final = 0.14
"""Share of the visits before a failure that saw it come, within the days of ``NOTED_FAILS_AFTER``.
Assumption: so that ``NOTED_FAILS`` holds in a history, whose failures are known beforehand."""

TAKEN_UP: Final = 0.85
"""Share of the repairs within ``TAKEN_UP_AFTER`` of a tune-up or an inspection, no other visit
between, that are of what it noted: the customer had been told. Assumption, tuned for one in ten of
the quotes for what was noted being accepted: what still runs is put off by most."""
TAKEN_UP_AFTER: Final = (2, 30)
"""Days from that visit to the repair, fewest and most. Assumption: as long as the price holds."""

_WINTER, _SUMMER = frozenset({11, 12, 1, 2, 3}), frozenset({6, 7, 8, 9})
_BOTH = _WINTER | _SUMMER
NEEDED_IN: Final[dict[str, frozenset[int]]] = {
    EquipmentKind.CENTRAL_AC: _SUMMER,
    EquipmentKind.FURNACE: _WINTER,
    EquipmentKind.BOILER: _WINTER,
    EquipmentKind.WATER_HEATER: frozenset(range(1, 13)),
}
"""Months (1 to 12) in which a unit of a kind is needed, of any other kind summer and winter: what
is noted in them does not wait for the season. Assumption: those of
``appointments.scheduling.COLD_MONTHS`` and ``HOT_MONTHS``."""


def in_season(kind: str, month: int) -> bool:
    """Whether a unit of the kind is needed in the month (1 to 12)."""
    return month in NEEDED_IN.get(kind, _BOTH)


def findings(
    chance: Chance, kind: Ints, age: Ints, gone_gas: Mask, beside_handler: Mask, later: Mask
) -> Ints:
    """What a look at each device found that was not known: index into
    ``rules.calls.service.COMPONENTS``, -1 for nothing; by the kind (index into ``KIND_NAMES``), its
    age in years, whether its refrigerant is gone, whether its air handler is another device, and
    whether this is a ``later`` look than our first. What fails on a unit is what wears on it."""
    edges = np.cumsum(devices.season_share()[kind], axis=1)
    point = chance.below("season", np.maximum(edges[:, -1], 1))
    season = np.minimum((edges <= point[:, None]).sum(axis=1), edges.shape[1] - 1)
    group = devices.component_group(kind, season, age, gone_gas, beside_handler)
    component = chance.choose_by("component", devices.component_cuts(), group)
    often = np.clip((age + YEARS_MORE) * PERCENT_A_YEAR, 0, PERCENT_AT_MOST)
    often = often * np.where(later, LATER_LOOKS, 100)
    return np.where(chance.below("found", 100 * 100) < often, component, -1)


def named(component: Ints) -> Coded:
    """The names of components (index into ``COMPONENTS``), None for -1."""
    return Coded(np.where(component >= 0, component, len(COMPONENTS)), (*COMPONENTS, None))
