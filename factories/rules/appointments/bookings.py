"""The calendar: how far ahead it is looked, what is kept free, what is still the same visit."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from factories.engine.streams import Chance, Ints
from factories.rules.appointments import scheduling
from factories.rules.appointments.scheduling import CALL_IN_FROM, CALL_IN_TO, CALL_IN_WEIGHTS
from factories.rules.calls.service import INSTALLATION
from factories.rules.crew.dispatch import GRID
from factories.rules.hours.calendar import CLOSES, OPENS, is_holiday, office_day_before

Mask = NDArray[np.bool_]

LOOKS_AHEAD: Final = 60
"""Working days within which something is found. Assumption: nobody is booked so far out."""
SPARE: Final = 60
"""Minutes a day that are never booked: jobs run over. Assumption."""
FULL_DAY: Final = 300
"""Minutes from which on a job starts the day. Assumption."""
CALLED_AFTER: Final = 7 * 60
"""Minutes after the start of its window at which a visit is no longer late but another one.
Assumption."""
REPAIRS_AROUND: Final = 12
"""Repairs before and after, among which what somebody else called for is found. Assumption."""
INSTALLATION_PUT_OFF: Final = 60
"""Days by which a crew that is busy may put an installation off. Assumption."""
BOOKED_ONCE_MORE: Final = 0.3
"""Chance a day that what was sold is booked once more, after the customer called the day off.
Assumption."""
CONSULTATIONS_KEPT: Final = 0.9
"""Share of the salesmen's visits booked that take place. Assumption: see
``rules.appointments.scheduling.CANCELLED`` and the others."""
IN_THE_BOOK_BEFORE: Final = 20
"""Minutes before a visit by which it is in the book, and until which it is called off.
Assumption."""
WINDOWS_END: Final = CLOSES + 60
"""Minute of the day by which a window of four hours ends: what would end later has two.
Assumption."""
LATE_UNTIL: Final = 15 * 60
"""Minute of the day by which the windows end that may be missed for want of time. Assumption: who
is late in the evening is sent to another day."""
COMES_IN_TIME: Final = 400
"""Hundredths of an hour from which on a job is begun in time, whatever else there is.
Assumption."""
CONSULTATION_MINUTES: Final = 60
"""Minutes that a salesman is with a customer. Assumption."""
NOTED_AS_MISSED: Final = 30
"""Minutes after the time planned at which a visit is noted as missed. Assumption."""
ASKED_AGAIN: Final = 45
"""Minutes after the time planned at which another visit is agreed upon in its place. Assumption."""
PUT_OFF_BEFORE: Final = 30
"""Minutes before its window at which dispatch puts a visit off. Assumption."""
HISTORY_OVER: Final = 45
"""Minutes before midnight of the last day by which a history's emergencies are over. Assumption:
the crew drives home."""
INSTALLED_AFTER: Final = 6
"""Days from a new customer's account until something is put in, at least. Assumption: a quote is
written, and what it offers comes."""
COMING_BEYOND: Final = 7
"""Days beyond ``rules.appointments.scheduling.UPCOMING_DAYS`` up to which what lies ahead is
planned. Assumption."""
BOOKS_AFTER: Final = 5
"""Days from a customer's account after which a visit is that was moved or missed. Assumption."""
CALLS_OFF_FROM: Final = 6
"""Days from a customer's account after which a visit is that came to nothing. Assumption."""
ADVISED_AFTER: Final = (7, 8)
"""Days from the account, and from the start of the history, after which a salesman comes who sells
an installation. Assumption."""
ADVISED_IF_NEW: Final = 3
"""Times that who came for the installation had a salesman in rather than who knew us.
Assumption."""
DISPATCHED_BEYOND: Final = 14
"""Days beyond ``rules.appointments.scheduling.UPCOMING_DAYS`` for which the technicians' calendars
are kept. Assumption: more than dispatch puts anything off."""
CUSTOMER_FOR: Final = 5
"""Minutes from opening an account until anything is reported or booked for it, at least.
Assumption."""
QUOTED_AFTER_WEEKEND: Final = 3
"""Days from an account of a weekend until a new system is booked, at least. Assumption: a quote is
written on the working day after."""
REPORTED_BEFORE: Final = 10
"""Minutes before a technician comes by which an emergency of a new customer is reported, at least.
Assumption."""
ROUTINE_REPORTED_BEFORE: Final = 120
"""Minutes before a visit at which what is no emergency counts as reported. Assumption: nothing of
it is urgent."""
COMES_EARLY: Final = 30
"""Minutes before the end of the time promised at which somebody comes to whom none was promised.
Assumption: nobody was kept waiting."""
MOVED_BY: Final = 10 * 60
"""Minutes by which the new time of a visit that was moved is later, at least: where there was no
technician, it was cancelled. Assumption."""
MOVED_NOTICE: Final = (60, 3 * 24 * 60)
"""Minutes before a visit by which it is moved to another day, and how many more at most.
Assumption."""
MOVED_LATEST: Final = 30
"""Minutes before a visit after which nobody moves it: then it was on the day before.
Assumption."""
MOVED_AFTER: Final = 90
"""Minutes after booking a visit before which it is not moved. Assumption."""
MISSED_AGAIN: Final = (15, 3 * 60)
"""Minutes after the time of a visit that was missed at which it is booked again, and how many more
at most. Assumption: the office calls while the technician still waits, or the customer does by the
evening."""
SOLD_AFTER: Final = 120
"""Minutes from the start of a salesman's visit until what he sold is booked, at least. Assumption:
he writes the quote, and calls again, after an hour with the customer."""
COMING_PUT_OFF: Final = 9
"""Days beyond ``rules.appointments.scheduling.UPCOMING_DAYS`` to which dispatch may put off what
lies ahead. Assumption."""
UNRELIABLE: Final = 0.12
"""Share of the customers who often call a visit off or are not at home. Assumption: who missed a
visit misses another one two or three times as often."""
CALLS_OFF_MORE: Final = 6
"""Times as many of their appointments that come to nothing so as of others'. Assumption, see
UNRELIABLE."""
CALLED_OFF_PER_KEPT: Final = 9
"""The same for each visit that is kept, of which they have fewer. Assumption, follows: with a tenth
of all appointments called off, 0.39 for 0.61 kept against 0.07 for 0.93."""
CALLS_OFF_DAYS: Final = 5
"""Days before a visit, its own among them, on which it is called off. Assumption."""
CALLS_OFF_LATEST: Final = 30
"""Minutes before a visit up to which somebody calls it off of himself. Assumption."""
CALLS_OFF_EARLY: Final = 120
"""Who would call later calls within so many minutes before that, once the telephone is answered.
Assumption."""
CALLS_OFF_AFTER: Final = 60
"""Minutes after booking a visit before which nobody calls it off. Assumption."""


