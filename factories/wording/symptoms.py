"""What customers say is wrong, before anybody knows why.

The complaint follows from what the unit should do (cool, heat, water) and from the group of the
component that will turn out to have failed; the hint is what the customer sees or hears. Neither
names the component as cause.
"""

from functools import cache

from factories.engine.streams import Ints
from factories.wording.fault import Fault
from factories.wording.phrases import COOLING_KINDS, KIND_NOUN, Clauses, crossed, mode_of, whole
from factories.wording.repairs import GAS_LEAK

GROUP = {
    "Capacitor": "stopped",
    "Contactor": "stopped",
    "Condenser Fan Motor": "stopped",
    "Control Board": "stopped",
    "Compressor": "stopped",
    "Thermostat": "stopped",
    "Refrigerant Leak": "weak",
    "Evaporator Coil": "weak",
    "Expansion Valve": "weak",
    "Drain Line": "leaking",
    "Blower Motor": "airless",
    "Igniter": "stopped",
    "Gas Valve": "stopped",
    "Inducer Motor": "stopped",
    "Flame Sensor": "cycling",
    "Pressure Switch": "cycling",
    "Limit Switch": "cycling",
    "Heat Exchanger": "fumes",
    "Circulator Pump": "uneven",
    "Zone Valve": "uneven",
    "Heating Element": "weak",
}

_COOL_DOWN = crossed(
    ("the {unit} is not cooling and it is %s F inside", "temperature indoors is up to %s F"),
    range(80, 89),
)
_HEAT_DOWN = crossed(
    ("there is no heat and it is %s F inside", "temperature indoors is down to %s F"), range(52, 63)
)
_GETTING_COLD = "the {unit} quit and it is getting cold inside"
_EXTREMES = frozenset((*_COOL_DOWN, *_HEAT_DOWN, _GETTING_COLD))
_LAST_YEAR = "the {unit} is not performing like it did last year"

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


COMPLAINTS: dict[tuple[str, str], Clauses] = {
    ("stopped", "cool"): (
        "the {unit} is not cooling at all",
        "the {unit} is blowing warm air",
        "the {unit} will not come on",
        "the {unit} quit and the thermostat is calling for cooling",
        *_COOL_DOWN[::3],
    ),
    ("stopped", "heat"): (
        "there is no heat",
        "the {unit} will not come on for heat",
        "the {unit} tries to start and then shuts off",
        _GETTING_COLD,
        *_HEAT_DOWN[::3],
    ),
    ("stopped", "mild"): (
        "the {unit} will not start",
        "the {unit} does nothing when the thermostat calls",
        "the {unit} is dead, no response to the thermostat",
        "the {unit} stopped working",
    ),
    ("stopped", "water"): (
        "there is no hot water",
        "the {unit} stopped heating",
        "the {unit} went out and will not come back on",
        "hot water ran out and has not come back",
    ),
    ("weak", "cool"): (
        "the {unit} runs all day but does not keep up",
        "the {unit} takes hours to bring the temperature down",
        "air from the vents is cool but not cold",
        "the {unit} cools in the morning and falls behind by afternoon",
        *_COOL_DOWN[10::3],
    ),
    ("weak", "heat"): (
        "the {unit} runs constantly and cannot hold the set temperature",
        "the {unit} is only putting out lukewarm air",
        "the {unit} is not keeping up with the heat",
        "the electric bill jumped and the {unit} never shuts off",
        *_HEAT_DOWN[12::3],
    ),
    ("weak", "mild"): (
        "the {unit} runs a long time to move the temperature a few degrees",
        "the {unit} does not hold the thermostat setting",
        _LAST_YEAR,
    ),
    ("weak", "water"): (
        "the hot water is only lukewarm",
        "hot water runs out after a few minutes",
        "the {unit} cannot keep up with normal use",
    ),
    ("leaking", "cool"): (
        "water is dripping from around the {unit}",
        "there is a puddle of water next to the {unit}",
        "the {unit} shut itself off and there is water in the pan",
        "there is a water stain spreading near the {unit}",
    ),
    ("airless", "cool"): (
        "there is hardly any air coming from the vents",
        "the {unit} is running but no air is moving",
        "airflow is much weaker than it used to be",
        "the fan does not come on",
    ),
    ("cycling", "heat"): (
        "the {unit} lights and goes out again after a few seconds",
        "the {unit} starts and stops every few minutes",
        "the {unit} shuts off before the space warms up",
        "heat comes and goes",
        *_HEAT_DOWN[1::4],
    ),
    ("cycling", "water"): (
        "the {unit} lights and goes out again",
        "hot water comes and goes",
        "the {unit} needs to be reset to get hot water",
    ),
    ("fumes", "heat"): (
        "there is an odd smell when the {unit} runs",
        "the carbon monoxide alarm chirped while the {unit} was on",
        "everyone gets a headache when the {unit} runs",
        "there is soot around the {unit}",
    ),
    ("uneven", "heat"): (
        "one zone has heat and another stays cold",
        "some of the rooms are cold although the {unit} is running",
        "the {unit} is hot but the radiators are not",
        *_HEAT_DOWN[11::3],
    ),
}
# Water drips and air fails alike in every season; fumes and uneven heat have one season only.
for _mode in ("heat", "mild", "water"):
    COMPLAINTS["leaking", _mode] = COMPLAINTS["leaking", "cool"]
