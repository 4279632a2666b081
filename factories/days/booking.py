"""Booking: a customer asks for a visit, and gets a window of a technician's day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from factories.days import crew as crews
from factories.days.books import CENTS, INT, MINUTE
from factories.days.crew import Lots
from factories.days.day import Day
from factories.days.query_cache import kept
from factories.days.sites import Sites
from factories.engine.columns import Columns
from factories.engine.packing import packed
from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.engine.values import Coded
from factories.rules.appointments import bookings
from factories.rules.appointments import scheduling as rules
from factories.rules.appointments.estimates import LONGEST_ESTIMATE
from factories.rules.calls.service import COMPONENTS, INSTALLATION, LARGE_PARTS, LONGEST_DAY
from factories.rules.crew.dispatch import START_GRID, TURNS
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.hours.calendar import LAST_END, OPENS
from factories.tables.scheduling import AppointmentFactory


@dataclass
class Requests(Columns):
    """One row a visit asked for."""

    customer: Ints
    branch: Ints
    kind: Ints
    """Index into ``rules.appointments.scheduling.BOOKED_TYPES``."""
    asked: Ints
    """When (minutes of today)."""
    first: Ints
    """First day that suits."""
    minutes: Ints
    """What the calendar keeps free."""
    component: Ints
    """Index into ``COMPONENTS``, or -1."""
    unit: Ints
    """Kind of the device (index into ``KIND_NAMES``), or -1."""
    refrigerant: Mask
    commercial: Mask
    technician: Ints
    """Who was there before and shall come again; -1 for whoever is free."""
    back: Mask
    """Whether it is for a repair that did not hold."""
    brings_part: Mask
    """Whether a visit before has found what is to be mended."""


@dataclass
class _Slot:
    """A place in somebody's calendar."""

    technician: int
    start: int
    window_start: int
    window_hours: int


