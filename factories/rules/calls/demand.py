"""What drives demand, day by day."""

from __future__ import annotations

from typing import Final

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Chance, Ints, Mask
from factories.rules.calls.urgency import COOLS_ONLY
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.hours.calendar import is_holiday, month_of, weekday_of, working_days
from factories.rules.region.climate import CLIMATES, MAINTENANCE_BY_MONTH
from hvac_models import Climate

COOLING_SHARE: Final = {Climate.HOT_HUMID: 0.78, Climate.MIXED_HUMID: 0.60, Climate.COLD: 0.35}
"""w: the part of weather-driven failures that hangs on cooling [E]."""
IN_BOTH: Final = 0.45
"""Share of a usual fleet's failures that come in either season: it follows from what customers own,
so that no kind fails the less for being many. Measured: 0.35 in the cold, 0.5 elsewhere."""
SEASON_TOTALS: Final = {"cooling": 1 - IN_BOTH, "heating": 1 - IN_BOTH, "both": IN_BOTH}
"""Shares of failures by the season of the component: cooling and heating split theirs by w. With
the floors below, a quarter of all failures does not follow the weather [E]."""
FLOOR: Final = {"cooling": 0.07, "heating": 0.07, "both": 0.45}
"""Part of each season's failures that comes evenly over the year. Assumption, to give the quarter
above."""
OUT_OF_SEASON_SHARE: Final = 0.02
"""Least share of all failures that are of the cooling in a month without heat, and of the heating
in one without cold. Assumption: some customers cool, or heat, at any time."""
SCALE: Final = 1000
"""Daily weights are multiples of 1 / 1000 of an even day."""

TUNE_UP: Final = {
    "cooling": (1, 3, 12, 17, 17, 9, 5, 5, 6, 6, 2, 1),
    "heating": (8, 4, 2, 1, 1, 1, 1, 3, 14, 23, 19, 12),
    "cooling only": (0, 1, 15, 23, 21, 10, 4, 4, 2, 1, 0, 0),
}
"""Tune-ups by month, Jan..Dec: coolers before summer, burners before winter, and what only cools
when it can be run. Mixed as devices are, they give ``MAINTENANCE_BY_MONTH``. Assumption."""
COOLERS_WAIT, BURNERS_WAIT = (9, 10, 11, 12, 1, 2), (3, 4, 5, 6, 7, 8)
"""Months in which what only cools, and what only heats, is left for its own season where another
device of the home is tuned. Assumption: air conditioners in spring, furnaces in autumn [R16]."""
COOLED_FROM: Final = 55
"""High of a day from which an air conditioner can be run to be tuned, F. Assumption: below some 55
to 60 F its charge cannot be judged [K]."""
ROUTINE_BY_WEEKDAY: Final = (11, 11, 10, 10, 9, 0, 0)
"""Routine visits from Monday to Sunday: highest early in the week [R10]."""
INSPECTION_BY_MONTH: Final = (7, 7, 9, 9, 9, 8, 8, 8, 9, 9, 9, 8)
"""Close to even. Assumption."""


def failure_drivers(heating: Ints, cooling: Ints) -> Ints:
    """Cumulated daily weights of failures, rows as ``rules.equipment.devices.SEASONS``; from degree
    days in tenths."""
    length = len(heating)
    rows = []
    for season in ("cooling", "heating", "both"):
        degrees = {"cooling": cooling, "heating": heating, "both": cooling * 2 + heating}[season]
        mean = max(int(degrees.sum()), 1) / length
        floor = FLOOR[season]
        daily = np.rint(SCALE * (floor + (1 - floor) * degrees / mean)).astype(np.int64)
        rows.append(np.concatenate([[0], np.cumsum(np.maximum(daily, 1))]))
    return np.array(rows)


def season_totals(
    climate: Climate, heating: Ints, cooling: Ints, both: float = IN_BOTH
) -> tuple[float, float, float]:
    """Weight of the failures of cooling, of heating and of the rest, in the order of
    ``rules.equipment.devices.SEASONS``: a winter's history has few of the cooling.
    Of the fleet's failures the share ``both`` comes in either season."""
    rule, length = CLIMATES[climate], len(heating)
    totals = []
    for season, share, normal, degrees in (
        ("cooling", COOLING_SHARE[climate], rule.cooling, cooling),
        ("heating", 1 - COOLING_SHARE[climate], rule.heating, heating),
    ):
        lived = float(degrees.sum()) / length / (18 * sum(normal) / 365)
        floor = FLOOR[season]
        totals.append((1 - both) * share * (floor + (1 - floor) * lived))
    return totals[0], totals[1], both


