"""Repairs that did not hold: whose customers call again, and who of them cannot wait for a slot."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from factories.days import devices as fleet
from factories.days.books import DAY, INT, Found, iso
from factories.days.breakdowns import Failures, with_a_repair_booked
from factories.days.day import Day
from factories.days.devices import InUse
from factories.engine.streams import Ints, Mask
from factories.rules.calls import nothing_found, service, urgency
from factories.rules.calls.demand import CLOSED_FOR


def comes_back(day: Day, call: Ints) -> Mask:
    """Whether the fault of each repair comes back: sooner where somebody has not found it all, or
    nothing at all."""
    calls = day.books.tables["service_calls"]
    chance, device = day.chance("comes back", call), calls.at("installation_id", call)
    mended = service.CALLBACKS * service.misses(skill(day, calls.at("technician_id", call))) / 100
    found = ~calls.at("failed_component", call).is_(None)
    missed = np.where(found, mended, nothing_found.often_back(chance, device))
    return chance.happens("comes back", missed)


def skill(day: Day, technician: Ints) -> Ints:
    """How good each technician is at finding out what is wrong, 1 to 10."""
    known: Ints = day.books.tables["technicians"].at("diagnostics_skill", technician)
    return known


def fails_again(day: Day) -> Found:
    """The last repairs of late that do not hold: their ``call``, its ``device`` and day (``on``),
    and when each fails again (``back``)."""
    done = day.books.read(
        "select max(s.service_call_id) as call, s.installation_id as device,"
        " max(s.service_date) as [on]"
        " from service_calls as s"
        " where s.service_type in ('Repair', 'Emergency') and s.service_date >= ?"
        " group by +s.installation_id",
        iso(day.number - 1 - service.CALLBACK_DAYS[1] - CLOSED_FOR), call=INT, device=INT, on=DAY,
    )  # fmt: skip
    done = done.rows(np.flatnonzero(comes_back(day, done.call)))
    lag = day.chance("comes back", done.call).between("days", *service.CALLBACK_DAYS)
    return done.with_(back=done.on + 1 + lag)


class FailsAgain(NamedTuple):
    """What fails again today and cannot wait, in the order of the devices."""

    device: Ints
    """Row of the devices in use."""
    call: Ints
    """Key of the repair that did not hold."""
    component: Ints
    """What had failed then."""


def cannot_wait(day: Day, devices: InUse) -> FailsAgain:
    """What fails again today and is missed."""
    again = fails_again(day)
    again = again.rows(np.flatnonzero((again.back == day.number) & (again.back - again.on > 1)))
    row = np.searchsorted(devices.id, again.device)
    known = np.append(devices.id, -1)[row] == again.device
    row, call = row[known], again.call[known]
    component = fleet.failed_at(day, call)
    now = fleet.seasons(day)
    where = now.of(devices.branch[row])
    urgent = urgency.misses_it_again(
        day.chance("comes back", call),
        component,
        *(devices.kind[row], now.cooling[where], now.heating[where]),
    )
    urgent &= ~devices.waiting[row] & ~with_a_repair_booked(day, devices.customer[row])
    order = np.flatnonzero(urgent)
    return FailsAgain(row[order], call[order], component[order])


class WithCallbacks(NamedTuple):
    """What fails today, callbacks last; all three of the same length."""

    failing: Failures
    origin: Ints
    """Key of the call that each goes back to, -1 for none."""
    fault: Ints
    """What had failed then, -1 for nothing."""


def with_callbacks(day: Day, devices: InUse, failing: Failures) -> WithCallbacks:
    """The same failures and, behind them, what fails again and cannot wait."""
    again = cannot_wait(day, devices)
    more, none = np.ones(len(again.device), np.bool_), np.full(len(failing.row), -1, np.int64)
    joined = Failures(
        np.append(failing.row, again.device),
        np.append(failing.urgent, more),
        np.append(failing.same_day, ~more),
    )
    return WithCallbacks(joined, np.append(none, again.call), np.append(none, again.component))
