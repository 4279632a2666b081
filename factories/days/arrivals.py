"""Today's visits before they are dispatched: of appointments, and of emergencies."""

from __future__ import annotations

import numpy as np

from factories.days import crew as crews
from factories.days import devices as fleet
from factories.days import lengths
from factories.days.books import Found, keys
from factories.days.breakdowns import Failures
from factories.days.callbacks import comes_back, skill, with_callbacks
from factories.days.day import Day, as_one
from factories.days.devices import InUse
from factories.days.first_words import asked_by
from factories.days.installing import going, planned_installations
from factories.days.left_undone import declined, patched
from factories.days.origins import origins
from factories.days.price_list import hourly_rates
from factories.days.quotes_at_first_visits import NOTHING_AGREED, agreed_with, firm_minutes
from factories.days.taken_up import agreed_to
from factories.days.visit_rows import Visit, goes_first
from factories.days.weather import temperatures
from factories.engine.set_operations import among
from factories.engine.streams import Chance, Ints, Mask
from factories.rules.appointments.bookings import windows
from factories.rules.calls import service
from factories.rules.calls.left_undone import DECLINED, MENDED
from factories.rules.calls.on_site import least_minutes
from factories.rules.calls.service import (
    CALLBACKS,
    EMERGENCY,
    INSPECTION,
    MAINTENANCE,
    REPAIR,
    RETURN_VISITS,
)
from factories.rules.calls.urgency import (
    reported_at,
    reported_sooner,
    response_minutes,
    severities,
    waits_for_day,
)
from factories.rules.crew.dispatch import SAME_DAY_AFTER, off_midnight
from factories.rules.crm.customers import closed_at_night
from factories.rules.equipment.systems import indoor_halves
from factories.rules.hours.calendar import LAST_END
from factories.rules.hours.clocks import off_the_switch


def arrivals(day: Day, book: Found, devices: InUse) -> dict[int, Visit]:
    """The visit that each of today's appointments is for, by its key; none for who has nothing in
    use any more, and for consultations."""
    if not len(book):
        return {}
    row = devices_of(day, book, devices)
    put_in = planned_installations(day, book, devices)
    # What is taken out today is neither mended nor tuned first.
    out = np.array([visit.replaces for visit in put_in.values()], np.int64)
    seen = (row >= 0) & ~among(np.append(devices.id, -1)[row], out)
    known = np.flatnonzero(seen & among(book.kind, np.array(_ON_DEVICES)))
    visits = _on_devices(day, book.rows(known), devices.rows(row[known]))
    return {**{visit.appointment: visit for visit in visits}, **put_in}


_ON_DEVICES = (MAINTENANCE, REPAIR, INSPECTION, EMERGENCY)


