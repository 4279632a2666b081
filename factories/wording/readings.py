"""Instrument readings by kind and by component, in the ranges a technician would expect.

Everything here is a rule of thumb of the trade (assumption, tuned for plausibility): temperature
split 16-22 F, subcooling 8-12 F, superheat 8-14 F, static pressure 0.4-0.8 in. w.c., manifold
3.2-3.7 in. w.c. on natural gas, flame signal 1.8-5 microamps (fault below 1), hydronic pressure
12-18 psi, capacitors within 6 % of their rating. Only kinds with a compressor have readings of
refrigerant; a boiler's speak of water and flame.
"""

import re
from functools import cache

import numpy as np

from factories.engine.streams import Ints
from factories.wording.phrases import COOLING_KINDS, Clauses, crossed, whole
from factories.wording.repairs import GAS_LEAK

Pool = tuple[Clauses, ...]

MILD, COLD, HOT = range(3)
"""What the day's weather lets be measured."""
COLD_BELOW = 60
"""F: on days that stay below nobody runs the cooling to read a charge, it would mean nothing."""
HOT_ABOVE = 85
"""F: on days that pass it nobody fires a furnace for long enough to read it."""


def outside(high: Ints) -> list[int]:
    """By the day's highest temperature."""
    return whole(np.where(high < COLD_BELOW, COLD, np.where(high > HOT_ABOVE, HOT, MILD)))


def _tenths(low: int, high: int, step: int = 1) -> Clauses:
    return tuple(f"{n // 10}.{n % 10}" for n in range(low, high + 1, step))


def _hundredths(low: int, high: int, step: int = 1) -> Clauses:
    return tuple(f"{n // 100}.{n % 100:02}" for n in range(low, high + 1, step))


_SPLIT = crossed(("temperature split %s F", "supply to return split %s F"), range(16, 23))
_STATIC = crossed(("total external static %s in. w.c.",), _hundredths(42, 78, 2))
_BLOWER = crossed(("blower drawing %s A", "blower motor at %s A"), _tenths(28, 68, 3))
_VOLTS = crossed(("line voltage %s V at the disconnect", "incoming voltage %s V"), range(234, 247))
_CHARGE = crossed(("superheat %s F, subcooling %s F",), range(8, 15), range(8, 13))
_COMPRESSOR = crossed(
    ("compressor at %s percent of rated amps", "compressor drawing %s percent of its rated amps"),
    range(72, 98, 2),
)
_CAPACITOR = crossed(("capacitor at %s percent of its rating",), range(95, 105))
_MANIFOLD = crossed(("manifold pressure %s in. w.c.", "gas manifold %s in. w.c."), _tenths(32, 37))
_INLET = crossed(("inlet gas pressure %s in. w.c.",), _tenths(55, 78))
_FLAME = crossed(("flame signal %s microamps", "flame sensor at %s microamps"), _tenths(18, 48, 2))
_RISE = crossed(("temperature rise %s F",), range(36, 64, 2))
_FLUE_CO = crossed(("flue CO %s ppm", "CO in the flue %s ppm"), range(8, 72, 4))
_AMBIENT_CO = ("ambient CO 0 ppm", "no CO in the room")
_COLD_FILL = crossed(("system pressure %s psi cold", "cold fill %s psi"), range(12, 19))
_LOOP = crossed(("supply %s F, return %s F",), range(158, 182, 4), range(138, 152, 3))
_TANK = crossed(("expansion tank at %s psi",), range(11, 15))
_OUTLET = crossed(("hot water outlet %s F", "water at the tap %s F"), range(116, 127))
_WATER = crossed(("incoming water pressure %s psi",), range(46, 78, 2))

AFTER: dict[str, tuple[Pool, Pool]] = {
    "Central AC": ((_SPLIT, _CHARGE, _COMPRESSOR), (_STATIC, _VOLTS, _CAPACITOR)),
    "Heat Pump": ((_SPLIT, _COMPRESSOR), (_STATIC, _VOLTS, _CAPACITOR, _BLOWER)),
    "Ductless Mini-Split": (
        (_SPLIT,),
        (_VOLTS, crossed(("inverter at %s A",), _tenths(38, 82, 4))),
    ),
    "Package Unit": ((_SPLIT, _COMPRESSOR), (_STATIC, _VOLTS, _BLOWER)),
    "Furnace": ((_RISE, _FLAME, _FLUE_CO), (_MANIFOLD, _INLET, _STATIC, _AMBIENT_CO)),
    "Boiler": ((_LOOP, _COLD_FILL, _TANK), (_MANIFOLD, _FLUE_CO, _FLAME, _AMBIENT_CO)),
    "Air Handler": (
        (_SPLIT, _BLOWER),
        (_STATIC, crossed(("control voltage %s V",), range(24, 28))),
    ),
    "Water Heater": (
        (_OUTLET,),
        (_WATER, ("no leaks at the tank or fittings", "T and P valve holds")),
    ),
}
"""Two pools a kind with nothing in common, so that two readings of one note never repeat each
other."""

