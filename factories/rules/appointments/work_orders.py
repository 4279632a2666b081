"""Work orders: when they are closed, who has to sign them, which safety rule they name."""

from __future__ import annotations

from typing import Final

import numpy as np

from factories.engine.streams import Chance, Ints, Mask
from factories.rules.calls.complaints import COMPLAINT_OF, UNKNOWN_COMPLAINT
from factories.rules.calls.service import REFRIGERANT_WORK
from factories.rules.calls.urgency import BURNER, TRIPS_BREAKER
from factories.rules.equipment.kinds import COMPRESSOR_KINDS
from hvac_models import EquipmentKind, IncidentType

CLOSED_AFTER_DAYS: Final = {0: 78, 1: 14, 5: 6, 12: 2}
"""Days until a work order is closed, and weight: the same day, the next, within a week, within two.
Assumption."""
ORDER_CLOSED_WITHIN: Final = 40
"""Days within which a work order is closed, whatever it waits for. Assumption."""
SIGNED_FROM: Final = 40_000
"""Cents of work from which on a customer signs for it, as for every installation. Assumption."""
SIGN_ANYWAY: Final = 0.25
"""Share of the households that sign for small work, too: they wish to, or have once disputed a
bill. Businesses always do. Assumption."""
SAFETY_BY_PLACE: Final = 0.7
"""Share of the orders at a special place or on live or gas equipment that name the rule for it; the
others name the standard one. Assumption."""
PLACE_BEFORE_FAULT: Final = 0.45
"""Share of the orders of breakdowns on a roof, in an attic or a crawl space that name the rule for
the place; the others that for the complaint, or for the work. Assumption."""

_REFRIGERANT, _ELECTRICAL, _GAS = "Refrigerant Handling", "Electrical Safety", "Gas Safety"
_STANDARD = "Standard PPE"
COOLING_SAFETY: Final[dict[str, dict[str, int]]] = {
    "stopped": {_REFRIGERANT: 26, _ELECTRICAL: 44},
    "weak": {_REFRIGERANT: 55, _ELECTRICAL: 12},
    "airless": {_REFRIGERANT: 16, _ELECTRICAL: 34},
    "leaking": {_REFRIGERANT: 12, _ELECTRICAL: 14},
    "cycling": {_REFRIGERANT: 14, _ELECTRICAL: 40},
    "uneven": {_REFRIGERANT: 8, _ELECTRICAL: 20},
}
"""Percent of the orders, by what the customer of a unit with refrigerant complains of, that name
each rule; the others name the standard one. Assumption: dispatch knows no fault, only that gauges
will be put on what cools badly, and that what does not start is live."""
BURNER_SAFETY: Final[dict[str, dict[str, int]]] = {
    "stopped": {_GAS: 58, _ELECTRICAL: 16},
    "weak": {_GAS: 45, _ELECTRICAL: 20},
    "airless": {_GAS: 34, _ELECTRICAL: 32},
    "leaking": {_GAS: 30, _ELECTRICAL: 8},
    "cycling": {_GAS: 62, _ELECTRICAL: 12},
    "uneven": {_GAS: 38, _ELECTRICAL: 16},
    "fumes": {_GAS: 92},
}
"""The same of what burns gas. Assumption."""
ELECTRIC_HEAT_SAFETY: Final = {_ELECTRICAL: 60}
"""The same of electric heat. Assumption."""
REPORTED_SAFETY: Final = {
    IncidentType.GAS_LEAK: _GAS,
    IncidentType.CARBON_MONOXIDE_ALERT: _GAS,
    IncidentType.ELECTRICAL_ISSUE: _ELECTRICAL,
    TRIPS_BREAKER: _ELECTRICAL,
}
"""What is reported so names its rule, wherever it is [K]."""
_HAZARDOUS: Final = {
    "Roof": "Height Work",
    "Attic": "Confined Space",
    "Crawl Space": "Confined Space",
}
_BURNS: Final = (EquipmentKind.FURNACE, EquipmentKind.BOILER, EquipmentKind.WATER_HEATER)
_GAS_KINDS: Final = (*_BURNS, EquipmentKind.PACKAGE_UNIT)
_BREAKDOWNS: Final = ("Repair", "Emergency")


def signed(chance: Chance, customer: Ints, commercial: Mask, total: Ints) -> Mask:
    """Whether the customers, by their keys, have to sign for work of so many cents."""
    anyway = chance.common(("signatures",), customer).happens("signs anyway", SIGN_ANYWAY)
    by_rule: Mask = commercial | (total >= SIGNED_FROM) | anyway
    return by_rule


def paper_days(chance: Chance) -> Ints:
    """Days until the paper of each visit is done."""
    days = np.array(tuple(CLOSED_AFTER_DAYS), np.int64)
    return days[chance.choose("closed", tuple(CLOSED_AFTER_DAYS.values()))]


def safety(
    chance: Chance,
    component: list[str | None],
    visit: list[str],
    location: list[str],
    kind: list[str],
    reported_as: list[str],
    known: list[bool],
) -> list[str]:
    """The main safety rule. Breakdowns have that of what the customer complains of, or of where the
    unit stands; where the fault is ``known`` from an earlier visit, and on all other visits, it is
    that of the work."""
    special = chance.happens("special", SAFETY_BY_PLACE).tolist()
    place = chance.happens("place first", PLACE_BEFORE_FAULT).tolist()
    told = chance.below("told", 100).tolist()
    works = zip(component, visit, location, kind, special, strict=True)
    asked = zip(component, kind, reported_as, told, strict=True)
    return [
        _HAZARDOUS[work[2]]
        if work[1] in _BREAKDOWNS and first and work[2] in _HAZARDOUS
        else _by_work(*work)
        if found or work[1] not in _BREAKDOWNS
        else _by_complaint(*said)
        for first, found, work, said in zip(place, known, works, asked, strict=True)
    ]


def _by_complaint(component: str | None, kind: str, reported_as: str, lot: int) -> str:
    """``lot`` is one of a hundred."""
    rule = REPORTED_SAFETY.get(reported_as)
    if rule is not None and (rule != _GAS or kind in _GAS_KINDS):
        return rule
    for named, percent in _told(component, kind).items():
        if lot < percent:
            return named
        lot -= percent
    return _STANDARD


def _told(component: str | None, kind: str) -> dict[str, int]:
    """Which rules what the customer says brings up, percent."""
    complaint = COMPLAINT_OF[component] if component else UNKNOWN_COMPLAINT
    heats = component in BURNER
    if kind in _BURNS or (heats and kind in _GAS_KINDS and component != "Heating Element"):
        return BURNER_SAFETY[complaint]
    return ELECTRIC_HEAT_SAFETY if heats else COOLING_SAFETY[complaint]


def _by_work(component: str | None, visit: str, location: str, kind: str, special: bool) -> str:
    """By what is opened, then by where it stands."""
    if component in REFRIGERANT_WORK or (visit == "Installation" and kind in COMPRESSOR_KINDS):
        return _REFRIGERANT
    if component in ("Gas Valve", "Heat Exchanger", "Igniter", "Flame Sensor"):
        return _GAS
    if location == "Roof":
        return "Height Work"
    if location in _HAZARDOUS and special:
        return _HAZARDOUS[location]
    if component in ("Capacitor", "Contactor", "Control Board", "Heating Element") and special:
        return _ELECTRICAL
    if kind in _BURNS and special:
        return _GAS
    return _STANDARD
