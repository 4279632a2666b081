"""Single bookings: when customers book, move, miss and cancel visits, and what has to lie between.

Shares and types are in ``scheduling``.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from factories.engine.streams import Chance, Ints, Mask
from factories.rules.appointments import scheduling
from factories.rules.appointments.scheduling import CALL_IN_FROM, CALL_IN_TO, CALL_IN_WEIGHTS
from factories.rules.calls.service import INSTALLATION
from factories.rules.crew.dispatch import START_GRID
from factories.rules.hours.calendar import CLOSES, OPENS, is_holiday, office_day_before, weekday_of

SEARCHED_WORKING_DAYS: Final = 60
"""Working days ahead that are searched for a free slot. Assumption: nobody books further out."""
UNBOOKED_MINUTES: Final = 60
"""Minutes of each technician's day that are left unbooked, because jobs overrun. Assumption."""
FIRST_OF_DAY_FROM: Final = 300
"""Minutes: a job expected to take longer is the first of its day. Assumption."""
ANOTHER_VISIT_AFTER: Final = 7 * 60
"""Minutes after the start of its window from which a visit no longer counts as the one that was
booked, come late, but as another one. Assumption."""
NEIGHBORING_REPAIRS: Final = 12
"""Repairs before and after an unkept one (in order of time) from which its fault is taken, as what
another customer called about in the same season. Assumption."""
INSTALLATION_DELAY_AT_MOST: Final = 60
"""Days by which a busy crew may put off an installation, at most. Assumption."""
REBOOKED_SALE_A_DAY: Final = 0.3
"""Probability a day that an installation which was sold, but whose appointment the customer
cancelled, is booked again. Assumption."""
CONSULTATIONS_KEPT: Final = 0.9
"""Share of the booked sales visits that take place. Assumption: the rest is cancelled, see
``rules.appointments.scheduling.CANCELLED_SHARE``."""
BOOKED_BEFORE_AT_LEAST: Final = 20
"""Minutes between booking, or cancelling, a visit and its planned time, at least. Assumption."""
WINDOW_ENDS_BY: Final = CLOSES + 60
"""Minute of the day by which an arrival window ends: a window of four hours that would end later is
cut to two. Assumption."""
LATE_WINDOWS_END_BY: Final = 15 * 60
"""Minute of the day: only windows that end before it may be missed for want of time. Assumption:
work that is late in the evening is moved to another day instead."""
LONG_JOB_STARTS_ON_TIME: Final = 400
"""Hundredths of an hour: a longer job starts on time, whatever else there is to do. Assumption."""
CONSULTATION_MINUTES: Final = 60
"""Minutes that a salesman is with a customer. Assumption."""
NO_SHOW_NOTED_AFTER: Final = 30
"""Minutes after its planned time at which a visit is recorded as a no-show. Assumption."""
NO_SHOW_REBOOKED_AFTER: Final = 45
"""Minutes after the planned time of a no-show at which the customer and the office agree on another
visit. Assumption."""
DISPATCH_MOVES_BEFORE: Final = 30
"""Minutes before the window of a visit at which dispatch moves it to another day. Assumption."""
LAST_EMERGENCY_ENDS_BEFORE: Final = 45
"""Minutes before midnight of a history's last day by which its last emergency visit ends.
Assumption: the crew drives home."""
ACCOUNT_TO_INSTALLATION: Final = 6
"""Days from a new customer's account to the first installation, at least. Assumption: a quote is
written, and the equipment is delivered."""
UPCOMING_MARGIN_DAYS: Final = 7
"""Days beyond ``rules.appointments.scheduling.UPCOMING_DAYS`` in which upcoming visits are still
planned. Assumption."""
ACCOUNT_TO_UNKEPT: Final = 5
"""Days from a customer's account to a first appointment that is rescheduled or missed, at least.
Assumption."""
ACCOUNT_TO_CANCELLED: Final = 6
"""Days from a customer's account to a first appointment that is cancelled, at least. Assumption."""
CONSULTATION_AFTER: Final = (7, 8)
"""Days from the customer's account, and from the start of the history, to the sales visit that led
to an installation, at least. Assumption."""
CONSULTATION_WEIGHT_OF_NEW: Final = 3
"""How many times likelier a customer who came to us for the installation had a sales visit before
it than one who was a customer already. Assumption."""
CALENDAR_MARGIN_DAYS: Final = 14
"""Days beyond ``rules.appointments.scheduling.UPCOMING_DAYS`` that the technicians' calendars
cover. Assumption: more than dispatch puts anything off."""
ACCOUNT_TO_BOOKING: Final = 5
"""Minutes from opening an account to the first report or booking for it, at least. Assumption."""
WEEKEND_ACCOUNT_TO_SALE: Final = 3
"""Days from an account opened at a weekend to the booking of a new system, at least. Assumption:
the quote is written on the next working day."""
EMERGENCY_REPORTED_BEFORE: Final = 10
"""Minutes from the report of a new customer's emergency to the technician's arrival, at least.
Assumption."""
ROUTINE_REPORTED_BEFORE: Final = 120
"""Minutes before the visit at which anything but an emergency counts as reported. Assumption: it is
not urgent."""
UNBOOKED_ARRIVES_EARLY: Final = 30
"""Minutes before the end of a window at which a visit without an appointment counts as arrived.
Assumption: nobody was kept waiting."""
MOVED_LATER_AT_LEAST: Final = 10 * 60
"""Minutes between the first and the second time of a rescheduled visit, at least; where no
technician is free by then, the first one counts as cancelled. Assumption."""
MOVED_NOTICE: Final = (60, 3 * 24 * 60)
"""Minutes of notice with which a customer reschedules: at least, and how many more at most.
Assumption."""
MOVED_BEFORE_AT_LEAST: Final = 30
"""Minutes: nobody reschedules later than so long before the visit; who would did so on the day
before. Assumption."""
BOOKED_TO_MOVED: Final = 90
"""Minutes from booking a visit to rescheduling it, at least. Assumption."""
NO_SHOW_TO_REBOOKING: Final = (15, 3 * 60)
"""Minutes from the time of a no-show to the booking of another visit: at least, and how many more
at most. Assumption: the office calls while the technician still waits, or the customer calls by the
evening."""
CONSULTATION_TO_SALE: Final = 120
"""Minutes from the start of a sales visit to the booking of what it sold, at least. Assumption: an
hour with the customer, then the quote and another call."""
LOOK_TO_SALE: Final = 45
"""Minutes from the end of a tune-up or inspection to the booking of what it sold, at least.
Assumption: they talk it over in the kitchen."""
UPCOMING_DELAY_DAYS: Final = 9
"""Days beyond ``rules.appointments.scheduling.UPCOMING_DAYS`` to which dispatch may put off an
upcoming visit. Assumption."""
UNRELIABLE: Final = 0.12
"""Share of the customers who often cancel or are not at home. Assumption: a customer who missed one
visit misses the next two or three times as often as others."""
UNRELIABLE_CANCEL_TIMES: Final = 6
"""How many times as often as others such unreliable customers cancel or miss an appointment, of all
their appointments. Assumption, see ``UNRELIABLE``."""
_OTHERS_FAIL: Final = (scheduling.CANCELLED_SHARE + scheduling.NO_SHOW_SHARE) / (
    1 - UNRELIABLE + UNRELIABLE * UNRELIABLE_CANCEL_TIMES
)
UNRELIABLE_CANCEL_TIMES_PER_KEPT: Final = round(
    UNRELIABLE_CANCEL_TIMES * (1 - _OTHERS_FAIL) / (1 - UNRELIABLE_CANCEL_TIMES * _OTHERS_FAIL)
)
"""The same for each visit that they keep, of which they have fewer: 0.39 fail for 0.61 kept, of
others 0.07 for 0.93. It follows from the two above."""
CANCELLED_DAYS_BEFORE: Final = 5
"""Days before a visit, its own day included, in which customers cancel it. Assumption."""
CANCELLED_MINUTES_BEFORE: Final = 30
"""Minutes before a visit up to which customers cancel it. Assumption."""
LATE_CANCELLATION_SPREAD: Final = 120
"""Minutes before that latest moment over which the calls of those are spread who would otherwise
cancel too late. Assumption."""
BOOKED_TO_CANCELLED: Final = 60
"""Minutes from booking a visit to cancelling it, at least. Assumption."""


