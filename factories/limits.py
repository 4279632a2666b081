"""Where a table's count can hold: a named count outside is refused, an unnamed one gives way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import isqrt
from typing import Final

from factories.errors import UserError

MAX_ROWS: Final = 10_000_000
"""Rows a table and branch. Assumption: above any use, below what keys and numbers can take."""

HALF_CALLS_PER_TECHNICIAN_DAY: Final = 3
"""1.5 calls a technician and weekday, in halves. Assumption: a full day is four short visits [R1],
but installations take a day, and leave, sickness, travel, skills and season leave slots unused."""

DAYS_PER_VISIT: Final = 8
"""From one visit to a device to the next, on average over all of them. Assumption: by default there
are 290 days between two, and no device is visited once a week."""

FULL_CATALOG: Final = 100
"""Parts of a catalog that has a choice for each job. Assumption around runs of small companies."""


@dataclass(frozen=True)
class Limit:
    """`low` to `high`; why, and what else the user could change, when a count is below or above.

    A count that nobody named goes no higher than `ease`, where there is one.
    """

    low: int = 1
    high: int = MAX_ROWS
    below: str = ""
    above: str = ""
    ease: int | None = None

    def clamp(self, count: int) -> int:
        return max(self.low, min(count, self.high if self.ease is None else self.ease))

    def check(self, table: str, count: int) -> None:
        if count < self.low:
            raise UserError("--rows", f"{table}={count} is fewer than {self.low:,}: {self.below}")
        if count > self.high:
            raise UserError("--rows", f"{table}={count} is more than {self.high:,}: {self.above}")


@dataclass(frozen=True)
class Ratio:
    """A table's count in hundredths of another's."""

    of: str
    why: str
    least: int = 0
    most: int | None = None

    def limit(self, rows: Mapping[str, int]) -> Limit:
        base = rows[self.of]
        fact = f"{self.why}, and {self.of} is {base:,}"
        low = max(1, -(-base * self.least // 100))
        high = MAX_ROWS if self.most is None else max(1, low, base * self.most // 100)
        return Limit(
            low,
            min(high, MAX_ROWS),
            f"{fact}; raise it or lower {self.of}",
            f"{fact}; lower it or raise {self.of}",
        )


RATIOS: Final[Mapping[str, Ratio]] = {
    "installed_devices": Ratio("customers", "a customer has 0.5 to 8 devices on average", 50, 800),
    "incident_response": Ratio("service_calls", "emergencies are a tenth of the calls", most=10),
    "invoices": Ratio("service_calls", "a call has one invoice at most", most=100),
    "payments": Ratio("invoices", "an invoice takes 1.2 payments at most", most=120),
    "appointments": Ratio("service_calls", "a call takes 1.2 appointments at most", most=120),
    "work_orders": Ratio("service_calls", "every call has one work order", 100, 100),
    "customer_feedback": Ratio("service_calls", "a call is rated once at most", most=100),
    "warranty_claims": Ratio("service_calls", "8 % of the calls at most are claims", most=8),
    "technician_certifications": Ratio(
        "technicians", "a technician holds one to five certificates", 100, 500
    ),
    "purchase_orders": Ratio(
        "parts_usage", "a quarter of the parts used at most are ordered singly", most=25
    ),
    "inventory": Ratio("parts", "every part has one shelf in each branch", 100, 100),
}


def limit_of(table: str, rows: Mapping[str, int], as_of: date, history_days: int) -> Limit:
    """The limit of a table's count; `rows` holds the tables before it in the default order."""
    if table in RATIOS:
        return RATIOS[table].limit(rows)
    if table == "service_calls":
        return _calendars(rows["technicians"], rows["installed_devices"], as_of, history_days)
    if table == "parts_usage":
        return _parts(rows["service_calls"], rows["parts"])
    if table == "subscriptions":
        return _contracts(rows["customers"], history_days)
    if table == "invoice_lines":
        return _lines(rows)
    if table == "branches":
        return _fixed(1, "it follows --scale; leave it out")
    if table == "weather_daily":
        return _fixed(history_days, "it follows --history-days; leave it out")
    return _catalog(table, as_of)


def weekdays(start: date, days: int) -> int:
    """Mondays to Fridays among so many days from `start` on."""
    weeks, rest = divmod(days, 7)
    return 5 * weeks + sum((start.weekday() + day) % 7 < 5 for day in range(rest))


