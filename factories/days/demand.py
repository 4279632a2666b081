"""Who asks for a visit today, and gets an appointment."""

from __future__ import annotations

import numpy as np

from factories.days import devices as fleet
from factories.days import habits, lengths
from factories.days.booking import Requests, book
from factories.days.books import DAY, INT, MINUTE, TEXT, Found, iso, keys
from factories.days.callbacks import fails_again
from factories.days.day import Day, as_one, once_a_day, rounded
from factories.days.devices import InUse
from factories.days.left_undone import about_to_go
from factories.days.taken_up import agreed_to
from factories.days.visit_rows import goes_first
from factories.engine.set_operations import among, distinct
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import Coded
from factories.rules.appointments import bookings, estimates, scheduling
from factories.rules.calls import demand as rules
from factories.rules.calls import service
from factories.rules.calls.service import COMPONENTS, INSPECTION, MAINTENANCE, REPAIR, SEALED
from factories.rules.calls.urgency import runs_on
from factories.rules.crm.quotes import VALID_DAYS
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.equipment.systems import indoor_halves
from factories.rules.hours import office
from factories.rules.hours.calendar import (
    END_OF_DAY,
    month_of,
    next_office_day,
    working_day_after,
)
from factories.rules.region.climate import MAINTENANCE_BY_MONTH


def take_requests(day: Day) -> None:
    """All that is booked today, by who calls when."""
    devices = fleet.in_use(day)
    groups = [
        _repairs(day, devices),
        _returns(day, devices),
        _taken_up(day, devices),
        _callbacks(day, devices),
        _contract_visits(day, devices),
        _tune_ups(day, devices),
        _inspections(day, devices),
        *day.requests,
    ]
    book(day, Requests.joined(*groups))


def request(
    day: Day,
    devices: InUse,
    kind: int,
    asked: Ints,
    first: Ints,
    component: Ints | None = None,
    again: Ints | None = None,
    *,
    found: bool = False,
    back: bool = False,
) -> Requests:
    """Visits of one type asked for, a row a device.

    ``kind`` is an index into ``scheduling.BOOKED_TYPES``, ``asked`` the minute (since 1970) of each
    call, ``first`` the first day number that suits. ``component`` is what has failed (index into
    ``COMPONENTS``, -1 for nothing), ``again`` the key of the technician who shall come again (-1
    for anybody), where a visit before has ``found`` the component, or somebody comes ``back`` for
    what did not hold.
    """
    if not len(devices):
        return Requests.none()
    types = Coded(np.full(len(devices), kind, np.int64), scheduling.BOOKED_TYPES)
    known = np.full(len(devices), -1, np.int64) if component is None else component
    on_file = lengths.on_file(day, types, known, devices, found)
    minutes = estimates.expected_hours(day.daily("expected", devices.id), on_file) * 60 // 100
    return Requests(
        customer=devices.customer,
        branch=devices.branch,
        kind=np.full(len(devices), kind, np.int64),
        asked=asked,
        first=first,
        minutes=minutes,
        component=known,
        unit=devices.kind,
        refrigerant=among(known, SEALED),
        commercial=devices.commercial,
        technician=np.full(len(devices), -1, np.int64) if again is None else again,
        back=np.full(len(devices), back),
        brings_part=np.full(len(devices), found),
    )


def call_in(day: Day, chance: Chance) -> Ints:
    """The minute (since 1970) at which each calls today."""
    minute: Ints = day.at(bookings.call_in(chance, "call in"))
    return minute


def ahead(day: Day, chance: Chance, kind: str) -> Ints:
    """The first day (number) that suits, by how far ahead such visits are booked: so many working
    days, or weekends would all end up on Mondays."""
    return _suits(day, chance, scheduling.days_ahead(chance, kind))


def _suits(day: Day, chance: Chance, days: Ints) -> Ints:
    """The working day (number) that comes so many ``days`` of the calendar after today, at the
    earliest tomorrow."""
    steps = (days * 5 + chance.below("part of a week", 7)) // 7
    tomorrow = np.full(len(days), day.number + 1)
    return working_day_after(tomorrow, np.maximum(steps - 1, 0), day.working)