for _mode in ("heat", "mild"):
    COMPLAINTS["airless", _mode] = COMPLAINTS["airless", "cool"]
COMPLAINTS["cycling", "cool"] = COMPLAINTS["cycling", "mild"] = (
    "the {unit} starts and stops every few minutes",
    "the {unit} shuts off by itself and restarts later",
    "the {unit} trips off and needs to be reset",
)

_OFF_SEASON: Clauses = (
    "the {unit} did not come on when it was tried",
    "the {unit} does not start on a test run",
    "the {unit} locked out and shows a fault code",
)
_OFF_SEASON_WEAK: Clauses = (
    "the {unit} was tried for a while and did little",
    "the {unit} ran all morning on a test and changed nothing",
)
_OFF_SEASON_FUMES: Clauses = (
    "there was an odd smell when the {unit} was tried",
    "there is soot around the {unit}",
)
_OFF_SEASON_SAID = {
    **dict.fromkeys(("stopped", "cycling", "uneven"), _OFF_SEASON),
    "weak": _OFF_SEASON_WEAK,
    "fumes": _OFF_SEASON_FUMES,
}
"""By group of symptoms: those that show only when the unit runs, told when nobody needs it."""

HINTS: dict[str, Clauses] = {
    "Capacitor": (
        "Outdoor unit hums but does not start.",
        "Hears a buzz and a click, then nothing.",
        "Fan only turns when pushed with a stick.",
    ),
    "Refrigerant Leak": (
        "Sees ice on the copper line.",
        "Says it was topped off before and was fine for a while.",
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
        "Filter has not been changed in a while.",
        "Shuts off when it gets hot.",
    ),
    "Gas Valve": (
        "Igniter glows, no flame follows.",
        "Other gas appliances work fine.",
        "Gas is on at the meter.",
    ),
    "Heat Exchanger": (
        "Was told to leave it off until it is checked.",
        "Flame looks yellow and wavers.",
        "Windows were opened and the unit is off.",
    ),
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
    if kind not in COOLING_KINDS and component in ("Capacitor", "Contactor"):
        return "Blower Motor" if component == "Capacitor" else "Control Board"
    return component


def _fitted(kind: str, text: str) -> str:
    """The words of a unit in two halves with vents, put right for a kind that is in one piece or
    has none."""
    if kind == "Ductless Mini-Split":
        text = text.replace("from the vents", "from the indoor unit")
    elif kind == "Package Unit":
        text = text.replace("Outdoor unit", "Unit").replace("outdoor ", "").replace("indoor ", "")
    return text.replace("{unit}", KIND_NOUN[kind])


@cache
def _told(
    kind: str, group: str, mode: str, severe: bool, off_season: bool, seasoned: bool
) -> Clauses:
    told = COMPLAINTS.get((group, mode), COMPLAINTS["stopped", mode])
    if off_season:
        told = _OFF_SEASON_SAID.get(group, told)
    if not severe:
        told = tuple(text for text in told if text not in _EXTREMES)
    if not seasoned:
        told = tuple(text for text in told if text != _LAST_YEAR)
    return tuple(_fitted(kind, text) for text in told)


_GAS: Clauses = (
    "there is a smell of gas near",
    "there is a strong gas smell at",
    "it smells of rotten eggs around",
)


@cache
def complaints(
    kind: str, component: str | None, month: int, weather: int, seasoned: bool
) -> Clauses:
    """What a caller may say first about this unit in this month and weather (``weather_of``), to
    follow one of INTROS. ``seasoned``: the unit was there a year ago."""
    if component == GAS_LEAK:
        return tuple(f"{said} the {KIND_NOUN[kind]}" for said in _GAS)
    component = _seen_as(kind, component)
    mode = mode_of(kind, month, component)
    group = GROUP[component] if component else "stopped"
    severe = bool(weather & _SEVERE.get(mode, 0))
    off_season = bool(weather & _IDLE.get(mode, 0))
    return _told(kind, group, mode, severe, off_season, seasoned)


_UNFILTERED: dict[str, Clauses] = {
    "Limit Switch": ("Reset button helped once.", "Shuts off when it gets hot."),
}
_LONG_AGO = frozenset(
    (
        "Says it was topped off before and was fine for a while.",
        "Filter has not been changed in a while.",
    )
)
"""Hints at a past that a unit of the last year does not have."""


@cache
def hints(kind: str, component: str | None, fault: Fault | None, seasoned: bool) -> Clauses:
    """What else the customer noticed, sometimes nothing: of the component, and of the fault that it
    will turn out to have."""
    if component == GAS_LEAK:
        return ("Told to leave the building and wait outside.", "Gas is turned off at the meter.")
    own = component
    component = _seen_as(kind, component)
    if component is None:
        return ("", "", "Breaker and thermostat were checked.", "No other symptoms noticed.")
    noticed = HINTS.get(component, ())
    if fault is not None and component == own:
        noticed = (*noticed, *fault.noticed)
    if kind in ("Boiler", "Water Heater"):
        noticed = _UNFILTERED.get(component, noticed)
    if not seasoned:
        noticed = tuple(hint for hint in noticed if hint not in _LONG_AGO)
    return (*(_fitted(kind, hint) for hint in noticed), "")
