"""Write the appointment book: when each visit was booked and confirmed, and what became of it."""

from __future__ import annotations

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import Coded
from factories.rules.appointments import bookings
from factories.rules.appointments import scheduling as rules
from factories.rules.calls.service import (
    COMPONENTS,
    INSPECTION,
    INSTALLATION,
    MAINTENANCE,
    REPAIR,
)
from factories.rules.calls.urgency import runs_on
from factories.rules.crm.customers import SATURDAY
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.hours import office
from factories.rules.hours.calendar import office_day_from, weekday_of
from factories.steps.contracts import goes_first
from factories.steps.facts import AppointmentBook
from factories.steps.recording import moments
from factories.steps.world import World, days, minutes
from factories.tables.scheduling import AppointmentFactory

STATUSES = ("Completed", "Cancelled", "No-Show", "Rescheduled", "Scheduled", "Confirmed")


def keep_book(world: World) -> None:
    """A row an appointment, in the order in which they were booked."""
    book = world.appointments
    chance = world.chance("appointments", len(book.start))
    priority = _priorities(world, book, chance)
    created = book.booked
    confirmed = _confirmed_at(book, chance, created)
    end_of_today = (world.today + 1) * 1440
    coming = book.fate == rules.COMING
    confirmed = np.where(coming & (confirmed >= end_of_today), -1, confirmed)
    status = np.select([book.fate == fate for fate in range(4)], [0, 1, 2, 3], 4)
    status = np.where(book.fate == rules.CONSULTED, 0, status)
    status = np.where(coming & (confirmed >= 0), 5, status)
    order = np.argsort(created, kind="stable")
    call = world.keys("service_calls", book.call)
    moved = np.where(book.fate == rules.MOVED, book.moved_to, -1)
    moved_at = np.where(moved >= 0, created[moved], -1)
    world.add(
        AppointmentFactory,
        len(order),
        customer_id=world.keys("customers", book.customer[order]),
        technician_id=world.keys("technicians", book.technician[order]),
        service_call_id=call[order],
        scheduled_time=minutes(book.start[order]),
        appointment_type=Coded(book.kind[order], rules.BOOKED_TYPES),
        status=Coded(status[order], STATUSES),
        priority=Coded(priority.codes[order], priority.values),
        created_date=minutes(created[order]),
        confirmed_date=moments(confirmed[order]),
        moved_at=moments(moved_at[order]),
        appointment_date=days(book.start[order] // 1440),
        window_start=minutes(book.window_start[order]),
        window_hours=Coded(book.window_hours[order] // 4, ("2", "4")),
        expected_hours=book.expected[order],
        brings_part=_brings_part(world, book)[order],
    )


def _priorities(world: World, book: AppointmentBook, chance: Chance) -> Coded:
    component, unit = _components(world, book), _units(world, book)
    commercial = world.businesses()
    return rules.priorities(
        chance,
        Coded(book.kind, rules.BOOKED_TYPES),
        Coded(component % (len(COMPONENTS) + 1), (*COMPONENTS, None)),
        Coded(unit % (len(KIND_NAMES) + 1), (*KIND_NAMES, None)),
        minutes(book.start),
        world.keys("customers", book.customer),
        commercial[book.customer],
        (book.call >= 0) & world.calls.is_callback[book.call],
    )


def _components(world: World, book: AppointmentBook) -> Ints:
    """What each was booked for, index into ``COMPONENTS`` or -1."""
    like = _like(world, book)
    return np.where(like >= 0, world.calls.component[like], -1)


def _units(world: World, book: AppointmentBook) -> Ints:
    """Kinds of the devices (index into ``KIND_NAMES``) of which callers said so; -1 likewise."""
    like = _like(world, book)
    return np.where(like >= 0, world.devices.kind[world.calls.device[like]], -1)


def _like(world: World, book: AppointmentBook) -> Ints:
    """The call that each became, or else one that had failed what callers said."""
    return np.where(book.call >= 0, book.call, _told(world, book))


def _brings_part(world: World, book: AppointmentBook) -> Mask:
    """Which were booked when a visit before had found the fault."""
    calls = world.calls
    second = (calls.returns_to >= 0) & ~calls.is_callback
    brings: Mask = (book.call >= 0) & second[book.call]
    return brings


def _told(world: World, book: AppointmentBook) -> Ints:
    """The call of those weeks at which had failed what callers said whom nobody went to in the
    end; -1 for what is no repair."""
    calls = world.calls
    repairs = np.flatnonzero((calls.kind == REPAIR) & (calls.component >= 0))
    if not len(repairs):
        return np.full(len(book.start), -1, np.int64)
    near = np.searchsorted(calls.day[repairs], book.start // 1440)
    near += world.chance("told", len(book.start)).between(
        "near", -bookings.NEIGHBORING_REPAIRS, bookings.NEIGHBORING_REPAIRS
    )
    call = repairs[np.clip(near, 0, len(repairs) - 1)]
    return np.where(book.kind == REPAIR, call, -1)


def booked_at(world: World) -> Ints:
    """When each was booked: days ahead by type, when calls come in, never before the account."""
    book = world.appointments
    chance = world.chance("appointments", len(book.start))
    priority = _priorities(world, book, chance).codes
    ahead = np.zeros(len(book.start), np.int64)
    for name in rules.AHEAD_DAYS:
        mine = book.kind == rules.BOOKED_TYPES.index(name)
        ahead[mine] = rules.days_ahead(chance.at(chance.ids[mine]), name)
    repairs = np.flatnonzero(book.kind == REPAIR)
    ahead[repairs] = rules.repair_ahead(
        chance.at(chance.ids[repairs]),
        priority[repairs],
        goes_first(world, book.customer[repairs], book.start[repairs] // 1440),
        runs_on(_components(world, book)[repairs]),
    )
    # What lies ahead was booked today at the latest.
    ago = chance.below("days ago", rules.open_for(chance, "open", book.kind))
    coming = book.fate == rules.COMING
    day = np.where(coming, world.today - ago, book.start // 1440 - ahead)
    # Nobody waits for another week with what is broken.
    lot = chance.below("weekday", 5)
    day = bookings.calls_by(chance, day, np.where(book.kind == REPAIR, lot // 2, lot))
    created = day * 1440 + bookings.call_in(chance, "hour")
    created = _moved_at(book, chance, created)
    created = _after_consultation(book, created)
    account = world.account_minutes()[book.customer]
    # Who calls at a weekend for a new system is quoted first.
    quoted = (book.kind == INSTALLATION) & (weekday_of(account // 1440) >= SATURDAY)
    known_for = np.where(
        quoted, bookings.WEEKEND_ACCOUNT_TO_SALE * 1440, bookings.ACCOUNT_TO_BOOKING
    )
    created = np.maximum(created, account + known_for)
    created = _after_the_last_look(world, book, created)
    created = _after_the_first(world, book, created)
    booked: Ints = np.minimum(created, book.start - bookings.BOOKED_BEFORE_AT_LEAST)
    return booked


def _moved_at(book: AppointmentBook, chance: Chance, created: Ints) -> Ints:
    """The same moments, but a visit that was moved or missed is booked again when that happens."""
    created = created.copy()
    moved = np.flatnonzero((book.moved_to >= 0) & (book.fate == rules.MOVED))
    # It is moved between its booking and its day; the new one is booked at that moment.
    least, more = bookings.MOVED_NOTICE
    notice = least + chance.at(moved).below("notice", more)
    moment = book.start[moved] - notice
    called = bookings.calls_by(chance.at(moved), moment // 1440, chance.at(moved).below("lot", 3))
    moment = bookings.when_somebody_answers(chance.at(moved), called * 1440 + moment % 1440)
    too_late = moment > book.start[moved] - bookings.MOVED_BEFORE_AT_LEAST
    moment = np.where(too_late, moment - 1440, moment)
    created[moved] = np.minimum(created[moved], moment - bookings.BOOKED_TO_MOVED)
    created[book.moved_to[moved]] = moment
    missed = np.flatnonzero((book.moved_to >= 0) & (book.fate == rules.MISSED))
    least, more = bookings.NO_SHOW_TO_REBOOKING
    again = book.start[missed] + least + chance.at(missed).below("again", more)
    created[book.moved_to[missed]] = again
    return created


def _after_consultation(book: AppointmentBook, created: Ints) -> Ints:
    """The same moments, but an installation is not booked before the salesman was there."""
    installs = (book.kind == INSTALLATION) & (book.call >= 0)
    created = created.copy()
    for row in np.flatnonzero(book.fate == rules.CONSULTED).tolist():
        since = book.start[installs] - book.start[row]
        led_to = (book.customer[installs] == book.customer[row]) & (since > 0)
        rows = np.flatnonzero(installs)[
            led_to & (since <= rules.CONSULTATION_TO_INSTALLATION[1] * 1440)
        ]
        created[rows] = np.maximum(created[rows], book.start[row] + bookings.CONSULTATION_TO_SALE)
    return created


def _after_the_last_look(world: World, book: AppointmentBook, created: Ints) -> Ints:
    """The same moments, but what is put in in days to come is sold after the last tune-up or
    inspection: nobody looks after a unit that is about to go."""
    calls = world.calls
    looks = np.flatnonzero(among(calls.kind, (MAINTENANCE, INSPECTION)))
    last = np.zeros(world.rows("customers"), np.int64)
    np.maximum.at(last, calls.customer[looks], calls.end[looks] + bookings.LOOK_TO_SALE)
    sold = (book.fate == rules.COMING) & (book.kind == INSTALLATION)
    return np.where(sold, np.maximum(created, last[book.customer]), created)


def _after_the_first(world: World, book: AppointmentBook, created: Ints) -> Ints:
    """The same moments, but a return visit, or one for what did not hold, is asked for once the
    visit is over that it goes back to."""
    calls = world.calls
    again = np.flatnonzero(book.call >= 0)
    again = again[calls.returns_to[book.call[again]] >= 0]
    over = calls.end[calls.returns_to[book.call[again]]]
    chance = world.chance("booked again", len(book.start)).at(again)
    ready = over + chance.between("asked", *office.RETURNS_BOOKED)
    # The office books the visit with the part as soon as it may.
    first_day = office_day_from(over // 1440)
    returns = np.maximum(first_day * 1440 + bookings.call_in(chance, "hour"), ready)
    # What is mended fails again some time before somebody comes for it.
    failed = ready + (chance.fraction("failed again") * (book.start[again] - ready) >> 32)
    calls_again = np.maximum(bookings.when_somebody_answers(chance, failed), ready)
    usual = created[again]
    callbacks = np.where(usual >= ready, usual, calls_again)
    # Nothing stands still for what was only noted: its owner calls when he has made up his mind.
    decided = np.where(usual >= ready, usual, returns)
    awaited = calls.awaits_part[calls.returns_to[book.call[again]]]
    created = created.copy()
    created[again] = np.where(
        calls.is_callback[book.call[again]], callbacks, np.where(awaited, returns, decided)
    )
    return created


def _confirmed_at(book: AppointmentBook, chance: Chance, created: Ints) -> Ints:
    """When the customer confirmed: the day before as a rule; -1 for never."""
    share = np.array([rules.CONFIRMED[fate] for fate in rules.FATES])[book.fate]
    confirms = chance.happens("confirms", share)
    moment = rules.confirmed_at(chance, book.start, created)
    # A moved visit was confirmed, if at all, before it was moved.
    moved = np.flatnonzero((book.moved_to >= 0) & (book.fate == rules.MOVED))
    confirms[moved] &= moment[moved] < created[book.moved_to[moved]]
    return np.where(confirms, moment, -1)