def _repairs(day: Day, devices: InUse) -> Requests:
    """What failed and can wait for a slot."""
    failing = day.failures
    found = day.devices.rows(failing.row[~failing.urgent & ~failing.same_day])
    found = found.rows(among(found.id, devices.id))
    ids = as_one(found.customer, day.number)
    drives = fleet.usual_drives(found.branch, np.full(len(found), day.number))
    component = fleet.component(day, "booked", ids, found, drives)[0]
    chance = day.daily("repairs", found.id)
    priority, member = _priorities(day, found, component), goes_first(day, found.customer)
    wait = scheduling.repair_ahead(chance, priority, member, runs_on(component))
    if day.weekday >= 5:
        # What fails on a weekend has piled up by Monday.
        wait = wait + chance.choose("after the weekend", rules.WEEKEND_REPAIR_MORE_DAYS)
    first = _suits(day, chance, wait)
    return request(day, found, REPAIR, call_in(day, chance), first, component)


def _priorities(day: Day, devices: InUse, component: Ints) -> Ints:
    """Of repairs in the next days; the book has those of the day that it comes to."""
    kind = Coded(np.full(len(devices), REPAIR, np.int64), scheduling.BOOKED_TYPES)
    soon = np.full(len(devices), day.at(24 * 60)).astype("datetime64[m]")
    failed, unit = Coded(component, COMPONENTS), Coded(devices.kind, KIND_NAMES)
    chance = day.daily("repairs", devices.id)
    who = devices.customer, devices.commercial, np.zeros(len(devices), np.bool_)
    return scheduling.priorities(chance, kind, failed, unit, soon, *who).codes


def _returns(day: Day, devices: InUse) -> Requests:
    """Devices that await a part, and have no visit in the book: the office books it."""
    waiting = devices.rows(np.flatnonzero(devices.waiting & day.works))
    waiting = waiting.rows(np.flatnonzero(~_has_its_visit(day, waiting)))
    waiting = waiting.rows(np.flatnonzero(~_undecided(day, waiting)))
    # Nobody brings a part for what is about to be taken out.
    waiting = waiting.rows(np.flatnonzero(~about_to_go(day, waiting)))
    chance = day.daily("returns", waiting.id)
    wait = chance.between("days", *service.RETURN_DAYS)
    first = working_day_after(np.full(len(waiting), day.number + 1), wait, day.working)
    ready = _left(day, waiting) + chance.between("asked", *office.RETURNS_BOOKED)
    asked = np.minimum(np.maximum(call_in(day, chance), ready), day.at(END_OF_DAY))
    # What is to be done is known by now, and a swap takes most of a day.
    return request(day, waiting, REPAIR, asked, first, *_known(day, waiting), found=True)


def _taken_up(day: Day, devices: InUse) -> Requests:
    """What a tune-up noted, whose owner has said yes: the part is ordered, and a visit is booked on
    the next day of the office."""
    agreed = agreed_to(day, devices)
    said_today = np.array(list(day.books.changed.get("quotes", ())), np.int64)
    ready = day.works & ~among(agreed.quote, said_today)
    agreed = agreed.rows(np.flatnonzero(ready & ~_booked(day, devices.rows(agreed.row), "Repair")))
    found = devices.rows(agreed.row)
    chance = day.daily("taken up", found.id)
    wait = chance.between("days", *service.RETURN_DAYS)
    first = working_day_after(np.full(len(found), day.number + 1), wait, day.working)
    return request(day, found, REPAIR, call_in(day, chance), first, agreed.what, found=True)


def _has_its_visit(day: Day, devices: InUse) -> Mask:
    """Whose repair was booked after it was found what each device awaits: what was booked before
    is for another one."""
    open_ = _open(day)
    open_ = open_.rows(np.flatnonzero(open_.type.is_("Repair")))
    latest = dict.fromkeys(devices.customer.tolist(), -1)
    for who, made in zip(open_.customer.tolist(), open_.created.tolist(), strict=True):
        if who in latest:
            latest[who] = max(made, latest[who])
    made = np.array([latest[who] for who in devices.customer.tolist()], np.int64)
    return made > fleet.waits_since(day, devices)


