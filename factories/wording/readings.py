"""Instrument readings by kind and by component, in the ranges a technician would expect.

Everything here is a rule of thumb of the trade (assumption, tuned for plausibility): temperature
split 16-22 F, subcooling 8-12 F, superheat 8-14 F, static pressure 0.4-0.8 in. w.c., manifold
3.2-3.7 in. w.c. on natural gas, flame signal 1.8-5 microamps (fault below 1), hydronic pressure
12-18 psi, capacitors within 6 % of their rating. Only kinds with a compressor have readings of
refrigerant; a boiler's speak of water and flame.
"""

import re
from functools import cache, partial

import numpy as np

from factories.engine.streams import Ints
from factories.rules import amperes
from factories.rules.equipment_kinds import COMPRESSOR_KINDS
from factories.wording.fault import Fault, hundredths, tenths
from factories.wording.phrases import Clauses, crossed, whole
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


_SPLIT = crossed(("temperature split %s F", "supply to return split %s F"), range(16, 23))
_STATIC = crossed(("total external static %s in. w.c.",), hundredths(42, 78, 2))
_BLOWER = crossed(
    ("blower drawing {blower %s} A", "blower motor at {blower %s} A"), range(66, 98, 2)
)
_VOLTS = crossed(("line voltage %s V at the disconnect", "incoming voltage %s V"), range(234, 247))
_CHARGE = crossed(("superheat %s F, subcooling %s F",), range(8, 15), range(8, 13))
_COMPRESSOR = crossed(
    ("compressor at %s percent of rated amps", "compressor drawing %s percent of its rated amps"),
    range(72, 98, 2),
)
_CAPACITOR = crossed(("capacitor at %s percent of its rating",), range(95, 105))
_MANIFOLD = crossed(("manifold pressure %s in. w.c.", "gas manifold %s in. w.c."), tenths(32, 37))
_INLET = crossed(("inlet gas pressure %s in. w.c.",), tenths(55, 78))
_FLAME = crossed(("flame signal %s microamps", "flame sensor at %s microamps"), tenths(18, 48, 2))
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
        (_VOLTS, crossed(("inverter at {inverter %s} A",), range(48, 100, 3))),
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


@cache
def after(kind: str, weather: int, btu: int) -> tuple[Pool, Pool]:
    """Two pools to read from on a unit of a size (BTU/h) that runs, by the weather."""
    first, second = (
        tuple(sized(readings, kind, btu) for readings in pool) for pool in _AFTER_IN[weather][kind]
    )
    return first, second


_AMPERES = re.compile(r"\{(\w+) (\d+)\}")


def sized(texts: Clauses, kind: str, btu: int) -> Clauses:
    """The texts with amperes in place of percents of what a motor of the unit's size draws."""
    return tuple(_AMPERES.sub(partial(_amperes, kind=kind, btu=btu), text) for text in texts)


def _amperes(mark: re.Match[str], kind: str, btu: int) -> str:
    tenth = (amperes.rated(mark[1], kind, btu) * int(mark[2]) + 50) // 100
    return f"{tenth // 10}.{tenth % 10}" if tenth < WHOLE_AMPERES * 10 else str((tenth + 5) // 10)


WHOLE_AMPERES = 30
"""From there on a clamp is read without decimals."""


SUPPLIED: dict[str, Pool] = {
    **dict.fromkeys(COMPRESSOR_KINDS, (_VOLTS,)),
    **dict.fromkeys(("Furnace", "Boiler"), (_INLET,)),
    "Air Handler": (AFTER["Air Handler"][1][1],),
    "Water Heater": (_WATER,),
}
"""What the unit is fed with: all there is to measure on one that has not been repaired."""

_CHARGE_READ = ("Refrigerant Leak", "Evaporator Coil", "Expansion Valve")
_FLAME_READ = ("Flame Sensor", "Heat Exchanger")
"""Faults whose reading takes the cooling, or the burner, to run."""


def commissioning(kind: str, weather: int, btu: int) -> Pool:
    """What a new unit is set to at start-up; in the cold by weight."""
    if kind not in COMPRESSOR_KINDS:
        return after(kind, weather, btu)[0]
    if weather != COLD:
        return (_CHARGE,)
    return after(kind, weather, btu)[0] if kind == "Package Unit" else (_VACUUM,)


_FLAME_KINDS = ("Furnace", "Boiler", "Package Unit", "Water Heater")
_AIR_KINDS = (*COMPRESSOR_KINDS, "Air Handler")

FITS: dict[str, Clauses] = {
    "Capacitor": (*_AIR_KINDS, "Furnace"),
    "Refrigerant Leak": _AIR_KINDS,
    "Contactor": COMPRESSOR_KINDS,
    "Drain Line": (*_AIR_KINDS, "Furnace"),
    "Condenser Fan Motor": COMPRESSOR_KINDS,
    "Blower Motor": (*_AIR_KINDS, "Furnace"),
    "Control Board": (*_AIR_KINDS, *_FLAME_KINDS),
    "Thermostat": (*_AIR_KINDS, "Furnace", "Boiler", "Water Heater"),
    "Compressor": COMPRESSOR_KINDS,
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


@cache
def fault_readings(
    fault: Fault, component: str, kind: str, part: str, weather: int, btu: int
) -> Clauses:
    """What the meter said about a component with this fault, in whose place ``part`` was put;
    empty when the kind has no such component, or when it could not be read in such weather."""
    if component != GAS_LEAK and kind not in FITS[component]:
        return ()
    burner = kind in ("Furnace", "Boiler")
    if weather == COLD and component in _CHARGE_READ:
        return ()
    if weather == HOT and burner and component in _FLAME_READ:
        return ()
    if fault.rated:
        return _measured_against(part) or fault.read
    return sized(fault.read, kind, btu)