def _calendars(technicians: int, devices: int, as_of: date, history_days: int) -> Limit:
    visits = max(1, devices * history_days // DAYS_PER_VISIT)
    days = weekdays(as_of - timedelta(days=history_days - 1), history_days)
    most = max(1, min(technicians * days * HALF_CALLS_PER_TECHNICIAN_DAY // 2, MAX_ROWS))
    if visits < most:
        return Limit(
            high=visits,
            ease=max(1, min(visits, most * 2 // 3)),
            above=f"{devices:,} devices take no more in {history_days:,} days;"
            " lower it, or raise installed_devices or --history-days",
        )
    return Limit(
        high=most,
        # Nobody asked for full calendars: two thirds leave room where few have every skill.
        ease=max(1, most * 2 // 3),
        above=f"the calendars of {technicians:,} technicians over {days:,} weekdays take no more;"
        " lower it, or raise technicians or --history-days",
    )


def _sure(each: int, spread: int, rows: int) -> int:
    """What is there in any case of that which each of so many rows has at random: in hundredths, on
    average and how far a row is from it. Few rows may all have little."""
    return (each * rows - spread * isqrt(10_000 * rows) // 100) // 100


def _parts(calls: int, parts: int) -> Limit:
    """Assumption around runs of small companies: a catalog without choice offers less for a job."""
    low = max(1, -(-calls // 2))
    each, spread = (350, 250) if parts >= FULL_CATALOG else (220, 400)
    high = max(low, min(_sure(each, spread, calls), MAX_ROWS))
    fact = f"and service_calls is {calls:,}"
    return Limit(
        low,
        high,
        f"a call uses 0.5 parts at least on average, {fact}; raise it or lower service_calls",
        f"so many calls use no more, {fact}; lower it or raise service_calls or parts",
    )


def _contracts(customers: int, history_days: int) -> Limit:
    """A contract runs for a year: a customer signs the second one in the year after the first.
    Assumption around runs of small companies."""
    most = customers
    if history_days > 365:
        each = 160 + min(history_days - 365, 365) * 40 // 365
        most = max(customers, _sure(each, 250, customers))
    return Limit(
        high=min(most, MAX_ROWS),
        above=f"{customers:,} customers sign no more contracts in this time;"
        " lower it, or raise customers or --history-days",
    )


def _lines(rows: Mapping[str, int]) -> Limit:
    """A labor line an invoice, a line for each part used on its call, and some fees on top."""
    invoices, calls, used = rows["invoices"], rows["service_calls"], rows["parts_usage"]
    # The dearest calls are invoiced first: up to 15 % more parts than their share. Assumption.
    parts = min(used, -(-115 * used * invoices // (100 * calls)))
    low = min(invoices + parts, MAX_ROWS)
    # All others together may have a fifth fewer; each invoice has a fee that can be charged.
    few = max(_sure(80 * used // calls + 125, 150, invoices), 0)
    fact = f"{invoices:,} invoices and {parts:,} parts on them take"
    return Limit(
        low,
        max(low, min(invoices + few, MAX_ROWS)),
        f"{fact} at least so many; raise it or lower invoices or parts_usage",
        f"{fact} no more; lower it or raise invoices",
    )


def _fixed(count: int, why: str) -> Limit:
    return Limit(count, count, why, why)


def _catalog(table: str, as_of: date) -> Limit:
    """The shared catalogs must cover every kind of equipment; other tables stand on their own."""
    from factories.rules.equipment.models import MIN_EQUIPMENT_TYPES, most_models
    from factories.rules.parts.catalog import MAX_PARTS, MIN_PARTS
    from factories.rules.parts.suppliers import MAX_SUPPLIERS, MIN_SUPPLIERS

    sizes = {
        "equipment_types": (MIN_EQUIPMENT_TYPES, most_models(as_of)),
        "parts": (MIN_PARTS, MAX_PARTS),
        "suppliers": (MIN_SUPPLIERS, MAX_SUPPLIERS),
    }
    low, high = sizes.get(table, (1, MAX_ROWS))
    return Limit(
        low,
        high,
        "the catalog must cover every kind of job; raise it",
        "there are no more to tell apart; lower it",
    )