def _undecided(day: Day, devices: InUse) -> Mask:
    """Whose owners think about the price of what was found on each device, or have said yes today
    and are called tomorrow."""
    asked = day.books.connection.execute(
        "select customer_id, equipment_id, quote_date from quotes"
        " where quote_type = 'Repair' and service_call_id is null and quote_date >= ?1"
        " and (status = 'Pending' or status = 'Accepted' and quote_date < ?2"
        "  and quote_id in (select value from json_each(?3)))",
        (
            iso(day.number - VALID_DAYS),
            iso(day.number),
            keys(list(day.books.changed.get("quotes", ()))),
        ),
    ).fetchall()
    found = (fleet.waits_since(day, devices) // 1440).astype("datetime64[D]").astype(str)
    rows = zip(devices.customer.tolist(), devices.equipment.tolist(), found.tolist(), strict=True)
    return np.array([row in set(asked) for row in rows], np.bool_)


def _left(day: Day, devices: InUse) -> Ints:
    """When today's visit to each device ended; 0 where nobody was there today."""
    visits = day.visits
    ends = dict(zip(visits.device.tolist(), visits.end.tolist(), strict=True))
    return np.array([ends.get(device, 0) for device in devices.id.tolist()], np.int64)


def _known(day: Day, devices: InUse) -> tuple[Ints, Ints]:
    """What was found broken on devices that are seen to again; and who shall come again, as a rule
    who found it."""
    last = fleet.last_fault(day, devices.id)
    found = [last.get(device, (-1, -1)) for device in devices.id.tolist()]
    call, component = np.array(found, np.int64).reshape(-1, 2).T
    technician = np.full(len(devices), -1, np.int64)
    same = (call >= 0) & day.chance("same again", call).happens(
        "same", service.SAME_TECHNICIAN_AGAIN
    )
    technician[same] = day.books.tables["service_calls"].at("technician_id", call[same])
    return component, technician


def _callbacks(day: Day, devices: InUse) -> Requests:
    """Repairs that did not hold: the customer calls again some days later."""
    done = fails_again(day)
    chance = day.chance("comes back", done.call)
    now = _called_on(chance, done.back) == day.number
    row = np.searchsorted(devices.id, done.device[now])
    known = row < len(devices)
    row, device = row[known], done.device[now][known]
    back = devices.rows(row[devices.id[row] == device])
    # Where a part is awaited somebody comes anyway, and sees to this as well.
    waits = among(back.customer, devices.customer[devices.waiting])
    back = back.rows(np.flatnonzero(~waits & ~_booked(day, back, "Repair")))
    first = np.full(len(back), day.number + 1)
    chance = day.daily("callbacks", back.id)
    asked = call_in(day, chance)
    return request(day, back, REPAIR, asked, first, *_known(day, back), back=True)


def _called_on(chance: Chance, day: Ints) -> Ints:
    """When somebody calls for what failed once more on a day: some wait for the office to open."""
    waits = bookings.calls_by(chance, day, np.zeros_like(day)) < day
    opens = next_office_day(day.astype("datetime64[D]")).astype(np.int64)
    called: Ints = np.where(waits, opens, day)
    return called


def _booked(day: Day, devices: InUse, *kinds: str) -> Mask:
    """Whose customers have an open appointment of these types, as the requests of today began."""
    found = _open(day)
    booked: Mask = among(devices.customer, found.customer[found.type.is_(*kinds)])
    return booked


@once_a_day
def _open(day: Day) -> Found:
    """The open appointments, as the requests of today began."""
    return day.books.read(
        "select customer_id as customer, appointment_type as type,"
        " created_date as created from appointments"
        " where appointment_date >= ? and status in ('Scheduled', 'Confirmed')",
        iso(day.number), customer=INT, type=TEXT, created=MINUTE,
    )  # fmt: skip


def _contract_visits(day: Day, devices: InUse) -> Requests:
    """The visits that contracts promise: before they are due the office writes, and customers book
    as others do, some days or weeks ahead."""
    due = day.books.read(
        "select subscription_id as id, customer_id as customer,"
        " next_service_date as [on] from subscriptions"
        " where status = 'Active' and next_service_date between ? and ?",
        iso(day.number + 1), iso(day.number + scheduling.UPCOMING_DAYS), id=INT, customer=INT,
        on=DAY,
    )  # fmt: skip
    chance = day.chance("contract visit", as_one(due.id, due.on))
    # Some day of the five before it is due: contracts end on any day, weekends too.
    last = np.searchsorted(day.working, due.on, side="right") - 1
    first = day.working[np.maximum(last - chance.below("day", 5), 0)]
    asks = first - scheduling.days_ahead(chance, "Maintenance")
    asks = bookings.calls_by(chance, asks, chance.below("weekday", 5))
    row = _due(devices, due.customer, first)
    now = np.flatnonzero((asks <= day.number) & (row >= 0))
    found, first = devices.rows(row[now]), first[now]
    fresh = np.flatnonzero(~_booked(day, found, "Maintenance", "Installation"))
    found, first = found.rows(fresh), first[fresh]
    asked = call_in(day, day.daily("contract visits", found.id))
    return request(day, found, MAINTENANCE, asked, first)


def _due(devices: InUse, customer: Ints, on: Ints) -> Ints:
    """Row of the device that each customer has tuned on a day: one in season, which had no tune-up
    for longest; -1 for none in use."""
    if not len(devices) or not len(customer):
        return np.full(len(customer), -1, np.int64)
    by_customer = np.argsort(customer, kind="stable")
    place = np.searchsorted(customer[by_customer], devices.customer)
    tuned = on[by_customer[np.minimum(place, len(customer) - 1)]]
    maintained = np.maximum(devices.maintained, 0)
    # Who had one in the weeks before waits longest, even in its season.
    later = rules.out_of_season(devices.kind, month_of(tuned) + 1).astype(np.int64)
    later += 2 * (maintained > tuned - rules.TUNE_UPS_APART_AT_LEAST)
    later += 4 * indoor_halves(devices.customer, devices.kind)
    order = np.lexsort((devices.id, maintained, later, devices.customer))
    place = np.searchsorted(devices.customer[order], customer, side="left")
    row = order[np.minimum(place, len(order) - 1)]
    found: Ints = np.where(devices.customer[row] == customer, row, -1)
    return found


def _tune_ups(day: Day, devices: InUse) -> Requests:
    """Tune-ups that nobody has a contract for, each kind of device in its season."""
    month = _month_of_visit(day)
    weight = rules.tune_up_weights(fleet.tempers(day, devices.customer), devices.kind, month)
    fits = np.maximum(devices.maintained, 0) < day.number - rules.TUNE_UPS_APART
    fits &= devices.installed < day.number - rules.TUNE_UPS_APART
    fits &= ~among(devices.customer, _looked_after(day)) & ~among(devices.id, _inspected(day))
    fits &= ~indoor_halves(devices.customer, devices.kind)
    season = 12 * MAINTENANCE_BY_MONTH[month] / sum(MAINTENANCE_BY_MONTH)
    expected = habits.asked_for(day)[0] * season / rules.ROUTINE_VISITS_KEPT
    return _asked_for(day, devices, "tune-ups", MAINTENANCE, expected, np.where(fits, weight, 0))


def _month_of_visit(day: Day) -> int:
    """The month (0 is January) in which a tune-up is done that is asked for today."""
    return int(month_of(np.array(day.number + rules.TUNE_UP_REQUEST_TO_VISIT)))


def _looked_after(day: Day) -> Ints:
    """Customers whose tune-ups the office plans."""
    found = day.books.read(
        "select distinct customer_id as id from subscriptions where status in ('Active',"
        " 'Suspended')",
        id=INT,
    )
    customers: Ints = found.id
    return customers


def _inspections(day: Day, devices: InUse) -> Requests:
    """Safety and condition checks."""
    expected = habits.asked_for(day)[1] / rules.ROUTINE_VISITS_KEPT
    weight = rules.inspection_weights(devices.commercial)
    weight = weight * ~among(devices.id, _inspected(day))
    return _asked_for(day, devices, "inspections", INSPECTION, expected, weight)


def _asked_for(
    day: Day, devices: InUse, label: str, kind: int, expected: float, weight: Ints
) -> Requests:
    """So many visits a branch, for devices of some weight that nobody is about to see to."""
    calls = rules.calls_on(day.number)
    branches = distinct(devices.branch)
    counts = rounded(day, label, np.full(len(branches), expected * calls), branches)
    fits = (weight > 0) & ~_booked(day, devices, "Maintenance", "Inspection", "Installation")
    chance = day.daily(label, devices.id)
    lot = np.where(fits, chance.fraction("lot") // np.maximum(weight, 1), 2**40)
    chosen: list[int] = []
    for branch, count in zip(branches.tolist(), counts.tolist(), strict=True):
        rows = np.flatnonzero(devices.branch == branch)
        rows = rows[np.argsort(lot[rows], kind="stable")[:count]]
        chosen += rows[fits[rows]].tolist()
    found = devices.rows(np.array(chosen, np.int64))
    chance = day.daily(label, found.id)
    name = scheduling.BOOKED_TYPES[kind]
    return request(day, found, kind, call_in(day, chance), ahead(day, chance, name))


@once_a_day
def _inspected(day: Day) -> Ints:
    """Keys of the devices that were inspected lately."""
    found = day.books.read(
        "select distinct installation_id as id from service_calls"
        " where service_type = 'Inspection' and service_date > ?",
        iso(day.number - rules.INSPECTIONS_APART), id=INT,
    )  # fmt: skip
    devices: Ints = found.id
    return devices
