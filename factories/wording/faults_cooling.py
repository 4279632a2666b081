"""How the parts of a cooling system fail, and those that every unit has.

Ranges are rules of thumb of the trade (assumption, tuned for plausibility).
"""

from factories.wording.fault import Fault, motor, tenths
from factories.wording.phrases import crossed

_LEAK = (
    "Found and stopped the refrigerant leak, topped up the charge.",
    "Located the refrigerant leak with the detector, sealed it and topped up the charge.",
    "Repaired a refrigerant leak at the service valve, topped up and leak tested.",
)
_OPENED_LEAK = (
    "Found and repaired the refrigerant leak, put in a new drier, pulled a vacuum and recharged.",
    "Located the refrigerant leak, brazed it, changed the drier and weighed in the charge.",
    "Repaired a refrigerant leak in the line, new drier, held vacuum and charged by weight.",
)

_LOW = crossed(
    (
        "Refrigerant leak, superheat %s F and subcooling %s F on arrival.",
        "Low charge from a refrigerant leak, superheat %s F, subcooling %s F.",
    ),
    range(24, 41),
    range(5),
)
OPENED_LEAKS = (Fault(_LOW, _OPENED_LEAK),)
"""The faults of a leak for which the circuit was opened, and took a new drier."""

COOLING_FAULTS: dict[str, tuple[Fault, ...]] = {
    "Capacitor": (
        Fault(
            crossed(
                (
                    "Capacitor measured at %s percent of its rating.",
                    "Capacitor down to %s percent of its rating.",
                ),
                range(42, 82, 4),
            ),
            (
                "Found the capacitor weak and replaced it.",
                "Capacitor failed under load, replaced it and checked start amps.",
                "Replaced a weak capacitor and checked the amp draw.",
                "Capacitor was under its rating, put in a new one.",
            ),
            rated=True,
            share=3,
        ),
        Fault(
            ("Capacitor swollen and reads open.", "Capacitor top is bulged, meter reads open."),
            ("Replaced a swollen capacitor.", "Capacitor had swollen and was open, replaced it."),
        ),
    ),
    "Refrigerant Leak": (Fault(_LOW, _LEAK),),
    "Contactor": (
        Fault(
            crossed(("Contactor dropping %s V across the points.",), tenths(21, 68, 3)),
            (
                "Contactor points were burned, replaced the contactor.",
                "Replaced a contactor with pitted points and tightened the lugs.",
            ),
            ("Hears chattering at the outdoor unit.", "Outdoor unit clicks on and off."),
            share=2,
        ),
        Fault(
            ("Contactor coil open, 24 V present and no pull-in.",),
            ("Contactor coil was open, replaced the contactor.",),
        ),
        Fault(
            ("Contactor jammed, 24 V at the coil and it hums without closing.",),
            ("Contactor was jammed open, replaced it.", "Replaced a stuck contactor."),
            ("Hears a buzz at the outdoor unit.",),
        ),
    ),
    "Drain Line": (
        Fault(
            crossed(
                (
                    "Drain line plugged, %s in. of water in the pan.",
                    "Drain line blocked, pan at %s in.",
                ),
                ("1", "1.5", "2", "2.5"),
            ),
            (
                "Drain line was plugged, cleared it and reset the float switch.",
                "Cleared the drain line and flushed the pan.",
                "Vacuumed out the drain line and tested with water.",
            ),
        ),
    ),
    "Condenser Fan Motor": motor(
        "Condenser fan motor",
        "fan",
        ("it and set the blade height", "it and checked rotation", "it and checked rotation"),
        ("Loud grinding noise from outside.",),
        ("Fan on the outdoor unit hums and does not turn.",),
        "line voltage",
    ),
    "Blower Motor": motor(
        "Blower motor",
        "blower",
        ("it and checked the amp draw", "it and balanced the wheel", "the motor"),
        ("Hears a squeal when the fan starts.", "Smells something warm near the indoor unit."),
        ("Hears humming from the indoor unit.",),
        "line voltage",
    ),
    "Control Board": (
        Fault(
            ("Control board has [control] V in and no output on a call.",),
            (
                "Control board had no output, replaced it and set the dip switches.",
                "Control board was dead on the output side, replaced it and ran a full cycle.",
            ),
        ),
        Fault(
            ("Control board relay stuck, [control] V in.",),
            (
                "Control board relay was stuck, replaced the board and ran a full cycle.",
                "Control board relay was burned, replaced the board.",
            ),
        ),
    ),
    "Thermostat": (
        Fault(
            crossed(
                ("Thermostat reads %s F off.", "Thermostat off by %s F and drops the call."),
                range(4, 10),
            ),
            (
                "Thermostat was reading wrong, replaced it and set it up.",
                "Replaced a thermostat that was out of calibration and tested all stages.",
            ),
            ("Temperature on the screen does not match the room.",),
        ),
        Fault(
            (
                "Thermostat display dead with 24 V at the base.",
                "Thermostat display blank, fresh batteries make no difference.",
            ),
            (
                "Thermostat had lost its display, replaced it and tested all stages.",
                "Thermostat display was dead, replaced it and set the schedule.",
            ),
            ("Thermostat screen goes blank.", "New batteries in the thermostat did not help."),
        ),
        Fault(
            ("Thermostat does not close its contacts on a call, wires jumped at the base run it.",),
            (
                "Thermostat did not pass the call on, replaced it and set it up.",
                "Thermostat relay had failed, replaced it and set the schedule.",
            ),
        ),
    ),
    "Compressor": (
        Fault(
            crossed(
                (
                    "Compressor locked, starting current {start %s} A.",
                    "Compressor hums and does not start, starting current {start %s} A.",
                ),
                range(92, 109, 2),
            ),
            (
                "Compressor was locked up, replaced it with a new drier, evacuated and recharged.",
                "Replaced a locked compressor, held vacuum at 400 microns, weighed in the charge.",
            ),
            ("Lights dim for a second when it tries to start.",),
        ),
        Fault(
            crossed(("Compressor grounded, %s ohms from winding to case.",), tenths(2, 48, 2)),
            (
                "Compressor was grounded, replaced it and flushed the lines.",
                "Replaced a grounded compressor and the drier, evacuated, charged by weight.",
            ),
            ("Breaker trips when it starts.",),
        ),
        Fault(
            ("Compressor winding open cold, line voltage present.",),
            ("Compressor winding was open, replaced it, evacuated and weighed in the charge.",),
            ("Fan on the outdoor unit runs, nothing else does.",),
        ),
    ),
    "Evaporator Coil": (
        Fault(
            crossed(
                (
                    "Evaporator coil leaking at a U-bend, superheat %s F.",
                    "Evaporator coil lost charge, superheat %s F.",
                ),
                range(24, 40),
            ),
            (
                "Evaporator coil was leaking, replaced the coil, evacuated and recharged.",
                "Replaced the evaporator coil and pressure tested with nitrogen.",
                "Evaporator coil leaked at a bend, changed the coil and charged the system.",
            ),
        ),
    ),
    "Expansion Valve": (
        Fault(
            crossed(
                (
                    "Expansion valve starving the coil, superheat %s F with subcooling %s F.",
                    "Expansion valve not feeding, superheat %s F and subcooling %s F.",
                ),
                range(26, 40),
                range(15, 22),
            ),
            (
                "Expansion valve was stuck, replaced it and set superheat.",
                "Replaced the expansion valve and the drier, charge adjusted.",
                "Expansion valve was not metering, replaced the valve.",
            ),
        ),
    ),
}
