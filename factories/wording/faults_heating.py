"""How the parts of a burner, of a hot water loop and of electric heat fail.

Ranges are rules of thumb of the trade (assumption, tuned for plausibility).
"""

from factories.wording.fault import Fault, hundredths, motor, tenths
from factories.wording.phrases import crossed
from factories.wording.repairs import GAS_LEAK

HEATING_FAULTS: dict[str, tuple[Fault, ...]] = {
    GAS_LEAK: (
        Fault(
            crossed(("Detector read %s %% LEL at the gas valve on arrival.",), range(4, 19)),
            (
                "Gas smell confirmed with the detector, gas shut off, leaking valve replaced.",
                "Detector found gas at the gas valve, gas shut off, valve replaced, leak tested.",
                "Aired out the room, replaced the gas valve that leaked, detector reads clear.",
            ),
        ),
    ),
    "Igniter": (
        Fault(
            crossed(("Igniter reads %s ohms, well out of range.",), range(260, 620, 20)),
            (
                "Igniter failed the ohm test, replaced it.",
                "Replaced a weak igniter, unit lights on the first try.",
            ),
            ("Glow comes up slowly and no flame follows.",),
            share=2,
        ),
        Fault(
            ("Igniter open, 118 V applied and no glow.", "Igniter element reads open."),
            ("Replaced an open igniter, unit lights on the first try.",),
            ("Does not see the usual orange glow.",),
        ),
        Fault(
            ("Igniter cracked, no glow.",),
            ("Igniter was cracked, replaced it and watched three clean lightoffs.",),
            ("Does not see the usual orange glow.",),
        ),
    ),
    "Flame Sensor": (
        Fault(
            crossed(
                (
                    "Flame sensor at %s microamps, drops out.",
                    "Flame sensor only %s microamps on arrival.",
                ),
                tenths(1, 8),
            ),
            (
                "Flame sensor would not prove flame, replaced it.",
                "Replaced the flame sensor, signal is steady.",
                "Flame sensor porcelain was cracked, replaced the sensor.",
            ),
        ),
    ),
    "Pressure Switch": (
        Fault(
            crossed(
                (
                    "Pressure switch stays open at %s in. w.c. of draft.",
                    "Pressure switch does not close, %s in. w.c. of draft at the port.",
                ),
                hundredths(95, 135, 5),
            ),
            (
                "Pressure switch would not close, replaced it.",
                "Replaced the pressure switch and cleared the port.",
                "Pressure switch was out of range, replaced the switch and tested draft.",
            ),
        ),
    ),
    "Limit Switch": (
        Fault(
            crossed(("Limit switch opens at %s F, set for 160 F.",), range(112, 138, 2)),
            (
                "Limit switch was opening early, replaced it.",
                "Limit switch tripped too soon, replaced it and checked its setting.",
            ),
            share=2,
        ),
        Fault(
            crossed(("Limit switch takes %s minutes to reset.",), range(6, 16)),
            ("Limit switch was slow to reset, replaced the switch.",),
        ),
    ),
    "Inducer Motor": motor(
        "Inducer motor",
        "inducer",
        ("the inducer assembly", "it and checked the vent", "the inducer and gasket"),
        ("Loud rattle on startup.", "Screeching noise when it starts."),
        ("Hears a humming noise before it quits.",),
        "120 V",
    ),
    "Gas Valve": (
        Fault(
            ("Gas valve has 24 V and [inlet] in. w.c. at the inlet, nothing at the outlet.",),
            (
                "Gas valve would not open, replaced it and leak tested all joints.",
                "Replaced the gas valve and set the manifold pressure.",
                "Gas valve was stuck closed, replaced the valve and soap tested.",
            ),
        ),
    ),
    "Heat Exchanger": (
        Fault(
            crossed(
                ("Heat exchanger cracked, flue CO %s ppm with the burner on.",),
                range(180, 420, 20),
            ),
            (
                "Heat exchanger was cracked, replaced it and tested for carbon monoxide.",
                "Replaced the heat exchanger, combustion test passed.",
                "Found a crack and changed the heat exchanger, CO test passed.",
            ),
        ),
    ),
    "Circulator Pump": (
        *motor(
            "Circulator pump",
            "circulator",
            ("it and bled the loop", "it and purged air", "it and purged air"),
            ("Hears a grinding noise at the pump.",),
            ("Pump is too hot to touch.",),
            "120 V",
        ),
        Fault(
            crossed(("Circulator pump leaking at the flange, loop down to %s psi.",), range(4, 10)),
            ("Circulator pump was leaking at the flange, replaced pump and gaskets.",),
        ),
    ),
    "Zone Valve": (
        Fault(
            (
                "Zone valve has 24 V and does not open.",
                *crossed(("Zone valve stuck, return pipe only %s F on a call.",), range(66, 80, 2)),
            ),
            (
                "Zone valve would not open, replaced it and purged the zone.",
                "Replaced a zone valve that was stuck closed and purged the zone.",
            ),
            share=2,
        ),
        Fault(
            ("Zone valve end switch never closes.",),
            ("Zone valve end switch had failed, replaced the valve head and tested it.",),
        ),
        Fault(
            ("Zone valve motor has 24 V and reads open.",),
            ("Zone valve motor was dead, replaced the valve.",),
        ),
    ),
    "Heating Element": (
        Fault(
            crossed(("Heating element reads open, %s V applied and 0 A.",), range(234, 247)),
            (
                "Heating element was open, replaced it.",
                "Replaced a burned heating element and checked the wiring.",
            ),
            ("Breaker was checked and is on.",),
            share=2,
        ),
        Fault(
            crossed(("Heating element grounded, %s ohms to the frame.",), range(2, 40, 3)),
            ("Heating element was grounded, replaced it and tested amp draw.",),
            ("Breaker trips when the heat comes on.",),
        ),
    ),
}
