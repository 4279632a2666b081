"""Book what customers need, beside what comes to nothing, and send the technicians."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Chance, Ints, Mask, keep_weighted
from factories.engine.values import Coded, texts
from factories.rules.appointments import scheduling as rules
from factories.rules.appointments.bookings import (
    ACCOUNT_TO_BOOKING,
    ACCOUNT_TO_INSTALLATION,
    ANOTHER_VISIT_AFTER,
    BOOKED_BEFORE_AT_LEAST,
    CALENDAR_MARGIN_DAYS,
    EMERGENCY_REPORTED_BEFORE,
    LAST_EMERGENCY_ENDS_BEFORE,
    MOVED_LATER_AT_LEAST,
    ROUTINE_REPORTED_BEFORE,
    UNBOOKED_ARRIVES_EARLY,
    UPCOMING_DELAY_DAYS,
    windows,
)
from factories.rules.appointments.estimates import unseen_hours
from factories.rules.calls import service
from factories.rules.calls.left_undone import MENDED
from factories.rules.calls.on_site import Work, least_minutes, soon_mended
from factories.rules.calls.service import EMERGENCY, INSTALLATION, TYPES
from factories.rules.calls.urgency import (
    reported_at,
    reported_sooner,
    response_minutes,
    severities,
    waits_for_day,
)
from factories.rules.crew.dispatch import SELLS, off_midnight
from factories.rules.crm.customers import REPORTED_AFTER_ACCOUNT, closed_at_night
from factories.rules.equipment import devices as device_rules
from factories.rules.equipment.kinds import COMPRESSOR_KINDS
from factories.rules.hours.calendar import working_days
from factories.rules.hours.clocks import counted_back, off_the_switch
from factories.steps.appointments import booked_at
from factories.steps.contracts import contract_on, goes_first
from factories.steps.demand import call_demand
from factories.steps.dispatch import Bookings, dispatch, juniors
from factories.steps.facts import AppointmentBook, Calls
from factories.steps.findings import take_up
from factories.steps.left_undone import settle
from factories.steps.lengths import Lengths, paces, slowest, work_of
from factories.steps.needs import Demand, may_be_until, waits_for_warmth
from factories.steps.unkept import Unkept, fates, find_unkept
from factories.steps.world import World


@dataclass
class Slots:
    """Times asked for: windows and arrivals, minutes; one row a booking."""

    wanted: Ints
    window_start: Ints
    window_hours: Ints
    response: Ints
    """How long emergencies take to reach, minutes."""
    severity: Ints
    """How severe emergencies are: index into ``rules.calls.service.SEVERITIES``."""


def book_visits(world: World) -> None:
    """Every visit gets a technician and a time; so do the appointments that came to nothing."""
    demand = call_demand(world)
    booked = _booked_ahead(world, demand)
    unkept = find_unkept(world, demand, booked)
    lead = np.flatnonzero(demand.after < 0)
    work = work_of(world, demand)
    on_site = slowest(world, demand, work)
    slots = _slots(world, demand, lead, on_site, unkept)
    bookings = _bookings(world, demand, lead, on_site, unkept, slots)
    last = world.today + rules.UPCOMING_DAYS + CALENDAR_MARGIN_DAYS
    takes = Lengths(world, demand, work, lead, bookings.length)
    technician, start = dispatch(world, bookings, working_days(world.start, last), takes)
    # Where the technician comes before the window or long after its start, the customer is called
    # and promised another one.
    latest = slots.window_start + ANOTHER_VISIT_AFTER
    # An appointment to which nobody came stands in the book within its window.
    nobody = len(lead) + np.flatnonzero(unkept.fate != rules.CONSULTED)
    latest[nobody] = (slots.window_start + slots.window_hours * 60 - 1)[nobody]
    put_off = (start < slots.window_start) | (start > latest)
    slots.window_start = np.where(put_off, start // 60 * 60, slots.window_start)
    calls = _calls(world, demand, lead, work, technician, start)
    _promise(world, calls, demand, lead, slots, booked)
    order = np.lexsort((calls.device, calls.start))
    position = np.empty(len(order), np.int64)
    position[order] = np.arange(len(order))
    world.calls = _in_order(calls, order, position)
    world.appointments = _book(
        world, demand, lead, booked, unkept, technician, start, slots, position
    )
    take_up(world, world.appointments)
    world.appointments.booked = booked_at(world)
    settle(world)


def _booked_ahead(world: World, demand: Demand) -> Mask:
    """Which visits have an appointment: no emergency, no second device on a stop, few same-day
    repairs."""
    weights = np.array([rules.BOOKED_AHEAD[name] for name in TYPES], np.int64)[demand.kind]
    weights = np.where(demand.after >= 0, 0, weights)
    counts = fates(world, int((weights > 0).sum()))
    booked = np.zeros(len(demand), np.bool_)
    booked[
        keep_weighted(world.chance("booked", len(demand)), "booked", weights, counts["kept"])
    ] = True
    return booked


def _slots(world: World, demand: Demand, lead: Ints, on_site: Ints, unkept: Unkept) -> Slots:
    """Windows promised and arrivals asked for."""
    none = np.zeros(len(unkept.kind), np.int64)
    kind = np.concatenate([demand.kind[lead], unkept.kind])
    day = np.concatenate([demand.day[lead], unkept.day])
    length = np.concatenate([on_site[lead], none])
    chance = world.chance("slots", len(kind))
    opens, hours, arrival = windows(chance, kind, length)
    urgent = np.flatnonzero(demand.kind[lead] == EMERGENCY)
    response, severity = np.zeros(len(kind), np.int64), np.zeros(len(kind), np.int64)
    severity[urgent], response[urgent] = _urgency(world, chance, demand, lead, urgent)
    # Who called for the first time did so when the account was opened.
    opened = world.account_minutes()[world.devices.customer[demand.device[lead]]]
    since = np.concatenate([opened, none]) + chance.between("first call", *REPORTED_AFTER_ACCOUNT)
    patient = waits_for_day(severity, np.append(_closed_at_night(world, demand, lead), none > 0))
    reported = np.maximum(day * 1440 + reported_at(chance, patient), since)
    working = among(reported // 1440, working_days(world.start, world.today + 1))
    sooner, response = reported_sooner(chance, reported, since, response, patient, working)
    reported -= sooner
    reported += off_midnight(chance, reported + response, length, reported, since)
    reported += _off_the_switch(world, reported, reported + response + length, urgent)
    end = (world.today + 1) * 1440 - LAST_EMERGENCY_ENDS_BEFORE
    there = np.minimum(reported + response, end - length)
    wanted = np.where(kind == EMERGENCY, there, day * 1440 + arrival)
    return Slots(wanted, day * 1440 + opens, hours, response, severity)


def _closed_at_night(world: World, demand: Demand, lead: Ints) -> Mask:
    names = texts(world.tables["customers"]["customer_name"])
    return closed_at_night(world.businesses(), names)[world.devices.customer[demand.device[lead]]]


def _off_the_switch(world: World, called: Ints, end: Ints, urgent: Ints) -> Ints:
    """Minutes by which some come later, for the sake of the clocks."""
    later = np.zeros(len(called), np.int64)
    for row in urgent.tolist():
        later[row] = off_the_switch(int(called[row]), int(end[row]), world.number)
    return later


def _urgency(
    world: World, chance: Chance, demand: Demand, lead: Ints, urgent: Ints
) -> tuple[Ints, Ints]:
    """How severe each emergency is, by what failed and the weather, and the minutes until somebody
    is there."""
    row = lead[urgent]
    low, high = (
        world.temperature(end, np.maximum(demand.day[row], world.start)) for end in ("low", "high")
    )
    chance = chance.at(chance.ids[urgent])
    component = demand.component[row]
    severity = severities(chance, component, world.devices.kind[demand.device[row]], low, high)
    first = goes_first(world, world.devices.customer[demand.device[row]], demand.day[row])
    return severity, response_minutes(chance, severity, component, first)


def _bookings(
    world: World, demand: Demand, lead: Ints, on_site: Ints, unkept: Unkept, slots: Slots
) -> Bookings:
    devices, device = world.devices, demand.device[lead]
    loose_kind = np.where(unkept.kind == rules.CONSULTATION, SELLS, unkept.kind)
    length = np.where(
        unkept.fate == rules.MISSED, rules.NO_SHOW_WAIT, _expected(world, unkept) * 60 // 100
    )
    since, until = _may_be(world, demand, lead)
    second = np.full(len(demand), -1, np.int64)
    second[demand.after[demand.after >= 0]] = demand.device[demand.after >= 0]
    nothing = np.full(len(length), -1, np.int64)
    coming = unkept.fate == rules.COMING
    last_coming = world.today + rules.UPCOMING_DAYS + UPCOMING_DELAY_DAYS
    return Bookings(
        kind=np.concatenate([demand.kind[lead], loose_kind]),
        wanted=slots.wanted,
        length=np.concatenate([on_site[lead], length]),
        customer=np.concatenate([devices.customer[device], unkept.customer]),
        refrigerant=np.concatenate(
            [_refrigerant(world, demand)[lead], np.zeros(len(length), np.bool_)]
        ),
        large=np.append(_large(demand)[lead], nothing == 0),
        earliest=np.concatenate([since, np.where(coming, world.today + 1, world.start)]),
        latest=np.concatenate([until, np.where(coming, last_coming, world.today)]),
        device=np.concatenate([device, nothing]),
        second=np.concatenate([second[lead], nothing]),
        follows=np.concatenate([_follows(demand, lead), nothing]),
        warm=np.append(waits_for_warmth(world, demand, second)[lead], nothing == 0),
    )


def _large(demand: Demand) -> Mask:
    """Visits at which a large part is put in."""
    large = among(demand.component, service.LARGE_PARTS)
    mended: Mask = large & ~demand.awaits_part & (demand.left == MENDED)
    return mended


def _refrigerant(world: World, demand: Demand) -> Mask:
    """Visits at which somebody has to be allowed to handle refrigerant."""
    opened = among(
        demand.component, [service.COMPONENTS.index(c) for c in service.REFRIGERANT_WORK]
    )
    cools = among(np.array(device_rules.KIND_NAMES), COMPRESSOR_KINDS)
    cooler = cools[world.devices.kind[demand.device]]
    needed: Mask = opened | ((demand.kind == INSTALLATION) & cooler)
    return needed


def _may_be(world: World, demand: Demand, lead: Ints) -> tuple[Ints, Ints]:
    """First and last day of the history on which each visit can be."""
    devices, device = world.devices, demand.device[lead]
    created = world.account_days()
    installs = demand.kind[lead] == INSTALLATION
    # A replacement never moves to before the last visit to the device that it replaces.
    last_visit = np.full(len(devices.customer) + 1, -1, np.int64)
    np.maximum.at(last_visit, demand.device, demand.day)
    ready = np.maximum(
        created[devices.customer[device]] + ACCOUNT_TO_INSTALLATION,
        last_visit[devices.replaces[device]] + 1,
    )
    since = np.where(installs, np.maximum(ready, world.start), devices.served_from[device])
    until = np.where(installs, world.today, _served_together(world, demand)[lead])
    return np.maximum(since, world.start), np.minimum(until, world.today)


def _follows(demand: Demand, lead: Ints) -> Ints:
    """The booking that each booking returns to; -1 for none."""
    booking = np.full(len(demand) + 1, -1, np.int64)
    booking[lead] = np.arange(len(lead))
    found: Ints = booking[demand.returns_to[lead]]
    return found


def _expected(world: World, unkept: Unkept) -> Ints:
    """Hundredths of an hour that are kept free for each: as for the customer's first device."""
    chance, devices = world.chance("expected", len(unkept.kind)), world.devices
    by_customer = np.argsort(devices.customer, kind="stable")
    first = np.searchsorted(devices.customer[by_customer], unkept.customer)
    device = by_customer[np.minimum(first, len(by_customer) - 1)]
    btu = world.tables["equipment_types"]["btu_rating"][devices.equipment[device]]
    kind = Coded(devices.kind[device], device_rules.KIND_NAMES)
    return unseen_hours(chance, Coded(unkept.kind, rules.BOOKED_TYPES), kind, btu)