def book(day: Day, requests: Requests) -> Ints:
    """Write the appointments; gives the key of each, -1 for what finds no place in
    ``SEARCHED_WORKING_DAYS`` and is turned away."""
    keys = np.full(len(requests), -1, np.int64)
    if not len(requests):
        return keys
    order = np.lexsort((requests.kind, requests.customer, requests.asked))
    requests = requests.rows(order)
    calendar = _Calendar(day, requests)
    slots = [calendar.place(row) for row in range(len(requests))]
    found = np.array([slot is not None for slot in slots], np.bool_)
    requests, placed = requests.rows(found), [slot for slot in slots if slot is not None]
    start = np.array([slot.start for slot in placed], np.int64)
    asked = np.minimum(requests.asked, start - bookings.BOOKED_BEFORE_AT_LEAST)
    table = day.books.add(
        AppointmentFactory,
        len(placed),
        recorded=asked,
        customer_id=requests.customer,
        technician_id=np.array([slot.technician for slot in placed], np.int64),
        scheduled_time=start.astype("datetime64[m]"),
        appointment_type=Coded(requests.kind, rules.BOOKED_TYPES),
        estimated_duration_hours=_estimates(requests),
        status="Scheduled",
        brings_part=requests.brings_part,
        priority=_priorities(day, requests, start),
        created_date=asked.astype("datetime64[m]"),
        confirmed_date=np.datetime64("NaT", "m"),
        window_start=np.array([s.window_start for s in placed]).astype("datetime64[m]"),
        window_hours=Coded(np.array([s.window_hours // 4 for s in placed]), ("2", "4")),
    )
    keys[order[found]] = table.ids
    return keys


def _priorities(day: Day, requests: Requests, start: Ints) -> Coded:
    """Priorities of the appointments that are written next."""
    first = day.books.next_id("appointments")
    return rules.priorities(
        day.chance("appointments", first + np.arange(len(requests))),
        Coded(requests.kind, rules.BOOKED_TYPES),
        Coded(requests.component % (len(COMPONENTS) + 1), (*COMPONENTS, None)),
        Coded(requests.unit % (len(KIND_NAMES) + 1), (*KIND_NAMES, None)),
        start.astype("datetime64[m]"),
        requests.customer,
        requests.commercial,
        requests.back,
    )


def _estimates(requests: Requests) -> Ints:
    """Quarters of an hour, in hundredths, around what the calendar keeps free."""
    quarters = np.maximum((requests.minutes + 8) // 15, 2)
    hundredths: Ints = np.minimum(quarters * 25, LONGEST_ESTIMATE)
    return hundredths


_BOOKED = """
    select appointment_id as id, technician_id as technician, scheduled_time as start,
           estimated_duration_hours as hours, customer_id as customer
    from appointments
    where status in ('Scheduled', 'Confirmed')"""


_KINDS = 8
"""At least as many as there are types of appointments."""


class _Calendar:
    """What is booked from tomorrow on, and what else fits. Plain lists: visit by visit."""

    def __init__(self, day: Day, requests: Requests) -> None:
        self._day, self._requests = day, requests
        self._crew = crews.crew(day)
        self._booked: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
        busy = kept(
            day, "appointments", _BOOKED, lambda _day, found: found,
            id=INT, technician=INT, start=MINUTE, hours=CENTS, customer=INT,
        )  # fmt: skip
        busy = busy.rows(np.flatnonzero(busy.start // 1440 > day.number))
        sites = np.concatenate([busy.customer, requests.customer])
        self._sites = Sites(day, sites)
        columns = (busy.technician, busy.start, busy.hours, busy.customer)
        for who, start, hours, customer in zip(*(c.tolist() for c in columns), strict=True):
            length = hours * 60 // 100
            self._booked.setdefault((who, start // 1440), []).append(
                (start, start + length, customer)
            )
        ids = packed(requests.customer, requests.kind, _KINDS)
        chance = day.daily("slot", ids)
        self._lot = chance.below("lot", TURNS).tolist()
        self._hours = np.array(tuple(rules.WINDOW_HOURS))[
            chance.choose("hours", tuple(rules.WINDOW_HOURS.values()))
        ].tolist()
        weights = rules.WINDOW_START_WEIGHTS
        self._opens = [chance.choose(f"opens {n}", weights).tolist() for n in range(3)]
        known = requests.brings_part | requests.back
        self._large = (known & among(requests.component, LARGE_PARTS)).tolist()
        lot = chance.below("into", 1 << 16)
        self._first, self._into = rules.first_into(lot).tolist(), lot.tolist()

    def place(self, row: int) -> _Slot | None:
        """A slot for a request, kept free from now on; None where there is none."""
        requests = self._requests
        customer, minutes = int(requests.customer[row]), int(requests.minutes[row])
        branch, kind = int(requests.branch[row]), int(requests.kind[row])
        turn = crews.lots(self._day, self._crew, branch, kind, self._lot[row])
        first = int(
            np.searchsorted(self._day.working, max(requests.first[row], self._day.number + 1))
        )
        known = np.flatnonzero(self._crew.id == requests.technician[row]).tolist()
        for on in self._day.working[first : first + bookings.SEARCHED_WORKING_DAYS].tolist():
            for asked in (Lots(known, [0] * len(known)), turn) if known else (turn,):
                if slot := self._slot(row, on, asked, minutes):
                    taken = slot.start, slot.start + minutes, customer
                    self._booked.setdefault((slot.technician, on), []).append(taken)
                    return slot
        return None

    def _slot(self, row: int, on: int, asked: Lots, minutes: int) -> _Slot | None:
        """The first window of a day in which one of these has time."""
        customer = int(self._requests.customer[row])
        for opens, hours in self._windows(row, minutes):
            first = opens == OPENS
            into = self._first[row] if first else rules.into(self._into[row], hours)
            wanted = on * 1440 + opens + into // START_GRID * START_GRID
            for who in asked.nearest_first(self._way(on, customer, wanted)):
                if self._can(who, row, on) and self._fits(who, on, wanted, minutes, customer):
                    return _Slot(int(self._crew.id[who]), wanted, on * 1440 + opens, hours)
        return None

    def _way(self, on: int, customer: int, at: int) -> Callable[[int], int]:
        """What counts of a technician's way to a customer's then."""
        crew, booked = self._crew, self._booked
        return lambda who: self._sites.way(
            crew.home[who], booked.get((int(crew.id[who]), on), ()), customer, at
        )

    def _windows(self, row: int, minutes: int) -> Iterator[tuple[int, int]]:
        """Windows by preference, opening minute of the day and hours."""
        if minutes > bookings.FIRST_OF_DAY_FROM or self._requests.kind[row] == INSTALLATION:
            yield OPENS, int(self._hours[row])
            return
        tried = dict.fromkeys([*(opens[row] for opens in self._opens), *range(8)])
        for place in tried:
            opens = rules.WINDOW_STARTS[place] * 60
            hours = int(self._hours[row])
            yield opens, hours if opens + hours * 60 <= bookings.WINDOW_ENDS_BY else 2

    def _can(self, who: int, row: int, on: int) -> bool:
        crew = self._crew
        if crew.hired[who] > on or crew.leaves[who] < on:
            return False
        if self._requests.refrigerant[row] and crew.epa[who] > on:
            return False
        if self._large[row] and crew.learns(who):
            return False
        return not crews.away(self._day, crew, who, on)

    def _fits(self, who: int, on: int, start: int, minutes: int, customer: int) -> bool:
        end = start + minutes
        if end > on * 1440 + LAST_END:
            return False
        day = self._booked.get((int(self._crew.id[who]), on), [])
        if sum(e - s for s, e, _ in day) + minutes > LONGEST_DAY - bookings.UNBOOKED_MINUTES:
            return False
        for s, e, other in day:
            drive = self._sites.minutes(customer, other)
            if start < e + drive and s < end + drive:
                return False
        return True
