"""What customers say is wrong, before anybody knows why.

The complaint follows from what the unit should do (cool, heat, water), from the group of the
component that will turn out to have failed, and from how urgent it is: an emergency is told as the
incident that it is, and who waits for days tells of nothing that cannot wait. The hint is what the
customer sees or hears. Neither names the component as cause.
"""

from functools import cache

from factories.engine.streams import Ints
from factories.rules.calls.complaints import COMPLAINT_OF, LOCKS_OUT, UNKNOWN_COMPLAINT
from factories.rules.calls.nothing_found import COMPLAINT_OF_CAUSE
from factories.rules.calls.urgency import HOLDS_WATER, WAITS_FOR_DAYS, WANTS_IT_SOON
from factories.rules.equipment.kinds import COMPRESSOR_KINDS, SPLIT_KINDS
from factories.wording.complaints import (
    AIRLESS,
    ALARM_HINTS,
    CAN_WAIT,
    COMPLAINTS,
    GAS,
    LACKS_AIR,
    LEAK_HINTS,
    OFF_SEASON_SAID,
    REPORTED,
    SHUT_DOWN,
    STOPS,
)
from factories.wording.fault import Fault
from factories.wording.needs import Clause, Needs, unless, without
from factories.wording.nothing_found import HINTS as NOTHING_HINTS
from factories.wording.nothing_found import IS_NOTHING, NO_HINT
from factories.wording.phrases import KIND_NOUN, Clauses, mode_of, whole
from factories.wording.repairs import GAS_LEAK
from hvac_models import IncidentType

_HOT, _COLD, _WARM, _COOL = 1, 2, 4, 8
"""Bits of a day's weather. On hot or cold days a unit that quit leaves the indoors hot or cold; on
warm days nobody misses the heat, on cool days nobody misses the cooling."""
_SEVERE = {"cool": _HOT, "heat": _COLD}
_IDLE = {"cool": _COOL, "heat": _WARM}


def weather_of(low_f: Ints, high_f: Ints) -> list[int]:
    """What the day's temperatures, in F, let a caller say. Assumption: indoors follow within a
    day."""
    bits = _HOT * (high_f >= 85) + _COLD * (low_f <= 36)
    bits += _WARM * (high_f >= 72) + _COOL * (high_f < 68)
    return whole(bits)


HINTS: dict[str, Clauses] = {
    "Capacitor": (
        "Outdoor unit hums but does not start.",
        "Hears a buzz and a click, then nothing.",
        "Fan only turns when pushed with a stick.",
    ),
    "Refrigerant Leak": (
        "Sees ice on the copper line.",
        Clause("Says it was topped off before and was fine for a while.", Needs.A_YEAR_AGO),
        "Hears a hiss near the indoor coil.",
    ),
    "Drain Line": (
        "Shut it off to keep the floor dry.",
        "Nothing is coming out of the drain pipe outside.",
        "Float switch light is on.",
    ),
    "Condenser Fan Motor": ("Outdoor unit gets very hot and cuts out.",),
    "Control Board": (
        "A light is blinking on the unit.",
        "Resetting the breaker helped once, not anymore.",
        "Comes back for a while after power is cycled.",
    ),
    "Compressor": ("Fan on the outdoor unit runs, nothing else does.",),
    "Evaporator Coil": (
        "Found ice on the indoor coil.",
        "Sees frost on the line at the indoor unit.",
        "Filter was changed and it made no difference.",
    ),
    "Expansion Valve": (
        "Line ices up and thaws again.",
        "Hears a whistle at the indoor coil.",
        "Gets worse the longer it runs.",
    ),
    "Igniter": (
        "Hears clicking but sees no flame.",
        "Starts up as usual, no flame follows.",
    ),
    "Flame Sensor": (
        "Flame comes up and drops out after a few seconds.",
        "Works again for a while after a reset.",
        "Tries three times and gives up.",
    ),
    "Pressure Switch": (
        "A light on the unit blinks three times.",
        "Worse on windy days.",
        "Starts on the second or third try.",
    ),
    "Limit Switch": (
        "Fan keeps running after it shuts down.",
        Clause("Filter has not been changed in a while.", Needs.A_YEAR_AGO),
        "Shuts off when it gets hot.",
    ),
    "Gas Valve": (
        "Igniter glows, no flame follows.",
        "Other gas appliances work fine.",
        "Gas is on at the meter.",
    ),
    "Heat Exchanger": ("Was told to leave it off until it is checked.",),
    "Circulator Pump": ("Pipes near the unit are hot, farther ones are cold.",),
    "Zone Valve": (
        "Same zone every time.",
        "Thermostat in that zone calls, nothing happens.",
        "Turning up the other zones makes no difference.",
    ),
    "Heating Element": (
        "It was fine until recently.",
        "Reset button helped once.",
    ),
}

