"""Findings: what the history's tune-ups and inspections saw coming."""

from __future__ import annotations

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.rules.calls import findings as rules
from factories.rules.calls.service import COMPONENTS, INSPECTION, MAINTENANCE, REPAIR, holds
from factories.rules.equipment.devices import gone_gases
from factories.rules.equipment.systems import beside_handlers
from factories.steps.facts import AppointmentBook, Calls
from factories.steps.world import World, day_of, on_day


def found(world: World) -> Ints:
    """What each visit found beside its work, index into ``COMPONENTS``; -1 for nothing: nor does a
    repair look for anything else. What was noted is noted again until it is mended."""
    calls = world.calls
    seen = np.full(len(calls), -1, np.int64)
    look = np.flatnonzero(among(calls.kind, (MAINTENANCE, INSPECTION)))
    look = look[np.lexsort((calls.start[look], calls.device[look]))]
    device, day = calls.device[look], calls.day[look]
    turn = np.arange(len(look)) - np.searchsorted(device, device)
    component, had, told = _new(world, look, turn > 0), _faults(world), _taken(calls)[look]
    rows = [np.flatnonzero(turn == number) for number in range(1, int(turn.max(initial=0)) + 1)]
    component = np.where(told >= 0, told, component)
    for row in rows:
        known = component[row - 1]
        over = _any_of(had, device[row], known, day[row - 1], day[row])
        again = (known >= 0) & ~over & (told[row] < 0)
        component[row] = np.where(again, known, component[row])
    # What the owner took up was all that had been noted by then.
    nothing_else = told >= 0
    for row in reversed(rows):
        known = component[row - 1]
        over = _any_of(had, device[row], known, day[row - 1], day[row])
        wrong = nothing_else[row] & (known >= 0) & ~over & (known != told[row])
        component[row - 1] = np.where(wrong, -1, known)
        nothing_else[row - 1] |= wrong
    seen[look] = component
    return seen


def _taken(calls: Calls) -> Ints:
    """What each look must have noted, since the owner took it up; -1 for nothing."""
    told = np.full(len(calls), -1, np.int64)
    back = taken_up(calls)
    told[calls.returns_to[back]] = calls.component[back]
    return told


def noted_before(world: World, seen: Ints) -> Ints:
    """What had been noted on the unit of each visit, and is not mended at it either; -1 for
    nothing. ``seen`` is what the visits ``found``."""
    calls = world.calls
    look = np.flatnonzero(among(calls.kind, (MAINTENANCE, INSPECTION)))
    key = on_day(calls.device[look], calls.day[look])
    order = np.lexsort((calls.start[look], key))
    last = np.searchsorted(key[order], on_day(calls.device, calls.day)) - 1
    last = look[order[np.maximum(last, 0)]] if len(look) else np.zeros(len(calls), np.int64)
    before = (calls.device[last] == calls.device) & (calls.day[last] < calls.day)
    known = np.where(before, seen[last], -1)
    known[mended(world, calls.device, known, calls.day[last], calls.day)] = -1
    return known


def _new(world: World, look: Ints, later: Mask) -> Ints:
    """What each look would note that was not known, index into ``COMPONENTS``; -1 for nothing."""
    calls, devices = world.calls, world.devices
    device, day = calls.device[look], calls.day[look]
    chance = world.by_call("findings", look)
    age = (day - devices.installed[device]) // 365
    gone = gone_gases(world.scenario.models)[devices.equipment[device]]
    outdoors = beside_handlers(devices.customer, devices.kind)[device]
    component = rules.findings(chance, devices.kind[device], age, gone, outdoors, later)
    next_ = _fails_next(world, device, day)
    foreseen = (next_ >= 0) & chance.happens("foreseen", rules.FORESEEN)
    component = np.where(foreseen, next_, component)
    lasts = np.array(holds(), np.int64)[component]
    component[mended(world, device, component, day - lasts, day)] = -1
    return component


def taken_up(calls: Calls) -> Ints:
    """The repairs that go back to a tune-up or an inspection: of what that noted."""
    second = np.flatnonzero((calls.returns_to >= 0) & ~calls.is_callback)
    noted = among(calls.kind[calls.returns_to[second]], (MAINTENANCE, INSPECTION))
    repairs: Ints = second[noted]
    return repairs


def take_up(world: World, book: AppointmentBook) -> None:
    """Some of the repairs booked soon after a tune-up or an inspection are of what that noted: the
    owner was told the price, and has said yes."""
    calls = world.calls
    before = _last_visits(calls)
    since = calls.day - calls.day[before]
    first, last = rules.TAKEN_UP_AFTER
    fits = (before >= 0) & among(calls.kind[before], (MAINTENANCE, INSPECTION))
    fits &= (calls.kind == REPAIR) & (calls.component >= 0) & (calls.returns_to < 0)
    fits &= ~calls.awaits_part & (since >= first) & (since <= last)
    # What was put off or missed before was booked for something else.
    booked = np.zeros(len(calls), np.bool_)
    again = np.zeros(len(book.call), np.bool_)
    again[book.moved_to[book.moved_to >= 0]] = True
    booked[book.call[(book.call >= 0) & ~again]] = True
    row = np.flatnonzero(fits & booked)
    component, seen = calls.component[row], calls.day[before[row]]
    lasts = np.array(holds(), np.int64)[component]
    told = ~mended(world, calls.device[row], component, seen - lasts, seen)
    told &= world.by_call("taken up", row).happens("taken up", rules.TAKEN_UP)
    calls.returns_to[row[told]] = before[row[told]]


def _last_visits(calls: Calls) -> Ints:
    """Position of the call before to each call's device, or -1."""
    order = np.lexsort((calls.start, calls.device))
    last = np.full(len(calls), -1, np.int64)
    same = calls.device[order[1:]] == calls.device[order[:-1]]
    last[order[1:][same]] = order[:-1][same]
    return last


def _fails_next(world: World, device: Ints, day: Ints) -> Ints:
    """What fails next on each device after a day, in so far as that could be seen to come; -1."""
    calls = world.calls
    failed = np.flatnonzero((calls.component >= 0) & (calls.returns_to < 0))
    if not len(failed):
        return np.full(len(device), -1, np.int64)
    key = on_day(calls.device[failed], calls.day[failed])
    order = np.argsort(key, kind="stable")
    after, until = rules.NOTED_FAILS_AFTER
    place = np.searchsorted(key[order], on_day(device, day + after), side="right")
    place = order[np.minimum(place, len(order) - 1)]
    unit, on = day_of(key[place])
    soon = (unit == device) & (on > day + after) & (on <= day + until)
    return np.where(soon, calls.component[failed[place]], -1)


def mended(world: World, device: Ints, component: Ints, first: Ints, last: Ints) -> Mask:
    """Whether each component (none where -1) was mended on a device between two days."""
    return _any_of(_faults(world), device, component, first, last)


def _faults(world: World) -> Ints:
    """What has failed on which device and when, each as an integer, in order."""
    calls = world.calls
    failed = np.flatnonzero(calls.component >= 0)
    fault = calls.device[failed] * len(COMPONENTS) + calls.component[failed]
    return np.sort(on_day(fault, calls.day[failed]))


def _any_of(had: Ints, device: Ints, component: Ints, first: Ints, last: Ints) -> Mask:
    wanted = device * len(COMPONENTS) + np.maximum(component, 0)
    earlier = np.searchsorted(had, on_day(wanted, first))
    later = np.searchsorted(had, on_day(wanted, last), side="right")
    return (component >= 0) & (later > earlier)
