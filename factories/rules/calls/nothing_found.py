"""Breakdowns behind which nothing has failed: what it was then, and what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from factories.engine.streams import Chance, Ints, Mask, cut_table
from factories.rules.calls.service import COMPONENTS
from factories.rules.equipment.installed_base import components
from factories.rules.equipment.kinds import KINDS
from hvac_models import EquipmentKind, FailedComponent

NOTHING_FOUND: Final = 0.08
"""Share of the breakdowns at which no component is found that has failed. Assumption: 5-10 % of the
repairs and emergencies end so."""
FILTER_DUE: Final = 0.4
"""Share of the visits that find nothing at which the filter is looked at, and renewed if it is due.
Assumption."""
INTERMITTENT_SHARE: Final = 0.22
"""Of these, those that show no fault while somebody is there. Assumption."""
INTERMITTENT_COMES_BACK: Final = 0.3
"""Share of these that come back within weeks, and are found then. Assumption: ten times what does
not hold of repairs."""
OTHERWISE_COMES_BACK: Final = 0.01
"""The same of what was set right: somebody trips over the plug again. Assumption."""
INTERMITTENT_CALLBACK_TIMES: Final = 9
"""How many times likelier a callback of the history goes back to such a visit than to a repair.
Assumption: ``INTERMITTENT_COMES_BACK`` against ``rules.calls.service.CALLBACKS``."""

INTERMITTENT: Final = "Intermittent"
BREAKER, SETTING, FILTER = "Tripped Breaker", "Wrong Setting", "Clogged Filter"
SWITCHED_OFF, CONDENSER, VENTS = "Switched Off", "Blocked Condenser", "Closed Vents"
DEFROST, PILOT, LOW_WATER = "Defrost Steam", "Pilot Out", "Low Water"
CAUSES: Final = (
    *(INTERMITTENT, BREAKER, SETTING, FILTER, SWITCHED_OFF, CONDENSER, VENTS),
    *(DEFROST, PILOT, LOW_WATER),
)
"""What it was. No such name is a component: they select texts."""
COMPLAINT_OF_CAUSE: Final[dict[str, str]] = {FILTER: "weak", CONDENSER: "weak", VENTS: "weak"}
"""What a caller notices of each, as of ``rules.calls.complaints``; of the others that it stopped.
Assumption [K]."""

_ANY: Final = {BREAKER: 24, SETTING: 24, SWITCHED_OFF: 12}
_DUCTED: Final = {**_ANY, FILTER: 26, VENTS: 10}
_BURNER: Final = {SETTING: 28, SWITCHED_OFF: 22, FILTER: 34, VENTS: 12}
_COOLS: Final = {CONDENSER: 20}
_DUCTLESS: Final = {**_ANY, FILTER: 26}
_WEIGHTS: Final[dict[EquipmentKind, tuple[dict[str, int], dict[str, int]]]] = {
    EquipmentKind.CENTRAL_AC: ({**_DUCTED, **_COOLS}, {**_DUCTED, **_COOLS}),
    EquipmentKind.HEAT_PUMP: ({**_DUCTED, **_COOLS}, {**_DUCTED, DEFROST: 30}),
    EquipmentKind.FURNACE: (_BURNER, _BURNER),
    EquipmentKind.DUCTLESS_MINI_SPLIT: ({**_DUCTLESS, **_COOLS}, {**_DUCTLESS, DEFROST: 20}),
    EquipmentKind.PACKAGE_UNIT: ({**_DUCTED, **_COOLS}, _BURNER),
    EquipmentKind.BOILER: ({SETTING: 40, SWITCHED_OFF: 30, LOW_WATER: 30},) * 2,
    EquipmentKind.AIR_HANDLER: (_DUCTED, _DUCTED),
    EquipmentKind.WATER_HEATER: ({PILOT: 65, SETTING: 35},) * 2,
}
"""Weights of the causes by kind, in the warm months and in the others. Assumption [K]: the trade's
list of what to look at before calling."""
WARM_MONTHS: Final = range(5, 10)
"""Months in which what heats and cools is wanted to cool. Assumption."""

_LOOSE: Final = frozenset(
    {
        *(FailedComponent.CONTACTOR, FailedComponent.CONTROL_BOARD, FailedComponent.THERMOSTAT),
        *(FailedComponent.IGNITER, FailedComponent.FLAME_SENSOR, FailedComponent.LIMIT_SWITCH),
        *(FailedComponent.PRESSURE_SWITCH, FailedComponent.GAS_VALVE),
    }
)
"""What fails now and then before it fails for good: contacts, relays, switches. Assumption [K]."""


def intermittent(chance: Chance, device: Ints) -> Mask:
    """Whether what is wrong with each device (key) does not show while somebody is there: on a
    visit that finds nothing. It lasts, so that whoever asks is told the same."""
    return chance.common(_LASTS, device).happens("intermittent", INTERMITTENT_SHARE)


_LASTS: Final = ("nothing found",)


def causes(chance: Chance, device: Ints, kinds: Sequence[str], month: Ints) -> list[str]:
    """What it was where nothing had failed, by the key and the kind of each device and the month (1
    to 12) of the visit."""
    warm = (month >= WARM_MONTHS.start) & (month < WARM_MONTHS.stop)
    kind = np.array([_KINDS[name] for name in kinds], np.int64)
    drawn = chance.common(_LASTS, device).choose_by("cause", _cuts(), 2 * kind + ~warm)
    drawn = np.where(intermittent(chance, device), CAUSES.index(INTERMITTENT), drawn)
    return [CAUSES[n] for n in drawn.tolist()]


def often_back(chance: Chance, device: Ints) -> NDArray[np.float64]:
    """Share of the visits that found nothing on each device (key) that have to be made again."""
    return np.where(intermittent(chance, device), INTERMITTENT_COMES_BACK, OTHERWISE_COMES_BACK)


def turns_out(chance: Chance, kind: Ints) -> Ints:
    """What is found in the end (index into ``COMPONENTS``), by kind (index into ``KINDS``)."""
    return chance.choose_by("turns out", _loose_cuts(), kind)


_KINDS: Final = {str(kind): row for row, kind in enumerate(KINDS)}


@lru_cache(maxsize=1)
def _cuts() -> Ints:
    """Cut points over ``CAUSES``: two rows a kind, of the warm months and of the others."""
    rows = [[of.get(cause, 0) for cause in CAUSES] for kind in KINDS for of in _WEIGHTS[kind]]
    return cut_table(np.array(rows, np.float64))


@lru_cache(maxsize=1)
def _loose_cuts() -> Ints:
    """Cut points over ``COMPONENTS``, a row a kind."""
    weights = np.zeros((len(KINDS), len(COMPONENTS)))
    for row, kind in enumerate(KINDS):
        for name, weight, _ in zip(*components(kind), strict=True):
            if name in _LOOSE:
                weights[row, COMPONENTS.index(str(name))] = weight
    return cut_table(weights)