def unreliable(chance: Chance, customer: Ints) -> Mask:
    """Which of the customers (keys) often call off, or are not at home."""
    return chance.common(("keeps appointments",), customer).happens("unreliable", UNRELIABLE)


SATURDAY_CALLS: Final = 0.75
"""Share of the bookings that, counted back from their visits, fall on a Saturday and are made on
it; the others are made in the week before. Assumption: with ``SUNDAY_CALLS`` as
``rules.calls.demand.CALLS_BY_WEEKDAY``, weekends have 15-20 % of the calls [R9], Sundays least
[R10]."""
SUNDAY_CALLS: Final = 0.5
"""The same for Sundays and holidays. Assumption: few visits are on Mondays, and most bookings that
fall on a Sunday are counted back from those."""


def calls_by(chance: Chance, day: Ints, lot: Ints) -> Ints:
    """The days (numbers) on which customers call who would on these, were all days alike; ``lot``
    is below five, the days before a Friday on which they do instead (``office_day_before``)."""
    before = office_day_before(day, lot).astype(np.int64)
    if (before == day).all():
        return day
    saturday = (weekday_of(day) == 5) & ~is_holiday(day.astype("datetime64[D]"))
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
    latest = planned - CANCELLED_MINUTES_BEFORE
    room = np.clip(latest % 1440 - CALL_IN_FROM * 60, 1, LATE_CANCELLATION_SPREAD)
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
    long = length > FIRST_OF_DAY_FROM
    opens = np.where((kind == INSTALLATION) | long, OPENS, opens)
    hours = np.where(opens + hours * 60 > WINDOW_ENDS_BY, 2, hours)
    lot = chance.below("arrival", 1 << 16)
    in_time = np.where(opens == OPENS, scheduling.first_into(lot), scheduling.into(lot, hours))
    late = hours * 60 + scheduling.late_minutes(chance)
    is_late = chance.happens("is late", 1 - scheduling.ON_TIME_SHARE) & ~long
    is_late &= opens + hours * 60 < LATE_WINDOWS_END_BY
    arrival = opens + np.where(is_late, late, in_time)
    return opens, hours, arrival // START_GRID * START_GRID