_CONTROL = AFTER["Air Handler"][1][1]
_HEATING = crossed(("heating rise %s F across the coil", "coil rise %s F in heat"), range(17, 29))
_CONTACTOR = crossed(("contactor coil at %s ohms",), range(9, 21))
_VACUUM = crossed(
    ("charge weighed in, evacuated to %s microns", "held %s microns before the charge went in"),
    range(260, 480, 10),
)

_AFTER_IN: dict[int, dict[str, tuple[Pool, Pool]]] = {
    MILD: AFTER,
    COLD: AFTER
    | {
        "Central AC": ((_STATIC, _CAPACITOR), (_VOLTS, _CONTACTOR)),
        "Heat Pump": ((_HEATING, _COMPRESSOR), AFTER["Heat Pump"][1]),
        "Ductless Mini-Split": ((_HEATING,), AFTER["Ductless Mini-Split"][1]),
        "Package Unit": ((_RISE, _FLAME), AFTER["Package Unit"][1]),
        "Air Handler": ((_BLOWER,), AFTER["Air Handler"][1]),
    },
    HOT: AFTER
    | {
        "Furnace": ((_STATIC, _BLOWER), (_INLET, _CONTROL, _AMBIENT_CO)),
        "Boiler": ((_COLD_FILL, _TANK), (_INLET, _AMBIENT_CO)),
    },
}


def after(kind: str, weather: int) -> tuple[Pool, Pool]:
    """Two pools to read from on a unit that runs, by the weather."""
    return _AFTER_IN[weather][kind]


SUPPLIED: dict[str, Pool] = {
    **dict.fromkeys(COOLING_KINDS, (_VOLTS,)),
    **dict.fromkeys(("Furnace", "Boiler"), (_INLET,)),
    "Air Handler": (AFTER["Air Handler"][1][1],),
    "Water Heater": (_WATER,),
}
"""What the unit is fed with: all there is to measure on one that has not been repaired."""

_CHARGE_READ = ("Refrigerant Leak", "Evaporator Coil", "Expansion Valve")
_FLAME_READ = ("Flame Sensor", "Heat Exchanger")
"""Faults whose reading takes the cooling, or the burner, to run."""


def commissioning(kind: str, weather: int) -> Pool:
    """What a new unit is set to at start-up; in the cold by weight."""
    if kind not in COOLING_KINDS:
        return after(kind, weather)[0]
    if weather != COLD:
        return (_CHARGE,)
    return after(kind, weather)[0] if kind == "Package Unit" else (_VACUUM,)


_FLAME_KINDS = ("Furnace", "Boiler", "Package Unit", "Water Heater")
_AIR_KINDS = (*COOLING_KINDS, "Air Handler")

FITS: dict[str, Clauses] = {
    "Capacitor": (*_AIR_KINDS, "Furnace"),
    "Refrigerant Leak": _AIR_KINDS,
    "Contactor": COOLING_KINDS,
    "Drain Line": (*_AIR_KINDS, "Furnace"),
    "Condenser Fan Motor": COOLING_KINDS,
    "Blower Motor": (*_AIR_KINDS, "Furnace"),
    "Control Board": (*_AIR_KINDS, *_FLAME_KINDS),
    "Thermostat": (*_AIR_KINDS, "Furnace", "Boiler"),
    "Compressor": COOLING_KINDS,
    "Evaporator Coil": _AIR_KINDS,
    "Expansion Valve": _AIR_KINDS,
    "Igniter": _FLAME_KINDS,
    "Flame Sensor": _FLAME_KINDS,
    "Pressure Switch": _FLAME_KINDS,
    "Limit Switch": (*_FLAME_KINDS, "Air Handler", "Heat Pump"),
    "Inducer Motor": _FLAME_KINDS,
    "Gas Valve": _FLAME_KINDS,
    "Heat Exchanger": ("Furnace", "Boiler", "Package Unit"),
    "Circulator Pump": ("Boiler",),
    "Zone Valve": ("Boiler",),
    "Heating Element": ("Air Handler", "Heat Pump", "Package Unit", "Water Heater"),
}
"""The kinds that have the component; on any other one a note names the component and reads no
meter."""

_CHARGE_LOST = crossed(
    (
        "Refrigerant leak, superheat %s F and subcooling %s F on arrival.",
        "Low charge from a refrigerant leak, superheat %s F, subcooling %s F.",
    ),
    range(24, 42, 2),
    range(5),
)