def devices_of(day: Day, book: Found, devices: InUse) -> Ints:
    """Row of the device that each appointment is for, -1 for none; a device is seen once a day."""
    ids = as_one(book.customer, book.created // 1440)
    drawn = fleet.of_customers(day, devices, ids, book.customer)
    choice = _DeviceChoice(day, book, devices)
    seen: set[int] = set()
    for at in np.flatnonzero(drawn >= 0).tolist():
        row = choice.row(at, int(drawn[at]), seen)
        drawn[at] = row
        seen.add(row)
    return drawn


class _DeviceChoice:
    """Which of a customer's devices an appointment is for.

    Who awaits a part has the visit for it, and who calls again has it for what did not hold; a
    tune-up goes to what had none for longest, of what can be run in this weather.
    """

    def __init__(self, day: Day, book: Found, devices: InUse) -> None:
        self._book, self._devices = book, devices
        self._leaves = going(day, book.customer, devices)
        # In order of the last tune-up; behind all others what cannot be run, and what leaves.
        self._since = np.maximum(devices.maintained, 0)
        self._since += (fleet.cannot_be_run(day, devices) << 40) + (self._leaves << 41)
        self._indoors = indoor_halves(devices.customer, devices.kind)
        self._since += self._indoors.astype(np.int64) << 42
        repairs = devices.rows(among(devices.customer, book.customer[book.kind == REPAIR]))
        self._back = _did_not_hold(day, repairs)
        waits_since = fleet.waits_since(day, repairs).tolist()
        self._found = dict(zip(repairs.id.tolist(), waits_since, strict=True))
        self._taken_up = repairs.id[agreed_to(day, repairs).row]
        self._new = set(_not_visited_yet(day, book.customer))

    def row(self, at: int, drawn: int, seen: set[int]) -> int:
        """Row of the device for an appointment, where one was ``drawn``; -1 for none that is not
        ``seen`` today."""
        devices, kind = self._devices, int(self._book.kind[at])
        own = np.flatnonzero(devices.customer == self._book.customer[at])
        row = self._wanted(at, drawn, own)
        if row in seen:
            free = [one for one in own.tolist() if not (one in seen or devices.waiting[one])]
            row = min(free, key=lambda other: self._since[other], default=-1)
            # An air handler is no tune-up of its own.
            row = -1 if kind == MAINTENANCE and row >= 0 and self._indoors[row] else row
        # Nobody looks after what is about to be taken out, nor brings a part for it.
        idle = kind in (MAINTENANCE, INSPECTION) or (kind == REPAIR and bool(devices.waiting[row]))
        if idle and row >= 0 and self._leaves[row]:
            return -1
        return row

    def _wanted(self, at: int, drawn: int, own: Ints) -> int:
        """Row of the device that the customer has in mind, of the ``own`` ones."""
        devices, kind = self._devices, int(self._book.kind[at])
        if int(self._book.customer[at]) in self._new:
            # What somebody called for the first time is about the first device on record.
            return int(own[np.argmin(devices.id[own])])
        if kind == REPAIR and devices.waiting[own].any():
            since_found = [self._found[key] for key in devices.id[own].tolist()]
            return _with_the_part(drawn, own, since_found, int(self._book.created[at]))
        for wanted in (self._back, self._taken_up):
            if kind == REPAIR and among(devices.id[own], wanted).any():
                return int(own[np.argmax(among(devices.id[own], wanted))])
        if kind == MAINTENANCE or (kind == INSPECTION and self._leaves[drawn]):
            return int(own[np.argmin(self._since[own])])
        return drawn


def _with_the_part(drawn: int, own: Ints, found: list[int], created: int) -> int:
    """Row of the device that awaits a part, if that was ``found`` (minutes, 0 for the others of
    the customer's ``own``) when the repair was booked; else the one ``drawn``, or another that
    awaits nothing: what failed beside it. -1 where there is none."""
    rows = own.tolist()
    for row, minute in zip(rows, found, strict=True):
        if 0 < minute < created:
            return int(row)
    whole = [row for row, minute in zip(rows, found, strict=True) if not minute]
    return drawn if drawn in whole else next(iter(whole), -1)


def _not_visited_yet(day: Day, customer: Ints) -> list[int]:
    found = day.books.connection.execute(
        "select customer_id from customers as c"
        " where customer_id in (select value from json_each(?))"
        " and not exists (select 1 from service_calls as s where s.customer_id = c.customer_id)",
        (keys(customer),),
    )
    return [key for (key,) in found]


def _did_not_hold(day: Day, devices: InUse) -> Ints:
    """Keys of the devices whose last repair comes back."""
    last = fleet.last_fault(day, devices.id)
    ids = np.array(list(last), np.int64)
    calls = np.array([call for call, _ in last.values()], np.int64)
    back: Ints = np.sort(ids[comes_back(day, calls)])
    return back


def _on_devices(day: Day, book: Found, devices: InUse) -> list[Visit]:
    """What was booked for devices that are there; a return with the part knows its call."""
    origin, component, is_callback = origins(day, book, devices)
    ids = as_one(book.customer, book.created // 1440)
    drives = fleet.usual_drives(devices.branch, book.created // 1440)
    choices = fleet.component(day, "booked", ids, devices, drives)
    fails = among(book.kind, np.array((REPAIR, EMERGENCY)))
    certified = _certified(day, book.technician)
    drawn = _allowed(choices, certified)
    first = asked_by(day, book.customer[fails]).told(book.customer, devices.id)
    drawn = np.where((first >= 0) & (book.kind == REPAIR), first, drawn)
    component = np.where(component >= 0, component, np.where(fails, drawn, -1))
    component, left = patched(day, devices, component)
    first_look = fails & (origin < 0) & (component >= 0) & (left == MENDED)
    chance = day.chance("awaits", book.id)
    left = np.where(first_look & declined(day, chance, devices, component), DECLINED, left)
    first_look &= left == MENDED
    missed = _AWAITS[REPAIR] * service.misses(skill(day, book.technician)) / 100
    large = among(component, service.LARGE_PARTS)
    waits = chance.happens("part", missed) & ~among(component, service.ON_THE_VAN) & ~large
    waits |= service.awaits_large(chance, component, book.kind)
    awaits = first_look & (waits | large & crews.learners(day, book.technician))
    length, awaits = _lengths(day, book, devices, component, awaits, first_look, left > 0)
    quote, length = _quoted(day, book, devices, origin, is_callback, length)
    mended = fails & ~awaits & (left == MENDED)
    length = np.maximum(length, np.where(mended, least_minutes(component), 0))
    return [
        Visit(
            customer=int(book.customer[n]),
            branch=int(book.branch[n]),
            device=int(devices.id[n]),
            kind=int(book.kind[n]),
            technician=int(book.technician[n]),
            start=int(book.start[n]),
            length=int(length[n]),
            component=int(component[n]),
            appointment=int(book.id[n]),
            opens=int(book.opens[n]),
            returns_to=int(origin[n]),
            is_callback=bool(is_callback[n]),
            awaits_part=bool(awaits[n]),
            left=int(left[n]),
            estimate=int(book.hours[n]),
            quote=int(quote[n]),
        )
        for n in range(len(book))
    ]


def _lengths(
    day: Day,
    book: Found,
    devices: InUse,
    component: Ints,
    awaits: Mask,
    may_wait: Mask,
    left: Mask,
) -> tuple[Ints, Mask]:
    """Minutes that each visit takes who was booked for it; and which end with finding out what is
    missing: what ``awaits`` a part, and what is more than the rest of the day has room for."""

    def minutes(searching: Mask) -> Ints:
        work = lengths.work(day, "booked", book.id, book.kind, component, devices, searching | left)
        pace = crews.paces(day, book.technician)
        return work.minutes(pace[np.arange(len(book)), work.skill])

    too_long = book.start % 1440 + minutes(awaits) > LAST_END
    awaits = awaits | too_long & may_wait & ~among(component, service.ON_THE_VAN)
    return minutes(awaits), awaits


def _quoted(
    day: Day, book: Found, devices: InUse, origin: Ints, is_callback: Mask, length: Ints
) -> tuple[Ints, Ints]:
    """The quote that each second visit carries out, -1 for none, and how long the visits take: as
    long as the labor quoted."""
    quote, length = np.full(len(book), -1, np.int64), length.copy()
    seconds = np.flatnonzero((origin >= 0) & ~is_callback)
    agreed = agreed_with(day, book.customer[seconds])
    rate = hourly_rates(day, book.technician)
    for n in seconds.tolist():
        firm = agreed.get(int(book.customer[n]), NOTHING_AGREED)
        if firm.model == int(devices.equipment[n]):
            quote[n] = firm.quote
            length[n] = firm_minutes(int(length[n]), firm.labor, firm.total, int(rate[n]))
    return quote, length


_AWAITS = {
    REPAIR: (
        RETURN_VISITS / (1 - CALLBACKS - RETURN_VISITS)
        - service.LARGE_REPAIRS * service.LARGE_PART_AWAITED
    )
    / service.REPAIRS_NEEDING_PARTS,
    EMERGENCY: service.EMERGENCIES_AWAITING_PARTS,
}


def _allowed(choices: list[Ints], certified: Mask) -> Ints:
    """The first choice that the technician may mend; the last one where there is none."""
    found = choices[-1]
    for choice in reversed(choices):
        found = np.where(certified | ~among(choice, service.SEALED), choice, found)
    return found


def _certified(day: Day, technician: Ints) -> Mask:
    who = crews.crew(day)
    allowed: Mask = who.epa[np.searchsorted(who.id, technician)] <= day.number
    return allowed


def _awaits_part(chance: Chance, kind: Ints, component: Ints) -> Mask:
    """Whose part is not on the van, by what failed."""
    share = np.where(kind == EMERGENCY, _AWAITS[EMERGENCY], _AWAITS[REPAIR])
    awaits = chance.happens("awaits", share) & ~among(component, service.ON_THE_VAN)
    awaits &= ~among(component, service.LARGE_PARTS)
    awaits |= service.awaits_large(chance, component, kind)
    return awaits & (component >= 0)


def emergencies(day: Day, devices: InUse, failing: Failures) -> list[Visit]:
    """What fails today, or again, and cannot wait, and what is mended on the day without an
    appointment."""
    failing, origin, fault = with_callbacks(day, devices, failing)
    found = devices.rows(failing.row)
    now = fleet.seasons(day)
    ids = as_one(found.id, day.number)
    component = fleet.component(day, "failed", ids, found, now.drive[now.of(found.branch)])[0]
    component, left = patched(day, found, np.where(origin >= 0, fault, component))
    chance = day.daily("emergency", found.id)
    severity = severities(chance, component, found.kind, *temperatures(day, found.branch))
    kind = np.where(failing.urgent, EMERGENCY, REPAIR)
    awaits = _awaits_part(chance, kind, component) & (origin < 0)
    says_no = awaits & (left == MENDED) & declined(day, chance, found, component)
    left = np.where(says_no, DECLINED, left)
    awaits &= left == MENDED
    work = lengths.work(day, "failed", ids, kind, component, found, awaits | (left > 0))
    length = work.minutes(crews.slowest(day)[work.skill])
    first = goes_first(day, found.customer)
    response = response_minutes(chance, severity, component, first)
    patient = waits_for_day(severity, _closed_at_night(day, found))
    reported, start = _called_and_served(day, chance, found, failing, length, response, patient)
    # Who has asked for a repair gets that one first.
    same_day = failing.same_day & (asked_by(day, found.customer).rows(found.customer) < 0)
    visits = [
        Visit(
            customer=int(found.customer[n]),
            branch=int(found.branch[n]),
            device=int(found.id[n]),
            kind=int(kind[n]),
            technician=-1,
            start=int(start[n]),
            length=int(length[n]),
            component=int(component[n]),
            reported=int(reported[n]),
            severity=int(severity[n]) if failing.urgent[n] else -1,
            returns_to=int(origin[n]),
            is_callback=bool(origin[n] >= 0),
            awaits_part=bool(awaits[n]),
            left=int(left[n]),
            work=work.rows(np.array([n])),
        )
        for n in np.flatnonzero(failing.urgent | same_day).tolist()
    ]
    return sorted(visits, key=lambda visit: (visit.start, visit.device))


def _closed_at_night(day: Day, devices: InUse) -> Mask:
    names = day.books.tables["customers"].at("customer_name", devices.customer).tolist()
    return closed_at_night(devices.commercial, names)


def _called_and_served(
    day: Day,
    chance: Chance,
    devices: InUse,
    failing: Failures,
    length: Ints,
    response: Ints,
    patient: Mask,
) -> tuple[Ints, Ints]:
    """When somebody calls for what failed, some of it last night, and when we should be there."""
    urgent = day.at(reported_at(chance, patient))
    none, works = np.zeros_like(urgent), np.full(len(urgent), day.works)
    sooner, response = reported_sooner(chance, urgent, none, response, patient, works)
    urgent -= sooner
    urgent += off_midnight(chance, urgent + response, length, urgent, none)
    # What is begun after midnight is of this morning, and was reported the evening before.
    urgent = np.where(urgent + response >= day.at(1440), urgent - 1440, urgent)
    for n in np.flatnonzero(failing.urgent).tolist():
        end = int(urgent[n] + response[n] + length[n])
        urgent[n] += off_the_switch(int(urgent[n]), end, int(devices.branch[n]))
    _, _, arrival = windows(chance, np.full(len(urgent), REPAIR), length)
    reported = np.where(failing.urgent, urgent, day.at(arrival) - SAME_DAY_AFTER)
    return reported, reported + np.where(failing.urgent, response, SAME_DAY_AFTER)