def _served_together(world: World, demand: Demand) -> Ints:
    """Last day on which each visit's device, and the second one on the same stop, may be served."""
    until = may_be_until(world, demand)
    second = np.flatnonzero(demand.after >= 0)
    np.minimum.at(until, demand.after[second], until[second])
    return until


def _calls(
    world: World, demand: Demand, lead: Ints, work: Work, technician: Ints, start: Ints
) -> Calls:
    """One row a visit, still in the order of the demand; a second device follows the first on its
    stop."""
    count = len(demand)
    who, when = np.zeros(count, np.int64), np.zeros(count, np.int64)
    who[lead], when[lead] = technician[: len(lead)], start[: len(lead)]
    second = np.flatnonzero(demand.after >= 0)
    first = demand.after[second]
    who[second] = who[first]
    length = work.minutes(paces(world)[who, work.skill])
    when[second] = when[first] + length[first]
    returns_to = demand.returns_to.copy()
    # A follow-up that found a slot before the visit it follows is a visit of its own.
    again = np.flatnonzero(returns_to >= 0)
    over = (when + length)[returns_to[again]]
    early = again[when[again] <= over + BOOKED_BEFORE_AT_LEAST]
    awaits_part, component = demand.awaits_part.copy(), demand.component.copy()
    mended = returns_to[early]
    awaits_part[mended] = False
    returns_to[early] = -1
    # It was planned as a look, which is too short for that, or by who puts in no large part.
    short = mended[
        (length[mended] < least_minutes(component[mended]))
        | (juniors(world)[who[mended]] & among(component[mended], service.LARGE_PARTS))
    ]
    component[short] = soon_mended(world.devices.kind[demand.device[short]])
    return Calls(
        customer=world.devices.customer[demand.device],
        device=demand.device,
        technician=who,
        kind=demand.kind,
        start=when,
        end=when + length,
        component=component,
        returns_to=returns_to,
        is_callback=demand.is_callback & (returns_to >= 0),
        awaits_part=awaits_part,
        contract=contract_on(world, world.devices.customer[demand.device], when // 1440),
        appointment=np.zeros(count, np.bool_),
        late=np.zeros(count, np.int64),
        reported=np.zeros(count, np.int64),
        severity=np.full(count, -1, np.int64),
        left=demand.left.copy(),
    )


def _promise(
    world: World, calls: Calls, demand: Demand, lead: Ints, slots: Slots, booked: Mask
) -> None:
    """How the arrival compares with what was promised."""
    calls.appointment = booked
    end = (slots.window_start + slots.window_hours * 60)[: len(lead)]
    calls.late[lead] = np.where(booked[lead], calls.start[lead] - end, -UNBOOKED_ARRIVES_EARLY)
    row = np.flatnonzero(demand.kind[lead] == EMERGENCY)
    urgent, severity, response = lead[row], slots.severity[row], slots.response[row]
    asked = slots.wanted[row] - response
    # What found no room on its last day came up on the day on which there was some.
    began = calls.start[urgent]
    asked = np.where(asked >= began, counted_back(began - response, world.number), asked)
    # Nobody is reported before the customer was one.
    created = world.account_minutes()
    calls.reported = calls.start - ROUTINE_REPORTED_BEFORE
    known = created[calls.customer[urgent]] + ACCOUNT_TO_BOOKING
    calls.reported[urgent] = np.maximum(
        asked, np.minimum(known, calls.start[urgent] - EMERGENCY_REPORTED_BEFORE)
    )
    calls.severity[urgent] = severity
    target = np.array([service.RESPONSE_TARGET[name] for name in service.SEVERITIES], np.int64)[
        severity
    ]
    calls.late[urgent] = calls.start[urgent] - calls.reported[urgent] - target
    second = np.flatnonzero(demand.after >= 0)
    calls.late[second] = calls.late[demand.after[second]]


def _in_order(calls: Calls, order: Ints, position: Ints) -> Calls:
    """Calls by start; references follow."""
    calls = calls.rows(order)
    calls.returns_to = np.where(
        calls.returns_to >= 0, position[np.maximum(calls.returns_to, 0)], -1
    )
    return calls


def _book(
    world: World,
    demand: Demand,
    lead: Ints,
    booked: Mask,
    unkept: Unkept,
    technician: Ints,
    start: Ints,
    slots: Slots,
    position: Ints,
) -> AppointmentBook:
    """All appointments: the kept ones, then the others."""
    kept = np.flatnonzero(booked[lead])
    rows = np.concatenate([kept, np.arange(len(lead), len(start))])
    row_of = np.full(len(demand), -1, np.int64)
    row_of[lead[kept]] = np.arange(len(kept))
    moved_to = np.where(unkept.became >= 0, row_of[np.maximum(unkept.became, 0)], -1)
    moved_to = np.where(unkept.then >= 0, len(kept) + unkept.then, moved_to)
    fate = np.concatenate([np.full(len(kept), rules.KEPT, np.int64), unkept.fate])
    moved_to = np.concatenate([np.full(len(kept), -1, np.int64), moved_to])
    # Moved to a day that is not later after all, for want of a free technician: then it was
    # cancelled.
    again = np.flatnonzero(moved_to >= 0)
    not_later = np.zeros(len(rows), np.bool_)
    not_later[again] = start[rows[again]] >= start[rows][moved_to[again]] - MOVED_LATER_AT_LEAST
    fate = np.where(not_later & (fate == rules.MOVED), rules.CANCELS, fate)
    return AppointmentBook(
        fate=fate,
        kind=np.concatenate([demand.kind[lead[kept]], unkept.kind]),
        customer=np.concatenate(
            [world.devices.customer[demand.device[lead[kept]]], unkept.customer]
        ),
        technician=technician[rows],
        call=np.concatenate([position[lead[kept]], np.full(len(unkept.fate), -1, np.int64)]),
        moved_to=np.where(not_later, -1, moved_to),
        start=start[rows],
        window_start=slots.window_start[rows],
        window_hours=slots.window_hours[rows],
        expected=np.concatenate([np.zeros(len(kept), np.int64), _expected(world, unkept)]),
        booked=np.full(len(rows), -1, np.int64),
    )
