"""Write up emergencies as incidents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factories.engine.packing import packed
from factories.engine.streams import Chance, Ints, Mask, keep_weighted
from factories.engine.values import NULL, Coded
from factories.rules.calls import service, urgency
from factories.rules.calls.service import EMERGENCY
from factories.rules.crm.feedback import temperaments
from factories.rules.hours.calendar import week
from factories.rules.hours.office import NIGHT_RUN
from factories.steps.dispatch import left_on, weeks_off
from factories.steps.world import World, minutes
from factories.tables.incidents import IncidentResponseFactory


def answer_incidents(world: World) -> None:
    """The emergencies written up as incidents, severe ones first of all."""
    calls = world.calls
    urgent = np.flatnonzero(calls.kind == EMERGENCY)
    count = world.rows("incident_response")
    weight = np.array(urgency.INCIDENT_WEIGHTS, np.int64)[calls.severity[urgent]]
    row = urgent[keep_weighted(world.chance("incidents", len(urgent)), "incidents", weight, count)]
    chance = world.chance("incident", row)
    response = calls.start[row] - calls.reported[row]
    until = calls.end[row] - calls.reported[row]
    left = _left_to_do(world, row, chance)
    state = _states(world, row, left)
    settled = _settled(world, row, left)
    follow_up = calls.awaits_part[row] | (state > 0)
    filed = (state == 0) & _stays_escalated(world, row, left, chance)
    state = np.where(filed, service.INCIDENT_STATUSES.index("Escalated"), state)
    # Satisfaction starts from how the answer compares with the promise.
    late = calls.late[row]
    temperament = temperaments(chance, world.keys("customers", calls.customer[row]))
    for_manager = asks_for_manager(world)[row]
    rating = service.incident_ratings(
        chance, temperament, late, calls.awaits_part[row], for_manager
    )
    world.ratings = np.full(len(calls), -1, np.int64)
    world.ratings[row] = rating
    world.add(
        IncidentResponseFactory,
        len(row),
        service_call_id=world.keys("service_calls", row),
        severity_level=Coded(calls.severity[row], service.SEVERITIES),
        response_time_minutes=response,
        resolution_time_minutes=until,
        gas_leak=calls.gas_leak[row],
        low_temperature_f=world.temperature("low", calls.day[row]),
        high_temperature_f=world.temperature("high", calls.day[row]),
        reported_time=minutes(calls.reported[row]),
        backup_technician_id=_backups(world, row, chance),
        resolution_status=Coded(state, service.INCIDENT_STATUSES),
        follow_up_required=follow_up,
        customer_satisfaction=rating,
        settled_at=minutes(settled),
    )


@dataclass(frozen=True)
class _LeftToDo:
    """What the visits of incidents left to do, a row each."""

    something: Mask
    by_customer: Mask
    """Whether the customer has to make up his mind, else a manager looks after it."""
    until: Ints
    """Minute at which that is done; it may lie after the as-of date."""
    mended_at: Ints
    """End of the visit that brings the part which was missing, or -1."""


def asks_for_manager(world: World) -> Mask:
    """At which visits the customer has asked for a manager: of emergencies that await no
    part."""
    calls = world.calls
    urgent = np.flatnonzero((calls.kind == EMERGENCY) & ~calls.awaits_part)
    asks = np.zeros(len(calls), np.bool_)
    asks[urgent] = service.asks_for_manager(world.chance("incident", urgent))
    return asks


def _left_to_do(world: World, row: Ints, chance: Chance) -> _LeftToDo:
    """Whoever is there again settles it too."""
    calls = world.calls
    mended_at = np.full(len(calls), -1, np.int64)
    back = np.flatnonzero((calls.returns_to >= 0) & ~calls.is_callback)
    mended_at[calls.returns_to[back]] = calls.end[back]
    critical = calls.severity[row] == service.SEVERITIES.index("Critical")
    asked = chance.happens("left to customer", service.LEFT_TO_CUSTOMER)
    closed = (calls.day[row] + service.closed_after(chance, critical, asked)) * 1440 + NIGHT_RUN
    after = _next_visits(world)[row]
    return _LeftToDo(
        something=chance.happens("looked after", service.FOLLOW_UP_SHARE) & ~calls.awaits_part[row],
        by_customer=asked,
        until=np.where(after >= 0, np.minimum(calls.end[after], closed), closed),
        mended_at=mended_at[row],
    )


def _states(world: World, row: Ints, left: _LeftToDo) -> Ints:
    """Resolved when the visit, or what it left to do, is over."""
    age = world.today - world.calls.day[row]
    open_ = left.something & (left.until // 1440 > world.today)
    waiting = np.where(age <= service.INCIDENT_PENDING_DAYS, 1, 2)
    return np.where(open_, np.where(left.by_customer, 3, waiting), 0)


def _stays_escalated(world: World, row: Ints, left: _LeftToDo, chance: Chance) -> Mask:
    """What a manager has settled himself, of what had been handed up to him."""
    handed_up = world.calls.day[row] + service.INCIDENT_PENDING_DAYS + 1
    handed: Mask = left.something & ~left.by_customer & (left.until // 1440 > handed_up)
    return handed & chance.happens("stays escalated", service.STAYS_ESCALATED)


def _settled(world: World, row: Ints, left: _LeftToDo) -> Ints:
    """The minute of the last word on it: the end of the visit or of the one that completes it, the
    morning on which it was handed up, or what closed it."""
    calls = world.calls
    handed_up = (calls.day[row] + service.INCIDENT_PENDING_DAYS + 1) * 1440 + NIGHT_RUN
    was_handed_up = ~left.by_customer & (handed_up // 1440 <= world.today)
    last = np.where(was_handed_up, handed_up, calls.end[row])
    last = np.where(left.until // 1440 <= world.today, left.until, last)
    last = np.where(left.something, last, calls.end[row])
    return np.where(left.mended_at >= 0, left.mended_at, last)


def _next_visits(world: World) -> Ints:
    """Position of the next call to each call's device, or -1."""
    calls = world.calls
    order = np.lexsort((calls.start, calls.device))
    follows = np.full(len(calls), -1, np.int64)
    same = calls.device[order[1:]] == calls.device[order[:-1]]
    follows[order[:-1][same]] = order[1:][same]
    return follows


