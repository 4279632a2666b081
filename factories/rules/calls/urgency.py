"""Emergencies: how severe, and what they are reported as."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Chance, Ints, Mask, cut_table
from factories.rules.calls.service import COMPONENTS, EMERGENCY_HOURS, LARGE_PARTS, response_table
from factories.rules.equipment.kinds import KINDS
from factories.rules.hours.calendar import CLOSES, OPENS
from factories.rules.region.climate import BASE_TENTHS
from hvac_models import EquipmentKind, IncidentType

DEADLY_COLD, DEADLY_HEAT = 25, 93
"""F: below this low, or above this high of the day, nobody stays without. Assumption."""
UNPLEASANT_COLD, UNPLEASANT_HEAT = 40, 85
"""F: the same for what is unpleasant. Assumption."""

SITUATIONS: Final[dict[str, tuple[int, int, int, int]]] = {
    "fumes": (0, 0, 60, 40),
    "gas": (10, 28, 40, 22),
    "water": (20, 40, 32, 8),
    "deadly": (0, 16, 44, 40),
    "deadly, partial": (6, 42, 38, 14),
    "severe": (10, 40, 34, 16),
    "severe, partial": (26, 50, 20, 4),
    "mild": (42, 46, 12, 0),
    "no hot water": (26, 50, 20, 4),
}
"""Weights of Low, Medium, High and Critical. Assumption, tuned so that all emergencies together
have about the shares of 20, 40, 28 and 12 % [E]."""
_KINDS: Final = tuple(str(kind) for kind in KINDS)
_NUMBER: Final = {name: number for number, name in enumerate(SITUATIONS)}

HEATS_ONLY: Final = frozenset(
    {EquipmentKind.FURNACE, EquipmentKind.BOILER, EquipmentKind.WATER_HEATER}
)
COOLS_ONLY: Final = frozenset({EquipmentKind.CENTRAL_AC})
IDLE_BELOW: Final = (30, 60)
"""Tenths of a cooling, and of a heating degree day, below which nobody misses what only cools, or
only heats. Assumption."""
BURNER: Final = frozenset(
    {
        *("Igniter", "Flame Sensor", "Pressure Switch", "Limit Switch", "Inducer Motor"),
        *("Gas Valve", "Heat Exchanger", "Heating Element"),
    }
)
"""What is missed only when heat is called for."""
PARTIAL: Final = frozenset(
    {"Refrigerant Leak", "Evaporator Coil", "Expansion Valve", "Heating Element", "Zone Valve"}
)
"""What leaves a unit running, but not as it should. Assumption."""

CALLBACKS_CANNOT_WAIT: Final = 0.24
"""Share of the customers who cannot wait when what was mended fails again, where the unit stands
still and is needed: no heat again, two days after the repair. With it about a fifth of the
callbacks are emergencies; of other failures it is a seventh. Assumption."""
CALLBACKS_URGENT: Final = 0.18
"""Of all callbacks, the emergencies that this comes to. Assumption, measured."""
FUMES_RESPONSE: Final = 60
"""Minutes within which somebody is there where carbon monoxide may be. Assumption: as for gas."""
FUMES_ANSWERED: Final = 120
"""Minutes after which it was no alarm: with one, somebody else would have been called by then.
Assumption: the contract target of an emergency [S16]."""

SPARKS_ANSWERED: Final = 100
"""Minutes within which somebody is there where wiring is burning. Assumption."""

_CO, _WATER = IncidentType.CARBON_MONOXIDE_ALERT, IncidentType.WATER_DAMAGE
_SPARKS, _DOWN = IncidentType.ELECTRICAL_ISSUE, IncidentType.SYSTEM_FAILURE
REPORTED_OF: Final[dict[str, dict[str, int]]] = {
    "Capacitor": {_SPARKS: 8, _DOWN: 6},
    "Contactor": {_SPARKS: 65, _DOWN: 6},
    "Condenser Fan Motor": {_SPARKS: 12, _DOWN: 12},
    "Blower Motor": {_SPARKS: 14, _DOWN: 10},
    "Control Board": {_SPARKS: 55, _DOWN: 20},
    "Compressor": {_SPARKS: 20, _DOWN: 55},
    "Drain Line": {_WATER: 80},
    "Heat Exchanger": {_CO: 75, _DOWN: 10},
    "Inducer Motor": {_SPARKS: 8, _DOWN: 15},
    "Pressure Switch": {_DOWN: 15},
    "Limit Switch": {_DOWN: 15},
    "Gas Valve": {_DOWN: 10},
    "Circulator Pump": {_WATER: 25, _DOWN: 10},
    "Zone Valve": {_WATER: 25},
    "Heating Element": {_SPARKS: 40},
}
"""Percent of the emergencies with a component that are reported as something else than no heat or
no cooling. Assumption: a float switch stops a unit before its pan runs over, a cracked heat
exchanger may be found before an alarm goes off; motors burn, pumps and valves leak."""
REPORTED_OF_KIND: Final[dict[tuple[str, str], dict[str, int]]] = {
    ("Evaporator Coil", EquipmentKind.CENTRAL_AC): {_WATER: 25},
    ("Refrigerant Leak", EquipmentKind.CENTRAL_AC): {_WATER: 15},
    ("Thermostat", EquipmentKind.WATER_HEATER): {_WATER: 35},
    ("Limit Switch", EquipmentKind.WATER_HEATER): {_WATER: 35},
}
"""The same where a kind has it in another way: what only cools ices up and thaws, and a tank leaks
where something is screwed into it. A tank that burns gas has nothing else that sparks or drips.
Assumption."""
HOLDS_WATER: Final = frozenset({EquipmentKind.BOILER, EquipmentKind.WATER_HEATER})

MEMBERS_RESPONSE_PERCENT: Final = 82
"""Percent of the usual response time for members whose plan gives them priority. Assumption."""

FIRST_CALL_HOURS: Final = (6, 21)
"""Hours of the day between which people in need call a company for the first time. Assumption."""
SEVERE_FROM: Final = 2
"""Index of the severity from which on a second technician may be sent, and nothing waits for the
morning: high and critical ones. Assumption."""
PATIENT_CALLS: Final = (6, 20)
"""The same of those who could wait for the morning, whoever they call. Assumption."""
PATIENT_SEEN_BY: Final = 21 * 60
"""Minute of the day by which somebody is with them. Assumption."""
SEEN_TO_SPREAD: Final = 90
"""Half the minutes of the evening over which those arrive who come in time before the night.
Assumption."""
TAKEN_IN_BEFORE_CLOSING: Final = 0.5
"""Share of the emergencies reported on a working day, with an answer after it, that the crew sees
to before it goes home. Assumption: calls peak from 16 to 19 h, when people come home [R9], and who
is on call takes them in the evening."""
SEEN_TO_WITHIN: Final = 30
"""Minutes in which somebody is there at the soonest, to whom a call comes late. Assumption."""
TRIPS_BREAKER: Final = "Trips its breaker"
"""Selects the texts of an electrical issue that can wait."""
WAITS_FOR_DAYS: Final = "Patient"
"""Selects the texts of a repair whose customer waited for days: it was nothing urgent."""
WANTS_IT_SOON: Final = "Soon"
"""Selects the texts of any other repair."""
PATIENT_DAYS: Final = 2
"""Working days for which somebody waits without heat, cooling or hot water at most. Assumption."""
INCIDENTS_WRITTEN_UP: Final = (0.75, 0.85, 0.93, 1.0)
"""Share of the emergencies that become an incident, by severity. Assumption: as in the default data
set, 150 of 170."""
INCIDENTS_OF_EMERGENCIES: Final = 150 / 170
"""The same of all emergencies of the default data set. Assumption."""
INCIDENT_WEIGHTS: Final = (10, 14, 40, 80)
"""Weight, by severity, with which emergencies are picked as the incidents wanted. Assumption."""
BACKUP_AROUND: Final = 60
"""Minutes before and after the visit for which the second one has to be free, too. Assumption."""


def runs_on(component: Ints) -> Mask:
    """Whether a unit runs with what failed (index into ``COMPONENTS``, -1 for nothing known)."""
    known: Mask = (component >= 0) & _among(COMPONENTS, PARTIAL)[component]
    return known


def severities(chance: Chance, component: Ints, kind: Ints, low: Ints, high: Ints) -> Ints:
    """Index into ``SEVERITIES`` of emergencies, by what failed (``COMPONENTS``) in which kind of
    unit (``KINDS``) on a day of which temperatures, F."""
    cuts = cut_table(np.array(tuple(SITUATIONS.values()), np.float64))
    return chance.choose_by("severity", cuts, _situations(component, kind, low, high))


def _situations(component: Ints, kind: Ints, low: Ints, high: Ints) -> Ints:
    # Behind the components what is none: where nothing had failed.
    burner, partial = (np.append(_among(COMPONENTS, some), False) for some in (BURNER, PARTIAL))
    heats = ~_among(_KINDS, COOLS_ONLY)[kind]
    cools = ~_among(_KINDS, HEATS_ONLY)[kind] & ~burner[component]
    deadly = heats & (low < DEADLY_COLD) | cools & (high > DEADLY_HEAT)
    severe = heats & (low < UNPLEASANT_COLD) | cools & (high > UNPLEASANT_HEAT)
    half = partial[component].astype(np.int64)
    # The partial ones come right after the whole ones.
    situation = np.where(severe, _NUMBER["severe"] + half, _NUMBER["mild"])
    situation = np.where(deadly, _NUMBER["deadly"] + half, situation)
    tank = kind == _KINDS.index(EquipmentKind.WATER_HEATER)
    situation = np.where(tank, _NUMBER["no hot water"], situation)
    for name, number in (
        ("Drain Line", _NUMBER["water"]),
        ("Gas Valve", _NUMBER["gas"]),
        ("Heat Exchanger", _NUMBER["fumes"]),
    ):
        situation = np.where(component == COMPONENTS.index(name), number, situation)
    return situation


def missed(kind: Ints, cooling: Ints, heating: Ints) -> Mask:
    """Whether a unit of each kind (``KINDS``) is needed on a day of so many tenths of degree days:
    what nobody misses can wait. There is always need of hot water."""
    tank = kind == _KINDS.index(EquipmentKind.WATER_HEATER)
    cools = _among(_KINDS, COOLS_ONLY)[kind]
    heats = _among(_KINDS, HEATS_ONLY)[kind] & ~tank
    least_cooling, least_heating = IDLE_BELOW
    missed_: Mask = ~(cools & (cooling < least_cooling)) & ~(heats & (heating < least_heating))
    return missed_


def misses_it_again(
    chance: Chance, component: Ints, kind: Ints, cooling: Ints, heating: Ints
) -> Mask:
    """Who cannot wait when what was mended (``COMPONENTS``) fails again, on a day of so many tenths
    of degree days. What runs on can; large parts are not put in in a hurry."""
    hurries = chance.happens("cannot wait", CALLBACKS_CANNOT_WAIT) & ~runs_on(component)
    again: Mask = hurries & missed(kind, cooling, heating) & ~among(component, LARGE_PARTS)
    return again


@lru_cache(maxsize=8)
def _among(names: tuple[str, ...], some: frozenset[str]) -> Mask:
    return np.array([name in some for name in names], np.bool_)


def response_minutes(chance: Chance, severity: Ints, component: Ints, first: Mask) -> Ints:
    """Minutes from report to arrival, a little sooner where a plan says that its members come
    ``first``; fumes go before all else."""
    table, fumes = response_table(), component == COMPONENTS.index("Heat Exchanger")
    lot = chance.below("response", table.shape[1])
    within = (table <= FUMES_RESPONSE).sum(axis=1)[severity]
    drawn = table[severity, np.where(fumes, lot * within // table.shape[1], lot)]
    minutes: Ints = np.where(first, drawn * MEMBERS_RESPONSE_PERCENT // 100, drawn)
    return minutes


def waits_for_day(severity: Ints, closed: Mask) -> Mask:
    """Which emergencies nobody reports at night: those that can wait for the morning, and those of
    customers who have nobody there (``closed``)."""
    waits: Mask = (severity < SEVERE_FROM) | closed
    return waits


def reported_at(chance: Chance, patient: Mask) -> Ints:
    """Minute of the day at which each emergency is reported; ``patient`` as ``waits_for_day`` has
    it."""
    first, last = PATIENT_CALLS
    hour = chance.choose("hour", EMERGENCY_HOURS)
    by_day = first + chance.choose("hour by day", EMERGENCY_HOURS[first:last])
    hour = np.where(patient, by_day, hour)
    reported: Ints = hour * 60 + chance.below("minute", 60)
    return reported


def reported_sooner(
    chance: Chance, reported: Ints, since: Ints, response: Ints, patient: Mask, works: Mask
) -> tuple[Ints, Ints]:
    """Minutes by which each emergency is reported earlier than it was drawn, and those from then on
    until somebody is there.

    What is ``patient`` is never left to the night. Of what is reported while the office is open (it
    ``works`` on that day) and would be seen to after it closes, the crew takes a share in before it
    goes home, at any time of what is left of its day; the rest is for who is on call. No call comes
    before ``since``; where that leaves no room, somebody comes sooner. Assumption.
    """
    lot = chance.below("before night", SEEN_TO_SPREAD)
    clock = reported % 1440
    room = np.minimum(reported - since, clock - FIRST_CALL_HOURS[0] * 60)
    over = np.where(patient, clock + response - (PATIENT_SEEN_BY - 2 * lot), 0)
    back = np.clip(over, 0, np.maximum(room, 0))
    clock = clock - back
    left = np.where(patient, PATIENT_SEEN_BY - 2 * lot - clock, response)
    response = np.minimum(response, np.maximum(left, np.minimum(response, SEEN_TO_WITHIN + lot)))
    left = CLOSES - SEEN_TO_WITHIN - clock
    taken_in = works & (clock >= OPENS) & (left > 0) & (clock + response >= CLOSES)
    taken_in &= chance.happens("before closing", TAKEN_IN_BEFORE_CLOSING)
    within = SEEN_TO_WITHIN + (chance.below("of what is left", 1 << 16) * left >> 16)
    return back, np.where(taken_in, np.minimum(response, within), response)


def reported_awake(chance: Chance) -> Ints:
    """The same of who calls for the first time: nobody looks for a stranger at night."""
    first, last = FIRST_CALL_HOURS
    hour = first + chance.choose("hour", EMERGENCY_HOURS[first:last])
    reported: Ints = hour * 60 + chance.below("minute", 60)
    return reported


def burners_run(low: Ints, high: Ints) -> Mask:
    """Whether anybody heats on a day of which low and high, F: it has heating degree days."""
    heated: Mask = np.asarray(low) + np.asarray(high) < 2 * BASE_TENTHS // 10
    return heated


def _lots(chance: Chance, call: Ints) -> list[int]:
    """What decides how each call was reported, by its key."""
    lots: list[int] = chance.common(("reported as",), call).below("percent", 100).tolist()
    return lots


def drips(
    chance: Chance,
    call: Ints,
    types: Sequence[str],
    components: Sequence[str | None],
    kinds: Sequence[str],
) -> list[bool]:
    """Whether what failed leaks water: an emergency that is reported so for that reason."""
    rows = zip(_lots(chance, call), types, components, kinds, strict=True)
    return [
        kind in HOLDS_WATER
        and name == "Emergency"
        and _incident_type(component, kind, lot, False, False) == _WATER
        for lot, name, component, kind in rows
    ]


def incident_types(
    chance: Chance,
    call: Ints,
    components: list[str | None],
    kinds: list[str],
    response: Ints,
    gas_leak: Mask,
    heated: Mask,
) -> list[str]:
    """What each emergency was reported as, by the key of its call: its incident and its work order
    say the same. ``response`` is minutes; ``heated`` is as ``burners_run`` has it: without a flame
    there are no fumes."""
    lots = _lots(chance, call)
    sounds = ((response <= FUMES_ANSWERED) & heated).tolist()
    rows = zip(components, kinds, lots, sounds, gas_leak.tolist(), strict=True)
    return [str(_incident_type(*row)) for row in rows]


def _incident_type(component: str | None, kind: str, lot: int, sounds: bool, leak: bool) -> str:
    """A water heater heats no rooms; ``sounds``: there may be an alarm."""
    if leak:
        return IncidentType.GAS_LEAK
    tank = kind == EquipmentKind.WATER_HEATER
    usual = IncidentType.SYSTEM_FAILURE if tank else IncidentType.NO_HEAT_AC
    often = {} if tank else REPORTED_OF.get(component or "", {})
    for reported, percent in REPORTED_OF_KIND.get((component or "", kind), often).items():
        if lot < percent:
            return usual if reported == _CO and not sounds else reported
        lot -= percent
    return usual


def reported_as(types: list[str], incidents: list[str], waited: Ints, response: Ints) -> list[str]:
    """What decides what a caller says: of an emergency its incident (``incidents`` has those
    only), of a repair whether it waited (working days). ``response`` is minutes."""
    patient = (waited > PATIENT_DAYS).tolist()
    said = [
        WAITS_FOR_DAYS if waits and name == "Repair" else WANTS_IT_SOON
        for name, waits in zip(types, patient, strict=True)
    ]
    urgent = [row for row, name in enumerate(types) if name == "Emergency"]
    sparks = (response[urgent] <= SPARKS_ANSWERED).tolist()
    for row, incident, at_once in zip(urgent, incidents, sparks, strict=True):
        trips = incident == IncidentType.ELECTRICAL_ISSUE and not at_once
        said[row] = TRIPS_BREAKER if trips else incident
    return said


def days_waited(booked: Any, visited: Any) -> Ints:
    """Days from Monday to Friday between two moments: those for which somebody waits."""
    first, last = (moment.astype("datetime64[D]") for moment in (booked, visited))
    waited: Ints = np.maximum(np.busday_count(first, last), 0)
    return waited
