"""Today's rounds: who is visited by whom and when, of the appointments and of what cannot wait."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from factories.days import appointments, fates
from factories.days import crew as crews
from factories.days.arrivals import arrivals, emergencies
from factories.days.booking import book as book_
from factories.days.books import Found
from factories.days.breakdowns import failures
from factories.days.day import Day
from factories.days.devices import in_use
from factories.days.sites import Sites
from factories.days.timeline import Timeline
from factories.days.tune_ups import paired_tune_ups
from factories.days.visit_rows import Visit, as_columns
from factories.rules.appointments import bookings
from factories.rules.appointments import scheduling as rules
from factories.rules.appointments.scheduling import CONSULTATION
from factories.rules.calls import service
from factories.rules.calls.left_undone import MENDED
from factories.rules.calls.service import EMERGENCY
from factories.rules.crew.dispatch import (
    TURNS,
    closed,
    on_call_rota,
    on_grid,
    patience,
    too_long_a_day,
)
from factories.rules.hours.calendar import (
    LAST_END,
    LAST_MINUTE,
    NIGHT_TO,
    rested_at,
    working_day_after,
)


def go_round(day: Day) -> None:
    """Plan and do the day: what became of the appointments, and the visits, for the steps after."""
    book = appointments.open_between(day, day.number, day.number)
    day.devices = devices = in_use(day)
    day.failures = failures(day, devices)
    coming = arrivals(day, book, devices)
    # Nor is anybody sent to what is taken out today.
    seen = {key for visit in coming.values() for key in (visit.device, visit.replaces)}
    failing = emergencies(day, devices, day.failures)
    urgent = [visit for visit in failing if visit.device not in seen]
    urgent += day.first_emergencies
    urgent.sort(key=lambda visit: (visit.start, visit.device))
    customers = [book.customer, np.array([v.customer for v in urgent], np.int64)]
    timeline = Timeline(day, Sites(day, np.concatenate(customers)))
    at_night = [visit for visit in urgent if visit.start < day.at(NIGHT_TO)]
    by_day = urgent[len(at_night) :]
    # Before the rounds: who was out has to rest, and others drive them.
    begins = _begins(book)
    visits = [visit for one in at_night if (visit := _answer(day, one, timeline, begins))]
    visits += _keep(day, book, coming, timeline)
    visits += [visit for one in by_day if (visit := _answer(day, one, timeline, {}))]
    visits += paired_tune_ups(day, visits, devices, timeline)
    day.visits = as_columns(day, visits)


def _begins(book: Found) -> dict[int, int]:
    """When the first appointment of each technician is."""
    begins: dict[int, int] = {}
    for technician, start in zip(book.technician.tolist(), book.start.tolist(), strict=True):
        begins[technician] = min(start, begins.get(technician, start))
    return begins


def _keep(day: Day, book: Found, coming: dict[int, Visit], timeline: Timeline) -> list[Visit]:
    """Each technician's appointments one after the other; some find nobody at home, some do not
    fit into the day any more."""
    visits: list[Visit] = []
    missed: dict[int, int] = {}
    moved: dict[int, bool] = {}
    consulted: dict[int, int] = {}
    gone: list[int] = []
    fate = fates.of_appointments(day, book.id, book.customer, book.kind)
    late = fates.late(day, book.id, book.closes)
    for row in np.lexsort((book.id, book.start, book.technician)).tolist():
        key, technician = int(book.id[row]), int(book.technician[row])
        customer, kind = int(book.customer[row]), int(book.kind[row])
        visit = coming.get(key)
        if visit is None and kind != CONSULTATION:
            gone.append(row)
            continue
        # Who is waited for by somebody without heat finds him at home.
        nobody = fate[row] == rules.MISSED and kind != EMERGENCY
        nobody &= visit is None or visit.returns_to < 0
        length = visit.length if visit else bookings.CONSULTATION_MINUTES
        if nobody:
            length = rules.NO_SHOW_WAIT
        behind = 0 if nobody else int(late[row])
        start = _arrival(day, book.rows(np.array([row])), length, behind, timeline)
        # Known by now, from the first visit or from what the customer told when it was confirmed.
        unfit = visit is not None and not timeline.may_do(technician, *_demands(visit))
        # Nor is anybody to blame who had waited in vain for all of the window.
        if start < 0 or unfit or (nobody and start >= book.closes[row]):
            moved[row] = visit is not None and _sealed(visit)
            continue
        timeline.take(technician, start, length, customer)
        if nobody:
            missed[row] = start
        elif visit is None:
            consulted[row] = start
        else:
            visit.start, visit.technician = start, technician
            visit.late = start - int(book.closes[row])
            visits.append(visit)
    _settle(day, book, missed, moved, consulted, gone)
    return visits


def _sealed(visit: Visit) -> bool:
    """Whether it opens the sealed system."""
    return service.COMPONENTS[visit.component] in service.REFRIGERANT_WORK and visit.component >= 0


def _demands(visit: Visit) -> tuple[bool, bool]:
    """Whether it opens the sealed system, and whether a large part is put in."""
    mends = visit.component >= 0 and not visit.awaits_part and visit.left == MENDED
    return _sealed(visit), mends and visit.component in service.LARGE_PARTS


def _arrival(day: Day, one: Found, length: int, late: int, timeline: Timeline) -> int:
    """When the technician is there: about as planned, or when the visit before lets go; -1 where
    the day has no room for it any more."""
    technician, customer = int(one.technician[0]), int(one.customer[0])
    planned, opens, closes = int(one.start[0]), int(one.opens[0]), int(one.closes[0])
    routine = int(one.kind[0]) != EMERGENCY
    rested = timeline.rested(technician) if routine else 0
    too_long = too_long_a_day(timeline.hours(technician), length)
    if too_long or rested > closes or not timeline.works(technician):
        return -1
    wanted = closes + late if late else min(planned, closes)
    if late and one.hours[0] > bookings.LONG_JOB_STARTS_ON_TIME:
        wanted = planned
    ready = max(timeline.ready(technician, customer), rested, opens)
    last = day.at(LAST_END if routine else LAST_MINUTE) - length
    # Who has a long day's work begins as soon as somebody is at home.
    for start in (max(wanted, ready), ready):
        if (begins := on_grid(start)) <= last:
            return int(begins)
    return -1


def _settle(
    day: Day,
    book: Found,
    missed: dict[int, int],
    moved: dict[int, bool],
    consulted: dict[int, int],
    gone: list[int],
) -> None:
    """What becomes of the appointments that are no calls. A salesman who has no time does not
    come."""
    change = day.books.change
    gone = gone + [row for row in moved if book.kind[row] == CONSULTATION]
    moved = {row: unfit for row, unfit in moved.items() if row not in gone}
    change("appointments", book.id[gone], at=book.opens[gone], status="Cancelled")
    nobody = book.rows(np.array(list(missed), np.int64))
    # Planned anew where the visit before took longer.
    nobody = nobody.with_(start=np.array(list(missed.values()), np.int64))
    change(
        "appointments",
        nobody.id,
        at=nobody.start + bookings.NO_SHOW_NOTED_AFTER,
        status="No-Show",
        scheduled_time=nobody.start.astype("datetime64[m]"),
    )
    _make_up_for(day, nobody)
    off = np.array(list(moved), np.int64)
    sealed = np.array(list(moved.values()), np.bool_)
    appointments.move(day, book.rows(off), book.opens[off] - bookings.DISPATCH_MOVES_BEFORE, sealed)
    rows_ = list(consulted)
    starts = np.array([consulted[row] for row in rows_], np.int64)
    change(
        "appointments",
        book.id[rows_],
        at=starts + bookings.CONSULTATION_MINUTES,
        status="Completed",
        scheduled_time=starts.astype("datetime64[m]"),
    )


def _make_up_for(day: Day, missed: Found) -> None:
    """Book again for some of those who were not at home."""
    rebooked = day.chance("made up for", missed.id).happens("again", rules.NO_SHOWS_REBOOKED)
    rows = missed.rows(np.flatnonzero(rebooked))
    gap = rules.days_later(
        day.chance("made up for", rows.id), rows.kind, rules.NO_SHOW_REBOOKED_DAYS
    )
    later = appointments.again(
        day,
        rows,
        rows.start + bookings.NO_SHOW_REBOOKED_AFTER,
        working_day_after(rows.start // 1440 + 1, gap - 1, day.working),
    )
    book_(day, later)


def _answer(day: Day, visit: Visit, timeline: Timeline, begins: Mapping[int, int]) -> Visit | None:
    """Send who is near and can be there soon; None where nobody can today. At night rather
    those whose day ``begins`` late enough for some sleep."""
    who = timeline.crew
    wanted = visit.start
    urgent = visit.kind == EMERGENCY
    on_call = urgent and closed(day.works, wanted - day.number * 1440)
    lot = visit.device % TURNS
    asked = crews.lots(day, who, visit.branch, visit.kind, lot)
    turn = asked.nearest_first(lambda row: timeline.way(row, visit.customer, wanted))
    if on_call:
        turn = on_call_rota(sorted(turn), day.number)
        awake = rested_at(wanted + visit.length)
        turn.sort(key=lambda row: begins.get(int(who.id[row]), awake) < awake)
    # Nothing that comes up today can wait, be it an emergency or not.
    waits, demands = patience(urgent=True, on_call=on_call), _demands(visit)
    best: tuple[int, int, int] | None = None
    for row in turn:
        technician = int(who.id[row])
        if not timeline.works(technician) or crews.away(day, who, row, day.number):
            continue
        if not timeline.may_do(technician, *demands):
            continue
        length = _takes(who, row, visit)
        start = timeline.earliest(technician, wanted, length, visit.customer, visit.kind)
        if start < 0 or (not urgent and start + length > day.at(LAST_END)):
            continue
        if best is None or start < best[0]:
            best = start, technician, length
        if start <= wanted + waits:
            break
    if best is None:
        return None
    visit.start, visit.technician, visit.length = best
    if urgent:
        target = service.RESPONSE_TARGET[service.SEVERITIES[visit.severity]]
        visit.late = visit.start - visit.reported - target
    timeline.put(visit)
    return visit


def _takes(who: crews.Crew, row: int, visit: Visit) -> int:
    """Minutes that a visit takes a technician of the crew."""
    work = visit.work
    return int(work.minutes(who.pace[row, work.skill])[0]) if work else visit.length
