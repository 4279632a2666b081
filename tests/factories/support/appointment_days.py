"""On which weekdays, and on which holidays, appointments were booked and confirmed."""

import datetime as dt
import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from factories.rules.hours.calendar import holidays


class Office(NamedTuple):
    """What the days of one column of the appointment books have in common."""

    weekdays: list[float]
    """Shares of Monday to Sunday."""
    holidays: float
    """How many a holiday has, against the usual day."""


def office(books: Iterable[sqlite3.Connection], column: str, since: str = "0") -> Office:
    """Of several companies together, from a date on."""
    weekdays: Counter[int] = Counter()
    on_holidays, expected = 0, 0.0
    for company in books:
        rows = company.execute(
            f"select date({column}) from appointments where date({column}) >= ?", (since,)
        )
        days = [dt.date.fromisoformat(day) for (day,) in rows]
        weekdays.update(day.weekday() for day in days)
        first, last = min(days), max(days)
        closed = {
            day for year in range(first.year, last.year + 1) for day in holidays(year)
            if first <= day <= last
        }  # fmt: skip
        on_holidays += sum(day in closed for day in days)
        expected += len(days) * len(closed) / ((last - first).days + 1)
    shares = [weekdays[day] / weekdays.total() for day in range(7)]
    return Office(shares, on_holidays / expected)