def monthly_driver(days: Ints, weights: tuple[int, ...]) -> Ints:
    """Cumulated daily weights of the day numbers ``days`` from weights by month (Jan..Dec): only
    working days count, Mondays to Thursdays a little more than Fridays."""
    months = month_of(days)
    daily = np.array(weights, np.int64)[months] * SCALE // 8 + 1
    daily = daily * np.array(ROUTINE_BY_WEEKDAY, np.int64)[weekday_of(days)]
    daily[~among(days, working_days(int(days[0]), int(days[-1])))] = 0
    return np.concatenate([[0], np.cumsum(daily)])


def tune_up_driver(kind: Ints) -> Ints:
    """Row of ``maintenance_drivers`` of each kind of device (index into
    ``rules.equipment.devices.KIND_NAMES``)."""
    kinds = np.array(KIND_NAMES)
    only_cools = among(kinds, sorted(COOLS_ONLY))
    cools = among(kinds, ("Heat Pump", "Package Unit", "Ductless Mini-Split"))
    burns = among(kinds, ("Furnace", "Boiler"))
    driver: Ints = np.select([only_cools, cools, burns], [3, 0, 1], 2)[kind]
    return driver


def out_of_season(kind: Ints, month: Ints) -> Mask:
    """Whether each device (index into ``KIND_NAMES``) is left for another season in a month, 1 to
    12."""
    row = tune_up_driver(kind)
    waits: Mask = (row == 3) & among(month, COOLERS_WAIT) | (row == 1) & among(month, BURNERS_WAIT)
    return waits


def asks_for_tune_ups(temper: Ints) -> Ints:
    """Weight of a device whose owner, of such a temper, has no contract. Assumption: who calls at
    the first noise also asks sooner, though not by as much."""
    return 30 + temper // 4


def tune_up_weights(temper: Ints, kind: Ints, month: int) -> Ints:
    """How likely each device (index into ``rules.equipment.devices.KIND_NAMES``) is tuned in a
    month, 0 for January, without a contract."""
    by_month = (
        TUNE_UP["cooling"], TUNE_UP["heating"], MAINTENANCE_BY_MONTH, TUNE_UP["cooling only"]
    )  # fmt: skip
    season = np.array([months[month] for months in by_month], np.int64)[tune_up_driver(kind)]
    return asks_for_tune_ups(temper) * season


def inspection_weights(commercial: Mask) -> Ints:
    """Businesses ask for checks twice as often as households. Assumption."""
    return np.where(commercial, 2, 1)


def maintenance_drivers(days: Ints, high: Ints) -> Ints:
    """Rows: cooling tune-ups, heating tune-ups, the mean over all months for everything else, and
    what only cools; ``high`` is each day's temperature."""
    only_cools = np.diff(monthly_driver(days, TUNE_UP["cooling only"]))
    cold = high < COOLED_FROM
    # A history of a winter has to make do with its days.
    least = 0 if 3 * int(cold.sum()) < 2 * len(days) else 1
    only_cools[cold] = np.minimum(only_cools[cold], least)
    return np.array(
        [
            monthly_driver(days, TUNE_UP["cooling"]),
            monthly_driver(days, TUNE_UP["heating"]),
            monthly_driver(days, MAINTENANCE_BY_MONTH),
            np.concatenate([[0], np.cumsum(only_cools)]),
        ]
    )


FIRST_VISITS: Final = (43, 29, 15, 13)
"""What brings a new customer: repair, tune-up, emergency, inspection. Nobody has an account for
nothing. Assumption."""
FIRST_TYPES: Final = ("Repair", "Maintenance", "Emergency", "Inspection")
"""The types of visit of ``FIRST_VISITS``."""
FIRST_EMERGENCY_SAME_DAY: Final = 0.75
"""Share of the new customers with an emergency who are visited on the day of their call; the others
are visited on the day after. Assumption."""
NO_HEATING, NO_COOLING = (5, 6, 7, 8, 9), (11, 12, 1, 2, 3)
"""Months in which heating, or cooling, does not bring a new customer by failing. Assumption."""
FIRST_VISITS_AT_MOST: Final = 0.5
"""Largest share of a type's visits that may be first visits of new customers, in a company of few
calls. Assumption."""

FAILURES_APART: Final = 14
"""Days between two failures of a device, as far as there is room. Assumption."""
REPAIR_WAITS: Final = (45, 33, 14, 8)
"""Weight of the working days, from the next on, at which a repair that can wait is done.
Assumption."""
TUNE_UPS_APART: Final = 130
"""Days between two tune-ups of a device, as far as there is room. Assumption."""
TUNE_UPS_APART_AT_LEAST: Final = 80
"""The same in a company with more tune-ups than that spacing leaves room for. Assumption."""
URGENT_ANYWAY, URGENT_ON_WEEKENDS = 12, 40
"""Weights. Assumption: a mild weekend counts as much as a hot day."""
HEATING_A_POINT, COOLING_A_POINT = 8, 4
"""Tenths of a degree day that add one to these weights: heat is felt sooner than cold.
Assumption."""
TEMPERS: Final = {35: 22, 60: 26, 95: 24, 140: 18, 220: 10}
"""How often customers call: percent of the usual, and weight. Some call at the first noise, others
wait; drawn once for each customer. Assumption [E]: with the devices they own, the top 20 % of
customers make 40-55 % of the calls."""


