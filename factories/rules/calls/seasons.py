"""What the season of a history makes of its counts: a summer is no half of a year."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import fsum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from factories.rules.calls.demand import (
    COOLING_SHARE,
    FLOOR,
    INSPECTION_BY_MONTH,
    SEASON_TOTALS,
)
from factories.rules.calls.service import JOBS
from factories.rules.crm.sales import DEMAND_BY_MONTH
from factories.rules.hours.calendar import month_of
from factories.rules.region.climate import (
    CLIMATES,
    DAYS_IN_MONTH,
    MAINTENANCE_BY_MONTH,
    usual_degree_days,
)
from factories.sizes import FOLLOWS
from hvac_models.workforce import Climate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factories.engine.streams import Ints

YEAR: Final = 365
"""Days. A history of whole years has every season as often, and is what all counts are of."""
COUNTED_BY: Final = Climate.MIXED_HUMID
"""The climate by whose failures the counts of all branches go: that of the first one."""
FAILS: Final = ("Repair", "Emergency")
"""Types of visit that come of failures."""
TUNED_AT_LEAST: Final = 0.5
"""Of the tune-ups that are usual in a history's months, the share that its failures leave room for,
however bad the weather was. Assumption: the crew puts off what can wait, but not most of it."""


def _failures_by_month() -> tuple[int, ...]:
    """Weight of a day's failures, January to December, as ``failure_drivers`` has it of days of
    usual weather; hundredths of an average month's."""
    rule, share = CLIMATES[COUNTED_BY], COOLING_SHARE[COUNTED_BY]
    of_year = {"cooling": share, "heating": 1 - share, "both": 1.0}
    both = tuple(2 * c + h for c, h in zip(rule.cooling, rule.heating, strict=True))
    degrees = {"cooling": rule.cooling, "heating": rule.heating, "both": both}
    return tuple(
        round(
            100
            * fsum(
                total * of_year[season] * (FLOOR[season] + (1 - FLOOR[season]) * day)
                for season, total in SEASON_TOTALS.items()
                for day in [YEAR * degrees[season][month] / sum(degrees[season]) / length]
            )
        )
        for month, length in enumerate(DAYS_IN_MONTH)
    )


FAILURES_BY_MONTH: Final = _failures_by_month()
"""Of ``COUNTED_BY``: it follows from the degree days and what hangs on them."""
BY_MONTH: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {
        "Maintenance": MAINTENANCE_BY_MONTH,
        "Repair": FAILURES_BY_MONTH,
        "Installation": DEMAND_BY_MONTH,
        "Emergency": FAILURES_BY_MONTH,
        "Inspection": INSPECTION_BY_MONTH,
    }
)
"""Weights of the months, January to December, by type of visit. Installations come of quotes."""


def _calls_by_month() -> tuple[int, ...]:
    """All types together, thousandths of an average month."""
    mean = {name: sum(months) / 12 for name, months in BY_MONTH.items()}
    return tuple(
        round(1000 * fsum(JOBS[n].share * BY_MONTH[n][month] / mean[n] for n in BY_MONTH))
        for month in range(12)
    )


COMES_IN: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {
        "service_calls": _calls_by_month(),
        "incident_response": FAILURES_BY_MONTH,
        "warranty_claims": FAILURES_BY_MONTH,
        "leads": DEMAND_BY_MONTH,
        "quotes": DEMAND_BY_MONTH,
    }
)
"""Tables whose rows come by season, and the weights of the months; what follows one of them has its
season too."""


def of_months(by_month: tuple[int, ...], last: int, length: int) -> Fraction:
    """Times as much as in as many days of whole years, in a history of so many days that ends on a
    day (number): exactly 1 in whole years."""
    rest = length % YEAR
    months = np.bincount(month_of(np.arange(last - rest, last) + 1), minlength=12).tolist()
    weight = sum(days * weight for days, weight in zip(months, by_month, strict=True))
    return Fraction(length - rest, length) + Fraction(12 * weight, sum(by_month) * length)


@lru_cache(maxsize=64)
def of_table(table: str, last: int, length: int) -> Fraction:
    """The same of a table's rows."""
    if table in COMES_IN:
        return of_months(COMES_IN[table], last, length)
    return of_table(FOLLOWS[table], last, length) if table in FOLLOWS else Fraction(1)


def beside_its_parent(table: str, last: int, length: int) -> Fraction:
    """Times as many rows of a table as usual beside those that it follows."""
    parent = of_table(FOLLOWS[table], last, length) if table in FOLLOWS else Fraction(1)
    return of_table(table, last, length) / parent


def of_failures(climate: Climate, last: int, heating: Ints, cooling: Ints) -> float:
    """Times as many failures as in as many days of whole years, by the degree days (tenths of an
    F-day) of each day of a history; the rest of its last year is taken as usual."""
    length = len(heating)
    missing = -length % YEAR
    if not missing:
        return 1.0
    before = np.arange(last - length - missing, last - length) + 1
    lived = [int(heating.sum()), int(cooling.sum())]
    usual = [int(hundredths.sum()) // 10 for hundredths in usual_degree_days(climate, before)]
    of_year = [there + more for there, more in zip(lived, usual, strict=True)]
    (heat, cool), (heats, cools) = lived, of_year
    drives = {
        "cooling": (COOLING_SHARE[climate], cool, cools),
        "heating": (1 - COOLING_SHARE[climate], heat, heats),
        "both": (1.0, 2 * cool + heat, 2 * cools + heats),
    }
    # Each against a day of the whole year, as the days after the history have it.
    return fsum(
        SEASON_TOTALS[season]
        * (share * (FLOOR[season] + (1 - FLOOR[season]) * part * longer / max(whole, 1)))
        for season, (share, part, whole) in drives.items()
        for longer in [(length + missing) / length]
    )


def of_type_in(name: str, last: int, length: int, failures: float) -> float:
    """Times the usual share of the calls that a type of visit has in a history, where there are so
    many times the usual ``failures``."""
    calls = float(of_table("service_calls", last, length))
    times = {kind: float(of_months(BY_MONTH[kind], last, length)) for kind in BY_MONTH}
    left = calls - fsum(
        JOBS[kind].share * times[kind] * (TUNED_AT_LEAST if kind == "Maintenance" else 1)
        for kind in BY_MONTH
        if kind not in FAILS
    )
    most = left / fsum(JOBS[kind].share for kind in FAILS)
    times |= dict.fromkeys(FAILS, min(failures, most))
    return times[name] / calls