INTROS: Clauses = (
    "Customer reports %s.",
    "Customer says %s.",
    "Caller reports %s.",
    "Per customer, %s.",
    "",
)


def _seen_as(kind: str, component: str | None) -> str | None:
    """Units without an outdoor half have these parts on the blower, so they fail with its
    symptoms."""
    if kind not in COMPRESSOR_KINDS and component in ("Capacitor", "Contactor"):
        return "Blower Motor" if component == "Capacitor" else "Control Board"
    return component


def _fitted(kind: str, text: str) -> str:
    """The words of a unit in two halves with vents, put right for a kind that is in one piece or
    has none."""
    drain = "the indoor unit" if kind in SPLIT_KINDS else "the {unit}"
    text = text.replace("{drain}", drain)
    if kind == "Ductless Mini-Split":
        text = text.replace("from the vents", "from the indoor unit")
    elif kind == "Package Unit":
        text = text.replace("Outdoor unit", "Unit").replace("outdoor ", "").replace("indoor ", "")
        text = text.replace(" to keep the floor dry", " for now")
    return text.replace("{unit}", KIND_NOUN[kind])


def _group_of(component: str | None) -> str:
    """What a caller notices: of a component, of what it was where none had failed, or at all."""
    of_cause = COMPLAINT_OF_CAUSE.get(component or "", UNKNOWN_COMPLAINT)
    return COMPLAINT_OF.get(component or "", of_cause)


@cache
def _told(
    group: str,
    mode: str,
    severe: bool,
    off_season: bool,
    seasoned: bool,
    reported_as: str,
    stopped: bool | None,
) -> Clauses:
    """``stopped``: whether the blower stands still; None where nobody knows."""
    told = COMPLAINTS.get((group, mode), COMPLAINTS["stopped", mode])
    if group == "airless" and stopped is not None:
        told = AIRLESS[stopped]
    if off_season:
        told = OFF_SEASON_SAID.get(group, told)
    elif reported_as == WAITS_FOR_DAYS and (group == "stopped" or (group, mode) not in COMPLAINTS):
        told = CAN_WAIT[mode]
    if reported_as == WAITS_FOR_DAYS:
        told = without(told, Needs.HURRY) or CAN_WAIT[mode]
    elif reported_as != WANTS_IT_SOON:
        told = without(told, Needs.NO_EMERGENCY)
    return without(told, unless(severe, Needs.EXTREME) | unless(seasoned, Needs.A_YEAR_AGO))


def complaints(
    kind: str,
    component: str | None,
    month: int,
    weather: int,
    seasoned: bool,
    reported_as: str = WANTS_IT_SOON,
    fault: Fault | None = None,
) -> Clauses:
    """What a caller may say first about this unit in this month and weather (``weather_of``), to
    follow one of INTROS. ``seasoned``: the unit was there a year ago; ``reported_as``: as
    ``rules.calls.urgency`` has it; ``fault``: what it will turn out to be, where a part mended
    it."""
    seen = _seen_as(kind, component)
    mode = mode_of(kind, month, seen)
    stopped = None if fault is None or seen != component else fault.stopped
    severe, idle = bool(weather & _SEVERE.get(mode, 0)), bool(weather & _IDLE.get(mode, 0))
    return _complaints(kind, component, mode, severe, idle, seasoned, reported_as, stopped)


