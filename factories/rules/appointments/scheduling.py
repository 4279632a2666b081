"""The appointment book as a whole: types, arrival windows, how far ahead visits are booked, how
many are cancelled, missed or moved, how urgent they are.

The moments of single bookings and cancellations are in ``bookings``, how long visits are expected
to take in ``estimates``.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from factories.engine.quantiles import lognormal
from factories.engine.set_operations import among
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import Coded, Days
from factories.rules.calls.service import TYPES
from factories.rules.hours.calendar import ONE_DAY, month_of, previous_office_day, weekday_of
from factories.rules.region.climate import MAINTENANCE_BY_MONTH

BOOKED_TYPES: Final = (*TYPES, "Consultation")
"""A consultation is a sales visit: booked like others, but no service call."""
CONSULTATION: Final = BOOKED_TYPES.index("Consultation")
MAY_BE_MISSED: Final = frozenset({"Maintenance", "Repair", "Inspection"})
"""Types of visit that customers may miss. Assumption: nobody forgets an installation, or an
emergency. A sales visit is cancelled rather than missed or rescheduled."""
FATES: Final = ("kept", "cancelled", "no-show", "rescheduled", "upcoming", "consultation kept")
KEPT, CANCELS, MISSED, MOVED, COMING, CONSULTED = range(6)
CALLED_OFF: Final = ("Cancelled", "Rescheduled")
"""Statuses of appointments that end before their day."""

WINDOW_HOURS: Final = {2: 70, 4: 30}
"""Arrival windows, hours and weight [E]."""
WINDOW_STARTS: Final = (8, 9, 10, 11, 12, 13, 14, 15)
"""Hours at which a window starts."""
WINDOW_START_WEIGHTS: Final = (22, 14, 16, 8, 7, 16, 11, 6)
"""Assumption: mornings go first."""
FIRST_ARRIVAL_WITHIN: Final = 85
"""Minutes after the day's first window opens within which a technician arrives. Assumption: they
drive there from home, most of them early."""
ON_TIME_SHARE: Final = 0.80
"""Share of the arrivals within the window. With long jobs, which start the day on time, 80-90 % of
all [E]."""
LATE_MINUTES: Final = (18, 55)
"""Minutes after the end of the window of those that are late: lognormal, median and 90th
percentile. Assumption."""
MOST_LATE: Final = 150
"""The most of these minutes; the least are five. Assumption: beyond that another technician is
sent."""

CANCELLED_SHARE, NO_SHOW_SHARE, RESCHEDULED_SHARE = 0.088, 0.017, 0.088
"""Of all appointments: 8-12 % [R24], 1-3 % [R25], 8-12 % [E]. Toward the low end: the counts of
calls and appointments leave no room for more."""
NO_SHOWS_REBOOKED: Final = 0.65
"""Share of the no-shows for which another visit is booked. Assumption: most forgot, or were held
up."""
NO_SHOW_REBOOKED_DAYS: Final = (2, 9)
"""Working days from a no-show to the visit that replaces it, fewest and most. Assumption."""
MOVED_DAYS: Final = (1, 7)
"""Working days from the first to the second date of a rescheduled visit, fewest and most.
Assumption."""
MOVED_THEN_CANCELLED: Final = 0.07
"""Share of the rescheduled visits whose second date is cancelled too. Assumption: as often as any
date is, which is what the days of an advance come to."""
REPAIR_MOVED_DAYS_MORE: Final = 1
"""Working days beyond the fewest by which a repair is moved, at most. Assumption: a customer
without heat takes the next day on which somebody is at home."""
CONSULTATION_SHARE: Final = 0.018
"""Sales visits that took place, as a share of all appointments. Assumption."""
CONSULTATIONS_SOLD: Final = 0.4
"""Share of the sales visits after which an installation was bought: replacements close at 43 %
[R27]."""
CONSULTATION_TO_INSTALLATION: Final = (14, 45)
"""Days from such a sales visit to the installation, fewest and most. Assumption: a quote, a yes,
and the wait for a slot."""
UPCOMING_DAYS: Final = 60
"""Days ahead within which visits are booked. Assumption."""
LONGEST_AHEAD: Final = 366
"""Days within which every appointment in the book lies. Assumption: far more than
``UPCOMING_DAYS``."""
TUNE_UPS_AHEAD: Final = (3, 9, 18, 32)
"""Days ahead of the tune-ups in the book, the middle of each quarter of them. Assumption, as
``OPEN_DAYS`` come to."""
UPCOMING_TYPES: Final = {
    "Maintenance": 620,
    "Repair": 100,
    "Installation": 104,
    "Inspection": 93,
    "Emergency": 0,
    "Consultation": 10,
}
"""Hundredths of a day's worth of the usual bookings that are in the book on any day, by type of
visit; of tune-ups over the year. Measured on the days of a history: how many there are in a day,
times the days that they are booked ahead."""
UNKEPT_TYPES: Final = {
    "Maintenance": 54,
    "Repair": 25,
    "Installation": 6,
    "Emergency": 0,
    "Inspection": 13,
    "Consultation": 2,
}
"""Weight of each type of visit among those that are cancelled or missed. Assumption."""
CANCELLED_TIMES: Final = {"Installation": 0.5}
"""How many times the usual share of a type's appointments is cancelled. Assumption: what was sold
stays sold, see ``UNKEPT_TYPES``."""
NO_SHOW_WAIT: Final = 24
"""Minutes that a technician waits at a door that nobody opens. Assumption."""
BOOKED_AHEAD: Final = {
    "Maintenance": 6,
    "Repair": 1,
    "Installation": 12,
    "Emergency": 0,
    "Inspection": 6,
}
"""Weight, by type of visit, of being booked ahead rather than done on the day of the call.
Assumption."""
CONFIRMED: Final = {
    "kept": 0.88,
    "cancelled": 0.3,
    "no-show": 0.6,
    "rescheduled": 0.25,
    "upcoming": 0.9,
    "consultation kept": 0.9,
}
"""How often customers confirm, by what became of the visit. Assumption."""
CONFIRMS_AHEAD: Final = (60, 25, 15)
"""Weights of the working days before a visit, the last one first, on which it is confirmed: the
office calls. Assumption."""
CONFIRMED_WITHIN: Final = 7
"""Days within which so many working days are [K]: a weekend, and a holiday beside it."""
CONFIRMED_ON_SATURDAYS: Final = 0.12
"""Of what would be confirmed on a Friday, what is on the Saturday. Assumption: some call back."""
CONFIRMED_FROM: Final = 9 * 60
"""Minute of the day from which visits are confirmed, for eight hours; on Saturdays for four.
Assumption."""

AHEAD_DAYS: Final = {
    "Maintenance": (11, 30),
    "Repair": (2, 5),
    "Installation": (9, 20),
    "Inspection": (7, 16),
    "Consultation": (4, 9),
}
"""Days from booking to visit, lognormal median and 90th percentile. Assumption."""
REPAIR_AHEAD_DAYS: Final = {"Low": (6, 11, 30), "Medium": (3, 6, 14), "High": (1, 3, 5)}
"""The same for repairs, by priority, and the most. Assumption: no heat in January goes before a
noise in May."""
RUNNING_WAITS_LONGER: Final = 2
"""Days that a unit waits longer which leaks or underperforms, but runs. Assumption: units that are
down go first."""
MEMBERS_SOONER: Final = 1
"""Days by which members whose plan gives them priority get a repair sooner. Assumption."""
LONG_WAIT: Final = 4
"""Days of waiting from which members save twice as many. Assumption."""
OPEN_DAYS: Final = {
    "Maintenance": (20, 50),
    "Repair": (3, 8),
    "Installation": (13, 28),
    "Inspection": (10, 24),
    "Consultation": (6, 13),
}
"""Days from booking to visit of the appointments found in the book on any day: lognormal, median
and 90th percentile. What is booked long ahead stays in the book longer, so each of ``AHEAD_DAYS``
counts as often as it has days (median times the exponential of the squared sigma)."""
CALL_IN_FROM: Final = 7
CALL_IN_WEIGHTS: Final = (3, 8, 9, 8, 6, 5, 6, 6, 6, 6, 7, 6, 6, 4)
"""Bookings by the hour from 7 to 21 o'clock: 30 in the morning, 30 in the afternoon, 25 in the
evening [R9], when many book on line; those at night are emergencies. Assumption within."""
CALL_IN_TO: Final = CALL_IN_FROM + len(CALL_IN_WEIGHTS)


def upcoming_types(today: int) -> dict[str, int]:
    """What lies ahead from a day on, in units of ``UPCOMING_TYPES``: tune-ups as their season
    is."""
    months = month_of(today + np.array(TUNE_UPS_AHEAD)).tolist()
    season = sum(MAINTENANCE_BY_MONTH[month] for month in months)
    tune_ups = UPCOMING_TYPES["Maintenance"] * 12 * season
    usual = len(months) * sum(MAINTENANCE_BY_MONTH)
    return {**UPCOMING_TYPES, "Maintenance": tune_ups // usual}


def upcoming_days(today: int) -> float:
    """Days' worth of the usual bookings that lie ahead from a day (number) on: the book is fuller
    before a season of tune-ups, on the as-of date as on any other day."""
    return sum(upcoming_types(today).values()) / 100


def open_for(chance: Chance, label: str, kind: Ints) -> Ints:
    """Days between booking and visit of appointments that are open, by index of their type."""
    days = np.ones(len(kind), np.int64)
    for name, (median, p90) in OPEN_DAYS.items():
        table = lognormal(median, p90, 1, UPCOMING_DAYS)
        days = np.where(
            kind == BOOKED_TYPES.index(name), chance.quantile(f"{label} {name}", table), days
        )
    return days


HEATS: Final = frozenset(
    {"Igniter", "Inducer Motor", "Flame Sensor", "Gas Valve", "Circulator Pump", "Heating Element"}
)
COOLS: Final = frozenset(
    {"Capacitor", "Contactor", "Condenser Fan Motor", "Compressor", "Refrigerant Leak"}
)
"""What stops the heating or the cooling when it fails. Assumption."""
HEAT_AS_THEY_COOL: Final = frozenset(
    {"Heat Pump", "Ductless Mini-Split", "Air Handler", "Package Unit"}
)
"""Kinds of unit that give no heat either when what cools has failed. Assumption: package units at
homes without gas are heat pumps."""
STOPS_ALL: Final = frozenset({"Control Board", "Blower Motor"})
DANGEROUS: Final = frozenset({"Gas Valve", "Heat Exchanger"})
COLD_MONTHS, HOT_MONTHS = (11, 12, 1, 2, 3), (6, 7, 8, 9)
"""Assumption: months in which nobody does without."""
VULNERABLE: Final = 0.08
"""Share of customers with the old, the sick or small children: they go first. Assumption."""
PRIORITIES: Final = ("Low", "Medium", "High", "Emergency")


def priorities(
    chance: Chance,
    visit: Coded,
    component: Coded,
    unit: Coded,
    moment: Any,
    customer: Ints,
    commercial: Mask,
    back: Mask,
) -> Coded:
    """By what failed on which kind of ``unit``, in which month (of the visit's ``moment``), for
    whom, and whether we come ``back`` for what did not hold: whom we let down goes before others.
    An appointment's and its work order's are the same, for all that it hangs on is."""
    month = month_of(moment) + 1
    cold, hot = among(month, COLD_MONTHS), among(month, HOT_MONTHS)
    heats, cools = component.is_(*HEATS), component.is_(*COOLS)
    warms, tank = unit.is_(*HEAT_AS_THEY_COOL), unit.is_("Water Heater")
    stopped = heats & cold | cools & (hot | cold & warms)
    stopped = stopped | component.is_(*STOPS_ALL) & (cold | hot)
    idle = heats & hot & ~tank | cools & cold & ~warms
    repair = np.where(idle, 0, np.where(stopped, 2, 1))
    vulnerable = chance.common(("vulnerable",), customer).happens("vulnerable", VULNERABLE)
    repair = np.where(component.is_(*DANGEROUS), 2, np.minimum(repair + vulnerable + back, 2))
    level = np.where(visit.is_("Repair"), repair, commercial & visit.is_("Maintenance"))
    level = np.where(visit.is_("Installation"), np.where(cold | hot, 2, 1), level)
    return Coded(np.where(visit.is_("Emergency"), 3, level).astype(np.int64), PRIORITIES)


def first_into(lot: Ints) -> Ints:
    """Minutes after the day's first window opens at which somebody is to come; ``lot`` is uniform
    below 2**16."""
    minutes: Ints = (lot * lot >> 16) * FIRST_ARRIVAL_WITHIN >> 16
    return minutes


def into(lot: Any, hours: Any) -> Any:
    """The same of another window, which is so many hours long: any time in it."""
    return lot * hours * 59 >> 16


def late_minutes(chance: Chance) -> Ints:
    """Minutes after the window at which those come who are late."""
    return chance.quantile("late", lognormal(*LATE_MINUTES, 5, MOST_LATE, 5))


def days_ahead(chance: Chance, name: str) -> Ints:
    """Days from booking to visit of a type (of ``BOOKED_TYPES``)."""
    return chance.quantile("ahead", lognormal(*AHEAD_DAYS[name], 1, UPCOMING_DAYS))


def repair_ahead(chance: Chance, priority: Ints, first: Mask, runs: Mask) -> Ints:
    """Days from booking to visit of repairs (index into ``PRIORITIES``): members whose plan says so
    come ``first``, and what still ``runs`` waits for what does not."""
    days = np.ones(len(priority), np.int64)
    for name, (median, p90, most) in REPAIR_AHEAD_DAYS.items():
        drawn = chance.quantile("ahead", lognormal(median, p90, 1, most))
        days = np.where(priority == PRIORITIES.index(name), drawn, days)
    days = days + np.where(runs, RUNNING_WAITS_LONGER, 0)
    sooner = np.where(days >= LONG_WAIT, 2 * MEMBERS_SOONER, MEMBERS_SOONER)
    return np.maximum(days - np.where(first, sooner, 0), 1)


def confirmed_at(chance: Chance, start: Ints, created: Ints) -> Ints:
    """The minute at which a visit is confirmed, if at all: as a rule on the day before on which the
    office is open; at once where it was booked later than that."""
    day: Days = (start // 1440).astype("datetime64[D]")
    more = chance.choose("days before", CONFIRMS_AHEAD)
    for step in range(len(CONFIRMS_AHEAD)):
        day = np.where(step <= more, previous_office_day(day - ONE_DAY), day)
    before = day.astype(np.int64)
    later = (weekday_of(before) == 4) & chance.happens("on a Saturday", CONFIRMED_ON_SATURDAYS)
    minute = chance.below("minute", 8 * 60) >> later
    moment = (before + later) * 1440 + CONFIRMED_FROM + minute
    moment = np.maximum(moment, created + 5 + chance.below("at once", 10))
    confirmed: Ints = np.minimum(moment, start - 5)
    return confirmed


def days_later(chance: Chance, visit: Ints, within: tuple[int, int]) -> Ints:
    """Working days until a visit (index into ``BOOKED_TYPES``) is tried again."""
    least, most = within
    repair = visit == BOOKED_TYPES.index("Repair")
    return chance.between(
        "days", least, np.where(repair, min(least + REPAIR_MOVED_DAYS_MORE, most), most)
    )
