"""What the technician did about each component: with a part, without one, or not yet."""

from factories.wording.phrases import COMPONENTS, Clauses

NOUN = {component: component.lower() for component in COMPONENTS}
"""As a technician says it."""

GAS_LEAK = "Gas Leak"
"""A gas valve that leaks gas: beside the components, for it is told of in other words."""
NOUN[GAS_LEAK] = "gas valve"

FIXED_WITH_PART: dict[str, Clauses] = {
    GAS_LEAK: (
        "Gas smell confirmed with the detector, shut off the gas, replaced the leaking valve.",
        "Detector found gas at the gas valve, gas shut off, valve replaced and joints leak tested.",
        "Aired out the room, replaced the gas valve that leaked at the body, detector reads clear.",
    ),
    "Capacitor": (
        "Found the capacitor weak and replaced it.",
        "Capacitor failed under load, replaced it and checked start amps.",
        "Replaced a swollen capacitor.",
    ),
    "Refrigerant Leak": (
        "Found and repaired the refrigerant leak, pulled a vacuum and recharged.",
        "Located the refrigerant leak with the detector, sealed it and weighed in the charge.",
        "Repaired a refrigerant leak at the service valve, held vacuum and charged by weight.",
    ),
    "Contactor": (
        "Contactor points were burned, replaced the contactor.",
        "Replaced a stuck contactor and tightened the lugs.",
        "Contactor coil was open, replaced the contactor.",
    ),
    "Drain Line": (
        "Drain line was plugged, cleared it and reset the float switch.",
        "Cleared the drain line and flushed the pan.",
        "Vacuumed out the drain line and tested with water.",
    ),
    "Condenser Fan Motor": (
        "Condenser fan motor was seized, replaced it and set the blade height.",
        "Replaced the condenser fan motor, rotation checked.",
        "Condenser fan motor had bad bearings, replaced it.",
    ),
    "Blower Motor": (
        "Blower motor failed, replaced it and checked the amp draw.",
        "Replaced the blower motor and balanced the wheel.",
        "Blower motor windings were open, replaced the motor.",
    ),
    "Control Board": (
        "Control board had no output, replaced it and set the dip switches.",
        "Replaced the control board and ran a full cycle.",
        "Control board relay was burned, replaced the board.",
    ),
    "Thermostat": (
        "Thermostat was faulty, replaced and programmed it.",
        "Replaced the thermostat and showed the customer how to set it.",
        "Thermostat had lost its display, replaced it and tested all stages.",
    ),
    "Compressor": (
        "Compressor was locked up, replaced it with a new drier, evacuated and recharged.",
        "Replaced the compressor, pulled vacuum below 500 microns and weighed in the charge.",
        "Compressor was grounded, replaced it and flushed the lines.",
    ),
    "Evaporator Coil": (
        "Evaporator coil was leaking, replaced the coil, evacuated and recharged.",
        "Replaced the evaporator coil and pressure tested with nitrogen.",
        "Evaporator coil leaked at a bend, changed the coil and charged the system.",
    ),
    "Expansion Valve": (
        "Expansion valve was stuck, replaced it and set superheat.",
        "Replaced the expansion valve and the drier, charge adjusted.",
        "Expansion valve was not metering, replaced the valve.",
    ),
    "Igniter": (
        "Igniter was cracked, replaced it and watched three clean lightoffs.",
        "Replaced an open igniter, unit lights on the first try.",
        "Igniter failed the ohm test, replaced it.",
    ),
    "Flame Sensor": (
        "Flame sensor would not prove flame, replaced it.",
        "Replaced the flame sensor, signal is steady.",
        "Flame sensor porcelain was cracked, replaced the sensor.",
    ),
    "Pressure Switch": (
        "Pressure switch would not close, replaced it.",
        "Replaced the pressure switch and cleared the port.",
        "Pressure switch was out of range, replaced the switch and tested draft.",
    ),
    "Limit Switch": (
        "Limit switch was opening early, replaced it.",
        "Replaced the limit switch and checked the operating temperature.",
        "Limit switch was stuck open, replaced the switch.",
    ),
    "Inducer Motor": (
        "Inducer motor bearings were gone, replaced the inducer assembly.",
        "Replaced the inducer motor and gasket, draft is good.",
        "Inducer motor was seized, replaced it and checked the vent.",
    ),
    "Gas Valve": (
        "Gas valve would not open, replaced it and leak tested all joints.",
        "Replaced the gas valve and set the manifold pressure.",
        "Gas valve was stuck closed, replaced the valve and soap tested.",
    ),
    "Heat Exchanger": (
        "Heat exchanger was cracked, replaced it and tested for carbon monoxide.",
        "Replaced the heat exchanger, combustion test passed.",
        "Found a crack and changed the heat exchanger, CO test passed.",
    ),
    "Circulator Pump": (
        "Circulator pump was seized, replaced it and purged air.",
        "Replaced the circulator pump and bled the loop.",
        "Circulator pump was leaking at the flange, replaced pump and gaskets.",
    ),
    "Zone Valve": (
        "Zone valve would not open, replaced it and purged the zone.",
        "Replaced the zone valve head and tested the end switch.",
        "Zone valve motor was dead, replaced the valve.",
    ),
    "Heating Element": (
        "Heating element was open, replaced it.",
        "Replaced a burned heating element and checked the wiring.",
        "Heating element was grounded, replaced it and tested amp draw.",
    ),
}

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
    "Flame Sensor": "oxide on the flame sensor",
    "Heat Exchanger": "surface rust on the heat exchanger",
    "Evaporator Coil": "dirt on the evaporator coil",
}
"""What a tune-up notes about a component that still works."""
