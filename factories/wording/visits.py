"""What a visit of each type consists of, by kind: the orders given before it and the work
reported after it."""

from factories.wording.phrases import Clauses

CHECKS: dict[str, dict[str, Clauses]] = {
    "Maintenance": {
        "Central AC": (
            "Clean the condenser coil, test capacitor and contactor, flush the drain.",
            "Full AC tune-up, clean both coils, record voltage and amp draws.",
        ),
        "Heat Pump": (
            "Clean both coils, test defrost and auxiliary heat, record amp draws.",
            "Heat pump tune-up, test reversing valve and record temperature split.",
        ),
        "Furnace": (
            "Clean burners and flame sensor, test safeties, record temperature rise and CO.",
            "Heating tune-up, inspect heat exchanger and vent, check gas pressure.",
        ),
        "Ductless Mini-Split": (
            "Check filters, clean indoor coil, flush the drain, check line set insulation.",
            "Clean the indoor head, check outdoor coil and drain.",
        ),
        "Package Unit": (
            "Check filters and belts, clean coils, economizer and drain trap.",
            "Full PM, filters, coils, electrical connections and amp draws.",
        ),
        "Boiler": (
            "Clean burners, test low-water cutoff and relief valve, check pressure and CO.",
            "Boiler tune-up, combustion test, check circulators and expansion tank.",
        ),
        "Air Handler": (
            "Clean blower wheel and coil, flush the drain, record static pressure.",
            "Change filter, check blower amps and drain, tighten connections.",
        ),
        "Water Heater": (
            "Flush the tank, check the anode rod and test the T and P valve.",
            "Drain sediment, check burner or elements, test relief valve.",
        ),
    },
    "Inspection": {
        "Central AC": (
            "Inspect coils, electrical parts and refrigerant lines, write up condition.",
        ),
        "Heat Pump": (
            "Inspect both modes of operation, defrost and auxiliary heat, write up condition.",
        ),
        "Furnace": ("Inspect heat exchanger, venting and gas train, take CO readings.",),
        "Ductless Mini-Split": ("Inspect indoor and outdoor units, line set and drain.",),
        "Package Unit": ("Inspect cabinet, curb, coils, economizer and electrical, take photos.",),
        "Boiler": (
            "Inspect venting, relief valve, low-water cutoff and piping, take CO readings.",
        ),
        "Air Handler": ("Inspect blower, coil, drain pan and duct connections.",),
        "Water Heater": ("Inspect tank, venting, relief valve and shutoffs.",),
    },
    "Installation": {
        "Central AC": (
            "Set and level the condenser, braze under nitrogen, pull below 500 microns.",
        ),
        "Heat Pump": (
            "Set outdoor unit on risers, braze under nitrogen, evacuate, test both modes.",
        ),
        "Furnace": (
            "Connect gas, vent and ductwork, leak test, set gas pressure and temperature rise.",
        ),
        "Ductless Mini-Split": (
            "Mount the head level, flare and torque lines, evacuate, test drain.",
        ),
        "Package Unit": (
            "Confirm the crane time, set on the curb, gasket, connect power and drain.",
        ),
        "Boiler": ("Pipe per drawing, fill, purge and leak test, set up combustion.",),
        "Air Handler": ("Set with float switch and secondary pan, seal the plenums, test drain.",),
        "Water Heater": ("Set in pan, connect water and vent, test T and P valve and leak check.",),
    },
    "Repair": {
        "Central AC": (
            "Diagnose and quote before repair, check capacitor, contactor and charge first.",
        ),
        "Heat Pump": ("Diagnose and quote before repair, check both modes, defrost and charge.",),
        "Furnace": ("Diagnose and quote before repair, check ignition sequence and safeties.",),
        "Ductless Mini-Split": (
            "Read the error code at the indoor unit first, then check power and drain.",
        ),
        "Package Unit": (
            "Diagnose and quote before repair, check belts, controls and electrical.",
        ),
        "Boiler": ("Diagnose and quote before repair, check pressure, flame and circulation.",),
        "Air Handler": (
            "Diagnose and quote before repair, check filter, blower and float switch.",
        ),
        "Water Heater": (
            "Diagnose and quote before repair, check fuel or power supply and controls.",
        ),
    },
}
ON_THE_GROUND: dict[str, Clauses] = {
    "Maintenance": (
        "Check filter and blower, clean coils, burners and drain trap.",
        "Full tune-up, filter, coils, electrical connections and amp draws.",
    ),
    "Inspection": ("Inspect cabinet, pad, coils, duct connections and electrical, take photos.",),
    "Installation": ("Set and level on the pad, connect ducts, gas, power and drain.",),
    "Repair": ("Diagnose and quote before repair, check blower, controls and electrical.",),
}
"""The orders for a package unit that stands beside a house: no curb, no crane, no belts."""
_URGENT: Clauses = (
    "Make safe first, restore service if it can be done today, quote the rest.",
    "Priority call, update dispatch on arrival and when the unit is running.",
)
CHECKS["Emergency"] = dict.fromkeys(CHECKS["Repair"], _URGENT)

DONE_MAINTENANCE: dict[str, Clauses] = {
    "Central AC": (
        "Completed AC tune-up, cleaned the condenser coil and flushed the drain.",
        "AC maintenance done, tested capacitor and contactor, cleaned the outdoor coil.",
    ),
    "Heat Pump": (
        "Heat pump tune-up done, cleaned coils and tested defrost.",
        "Completed heat pump maintenance, tested heating, cooling and auxiliary heat.",
    ),
    "Furnace": (
        "Completed furnace tune-up, cleaned burners and flame sensor, tested safeties.",
        "Furnace maintenance done, inspected heat exchanger and vent, CO test passed.",
    ),
    "Ductless Mini-Split": (
        "Cleaned the indoor coil of the mini-split, flushed the drain.",
        "Mini-split maintenance done, cleaned the blower wheel and outdoor coil.",
    ),
    "Package Unit": (
        "Package unit PM done, checked filters and blower, cleaned coils and drain.",
        "Completed package unit maintenance, tightened electrical and cleaned the condenser coil.",
    ),
    "Boiler": (
        "Boiler tune-up done, cleaned burners and tested low-water cutoff and relief valve.",
        "Completed boiler maintenance, combustion tested and expansion tank checked.",
    ),
    "Air Handler": (
        "Air handler maintenance done, cleaned blower wheel and flushed the drain.",
        "Serviced the air handler, cleaned the coil face and tightened connections.",
    ),
    "Water Heater": (
        "Flushed the water heater and tested the T and P valve.",
        "Water heater service done, drained sediment and checked the anode rod.",
    ),
}

SAFETY: dict[str, Clauses] = {
    "Standard PPE": ("Gloves and eye protection.", "Standard PPE, safety glasses and gloves."),
    "Electrical Safety": (
        "Lock out the disconnect and verify zero volts before opening the panel.",
        "Lockout tagout, discharge capacitors, meter check before touching anything.",
    ),
    "Confined Space": (
        "Confined space, ventilate before entry, call dispatch going in and coming out.",
        "Check air before entry, call dispatch every ten minutes while inside.",
    ),
    "Height Work": (
        "Tie off within 6 ft of the edge and secure the ladder.",
        "Fall protection required, no roof work in high wind or rain.",
    ),
    "Refrigerant Handling": (
        "EPA 608 required, recover refrigerant and log pounds in and out.",
        "Recover before opening the circuit, ventilate and wear gloves.",
    ),
    "Gas Safety": (
        "Shut the gas cock before opening, soap test all joints and carry the CO monitor.",
        "Sniff for gas on entry, leak test after work, take CO readings.",
    ),
}
