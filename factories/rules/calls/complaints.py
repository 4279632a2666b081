"""What callers complain of, before anybody knows the fault: all that the office has to plan by."""

from __future__ import annotations

from typing import Final

COMPLAINT_OF: Final[dict[str, str]] = {
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
"""What a caller notices of each component that fails: several of them look the same from outside.
Assumption [K]."""
UNKNOWN_COMPLAINT: Final = "stopped"
"""The complaint where no component is known. Assumption."""
LOCKS_OUT: Final = frozenset(
    {
        *("Control Board", "Compressor", "Condenser Fan Motor", "Blower Motor", "Inducer Motor"),
        *("Igniter", "Flame Sensor", "Pressure Switch", "Limit Switch", "Gas Valve"),
    }
)
"""What the control of a unit notices when it fails, and locks out for [K]. It knows nothing of a
thermostat on the wall, nor of what only hums or chatters."""
