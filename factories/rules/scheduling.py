"""Booking visits: how far ahead, in which windows, how many fall through; and the paper that goes
along."""

from __future__ import annotations

from typing import Final

import numpy as np

from factories.engine import money
from factories.engine.streams import Chance, Ints
from factories.engine.values import Coded
from factories.rules.service import REFRIGERANT_WORK, TYPES

BOOKED_TYPES: Final = (*TYPES, "Consultation")
"""A consultation is a sales visit: booked like others, but no service call."""
CONSULTATION: Final = BOOKED_TYPES.index("Consultation")
FATES: Final = ("kept", "cancelled", "no-show", "rescheduled", "upcoming", "consultation kept")
KEPT, CANCELS, MISSED, MOVED, COMING, CONSULTED = range(6)

WINDOW_HOURS: Final = {2: 70, 4: 30}
"""Arrival windows, hours and weight [E]."""
WINDOW_STARTS: Final = (8, 9, 10, 11, 12, 13, 14, 15)
"""Hours at which a window starts."""
WINDOW_START_WEIGHTS: Final = (26, 10, 18, 8, 6, 16, 10, 6)
"""Assumption: mornings go first."""
ON_TIME: Final = 0.80
"""Arrivals within the window. With long jobs, that start the day in time, 80-90 % of all [E]."""
LATE_MINUTES: Final = (18, 55)
"""Of those late, minutes after the window, lognormal median and 90th percentile. Assumption."""

CANCELLED, NO_SHOW, RESCHEDULED = 0.083, 0.017, 0.083
"""Of all appointments: 8-12 % [R24], 1-3 % [R25], 8-12 % [E]. Toward the low end: the counts of
calls and appointments leave no room for more."""
UPCOMING: Final = 0.018
"""Appointments that lie ahead of the as-of date. Assumption: two weeks' bookings."""
CONSULTATIONS: Final = 0.018
"""Sales visits kept, before a quote. Assumption."""
UPCOMING_DAYS: Final = 21
UNKEPT_TYPES: Final = {
    "Maintenance": 52,
    "Repair": 24,
    "Installation": 4,
    "Emergency": 0,
    "Inspection": 12,
    "Consultation": 8,
}
"""What is cancelled, missed or still ahead, by type. Assumption."""
WAITED: Final = 24
"""Minutes a technician waits at a door that nobody opens. Assumption."""
SAME_DAY: Final = {
    "Maintenance": 6,
    "Repair": 1,
    "Installation": 12,
    "Emergency": 0,
    "Inspection": 6,
}
"""Weight of being booked ahead rather than done the day it was asked for. Assumption."""
CONFIRMED: Final = {
    "kept": 0.88,
    "cancelled": 0.3,
    "no-show": 0.6,
    "rescheduled": 0.25,
    "consultation kept": 0.9,
}
"""How often customers confirm, by what became of the visit. Assumption."""

BOOKED_HOURS: Final = {
    "Maintenance": 150,
    "Repair": 200,
    "Installation": 800,
    "Inspection": 100,
    "Emergency": 200,
    "Consultation": 100,
}
"""Hundredths of an hour set aside for a visit. Assumption: rounded up from the medians on site."""
AHEAD_DAYS: Final = {
    "Maintenance": (11, 30),
    "Repair": (2, 5),
    "Installation": (9, 20),
    "Inspection": (7, 16),
    "Consultation": (4, 9),
}
"""Days from booking to visit, lognormal median and 90th percentile. Assumption."""
WEEKEND_CALLS: Final = 0.6
"""Of bookings that would fall on a weekend, those that do: 15-20 % of the week's [R9]."""
CALL_IN_HOURS: Final = (30, 30, 25)
"""Bookings come in 8-12, 12-17 and 17-21 o'clock [R9]; those at night are emergencies."""
ESTIMATE_WEIGHT: Final = 25
"""Percent of an estimate that knows the visit; the rest is the usual time for its type. With the
spread of the estimates this gives a correlation of 0.6-0.75 between estimated and actual hours
[E]."""
CLOSED_AFTER_DAYS: Final = (78, 14, 6, 2)
"""Weight of closing a work order the same day, the next, within a week, within two. Assumption."""
_TYPICAL: Final = {
    "Maintenance": 120,
    "Repair": 170,
    "Installation": 720,
    "Emergency": 200,
    "Inspection": 90,
}
"""Hundredths of an hour that dispatch expects. Assumption: the medians on site."""


def priorities(chance: Chance, visit: Coded) -> Coded:
    """Priority by type of visit."""
    weights = {
        "Emergency": (0, 0, 0, 1),
        "Repair": (5, 45, 50, 0),
        "Installation": (10, 70, 20, 0),
        "Maintenance": (70, 28, 2, 0),
        "Inspection": (55, 40, 5, 0),
        "Consultation": (60, 40, 0, 0),
    }
    drawn = np.zeros(len(visit), np.int64)
    for name in visit.values:
        mine = visit.is_(name)
        drawn[mine] = chance.at(chance.ids[mine]).choose("priority", weights[str(name)])
    return Coded(drawn, ("Low", "Medium", "High", "Emergency"))


def estimated_hours(percent: Ints, visit: Coded, actual: Ints) -> Ints:
    """Quarters of an hour, in hundredths: what is usual for the type and a little of what came."""
    typical = visit.map(_TYPICAL)
    known = (ESTIMATE_WEIGHT * actual + (100 - ESTIMATE_WEIGHT) * typical) // 100
    hundredths: Ints = np.maximum(money.half_up(known * percent, 2500) * 25, 50)
    return np.minimum(hundredths, 1200)


def safety(
    chance: Chance,
    component: list[str | None],
    visit: list[str],
    location: list[str],
    kind: list[str],
) -> list[str]:
    """The main safety rule: by what is opened, then by where it stands."""
    special = chance.happens("special", 0.7).tolist()
    rows = zip(component, visit, location, kind, special, strict=True)
    return [_safety(*row) for row in rows]


def _safety(component: str | None, visit: str, location: str, kind: str, special: bool) -> str:
    if component in REFRIGERANT_WORK or (visit == "Installation" and kind in _COOLERS):
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


_COOLERS = frozenset({"Central AC", "Heat Pump", "Ductless Mini-Split", "Package Unit"})
