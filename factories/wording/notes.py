"""The technician's notes: what was found, what was measured, what state the unit is in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from factories.engine.streams import Chance, Ints
from factories.rules.equipment.meters import Visits
from factories.wording.fault import Fault
from factories.wording.nothing_found import IS_NOTHING, noticed
from factories.wording.phrases import (
    FIXES,
    KIND_NOUN,
    NOTHING,
    Clauses,
    Flags,
    draws,
    filled,
    flags,
    joined,
    picked,
    stretched,
    whole,
)
from factories.wording.readings import (
    SUPPLIED,
    Pool,
    after,
    commissioning,
    fault_readings,
    outside,
    read,
    without,
)
from factories.wording.repairs import NOUN, STILL, WEAR, WORN_READING
from factories.wording.work import Work

_OLD_AGE = {
    "Central AC": 13,
    "Heat Pump": 13,
    "Furnace": 16,
    "Ductless Mini-Split": 15,
    "Package Unit": 13,
    "Boiler": 22,
    "Air Handler": 17,
    "Water Heater": 10,
}
"""Age in years at which a technician starts to speak of replacement: about two years under the
median life."""


_AGED = 5
"""Age in years from which an inspection may find a unit fair for its age."""

_LESSER = (
    *(None, "Capacitor", "Contactor", "Drain Line", "Thermostat", "Zone Valve"),
    *("Igniter", "Flame Sensor", "Pressure Switch", "Limit Switch"),
)
"""What may fail on a unit that is in good shape all the same: nothing, or a part that wears."""


@cache
def _unit_age(service_type: str, kind: str, age: int, sound: bool) -> Clauses:
    """``sound``: nothing that a unit stands or falls with had failed."""
    unit = KIND_NOUN[kind]
    if service_type == "Installation":
        return (f"{{brand}} {unit}, new.", f"{{brand}} {unit} started up per manual.")
    if age <= 0:
        return (
            f"{{brand}} {unit}, less than a year old.",
            f"{{brand}} {unit} is in its first year.",
        )
    years = "1 year" if age == 1 else f"{age} years"
    if age >= _OLD_AGE[kind]:
        return (
            f"{{brand}} {unit} is {years} old, customer should plan for replacement.",
            f"{{brand}} {unit}, {years} old, replacement should be considered.",
            f"{{brand}} {unit} is {years} old and near the end of its life.",
        )
    told = (f"{{brand}} {unit}, {years} old.", f"{{brand}} {unit}, {years} in service.")
    return (*told, f"{{brand}} {unit} is {years} old, good shape for its age.") if sound else told


def _finding(
    service_type: str,
    kind: str,
    component: str | None,
    fault: Fault | None,
    part: str | None,
    before: str | None,
    aged: bool,
    weather: int,
    btu: int,
) -> Clauses:
    if service_type not in FIXES:
        return _looked_at(service_type, component, component == before, aged)
    if component is None:
        return _NOTHING_FAILED
    if component in IS_NOTHING:
        return noticed(component, kind)
    read: Clauses = ()
    if part and fault is not None:
        read = fault_readings(fault, component, kind, part, weather, btu)
    return read or _traced(component)


_NOTHING_FAILED: Clauses = (
    "No failed component found.",
    "Checked the full sequence of operation.",
)


@cache
def _traced(component: str) -> Clauses:
    noun = NOUN[component]
    return (f"Traced the problem to the {noun}.", f"Complaint was caused by the {noun}.")


@cache
def _looked_at(service_type: str, component: str | None, again: bool, aged: bool) -> Clauses:
    """``again``: the component was noted at an earlier look, and nobody has mended it."""
    if component is not None:
        seen = ", ".join(text for text in (WEAR[component], WORN_READING.get(component)) if text)
        return (f"Noted {seen}{STILL if again else ''}.",)
    if service_type == "Maintenance":
        return ("Tune-up checklist complete.", "All items on the PM list checked.", "")
    if service_type == "Installation":
        return ("Leak tested and started up.", "Start-up sheet complete.", "")
    found = ("No defects found.", "Condition report complete.")
    return (*found, "Condition is fair for its age.") if aged else found


_CALLBACK: Clauses = (
    "Callback on our last visit.",
    "Callback, same complaint as last time.",
    "Return on a recent repair.",
)
_FRAMES: dict[bool, Clauses] = {
    True: ("After repair:", "Readings after repair:", "Running now,", "Final readings:"),
    False: ("Readings:", "Measured", "Recorded"),
}


def _readings(
    pools: tuple[Iterable[Pool], Iterable[Pool]], first: list[int], second: list[int]
) -> list[str]:
    """One reading of each pool; a draw picks the reading, then (stretched) how it is told."""
    one = picked(picked(pools[0], first), stretched(first))
    two = picked(picked(pools[1], second), stretched(second))
    return [
        (f"{a}, {b}" if a else b) + ("" if b.endswith(".") else ".")
        for a, b in zip(one, two, strict=True)
    ]


@cache
def _measured(
    service_type: str,
    kind: str,
    component: str | None,
    worn: str | None,
    repaired: bool,
    weather: int,
) -> tuple[Pool, Pool]:
    """What to measure first and second; first nothing when the unit was left as it was; and nothing
    that would call a ``worn`` component sound."""
    if service_type in FIXES and not repaired:
        return (NOTHING,), SUPPLIED[kind]
    if service_type == "Installation":
        return commissioning(kind, weather), after(kind, weather)[1]
    first, second = after(kind, weather)
    if service_type not in FIXES:
        worn = component or worn
    if worn is None:
        return first, second
    return without(first, worn) or (NOTHING,), without(second, worn) or SUPPLIED[kind]


_NEW_FILTER = ("Maintenance", "Installation")


def _are(texts: Sequence[str], *wanted: str) -> Flags:
    return np.array([text in wanted for text in texts], np.bool_)


def _installed(
    part_name: Sequence[str | None], fixes: list[bool], component: Sequence[str | None]
) -> list[str]:
    """The part that mended; a leak is mended by no part."""
    return [
        f"Installed {name}." if name and fix and failed != "Refrigerant Leak" else ""
        for name, fix, failed in zip(part_name, fixes, component, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Unit:
    """The units that were looked at, a row each."""

    device: Ints
    """Their keys."""
    customer: Ints
    """The keys of their owners."""
    brand: Sequence[str]
    age_years: Ints
    btu: Ints
    """Rated capacity, BTU an hour."""
    noted_before: Sequence[str | None] = ()
    """The components that were noted at an earlier look and have not been mended before this visit;
    empty where none is known of any unit."""


def technician_notes(
    chance: Chance, work: Work, unit: Unit, is_callback: Flags, high_f: Ints
) -> list[str]:
    """What the technician measured, in units that belong to the kind and its size, and the state of
    the unit. ``high_f`` is the day's highest temperature, in F."""
    service_type, kind, component = work.service_type, work.kind, work.component
    weather, size = outside(high_f), whole(unit.btu)
    first, second, third, fourth, fifth, sixth = draws(chance, "technician notes", 6)
    part = [name is not None for name in work.part_name]
    fixes = [service in FIXES for service in service_type]
    again = [_CALLBACK if back else NOTHING for back in flags(is_callback)]
    sound = [name in _LESSER or name in IS_NOTHING for name in component]
    state = picked(map(_unit_age, service_type, kind, whole(unit.age_years), sound), third)
    aged, fault = flags(unit.age_years >= _AGED), work.faults(chance)
    told = (service_type, kind, component, fault, work.part_name)
    before = unit.noted_before or [None] * len(component)
    findings = map(_finding, *told, before, aged, weather, size)
    as_it_was = [failed is not None and failed not in IS_NOTHING for failed in component]
    repaired = (fitted or not failed for fitted, failed in zip(part, as_it_was, strict=True))
    worn = [None if own == old else old for own, old in zip(component, before, strict=True)]
    measured = list(map(_measured, service_type, kind, component, worn, repaired, weather))
    pools = ([pair[0] for pair in measured], [pair[1] for pair in measured])
    visits = Visits(
        chance,
        unit.device,
        unit.customer,
        packaged=_are(kind, "Package Unit"),
        age=unit.age_years,
        high=high_f,
        dirty=~_are(service_type, *_NEW_FILTER),
    )
    frames = (_FRAMES[fix and fitted] for fix, fitted in zip(fixes, part, strict=True))
    return joined(
        picked(again, fifth),
        read(picked(findings, fourth), visits, kind, size),
        _installed(work.part_name, fixes, component),
        picked(frames, sixth),
        read(_readings(pools, first, second), visits, kind, size),
        filled(state, "{brand}", unit.brand),
    )
