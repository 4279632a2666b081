"""Work orders: when they are closed, who has to sign them, which safety rule they name."""

from __future__ import annotations

from typing import Final

import numpy as np

from factories.engine.streams import Chance, Ints
from factories.rules.calls.service import REFRIGERANT_WORK
from factories.rules.equipment.kinds import COMPRESSOR_KINDS

CLOSED_AFTER_DAYS: Final = {0: 78, 1: 14, 5: 6, 12: 2}
"""Days until a work order is closed, and weight: the same day, the next, within a week, within two.
Assumption."""
ORDER_CLOSED_WITHIN: Final = 40
"""Days within which a work order is closed, whatever it waits for. Assumption."""
ORDERS_SIGNED: Final = 0.6
"""Share of the work orders, installations aside, that the customer has to be at home to sign.
Assumption."""
SAFETY_BY_PLACE: Final = 0.7
"""Share of the orders at a special place or on live or gas equipment that name the rule for it; the
others name the standard one. Assumption."""


def paper_days(chance: Chance) -> Ints:
    """Days until the paper of each visit is done."""
    days = np.array(tuple(CLOSED_AFTER_DAYS), np.int64)
    return days[chance.choose("closed", tuple(CLOSED_AFTER_DAYS.values()))]


def safety(
    chance: Chance,
    component: list[str | None],
    visit: list[str],
    location: list[str],
    kind: list[str],
) -> list[str]:
    """The main safety rule: by what is opened, then by where it stands."""
    special = chance.happens("special", SAFETY_BY_PLACE).tolist()
    rows = zip(component, visit, location, kind, special, strict=True)
    return [_safety(*row) for row in rows]


def _safety(component: str | None, visit: str, location: str, kind: str, special: bool) -> str:
    if component in REFRIGERANT_WORK or (visit == "Installation" and kind in COMPRESSOR_KINDS):
        return "Refrigerant Handling"
    if component in ("Gas Valve", "Heat Exchanger", "Igniter", "Flame Sensor"):
        return "Gas Safety"
    if location == "Roof":
        return "Height Work"
    if location in ("Crawl Space", "Attic") and special:
        return "Confined Space"
    if component in ("Capacitor", "Contactor", "Control Board", "Heating Element") and special:
        return "Electrical Safety"
    if kind in ("Furnace", "Boiler", "Water Heater") and special:
        return "Gas Safety"
    return "Standard PPE"