_MINUTES = 1 << 32
"""More than there are minutes since 1970."""


def _backups(world: World, row: Ints, chance: Chance) -> Ints:
    """A second technician on severe incidents, if one is free for the whole visit."""
    calls, crew = world.calls, world.tables["technicians"]
    severe = (calls.severity[row] >= urgency.SEVERE_FROM) & chance.happens(
        "backup", service.SECOND_TECHNICIAN_SHARE
    )
    hired, left = crew["hire_date"].astype(np.int64), left_on(world)
    off = weeks_off(world, len(crew))
    order = np.lexsort((calls.start, calls.technician))
    key = packed(calls.technician[order], calls.start[order], _MINUTES)
    ends = calls.end[order]
    chosen = np.full(len(row), NULL, np.int64)
    taken_until = np.full(len(crew), -1, np.int64)
    asked_first = chance.below("backup from", len(crew)).tolist()
    for index in np.flatnonzero(severe).tolist():
        call = int(row[index])
        start, end = int(calls.start[call]), int(calls.end[call])
        for step in range(len(crew)):
            who = (asked_first[index] + step) % len(crew)
            if (
                who == calls.technician[call]
                or hired[who] > int(calls.reported[call]) // 1440
                or left[who] < start // 1440
                or week(start // 1440) in off[who]
                or taken_until[who] > start - urgency.BACKUP_AROUND
            ):
                continue
            before = int(np.searchsorted(key, who * _MINUTES + end + urgency.BACKUP_AROUND)) - 1
            busy = (
                before >= 0
                and calls.technician[order[before]] == who
                and ends[before] > start - urgency.BACKUP_AROUND
            )
            if not busy:
                chosen[index] = crew.first_id + who
                taken_until[who] = end
                break
    return chosen
