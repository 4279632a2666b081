"""Instrument readings by kind and by component, in the ranges a technician would expect.

What a meter reads on a unit that runs says ``factories.rules.equipment.meters``, by the names in
square brackets here. What failed reads otherwise: a rule of thumb of the trade (assumption, tuned
for plausibility). Only kinds with a compressor have readings of refrigerant; a boiler's speak of
water and flame."""

import re
from collections.abc import Sequence
from functools import cache, partial

import numpy as np

from factories.engine.streams import Ints
from factories.rules.equipment import amperes, meters
from factories.rules.equipment.kinds import COMPRESSOR_KINDS
from factories.wording.fault import Fault
from factories.wording.phrases import Clauses, whole
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


_SPLIT = ("temperature split [split] F", "supply to return split [split] F")
_STATIC = ("total external static [static] in. w.c.",)
_BLOWER = ("blower drawing [blower] A", "blower motor at [blower] A")
_VOLTS = ("line voltage [volts] V at the disconnect", "incoming voltage [volts] V")
_CHARGE = ("superheat [superheat] F, subcooling [subcooling] F",)
_COMPRESSOR = (
    "compressor at [compressor] percent of rated amps",
    "compressor drawing [compressor] percent of its rated amps",
)
_CAPACITOR = ("capacitor at [capacitor] percent of its rating",)
_MANIFOLD = ("manifold pressure [manifold] in. w.c.", "gas manifold [manifold] in. w.c.")
_INLET = ("inlet gas pressure [inlet] in. w.c.",)
_FLAME = ("flame signal [flame] microamps", "flame sensor at [flame] microamps")
_RISE = ("temperature rise [rise] F",)
_FLUE_CO = ("flue CO [flue CO] ppm", "CO in the flue [flue CO] ppm")
_AMBIENT_CO = ("ambient CO 0 ppm", "no CO in the room")
_COLD_FILL = ("system pressure [cold fill] psi cold", "cold fill [cold fill] psi")
_LOOP = ("supply [supply] F, return [return] F",)
_TANK = ("expansion tank at [tank] psi",)
_OUTLET = ("hot water outlet [outlet] F", "water at the tap [outlet] F")
_WATER = ("incoming water pressure [water] psi",)

AFTER: dict[str, tuple[Pool, Pool]] = {
    "Central AC": ((_SPLIT, _CHARGE, _COMPRESSOR), (_STATIC, _VOLTS, _CAPACITOR)),
    "Heat Pump": ((_SPLIT, _COMPRESSOR), (_STATIC, _VOLTS, _CAPACITOR, _BLOWER)),
    "Ductless Mini-Split": (
        (_SPLIT,),
        (_VOLTS, ("inverter at [inverter] A",)),
    ),
    "Package Unit": ((_SPLIT, _COMPRESSOR), (_STATIC, _VOLTS, _BLOWER)),
    "Furnace": ((_RISE, _FLAME, _FLUE_CO), (_MANIFOLD, _INLET, _STATIC, _AMBIENT_CO)),
    "Boiler": ((_LOOP, _COLD_FILL, _TANK), (_MANIFOLD, _FLUE_CO, _FLAME, _AMBIENT_CO)),
    "Air Handler": (
        (_SPLIT, _BLOWER),
        (_STATIC, ("control voltage [control] V",)),
    ),
    "Water Heater": (
        (_OUTLET,),
        (_WATER, ("no leaks at the tank or fittings", "T and P valve holds")),
    ),
}
"""Two pools a kind with nothing in common, so that two readings of one note never repeat each
other."""

_CONTROL = AFTER["Air Handler"][1][1]
_HEATING = ("heating rise [coil rise] F across the coil", "coil rise [coil rise] F in heat")
_CONTACTOR = ("contactor coil at [contactor] ohms",)
_VACUUM = (
    "charge weighed in, evacuated to [vacuum] microns",
    "held [vacuum] microns before the charge went in",
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


_SOUND: dict[str, Pool] = {
    "Capacitor": (_CAPACITOR,),
    "Refrigerant Leak": (_CHARGE, _SPLIT),
    "Expansion Valve": (_CHARGE,),
    "Evaporator Coil": (_CHARGE, _SPLIT),
    "Compressor": (_COMPRESSOR,),
    "Contactor": (_CONTACTOR,),
    "Blower Motor": (_BLOWER,),
    "Flame Sensor": (_FLAME,),
    "Heat Exchanger": (_FLUE_CO, _AMBIENT_CO),
    "Limit Switch": (_RISE,),
}
"""What a meter reads where a component is as it should be."""


def without(pool: Pool, worn: str) -> Pool:
    """The readings that say nothing about a ``worn`` component."""
    return tuple(reading for reading in pool if reading not in _SOUND.get(worn, ()))


_METER = re.compile(r"\[([A-Za-z ]+)\]")


@cache
def _meters(text: str) -> Clauses:
    return tuple(_METER.findall(text))


def read(texts: list[str], visits: meters.Visits, kind: Sequence[str], btu: list[int]) -> list[str]:
    """The texts with what the meters read in place of their marks."""
    marked: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        for name in _meters(text):
            marked.setdefault(name, []).append(row)
    texts = list(texts)
    for name, rows in marked.items():
        values = _values(name, visits, np.array(rows, np.int64)).tolist()
        mark, decimals = f"[{name}]", _DECIMALS.get(name, 0)
        written = {value: _written(value, decimals) for value in set(values)}
        for row, value in zip(rows, values, strict=True):
            shown = written[value]
            if name in _IN_AMPERES:
                shown = _drawn(amperes.rated(name, kind[row], btu[row]) * value)
            texts[row] = texts[row].replace(mark, shown)
    return texts


_DECIMALS = {name: meter.decimals for name, meter in meters.METERS.items()}
_IN_AMPERES = ("blower", "inverter")


def _values(name: str, visits: meters.Visits, rows: Ints) -> Ints:
    if name == "return":
        # Of the same water, some degrees cooler.
        drop = meters.readings("drop", visits, rows)
        return meters.readings("supply", visits, rows) - drop
    return meters.readings(name, visits, rows)


def _written(value: int, decimals: int) -> str:
    if not decimals:
        return str(value)
    whole_, rest = divmod(value, 10**decimals)
    return f"{whole_}.{rest:0{decimals}}"


_AMPERES = re.compile(r"\{(\w+) (\d+)\}")


def sized(texts: Clauses, kind: str, btu: int) -> Clauses:
    """The texts with amperes in place of percents of what a motor of the unit's size draws."""
    return tuple(_AMPERES.sub(partial(_amperes, kind=kind, btu=btu), text) for text in texts)


def _amperes(mark: re.Match[str], kind: str, btu: int) -> str:
    return _drawn(amperes.rated(mark[1], kind, btu) * int(mark[2]))


def _drawn(percents: int) -> str:
    """Amperes, of a current in percents of tenths of one."""
    tenth = (percents + 50) // 100
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


def commissioning(kind: str, weather: int) -> Pool:
    """What a new unit is set to at start-up; in the cold by weight."""
    if kind not in COMPRESSOR_KINDS:
        return after(kind, weather)[0]
    if weather != COLD:
        return (_CHARGE,)
    return after(kind, weather)[0] if kind == "Package Unit" else (_VACUUM,)


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


@cache
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
    return _sized(fault, kind, btu)


@cache
def _sized(fault: Fault, kind: str, btu: int) -> Clauses:
    return sized(fault.read, kind, btu)