FAULTS: dict[str, Clauses] = {
    "Capacitor": crossed(
        (
            "Capacitor measured at %s percent of its rating.",
            "Capacitor down to %s percent of its rating.",
        ),
        range(42, 82, 4),
    ),
    "Refrigerant Leak": _CHARGE_LOST,
    "Contactor": (
        *crossed(("Contactor dropping %s V across the points.",), _tenths(21, 68, 3)),
        "Contactor coil open, 24 V present and no pull-in.",
        "Contactor welded shut, unit was running with no call.",
    ),
    "Drain Line": crossed(
        ("Drain line plugged, %s in. of water in the pan.", "Drain line blocked, pan at %s in."),
        ("1", "1.5", "2", "2.5"),
    ),
    "Condenser Fan Motor": (
        *crossed(
            ("Condenser fan motor pulling %s A on a %s A rating.",), _tenths(19, 29), ("1.2", "1.4")
        ),
        "Condenser fan motor winding open, shaft turns free.",
    ),
    "Blower Motor": (
        *crossed(
            ("Blower motor pulling %s A on a %s A rating.",), _tenths(84, 112, 4), ("5.8", "7.0")
        ),
        "Blower motor has line voltage and does not turn.",
    ),
    "Control Board": crossed(
        (
            "Control board has %s V in and no output on a call.",
            "Control board relay stuck, %s V in.",
        ),
        _tenths(238, 269, 3),
    ),
    "Thermostat": crossed(
        ("Thermostat reads %s F off.", "Thermostat off by %s F and drops the call."), range(4, 10)
    ),
    "Compressor": crossed(
        ("Compressor locked, %s A on start.", "Compressor trips on overload, %s A on start."),
        range(58, 112, 4),
    ),
    "Evaporator Coil": crossed(
        (
            "Evaporator coil leaking at a U-bend, superheat %s F.",
            "Evaporator coil lost charge, superheat %s F.",
        ),
        range(24, 40),
    ),
    "Expansion Valve": crossed(
        ("Expansion valve starving the coil, superheat %s F with subcooling %s F.",),
        range(26, 40),
        range(15, 22),
    ),
    "Igniter": (
        *crossed(("Igniter reads %s ohms, well out of range.",), range(260, 620, 20)),
        "Igniter open, 118 V applied and no glow.",
        "Igniter cracked, reads open.",
    ),
    "Flame Sensor": crossed(
        ("Flame sensor at %s microamps, drops out.", "Flame sensor only %s microamps on arrival."),
        _tenths(1, 8),
    ),
    "Pressure Switch": crossed(
        ("Pressure switch stays open at %s in. w.c. of draft.",), _hundredths(95, 135, 5)
    ),
    "Limit Switch": crossed(("Limit switch opens at %s F, set for 160 F.",), range(112, 138, 2)),
    "Inducer Motor": crossed(("Inducer motor pulling %s A on a 1.5 A rating.",), _tenths(22, 34)),
    "Gas Valve": crossed(
        ("Gas valve has 24 V and %s in. w.c. at the inlet, nothing at the outlet.",),
        _tenths(55, 78),
    ),
    "Heat Exchanger": crossed(
        ("Heat exchanger cracked, flue CO %s ppm with the burner on.",), range(180, 420, 20)
    ),
    "Circulator Pump": (
        *crossed(("Circulator pump pulling %s A on a 0.8 A rating.",), _tenths(13, 22)),
        "Circulator pump has 120 V and does not turn.",
    ),
    "Zone Valve": (
        "Zone valve has 24 V and does not open.",
        "Zone valve end switch never closes.",
        *crossed(("Zone valve stuck, return pipe only %s F on a call.",), range(66, 80, 2)),
    ),
    "Heating Element": crossed(
        ("Heating element reads open, %s V applied and 0 A.",), range(234, 247)
    ),
}

FAULTS_OF_KIND: dict[tuple[str, str], Clauses] = {
    ("Limit Switch", "Boiler"): crossed(
        ("High limit switch opens at %s F, set for 200 F.",), range(150, 176, 2)
    ),
    ("Limit Switch", "Water Heater"): crossed(
        ("High limit switch opens at %s F, set for 180 F.",), range(126, 148, 2)
    ),
}


_RATED = re.compile(r"\b(Run|Fan) capacitor ([\d.]+)(?:/[\d.]+)? uF")


def _measured_against(part: str) -> Clauses:
    """What a failed capacitor measured, against the rating that its replacement has as well: of
    two, the compressor's."""
    named = _RATED.search(part)
    if named is None:
        return ()
    use, rating = named.groups()
    shares = (round(float(rating) * percent / 10) for percent in range(42, 82, 4))
    return tuple(
        f"{use} capacitor measured {tenths // 10}.{tenths % 10} uF against a {rating} uF rating."
        for tenths in shares
    )


_GAS_READINGS = crossed(("Detector read %s %% LEL at the gas valve on arrival.",), range(4, 19))


@cache
def fault_readings(component: str, kind: str, part: str = "", weather: int = MILD) -> Clauses:
    """What the meter said about a failed component, in whose place ``part`` was put; empty when
    the kind has no such component, or when it could not be read in such weather."""
    if component == GAS_LEAK:
        return _GAS_READINGS
    if kind not in FITS[component]:
        return ()
    burner = kind in ("Furnace", "Boiler")
    if weather == COLD and component in _CHARGE_READ:
        return ()
    if weather == HOT and burner and component in _FLAME_READ:
        return ()
    if component == "Capacitor":
        return _measured_against(part) or FAULTS[component]
    return FAULTS_OF_KIND.get((component, kind), FAULTS[component])