def unreliable(chance: Chance, customer: Ints) -> Mask:
    """Which of the customers (keys) often call off, or are not at home."""
    return chance.common(("keeps appointments",), customer).happens("unreliable", UNRELIABLE)


SATURDAY_CALLS: Final = 0.75
"""Of those who would call on a Saturday, counted back from their visits, those who do; others had
called in the week before. Assumption: with ``SUNDAY_CALLS`` as
``rules.calls.demand.CALLS_BY_WEEKDAY``, weekends have 15-20 % [R9], Sundays least [R10]."""
SUNDAY_CALLS: Final = 0.5
"""The same of Sundays and holidays: so few as visits are on Mondays, and counting back from those
leads to them. Assumption."""


def calls_by(chance: Chance, day: Ints, lot: Ints) -> Ints:
    """The days (numbers) on which customers call who would on these, were all days alike; ``lot``
    is below five, the days before a Friday on which they do instead (``office_day_before``)."""
    before = office_day_before(day, lot).astype(np.int64)
    if (before == day).all():
        return day
    saturday = ((day + 3) % 7 == 5) & ~is_holiday(day.astype("datetime64[D]"))
    share = np.where(saturday, SATURDAY_CALLS, SUNDAY_CALLS)
    called: Ints = np.where(chance.happens("on a weekend", share), day, before)
    return called


def call_in(chance: Chance, label: str) -> Ints:
    """Minute of the day at which each calls to book, or books on line."""
    hour = chance.choose(label, CALL_IN_WEIGHTS) + CALL_IN_FROM
    minute: Ints = hour * 60 + chance.below(f"{label} minute", 60)
    return minute


def when_somebody_answers(chance: Chance, moment: Ints) -> Ints:
    """The moment, or for one of the night another of that day."""
    clock = moment % 1440
    answered = (clock >= CALL_IN_FROM * 60) & (clock < CALL_IN_TO * 60)
    answers: Ints = moment - clock + np.where(answered, clock, call_in(chance, "next morning"))
    return answers


def calls_off_late(chance: Chance, planned: Ints) -> Ints:
    """The moment at which each calls a visit off shortly before it."""
    latest = planned - CALLS_OFF_LATEST
    room = np.clip(latest % 1440 - CALL_IN_FROM * 60, 1, CALLS_OFF_EARLY)
    moment: Ints = latest - chance.below("early", room)
    return moment


def windows(chance: Chance, kind: Ints, length: Ints) -> tuple[Ints, Ints, Ints]:
    """Where each window opens and how many hours it is long; and when somebody comes, in it or
    late: minutes of the day."""
    hours: Ints = np.array(tuple(scheduling.WINDOW_HOURS))[
        chance.choose("hours", tuple(scheduling.WINDOW_HOURS.values()))
    ]
    opens = (
        np.array(scheduling.WINDOW_STARTS)[chance.choose("opens", scheduling.WINDOW_START_WEIGHTS)]
        * 60
    )
    long = length > FULL_DAY
    opens = np.where((kind == INSTALLATION) | long, OPENS, opens)
    hours = np.where(opens + hours * 60 > WINDOWS_END, 2, hours)
    lot = chance.below("arrival", 1 << 16)
    in_time = np.where(opens == OPENS, scheduling.first_into(lot), scheduling.into(lot, hours))
    late = hours * 60 + scheduling.late_minutes(chance)
    is_late = chance.happens("is late", 1 - scheduling.ON_TIME) & ~long
    is_late &= opens + hours * 60 < LATE_UNTIL
    arrival = opens + np.where(is_late, late, in_time)
    return opens, hours, arrival // GRID * GRID
