"""What the technician did about each component without a part, or not yet.

What was done with one follows from the fault: ``wording.faults``.
"""

import re

from factories.wording.phrases import COMPONENTS, Clauses

NOUN = {component: component.lower() for component in COMPONENTS}
"""As a technician says it."""

GAS_LEAK = "Gas Leak"
"""A gas valve that leaks gas: beside the components, for it is told of in other words."""
NOUN[GAS_LEAK] = "gas valve"

FIXED_WITHOUT_PART: dict[str, Clauses] = {
    GAS_LEAK: (
        "Detector found gas at the union, gas shut off, fitting resealed and soap tested.",
        "Gas smell confirmed at a loose flare fitting, gas shut off, fitting remade, no leak left.",
    ),
    "Capacitor": ("Capacitor lead had burned loose, put on a new terminal and tested good.",),
    "Refrigerant Leak": (
        "Refrigerant leak was at a loose service cap, tightened it, charge is correct.",
        "Checked for a refrigerant leak, tightened the flare and found no further loss.",
    ),
    "Contactor": ("Contactor had ants between the points, cleaned it and tested operation.",),
    "Drain Line": (
        "Cleared the drain line with nitrogen and treated the pan.",
        "Drain line was plugged with algae, vacuumed it out and tested with water.",
        "Re-pitched and flushed the drain line, draining freely.",
    ),
    "Condenser Fan Motor": (
        "Condenser fan motor was blocked by debris, cleared the blade and tested.",
    ),
    "Blower Motor": ("Blower motor plug was loose, reseated it and cleaned the wheel.",),
    "Control Board": ("Control board was locked out, found a loose connector and reset it.",),
    "Thermostat": (
        "Thermostat settings were wrong, corrected the program and tested.",
        "Thermostat wire was loose at the base, tightened and tested.",
    ),
    "Compressor": (
        "Compressor had tripped on overload from a dirty coil, cleaned the coil and restarted.",
    ),
    "Evaporator Coil": ("Evaporator coil was iced and dirty, thawed and cleaned it in place.",),
    "Expansion Valve": ("Expansion valve sensing bulb had come loose, strapped and insulated it.",),
    "Igniter": ("Igniter plug had a poor connection, cleaned the contacts and tested lightoff.",),
    "Flame Sensor": (
        "Cleaned the flame sensor, flame signal is back to normal.",
        "Polished the flame sensor and tightened its ground.",
    ),
    "Pressure Switch": (
        "Pressure switch hose was full of water, drained it and cleared the port.",
        "Pressure switch tripped on a blocked vent, cleared the vent and tested.",
    ),
    "Limit Switch": (
        "Limit switch was tripping on low flow, corrected the cause and reset it.",
        "Reset the limit switch after finding it tripped on high temperature, cycles normally.",
    ),
    "Inducer Motor": ("Inducer motor wheel was jammed with debris, cleaned it and tested draft.",),
    "Gas Valve": ("Gas valve was switched off, turned it on, relit and leak tested.",),
    "Heat Exchanger": (
        "Heat exchanger is cracked, shut off the gas and red tagged the unit, owner informed.",
    ),
    "Circulator Pump": ("Circulator pump was air locked, purged the loop and tested flow.",),
    "Zone Valve": ("Zone valve was sticking, worked it free and tested the end switch.",),
    "Heating Element": (
        "Heating element had tripped its reset, found a loose wire and repaired it.",
    ),
}

WITHOUT_PART_OF_KIND: dict[tuple[str, str], Clauses] = {
    ("Thermostat", "Water Heater"): (
        "Thermostat dial had been turned down, set it to 120 F and tested at the tap.",
        "Thermostat plug was loose at the gas control, reseated it and relit.",
    ),
}
"""Where a kind has the component in another form."""

FOUND: dict[str, str] = {
    GAS_LEAK: "a leaking gas valve with the detector and shut off the gas",
    "Refrigerant Leak": "a refrigerant leak",
    "Drain Line": "a plugged drain line",
    "Heat Exchanger": "a cracked heat exchanger",
    "Evaporator Coil": "a leaking evaporator coil",
}
"""The fault as a noun phrase, where 'a failed <noun>' would not do."""

NEEDED: dict[str, str] = {
    "Refrigerant Leak": "leak repair kit",
    "Drain Line": "condensate pump",
}
"""What is to be brought, where it is not the component itself."""

WEAR: dict[str, str] = {
    "Refrigerant Leak": "signs of a small refrigerant leak",
    "Drain Line": "a slow drain line",
    "Capacitor": "the capacitor drifting out of range",
    "Contactor": "pitting on the contactor points",
    "Condenser Fan Motor": "play in the condenser fan motor shaft",
    "Blower Motor": "noisy blower motor bearings",
    "Control Board": "a relay that sticks on the control board",
    "Thermostat": "the thermostat reading 3 F off",
    "Compressor": "hard starts of the compressor",
    "Evaporator Coil": "oil traces on the evaporator coil",
    "Expansion Valve": "the expansion valve hunting",
    "Igniter": "a hairline crack in the igniter",
    "Flame Sensor": "pitting on the flame sensor",
    "Pressure Switch": "a pressure switch slow to close",
    "Limit Switch": "the limit switch opening early",
    "Inducer Motor": "noisy inducer motor bearings",
    "Gas Valve": "the gas valve slow to open",
    "Heat Exchanger": "heavy rust on the heat exchanger",
    "Circulator Pump": "a weeping circulator pump seal",
    "Zone Valve": "a zone valve slow to open",
    "Heating Element": "a heating element drawing low amps",
}
"""What a tune-up notes about a component that still works."""

WORN_READING: dict[str, str] = {"Capacitor": "measured [worn capacitor] percent of its rating"}
"""What the meter reads on it then."""
STILL = ", still not repaired"
"""Behind what was noted at an earlier visit."""

_WORN = {text: component for component, text in WEAR.items()}
_NOTED = re.compile(r"Noted ([^.,]+)[.,]")


def noted(notes: str | None) -> str | None:
    """The component of which a technician's notes say that it wears, None for none."""
    said = _NOTED.search(notes or "")
    return _WORN.get(said[1]) if said else None
