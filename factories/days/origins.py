"""What an appointment goes back to: the visit before, for which it is the second one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from factories.days import devices as fleet
from factories.days.books import Found
from factories.days.callbacks import comes_back
from factories.days.day import Day
from factories.days.devices import InUse
from factories.days.taken_up import agreed_to
from factories.engine.streams import Ints, Mask
from factories.rules.calls.service import REPAIR


class Origins(NamedTuple):
    """What each appointment goes back to, a row an appointment."""

    call: Ints
    """Key of the call before, -1 for none."""
    component: Ints
    """What had failed or was noted then, -1 for nothing."""
    did_not_hold: Mask
    """True for callbacks: it was mended then."""


def origins(day: Day, book: Found, devices: InUse) -> Origins:
    """The calls that repairs go back to: for the part that was missing, for what did not hold, or
    for what was noted and agreed to. ``devices`` are those of the appointments, row by row."""
    last = fleet.last_fault(day, devices.id)
    origin = np.full(len(book), -1, np.int64)
    component = np.full(len(book), -1, np.int64)
    again = np.zeros(len(book), np.bool_)
    taken_up = agreed_to(day, devices)
    noted = dict(zip(taken_up.row.tolist(), range(len(taken_up.row)), strict=True))
    for n, device in enumerate(devices.id.tolist()):
        if book.kind[n] != REPAIR:
            continue
        call, fault = last.get(device, (-1, -1))
        back = call >= 0 and not devices.waiting[n] and _came_back(day, call, int(book.created[n]))
        if call >= 0 and (devices.waiting[n] or back):
            origin[n], component[n] = call, fault
            again[n] = back
        elif n in noted:
            origin[n], component[n] = taken_up.call[noted[n]], taken_up.what[noted[n]]
    return Origins(origin, component, again)


def _came_back(day: Day, call: int, booked: int) -> bool:
    """Whether a repair is for what did not hold: what was booked before is for something else."""
    over = day.books.tables["service_calls"].at("completed_at", np.array([call]))
    if booked < int(over.astype("datetime64[m]").astype(np.int64)[0]):
        return False
    return bool(comes_back(day, np.array([call]))[0])
