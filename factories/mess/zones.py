"""Moments in UTC where local time belongs: one of two programs forgot to convert.

Only where another column tells what the moment must have been: a visit ends as many hours after its
start as it took, and a kept appointment is the start of its visit.
"""

from __future__ import annotations

from datetime import datetime

import numpy as np

from factories.mess.cells import Cell, CellKind
from factories.rules import mess as rules
from factories.rules.hours.clocks import as_utc


def to_utc(local: datetime, branch_id: int) -> datetime:
    """A branch's local time in UTC."""
    utc: datetime = as_utc(np.array([local], "datetime64[m]"), branch_id)[0].item()
    return utc


def _in_utc(cell: Cell) -> str | None:
    if not cell.value or (cell.batch.table == "appointments" and not _is_provable(cell)):
        return None
    branch_id = cell.known.branch_of_technician[int(cell.other("technician_id"))]
    return to_utc(datetime.fromisoformat(cell.value), branch_id).isoformat(" ")


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
