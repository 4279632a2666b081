"""Moments in UTC where local time belongs: one of two programs forgot to convert.

Only where another column tells what the moment must have been: a visit ends as many hours after its
start as it took, and a kept appointment is the start of its visit.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from factories.mess.cells import Cell, CellKind
from factories.rules import mess as rules
from factories.rules.territory import CENTRAL, EASTERN

_WINTER_HOURS = {EASTERN: 5, CENTRAL: 6}
"""Behind UTC, without daylight saving time [K]."""
_CHANGES_AT = timedelta(hours=2)


def to_utc(local: datetime, zone: str) -> datetime:
    """A branch's local time in UTC, by the rule that holds in the United States since 2007 [K]."""
    return local + timedelta(hours=_WINTER_HOURS[zone] - _is_summer(local))


def _is_summer(local: datetime) -> bool:
    """From the second Sunday of March to the first of November, at two o'clock each."""
    begins = _sunday_from(date(local.year, 3, 8))
    ends = _sunday_from(date(local.year, 11, 1))
    return begins <= local < ends


def _sunday_from(first: date) -> datetime:
    day = first + timedelta(days=6 - first.weekday())
    return datetime(day.year, day.month, day.day) + _CHANGES_AT


def _in_utc(cell: Cell) -> str | None:
    if not cell.value or (cell.batch.table == "appointments" and not _is_provable(cell)):
        return None
    zone = cell.known.zone_of_technician[int(cell.other("technician_id"))]
    return to_utc(datetime.fromisoformat(cell.value), zone).isoformat(" ")


def _is_provable(cell: Cell) -> bool:
    """The visit that it became has been delivered."""
    return bool(cell.other("service_call_id")) and not cell.known.is_lost(
        "service_calls", cell.other("appointment_date")
    )


SLIP = CellKind(
    "time_zone_slip",
    {"service_calls": ("completed_at",), "appointments": ("scheduled_time",)},
    rules.ZONE_SLIPS,
    _in_utc,
)
