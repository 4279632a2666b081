"""Write up emergencies as incidents."""

from __future__ import annotations

import numpy as np

from factories.engine.streams import Chance, Ints, keep_weighted
from factories.engine.values import NULL, Coded
from factories.recorded import AT_NIGHT
from factories.rules import service
from factories.rules.service import EMERGENCY
from factories.service import IncidentResponseFactory
from factories.steps.facts import Mask
from factories.steps.world import World, minutes

STATUSES = ("Resolved", "Pending", "Escalated", "Requires Follow-up")


def answer_incidents(world: World) -> None:
    """The emergencies written up as incidents, severe ones first of all."""
    calls = world.calls
    urgent = np.flatnonzero(calls.kind == EMERGENCY)
    count = world.rows("incident_response")
    weight = np.array((10, 14, 40, 80), np.int64)[calls.severity[urgent]]
    row = urgent[keep_weighted(world.chance("incidents", len(urgent)), "incidents", weight, count)]
    chance = world.chance("incident", row)
    response = calls.start[row] - calls.reported[row]
    until = calls.end[row] - calls.reported[row]
    again = _is_completed_later(world)[row]
    state = _states(world, row, again, chance)
    follow_up = again | (state > 0)
    # Satisfaction starts from how the answer compares with the promise.
    late = calls.late[row]
    rating = np.clip(
        9 - np.maximum(late, 0) // 45 - 2 * follow_up + chance.bell("rating", 1), 1, 10
    )
    world.ratings = np.full(len(calls), -1, np.int64)
    world.ratings[row] = rating
    world.add(
        IncidentResponseFactory,
        len(row),
        service_call_id=world.tables["service_calls"].first_id + row,
        severity_level=Coded(calls.severity[row], service.SEVERITIES),
        response_time_minutes=response,
        resolution_time_minutes=until,
        gas_leak=calls.gas_leak[row],
        reported_time=minutes(calls.reported[row]),
        backup_technician_id=_backups(world, row, chance),
        resolution_status=Coded(state, STATUSES),
        follow_up_required=follow_up,
        customer_satisfaction=rating,
        settled_at=minutes(_settled(world, row, chance)),
    )


def _states(world: World, row: Ints, again: Mask, chance: Chance) -> Ints:
    """Resolved when the visit, or the next one for the same fault, is over; a few leave something
    to do for a manager, or for the customer to make up his mind about."""
    age = world.today - world.calls.day[row]
    open_ = chance.happens("looked after", service.LOOKED_AFTER) & ~again
    asked = chance.happens("left to customer", service.LEFT_TO_CUSTOMER)
    managed = age < chance.between("closed after", *service.LOOKED_AFTER_DAYS)
    visited = _next_visits(world)[row] >= 0
    follow_up = open_ & asked & ~visited
    handed_on = open_ & ~asked & managed
    waiting = np.where(age <= service.PENDING_DAYS, 1, 2)
    return np.where(follow_up, 3, np.where(handed_on, waiting, 0))


def _settled(world: World, row: Ints, chance: Chance) -> Ints:
    """The minute of the last word on it: the end of the visit or of the next one, the morning on
    which it was handed up or closed."""
    calls = world.calls
    over, day = calls.end[row], calls.day[row]
    after = _next_visits(world)[row]
    open_ = chance.happens("looked after", service.LOOKED_AFTER)
    asked = chance.happens("left to customer", service.LEFT_TO_CUSTOMER)
    closed = day + chance.between("closed after", *service.LOOKED_AFTER_DAYS)
    handed_up = day + service.PENDING_DAYS + 1
    managed = np.where(closed <= world.today, closed, handed_up) * 1440 + AT_NIGHT
    managed = np.where(managed // 1440 <= world.today, managed, over)
    completed = _is_completed_later(world)[row]
    settled = np.where(open_ & ~asked & ~completed, managed, over)
    mended = (after >= 0) & (completed | (open_ & asked))
    return np.where(mended, calls.end[after], settled)


def _is_completed_later(world: World) -> Mask:
    """Which calls another one completes."""
    completed = np.zeros(len(world.calls), np.bool_)
    completed[world.calls.returns_to[world.calls.returns_to >= 0]] = True
    return completed


def _next_visits(world: World) -> Ints:
    """Position of the next call to each call's device, or -1."""
    calls = world.calls
    order = np.lexsort((calls.start, calls.device))
    follows = np.full(len(calls), -1, np.int64)
    same = calls.device[order[1:]] == calls.device[order[:-1]]
    follows[order[:-1][same]] = order[1:][same]
    return follows


def _backups(world: World, row: Ints, chance: Chance) -> Ints:
    """A second technician on severe incidents, if one is free for the whole visit."""
    calls, crew = world.calls, world.tables["technicians"]
    severe = (calls.severity[row] >= 2) & chance.happens("backup", 0.7)
    hired = crew["hire_date"].astype(np.int64)
    order = np.lexsort((calls.start, calls.technician))
    key = calls.technician[order] * (1 << 32) + calls.start[order]
    ends = calls.end[order]
    chosen = np.full(len(row), NULL, np.int64)
    taken_until = np.full(len(crew), -1, np.int64)
    for index in np.flatnonzero(severe).tolist():
        call = int(row[index])
        start, end = int(calls.start[call]), int(calls.end[call])
        first = int(chance.below("backup from", len(crew))[index])
        for step in range(len(crew)):
            who = (first + step) % len(crew)
            if (
                who == calls.technician[call]
                or hired[who] > start // 1440
                or taken_until[who] > start - 60
            ):
                continue
            at = int(np.searchsorted(key, (who << 32) + start + (end - start) + 60))
            before = at - 1
            busy = (
                before >= 0
                and int(order[before]) >= 0
                and calls.technician[order[before]] == who
                and ends[before] > start - 60
            )
            if not busy:
                chosen[index] = crew.first_id + who
                taken_until[who] = end
                break
    return chosen
