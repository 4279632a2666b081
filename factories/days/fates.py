"""What will become of appointments: kept, missed or called off, and how late."""

from __future__ import annotations

from functools import cache

import numpy as np

from factories.days.day import Day
from factories.engine.streams import Ints, Mask, cut_table
from factories.rules.appointments import bookings
from factories.rules.appointments import scheduling as rules


def of_appointments(day: Day, appointment: Ints, customer: Ints, kind: Ints) -> Ints:
    """What becomes of an appointment of a type (index into ``BOOKED_TYPES``), with a customer who
    calls off as often as others or more: the first four of
    ``rules.appointments.scheduling.FATES``."""
    chance = day.chance("fate", appointment)
    unreliable = bookings.unreliable(chance, customer).astype(np.int64)
    fate = chance.choose_by("fate", _cuts(), unreliable)
    firm = np.array([1 - rules.CANCELLED_TIMES.get(name, 1) for name in rules.BOOKED_TYPES])[kind]
    keeps = (fate == rules.CANCELS) & chance.happens("keeps", firm)
    missable = np.array([name in rules.MAY_BE_MISSED for name in rules.BOOKED_TYPES])[kind]
    keeps |= (fate == rules.MISSED) & ~missable
    keeps |= (fate == rules.MOVED) & (kind == rules.CONSULTATION)
    return np.where(keeps, rules.KEPT, fate)


@cache
def _cuts() -> Ints:
    """Cut points of the fates, with customers who are reliable and with those who are not."""
    more = np.array((1, bookings.UNRELIABLE_CANCEL_TIMES))
    of = np.array((1 - bookings.UNRELIABLE, bookings.UNRELIABLE))
    times = more / (more * of).sum()
    cancelled, missed = rules.CANCELLED_SHARE * times, rules.NO_SHOW_SHARE * times
    moved = np.full(len(times), rules.RESCHEDULED_SHARE)
    return cut_table(np.stack([1 - cancelled - missed - moved, cancelled, missed, moved], axis=1))


def heard_on(day: Day, appointment: Ints, booked: Ints, planned: Ints) -> Ints:
    """The minute at which the customer calls off or moves an appointment."""
    chance = day.chance("fate", appointment)
    since = np.maximum(planned // 1440 - booked // 1440, 1)
    back = chance.below("days", np.minimum(since, bookings.CANCELLED_DAYS_BEFORE))
    called = bookings.calls_by(chance, planned // 1440 - back, chance.below("lot", 3))
    moment = called * 1440 + bookings.call_in(chance, "hour")
    in_time = moment < planned - bookings.CANCELLED_MINUTES_BEFORE
    moment = np.where(in_time, moment, bookings.calls_off_late(chance, planned))
    moment = np.maximum(moment, booked + bookings.BOOKED_TO_CANCELLED)
    heard: Ints = np.minimum(moment, planned - bookings.BOOKED_BEFORE_AT_LEAST)
    return heard


def late(day: Day, appointment: Ints, closes: Ints) -> Ints:
    """Minutes after the window, which ``closes`` then, at which the technician is there, if nothing
    else holds; 0 in it."""
    chance = day.chance("delay", appointment)
    is_late: Mask = chance.happens("is late", 1 - rules.ON_TIME_SHARE)
    is_late &= closes % 1440 < bookings.LATE_WINDOWS_END_BY
    return np.where(is_late, rules.late_minutes(chance), 0)
