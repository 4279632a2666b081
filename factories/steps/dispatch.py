"""Dispatch: every visit gets a technician and a time, on calendars that nobody can be in twice.

Visits are placed in the order of the times asked for. A technician goes on from one site to the
next with the travel between, and rather to a site that is near; a routine visit that would end too
late moves to the next working day; an emergency takes whoever is there first.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from factories.engine.streams import Ints, Mask
from factories.engine.values import NULL
from factories.rules.calls.service import EMERGENCY, SAME_TECHNICIAN_AGAIN
from factories.rules.crew.dispatch import (
    LONGEST_DRIVE,
    TRAVEL,
    WAIT_FOR_SAME,
    closed,
    may_do,
    on_call_rota,
    on_grid,
    patience,
    too_long_a_day,
)
from factories.rules.crew.workforce import FOR_REFRIGERANT, LEAVE_NEEDS_MORE_THAN, ON_LEAVE_SHARE
from factories.rules.hours.calendar import (
    FAR_OFF,
    LAST_END,
    LAST_MINUTE,
    OPENS,
    rested_at,
    week,
)
from factories.rules.hours.clocks import off_the_switch
from factories.steps.lengths import Lengths
from factories.steps.needs import too_cold
from factories.steps.requests import too_many
from factories.steps.turns import Turns
from factories.steps.world import World


@dataclass
class Bookings:
    """What dispatch places, whole columns; minutes since 1970-01-01."""

    kind: Ints
    """Index into ``rules.calls.service.TYPES``."""
    wanted: Ints
    """Time of arrival asked for."""
    length: Ints
    """Minutes on site, if the slowest comes."""
    customer: Ints
    refrigerant: Mask
    large: Mask
    """Where a large part is put in: work for no junior."""
    earliest: Ints
    """First day on which it can be at all."""
    latest: Ints
    """Last such day."""
    device: Ints
    """Which is seen once a day; -1 for none."""
    second: Ints
    """The other device that is seen on the same stop; -1 for none."""
    follows: Ints
    """The booking that it returns to; -1 for none."""
    warm: Mask
    """Tune-ups of what cannot be run in the cold."""


def dispatch(
    world: World, bookings: Bookings, working: Ints, takes: Lengths | None = None
) -> tuple[Ints, Ints]:
    """Technician (position) and start (minutes) of each booking; without ``takes`` each takes what
    was planned, whoever comes.

    Raises UserError when the calendars cannot take them.
    """
    calendar = _Calendar(world, bookings, working, takes)
    queue: dict[int, list[int]] = {}
    for booking, day in enumerate((bookings.wanted // 1440).tolist()):
        queue.setdefault(day, []).append(booking)
    for day in range(min(queue, default=0), max(world.today, max(queue, default=0)) + 60):
        calendar.work(day, queue.pop(day, []))
    calendar.work_overdue()
    return np.array(calendar.technician, np.int64), np.array(calendar.start, np.int64)


class _Calendar:
    """The technicians' days while they fill up. Plain lists: this is the one loop that goes visit
    by visit."""

    def __init__(
        self, world: World, bookings: Bookings, working: Ints, takes: Lengths | None
    ) -> None:
        count = len(bookings.kind)
        self.technician, self.start = [-1] * count, [-1] * count
        self._put_off: dict[int, list[int]] = {}
        self._left: list[int] = []
        self._working = working.tolist()
        self._kind = bookings.kind.tolist()
        self._wanted = bookings.wanted.tolist()
        self._length, self._lengths = bookings.length.tolist(), takes
        self._refrigerant, self._large = bookings.refrigerant.tolist(), bookings.large.tolist()
        self._earliest = bookings.earliest.tolist()
        self._latest = bookings.latest.tolist()
        self._customer = bookings.customer.tolist()
        self._too_cold = _too_cold(world, bookings)
        stops = zip(bookings.device.tolist(), bookings.second.tolist(), strict=True)
        self._devices: list[tuple[int, ...]] = [
            (one, other) if other >= 0 else (one,) if one >= 0 else () for one, other in stops
        ]
        days = (bookings.wanted // 1440).tolist()
        self._seen = {
            (device, day) for stop, day in zip(self._devices, days, strict=True) for device in stop
        }
        """Devices and days on which somebody comes to see them."""
        self._open_until: dict[int, int] = {}
        """When the last visit to a device ends."""
        self._turns = Turns(world, bookings.kind, bookings.customer, bookings.follows)
        self._x, self._y = self._turns.x, self._turns.y
        self._out: dict[int, int] = {}
        """At whose place each technician is, or was last, who is out on the day at hand."""
        self._crew, self._branch = len(world.tables["technicians"]), world.number
        self._employed = _employed(world)
        self._epa, self._junior = _certified(world), _juniors(world)
        self._follows = _same_again(world, bookings).tolist()
        self._free, self._rested = [0] * self._crew, [0] * self._crew
        """From when on each is free for an emergency, and for routine work."""
        self._at = [-1] * self._crew
        self._used: list[dict[int, int]] = [{} for _ in range(self._crew)]
        self._there: list[bool] = []
        """Who works on the day at hand."""

    def work(self, day: int, bookings: list[int]) -> None:
        """Place a day's visits in the order of the times asked for; put off what finds no room."""
        todays = bookings + self._put_off.pop(day, [])
        if todays:
            self._there = self._who_works(day)
            self._out.clear()
        todays.sort(key=self._wanted.__getitem__)
        for booking in todays:
            technician, start = self._find(booking, day)
            if technician < 0:
                self._carry(booking, day)
            elif self._kind[booking] == EMERGENCY:
                end = start + self._takes(booking, technician)
                self._assign(booking, technician, start + off_the_switch(start, end, self._branch))
            else:
                self._assign(booking, technician, start)

    def _takes(self, booking: int, technician: int) -> int:
        """Minutes that the visit takes this technician."""
        return self._lengths.of(booking, technician) if self._lengths else self._length[booking]

    def _who_works(self, day: int) -> list[bool]:
        """Whether each technician is with the company, and not away that week."""
        this = week(day)
        return [first <= day <= last and this not in off for first, last, off in self._employed]

    def _carry(self, booking: int, day: int) -> None:
        """Emergencies wait for midnight, others for the next working morning; too late is left for
        the end."""
        if self._kind[booking] == EMERGENCY:
            later = day + 1
        else:
            index = bisect_left(self._working, day + 1)
            while index < len(self._working) and self._is_not_for(booking, self._working[index]):
                index += 1
            later = (
                self._working[index] if index < len(self._working) else self._latest[booking] + 1
            )
            self._wanted[booking] = later * 1440 + OPENS
            self._see(booking, later)
        if later > self._latest[booking]:
            self._left.append(booking)
        else:
            self._put_off.setdefault(later, []).append(booking)

    def _is_not_for(self, booking: int, day: int) -> bool:
        """Somebody else sees to the device that day, or it is too cold for the work."""
        return self._is_seen(booking, day) or day in self._too_cold[booking]

    def _is_seen(self, booking: int, day: int) -> bool:
        return any((device, day) in self._seen for device in self._devices[booking])

    def _see(self, booking: int, day: int) -> None:
        self._seen.update((device, day) for device in self._devices[booking])

    def _find(self, booking: int, day: int) -> tuple[int, int]:
        """Who can be there soonest, or -1; the first in turn who is in time is taken at once."""
        kind, wanted, length = self._kind[booking], self._wanted[booking], self._length[booking]
        urgent = kind == EMERGENCY
        wanted = max(wanted, day * 1440)
        for device in self._devices[booking]:
            if device in self._open_until:
                wanted = max(wanted, on_grid(self._open_until[device]))
        last_start = day * 1440 + (LAST_MINUTE if urgent else LAST_END) - length
        before = self._follows[booking]
        if before >= 0 and self.technician[before] >= 0:
            again = self.technician[before]
            found = self._soonest(booking, day, wanted, last_start, [again], WAIT_FOR_SAME)
            if found[0] >= 0 and found[1] <= wanted + WAIT_FOR_SAME:
                return found
        return self._soonest(booking, day, wanted, last_start, *self._asked(booking, wanted))

    def _soonest(
        self, booking: int, day: int, wanted: int, last_start: int, turn: list[int], waits: int
    ) -> tuple[int, int]:
        """Who of these can be there soonest, and when; -1 where nobody can."""
        customer, length = self._customer[booking], self._length[booking]
        sealed, large = self._refrigerant[booking], self._large[booking]
        best, best_start = -1, last_start + 1
        xs, ys = self._x, self._y
        free = self._free if self._kind[booking] == EMERGENCY else self._rested
        x, y = xs[customer], ys[customer]
        for technician in turn:
            if not self._there[technician] or not may_do(sealed, self._epa[technician], day):
                continue
            if large and self._junior[technician]:
                continue
            if too_long_a_day(self._used[technician].get(day, 0), length):
                continue
            start, at = wanted, self._at[technician]
            if at >= 0 and free[technician] > start - LONGEST_DRIVE:
                ready = free[technician]
                if at != customer:
                    ready += TRAVEL + abs(xs[at] - x) + abs(ys[at] - y)
                if ready > start:
                    start = on_grid(ready)
            if start < best_start:
                best, best_start = technician, start
                if start <= wanted + waits:
                    break
        return best, best_start

    def _asked(self, booking: int, wanted: int) -> tuple[list[int], int]:
        """Technicians in the order in which they are asked, and how long a customer is kept waiting
        for one before the next is."""
        urgent, (day, clock) = self._kind[booking] == EMERGENCY, divmod(wanted, 1440)
        on_call = urgent and closed(self._is_working(day), clock)
        waits = patience(urgent, on_call)
        if on_call:
            return on_call_rota(self._turns.on_call, day), waits
        return self._turns.of(booking, self._out), waits

    def _is_working(self, day: int) -> bool:
        index = bisect_left(self._working, day)
        return index < len(self._working) and self._working[index] == day

    def _assign(self, booking: int, technician: int, start: int) -> None:
        """Write the visit into the calendar: nobody is elsewhere or at the device until it ends."""
        self.technician[booking], self.start[booking] = technician, start
        length = self._takes(booking, technician)
        end = start + length
        for device in self._devices[booking]:
            self._open_until[device] = max(end, self._open_until.get(device, 0))
        self._free[technician] = end
        self._rested[technician] = max(self._rested[technician], rested_at(end))
        self._at[technician] = self._out[technician] = self._customer[booking]
        used = self._used[technician]
        used[start // 1440] = used.get(start // 1440, 0) + length

    def work_overdue(self) -> None:
        """What found no place before its last day goes to days that a technician still has free."""
        for booking in self._left:
            technician, day = self._idle_day(booking)
            self._assign_at(booking, technician, day * 1440 + OPENS)

    def _idle_day(self, booking: int) -> tuple[int, int]:
        """A technician who may do it, and the last day in its time on which he has no visit yet.

        Raises UserError when there is none.
        """
        last = bisect_left(self._working, self._latest[booking] + 1) - 1
        for index in range(last, -1, -1):
            day = self._working[index]
            if day < self._earliest[booking]:
                break
            if self._is_not_for(booking, day):
                continue
            there = self._who_works(day)
            for technician in self._turns.of(booking, {}):
                # Free that day, and not still busy from the night before.
                idle = day not in self._used[technician] and day - 1 not in self._used[technician]
                allowed = may_do(self._refrigerant[booking], self._epa[technician], day)
                allowed &= not (self._large[booking] and self._junior[technician])
                if idle and allowed and there[technician]:
                    return technician, day
        if self._too_cold[booking]:
            # No warm day is left.
            self._too_cold[booking] = frozenset()
            return self._idle_day(booking)
        raise too_many()

    def _assign_at(self, booking: int, technician: int, start: int) -> None:
        self.technician[booking], self.start[booking] = technician, start
        self._used[technician][start // 1440] = self._takes(booking, technician)
        self._see(booking, start // 1440)


def left_on(world: World) -> Ints:
    """The last day of each technician; far ahead for who is still there."""
    last: Ints = world.tables["technicians"]["left_date"].astype(np.int64)
    return np.where(last == NULL, FAR_OFF, last)


def _employed(world: World) -> list[tuple[int, int, set[int]]]:
    """First and last day of each technician, and the weeks off."""
    hired = world.tables["technicians"]["hire_date"].astype(np.int64).tolist()
    leave = weeks_off(world, len(hired))
    return list(zip(hired, left_on(world).tolist(), leave, strict=True))


def _too_cold(world: World, bookings: Bookings) -> list[frozenset[int]]:
    """Days of the history on which each is not done for want of warmth."""
    history = np.arange(world.start, world.today + 1)
    cold = frozenset(history[too_cold(world, history)].tolist())
    return [cold if warm else frozenset() for warm in bookings.warm.tolist()]


def _same_again(world: World, bookings: Bookings) -> Ints:
    """The booking whose technician comes again, as a rule; -1 for none."""
    chance = world.chance("turn", len(bookings.kind))
    again = chance.happens("same again", SAME_TECHNICIAN_AGAIN) & (bookings.kind != EMERGENCY)
    return np.where(again, bookings.follows, -1)


def _juniors(world: World) -> list[bool]:
    """Who is left to learn; nobody where nobody could teach them."""
    junior = juniors(world)
    return [bool(one) and not junior.all() for one in junior]


def juniors(world: World) -> Mask:
    """Which technicians are juniors."""
    found: Mask = world.tables["technicians"]["technician_level"].is_("junior")
    return found


def _certified(world: World) -> list[int]:
    """First day on which each technician may handle refrigerant (EPA 608)."""
    cards, crew = world.tables["technician_certifications"], world.tables["technicians"]
    universal = cards["certification_name"].is_(*FOR_REFRIGERANT)
    since = np.full(len(crew), FAR_OFF, np.int64)
    holder = cards["technician_id"][universal] - crew.first_id
    np.minimum.at(since, holder, cards["issued_date"][universal].astype(np.int64))
    days: list[int] = since.tolist()
    return days


def weeks_off(world: World, crew: int) -> list[set[int]]:
    """Weeks that each technician is away."""
    first, last = week(world.start), week(world.today + 60) + 1
    weeks = np.arange(first, last + 1, dtype=np.int64)
    off = []
    for technician in range(crew):
        away = world.chance("leave", weeks).of(technician).happens("away", ON_LEAVE_SHARE)
        off.append(set(weeks[away].tolist()) if crew > LEAVE_NEEDS_MORE_THAN else set())
    return off
