"""The ways in which each component fails, one drawn a call.

So what the meter said (technician's notes), what was done (completion notes) and what the customer
noticed (the work order's description) are of one fault.
"""

from collections.abc import Sequence
from functools import cache

from factories.engine.streams import Chance, Ints
from factories.rules.calls.urgency import drips
from factories.wording.fault import Fault, tenths
from factories.wording.faults_cooling import COOLING_FAULTS, OPENED_LEAKS
from factories.wording.faults_heating import HEATING_FAULTS
from factories.wording.phrases import crossed

FAULTS = COOLING_FAULTS | HEATING_FAULTS
LEAKING = {name: f"Leaking {name}" for name in ("Circulator Pump", "Limit Switch", "Thermostat")}
LEAKING["Zone Valve"] = "Leaking Zone Valve"
"""Selects the faults of what lets water out of a boiler or a tank."""
POWERED_VALVE = "Powered Gas Valve"
"""Selects the faults of a gas valve that runs on 24 V: a standard tank has no power but what its
pilot makes, one of high input has a fan to draw its fumes out."""
OPENED_LEAK = "Opened Refrigerant Leak"
"""Selects the faults of a leak for which a drier went in."""

FAULTS_OF_KIND: dict[tuple[str, str], tuple[Fault, ...]] = {
    ("Compressor", "Ductless Mini-Split"): (
        Fault(
            crossed(("Compressor grounded, %s ohms from winding to case.",), tenths(2, 48, 2)),
            ("Compressor was grounded, replaced it, flushed the lines and weighed in the charge.",),
            ("Breaker trips when it starts.",),
        ),
        Fault(
            (
                "Compressor phases unbalanced, inverter shuts down on overcurrent.",
                "Compressor phase reads open, inverter logs a phase fault.",
            ),
            (
                "Compressor windings had failed, replaced it, evacuated and weighed in the charge.",
                "Replaced the compressor after an inverter phase fault, evacuated and recharged.",
            ),
            ("A light is blinking on the unit.",),
        ),
    ),
    ("Limit Switch", "Boiler"): (
        Fault(
            crossed(("High limit switch opens at %s F, set for 200 F.",), range(150, 176, 2)),
            FAULTS["Limit Switch"][0].mended,
            share=2,
        ),
        FAULTS["Limit Switch"][1],
    ),
    ("Limit Switch", "Water Heater"): (
        Fault(
            crossed(("High limit switch opens at %s F, set for 180 F.",), range(126, 148, 2)),
            FAULTS["Limit Switch"][0].mended,
            share=2,
        ),
        FAULTS["Limit Switch"][1],
    ),
    ("Gas Valve", "Water Heater"): (
        Fault(
            crossed(
                ("Gas valve has %s mV and [inlet] in. w.c. at the inlet, nothing at the outlet.",),
                range(480, 660, 20),
            ),
            FAULTS["Gas Valve"][0].mended,
        ),
    ),
    (POWERED_VALVE, "Water Heater"): FAULTS["Gas Valve"],
    (LEAKING["Circulator Pump"], "Boiler"): FAULTS["Circulator Pump"][-1:],
    (LEAKING["Zone Valve"], "Boiler"): (
        Fault(
            crossed(("Zone valve leaking at the stem, loop down to %s psi.",), range(4, 10)),
            ("Zone valve was leaking at the stem, replaced it and refilled the loop.",),
        ),
    ),
    (LEAKING["Thermostat"], "Water Heater"): (
        Fault(
            crossed(("Thermostat leaking at its well, tank at %s F.",), range(104, 122, 2)),
            (
                "Immersion thermostat was leaking at its well, replaced it and refilled the tank.",
                "Drained the tank, replaced the thermostat leaking at its well and leak tested.",
            ),
        ),
    ),
    (LEAKING["Limit Switch"], "Water Heater"): (
        Fault(
            crossed(("High limit switch leaking at its well, tank at %s F.",), range(104, 122, 2)),
            (
                "Limit switch was leaking at its well, replaced it and refilled the tank.",
                "Drained the tank, replaced the limit switch leaking at its well and leak tested.",
            ),
        ),
    ),
    ("Thermostat", "Water Heater"): (
        Fault(
            crossed(
                (
                    "Thermostat shuts the burner off at %s F on a 120 F setting.",
                    "Immersion thermostat out of calibration, tank at %s F on a 120 F setting.",
                ),
                range(88, 106, 2),
            ),
            (
                "Gas control thermostat was out of calibration, replaced it and set it to 120 F.",
                "Replaced the immersion thermostat, tank reached 120 F.",
            ),
            ("Turning the dial up makes no difference.",),
        ),
        Fault(
            crossed(("Thermostat does not call with the tank at %s F.",), range(64, 86, 2)),
            (
                "Immersion thermostat did not call for heat, replaced it and leak tested.",
                "Thermostat never opened the burner, replaced it, refilled and relit.",
            ),
            ("Pilot is lit and the burner stays off.",),
        ),
    ),
}
"""Where a kind has the component in another form: an inverter's compressor starts slowly, a tank
has a thermostat without display or program."""


@cache
def faults(component: str, kind: str) -> tuple[Fault, ...]:
    """The faults of a component, each as often as its share."""
    if component == OPENED_LEAK:
        return OPENED_LEAKS
    known = FAULTS_OF_KIND.get((component, kind)) or FAULTS[component]
    return tuple(fault for fault in known for _ in range(fault.share))


def _fitted(component: str, kind: str, part_name: str, leaks: bool) -> str:
    """The component, in the form that the part has and as it was reported."""
    leaking = LEAKING.get(component, component)
    if leaks and (leaking, kind) in FAULTS_OF_KIND:
        return leaking
    if component == "Gas Valve" and "high input tank" in part_name:
        return POWERED_VALVE
    if component == "Refrigerant Leak" and part_name.startswith("Filter drier"):
        return OPENED_LEAK
    return component


def mended_faults(
    chance: Chance,
    call: Ints,
    service_type: Sequence[str],
    component: Sequence[str | None],
    kind: Sequence[str],
    part_name: Sequence[str | None],
) -> list[Fault | None]:
    """The fault of each call that a part mended, by the call's key: the same wherever it is told
    of. What needed no part was nothing of the sort."""
    picks = chance.common(("fault",), call).below("fault", 1 << 16).tolist()
    leaks = drips(chance, call, service_type, component, kind)
    drawn: list[Fault | None] = []
    for name, unit, part, pick, leak in zip(component, kind, part_name, picks, leaks, strict=True):
        known = faults(_fitted(name, unit, part, leak), unit) if name and part else ()
        drawn.append(known[pick * len(known) >> 16] if known else None)
    return drawn
