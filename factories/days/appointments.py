"""The appointment book of a day: who calls off, who moves, who confirms."""

from __future__ import annotations

import numpy as np

from factories.days import fates
from factories.days.asked_again import goes_back, told
from factories.days.booking import Requests, book
from factories.days.books import CENTS, DAY, INT, MINUTE, TEXT, Found, iso
from factories.days.day import Day
from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.rules.appointments import scheduling as rules
from factories.rules.calls.service import INSTALLATION, SEALED
from factories.rules.hours.calendar import working_day_after

_OPEN = """
    select a.appointment_id as id, a.customer_id as customer, c.branch_id as branch,
           a.technician_id as technician, a.appointment_type as type,
           a.scheduled_time as start, a.created_date as created, a.confirmed_date as confirmed,
           a.estimated_duration_hours as hours,
           a.window_start as opens, a.window_end as closes, c.customer_type
    from appointments as a join customers as c on c.customer_id = a.customer_id
    where a.status in ('Scheduled', 'Confirmed') and a.appointment_date between ? and ?
    order by a.appointment_id"""


def open_between(day: Day, first: int, last: int) -> Found:
    """The open appointments for the days from ``first`` to ``last``."""
    found = day.books.read(
        _OPEN, iso(first), iso(last),
        id=INT, customer=INT, branch=INT, technician=INT, type=TEXT, start=MINUTE, created=MINUTE,
        confirmed=DAY, hours=CENTS, opens=MINUTE, closes=MINUTE, customer_type=TEXT,
    )  # fmt: skip
    numbers = {name: number for number, name in enumerate(rules.BOOKED_TYPES)}
    return found.with_(
        kind=found.type.map(numbers).astype(np.int64),
        commercial=found.customer_type.is_("commercial"),
    )


def call_off(day: Day) -> None:
    """Those who call today to cancel, or to come another day."""
    book_ = open_between(day, day.number, day.number + rules.LONGEST_AHEAD)
    fate = _fates(day, book_)
    moment = fates.heard_on(day, book_.id, book_.created, book_.start)
    today = moment // 1440 == day.number
    cancelled = book_.rows(np.flatnonzero(today & (fate == rules.CANCELS)))
    when = moment[today & (fate == rules.CANCELS)]
    day.books.change("appointments", cancelled.id, at=when, status="Cancelled")
    moved = np.flatnonzero(today & (fate == rules.MOVED))
    move(day, book_.rows(moved), moment[moved])


def _fates(day: Day, book_: Found) -> Ints:
    """What becomes of open appointments; who waits for a part, or has the same trouble again, keeps
    them, as in the history."""
    fate = fates.of_appointments(day, book_.id, book_.customer, book_.kind)
    other = np.flatnonzero(fate != rules.KEPT)
    fate[other[goes_back(day, book_.rows(other))]] = rules.KEPT
    return fate


def move(day: Day, moved: Found, moment: Ints, refrigerant: Mask | None = None) -> None:
    """Give the customers of these appointments a later one, from ``moment`` on; where
    ``refrigerant`` is to be handled, with somebody who may."""
    gap = rules.days_later(day.chance("moved", moved.id), moved.kind, rules.MOVED_DAYS)
    first = working_day_after(moved.start // 1440 + 1, gap - 1, day.working)
    requests = again(day, moved, moment, first)
    if refrigerant is not None:
        requests.refrigerant |= refrigerant
    keys = book(day, requests)
    status = ["Rescheduled" if key >= 0 else "Cancelled" for key in keys.tolist()]
    day.books.change("appointments", moved.id, at=moment, status=status)


def again(day: Day, given: Found, moment: Ints, first: Ints) -> Requests:
    """What a customer had an appointment for, asked for once more."""
    component, unit, back, second = told(day, given)
    return Requests(
        customer=given.customer,
        branch=given.branch,
        kind=given.kind,
        asked=moment,
        first=first,
        minutes=given.hours * 60 // 100,
        component=component,
        unit=unit,
        refrigerant=(given.kind == INSTALLATION) | among(component, SEALED),
        commercial=given.commercial,
        technician=np.full(len(given), -1, np.int64),
        back=back,
        brings_part=second,
    )


def confirm(day: Day) -> None:
    """Customers confirm on one of the working days before."""
    book_ = open_between(day, day.number, day.number + rules.CONFIRMED_WITHIN)
    chance = day.chance("confirms", book_.id)
    share = np.array([rules.CONFIRMED["kept"], rules.CONFIRMED["cancelled"],
                      rules.CONFIRMED["no-show"], rules.CONFIRMED["rescheduled"]])  # fmt: skip
    fate = _fates(day, book_)
    confirms: Mask = chance.happens("confirms", share[fate])
    moment = rules.confirmed_at(chance, book_.start, book_.created)
    now = confirms & (moment // 1440 == day.number) & (book_.confirmed < 0)
    rows = book_.rows(np.flatnonzero(now))
    when = moment[now]
    day.books.change(
        "appointments",
        rows.id,
        at=when,
        status="Confirmed",
        confirmed_date=when.astype("datetime64[m]"),
    )