@cache
def _complaints(
    kind: str,
    component: str | None,
    mode: str,
    severe: bool,
    idle: bool,
    seasoned: bool,
    reported_as: str,
    stopped: bool | None,
) -> Clauses:
    """Kept for what it hangs on, too."""
    if component == GAS_LEAK:
        return tuple(f"{said} the {KIND_NOUN[kind]}" for said in GAS)
    if reported_as in REPORTED:
        return tuple(_fitted(kind, said) for said in REPORTED[reported_as])
    if reported_as == IncidentType.SYSTEM_FAILURE and kind != "Water Heater":
        return _noticed(kind, component, SHUT_DOWN)
    group = _group_of(_seen_as(kind, component))
    if group in ("fumes", "leaking") and reported_as == IncidentType.NO_HEAT_AC:
        group = "stopped"
    # What was only tried can wait.
    off_season = reported_as in (WANTS_IT_SOON, WAITS_FOR_DAYS) and idle
    told = _told(group, mode, severe, off_season, seasoned, reported_as, stopped)
    return _noticed(kind, component, told)


@cache
def told_early(
    kind: str, component: str | None, mode: str, hurried: bool, off_season: bool
) -> Clauses:
    """What may be said of a unit, in what it should do (``mode``), by who is no customer yet: words
    that hold until the visit, whatever the weather, the fault and the wait until then."""
    own, component = component, _seen_as(kind, component)
    group = _group_of(component)
    told: Clauses = LACKS_AIR if group == "airless" else ()
    if hurried and group == "stopped" and not off_season:
        told = STOPS[mode]
    if told:
        return tuple(_fitted(kind, said) for said in told)
    told = _told(group, mode, False, off_season, False, WAITS_FOR_DAYS, None)
    return _noticed(kind, own, told)


def _noticed(kind: str, component: str | None, told: Clauses) -> Clauses:
    """The texts for this kind, but no fault code where the unit does not know that anything has
    failed; what is ductless is one with its thermostat and shows one for everything."""
    knows = component is None or component in LOCKS_OUT or kind == "Ductless Mini-Split"
    return _worded(kind, knows, told)


@cache
def _worded(kind: str, knows: bool, told: Clauses) -> Clauses:
    """Kept for what it hangs on: months, weathers and faults are told of in few ways."""
    return tuple(_fitted(kind, text) for text in without(told, unless(knows, Needs.LOCKOUT)))


_UNFILTERED: dict[str, Clauses] = {
    "Limit Switch": ("Reset button helped once.", "Shuts off when it gets hot."),
}


@cache
def hints(
    kind: str,
    component: str | None,
    fault: Fault | None,
    seasoned: bool,
    reported_as: str = WANTS_IT_SOON,
) -> Clauses:
    """What else the customer noticed, sometimes nothing: of the component, and of the fault that it
    will turn out to have."""
    if component == GAS_LEAK:
        return ("Told to leave the building and wait outside.", "Gas is turned off at the meter.")
    if reported_as == IncidentType.CARBON_MONOXIDE_ALERT:
        return ALARM_HINTS
    if reported_as == IncidentType.WATER_DAMAGE and kind in HOLDS_WATER:
        return LEAK_HINTS
    own = component
    component = _seen_as(kind, component)
    if component is None:
        return ("", "", "Breaker and thermostat were checked.", "No other symptoms noticed.")
    if component in IS_NOTHING and reported_as != WAITS_FOR_DAYS:
        return NOTHING_HINTS.get(component, NO_HINT)
    if reported_as == WAITS_FOR_DAYS and _group_of(component) == "stopped":
        return ("", "No other symptoms noticed.", "It comes and goes.")
    noticed = HINTS.get(component, ())
    if fault is not None and component == own:
        noticed = (*noticed, *fault.noticed)
    if kind in ("Boiler", "Water Heater"):
        noticed = _UNFILTERED.get(component, noticed)
    noticed = without(noticed, unless(seasoned, Needs.A_YEAR_AGO))
    return (*(_fitted(kind, hint) for hint in noticed), "")