def extreme(heating: Ints, cooling: Ints) -> Ints:
    """How urgent the weather makes failures, by tenths of a day's degree days."""
    return np.maximum(heating // HEATING_A_POINT, cooling // COOLING_A_POINT)


def urgency(extreme: Ints, weekend: Mask | bool) -> Ints:
    """How likely a failure cannot wait, beside the others: the worse the weather (``extreme``), and
    when the office is closed."""
    return URGENT_ANYWAY + extreme + URGENT_ON_WEEKENDS * np.asarray(weekend, np.int64)


def tempers(chance: Chance) -> Ints:
    """Percent of the usual, of each customer."""
    return np.array(tuple(TEMPERS), np.int64)[chance.choose("temper", tuple(TEMPERS.values()))]


CLOSED_FOR: Final = 4
"""Days that the office is closed for at most [K]."""
REPAIR_REVISIT_WEIGHT: Final = 3
"""How many times likelier a repair needs another visit than an emergency does. Assumption."""
HEAVY_REVISIT_WEIGHT: Final = 3
"""How many times likelier heavy work (``rules.calls.service.HEAVY``) waits for a part than other
repairs do. Assumption."""
UNSTOCKED_REVISIT_WEIGHT: Final = 50
"""How many times likelier a repair waits for a part if vans do not carry the part
(``rules.calls.service.ON_THE_VAN``). Assumption: the others wait only where too few such repairs
are there."""
LARGE_REVISIT_WEIGHT: Final = 1_000_000
"""How many times likelier what waits for a large part (``rules.calls.service.LARGE_PARTS``) is one
of the visits with a return. Assumption: all of it is, as far as there are so many returns."""
SHIFTED_DAYS_AT_MOST: Final = 30
"""Working days by which a visit is moved, forward or back, where the device already has another
visit on its day, at most. Assumption."""
CALLS_BY_WEEKDAY: Final = (1.2, 1.2, 1.15, 1.15, 1.05, 0.7, 0.55)
"""Calls to the office, Monday to Sunday: highest early in the week [R10], weekends 15-20 % [R9].
Holidays are as Sundays. Assumption."""
TUNE_UP_REQUEST_TO_VISIT: Final = 12
"""Days from asking for a tune-up to the visit, about: the season that counts is that of the visit.
Assumption."""
ROUTINE_VISITS_KEPT: Final = 0.9
"""Share of the booked routine visits that take place. Assumption: the rest is cancelled."""
INSPECTIONS_APART: Final = 120
"""Days between two inspections of a device, as far as there is room. Assumption."""
PAIRED_TUNE_UPS: Final = 0.17
"""Share of the tune-ups that are of a second device on the same visit. Assumption: the halves of a
split system are tuned together."""
HALF_AGAINST_OTHERS: Final = 1_000
"""How many times likelier the air handler of a heat pump is tuned on the same visit than another
second device is. Assumption: nobody closes a system that is half done."""
PAIRED_OUT_OF_SEASON: Final = 0.15
"""How likely a second device that is out of season is tuned on the same visit, against one in
season. Assumption: few homes have the furnace looked at with the air conditioner."""
PAIRED_TUNE_UPS_OF_TWO: Final = 2.5 * PAIRED_TUNE_UPS
"""The same of the tune-ups at customers with two devices. Assumption, measured: two of five
customers with a tune-up have two."""
FIRST_VISIT_WAIT: Final = {"failures": 5, "maintenance": 18, "inspection": 18}
"""Working days that a new customer waits for the first visit at most, by its purpose.
Assumption."""
SECOND_TUNE_UP_APART: Final = 80
"""Days before and after a paired tune-up in which the second device has no tune-up of its own.
Assumption."""
REPAIR_WAITS_AFTER_WEEKEND: Final = (28, 27, 25, 20)
"""The same as ``REPAIR_WAITS`` for what failed on a weekend. Assumption: it has piled up."""
WEEKEND_REPAIR_MORE_DAYS: Final = (18, 22, 30, 30)
"""Weight of 0, 1, 2 and 3 calendar days more until the repair of a failure at a weekend, where it
is booked on the day of the failure. Assumption, measured: Mondays see as many repairs as in the
history."""
NOT_SERVICED_BEFORE_REPLACEMENT: Final = 80
"""Days before a replacement in which the old unit is neither tuned nor inspected: the new one may
be quoted by then. Assumption, measured: quotes are some three weeks old, 77 days at most."""


def calls_on(day: int) -> float:
    """Times as many calls as on other days come to the office on this one (number)."""
    date = np.array([day], "datetime64[D]")
    return CALLS_BY_WEEKDAY[6 if is_holiday(date)[0] else weekday_of(day)]
