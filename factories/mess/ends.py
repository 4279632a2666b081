"""Ends before their start: a.m. typed for p.m., or last year for this one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from factories.mess.cells import Cell, CellKind
from factories.rules import mess as rules

_STARTS = {"service_calls": "started_at", "subscriptions": "start_date", "quotes": "quote_date"}


def _too_early(cell: Cell) -> str | None:
    if not cell.value:
        return None
    if cell.batch.table == "service_calls":
        early = (datetime.fromisoformat(cell.value) - timedelta(hours=12)).isoformat(" ")
    else:
        early = _year_before(date.fromisoformat(cell.value)).isoformat()
    return early if early < cell.other(_STARTS[cell.batch.table]) else None


def _year_before(day: date) -> date:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year - 1, day=last)


EARLY = CellKind(
    "end_before_start",
    {
        "service_calls": ("completed_at",),
        "subscriptions": ("end_date",),
        "quotes": ("valid_until",),
    },
    rules.END_BEFORE_START,
    _too_early,
)
