"""What motors draw, by the size of the unit that they are in.

Capacities are BTU an hour, currents tenths of an ampere. A locked compressor draws five to six
times its rated current: 25-30 A a ton at 230 V [K]. The others are Assumption, around the plates
of common units.
"""

from __future__ import annotations

from typing import Final

from hvac_models import EquipmentKind

TON: Final = 12_000
"""BTU an hour."""
LARGEST_COMPRESSOR: Final = 5 * TON
"""BTU an hour: a larger unit has several, of the same size."""
LOCKED_ROTOR: Final = 275
"""Tenths of an ampere a ton of a scroll that starts across the line, 25-30 A [K]."""
INVERTER: Final = 36
"""Rated tenths of an ampere a ton of an inverter, which starts slowly."""
BLOWER: Final = 13
"""Rated tenths of an ampere a ton of air conditioning at 230 V."""
FURNACE_BLOWER: Final = 8
"""Rated tenths of an ampere for 10,000 BTU/h of a furnace, whose blower has 120 V."""
CONDENSER_FAN: Final = {24_000: 8, 36_000: 11, 48_000: 14, 60_000: 17}
"""Rated tenths of an ampere of a condenser fan, by the largest unit that has it."""
LARGE_CONDENSER_FAN: Final = 24
"""The same of each fan of a larger unit."""
INDUCER: Final = 15
"""Rated tenths of an ampere of the fan that draws a burner's exhaust."""
CIRCULATOR: Final = 8
"""Rated tenths of an ampere of a circulator pump."""
_ALIKE: Final = {"inducer": INDUCER, "circulator": CIRCULATOR}


def rated(motor: str, kind: str, btu: int) -> int:
    """Tenths of an ampere: on the plate, or for ``start`` what a locked compressor draws.

    Raises ValueError for what an inverter does not have, and for unknown motors.
    """
    if motor == "start" and kind != EquipmentKind.DUCTLESS_MINI_SPLIT:
        compressors = -(-btu // LARGEST_COMPRESSOR)
        return LOCKED_ROTOR * btu // (TON * compressors)
    if motor == "inverter":
        return INVERTER * btu // TON
    if motor == "blower":
        per = (FURNACE_BLOWER, 10_000) if kind == EquipmentKind.FURNACE else (BLOWER, TON)
        return per[0] * btu // per[1]
    if motor == "fan":
        fits = (tenths for most, tenths in CONDENSER_FAN.items() if btu <= most)
        return next(fits, LARGE_CONDENSER_FAN)
    if motor in _ALIKE:
        return _ALIKE[motor]
    raise ValueError(f"no rated current of {motor} in a {kind}")
