"""What lies in store for an appointment: drawn once by its key, revealed when its day comes."""

from __future__ import annotations

import numpy as np

from factories.days.day import Day
from factories.engine.quantiles import lognormal
from factories.engine.streams import Ints
from factories.rules import scheduling as rules
from factories.rules import service
from factories.steps.facts import Mask

KEPT, CANCELLED, MISSED, MOVED = range(4)


def fates(day: Day, appointment: Ints, kind: Ints) -> Ints:
    """Whether an appointment of a type (index into ``BOOKED_TYPES``) is kept, cancelled, missed or
    moved."""
    kept = 1 - rules.CANCELLED - rules.NO_SHOW - rules.RESCHEDULED
    weights = (kept, rules.CANCELLED, rules.NO_SHOW, rules.RESCHEDULED)
    chance = day.chance("fate", appointment)
    fate = chance.choose("fate", weights)
    firm = np.array([1 - rules.CALLED_OFF_LESS.get(name, 1) for name in rules.BOOKED_TYPES])[kind]
    keeps = (fate == CANCELLED) & chance.happens("keeps", firm)
    missable = np.array([name in rules.MAY_BE_MISSED for name in rules.BOOKED_TYPES])[kind]
    keeps |= (fate == MISSED) & ~missable
    return np.where(keeps, KEPT, fate)


def heard_on(day: Day, appointment: Ints, booked: Ints, planned: Ints) -> Ints:
    """The minute at which the customer calls off or moves an appointment."""
    chance = day.chance("fate", appointment)
    back = chance.below("days", np.minimum(np.maximum(planned // 1440 - booked // 1440, 1), 5))
    hour = chance.choose("hour", rules.CALL_IN_WEIGHTS) + rules.CALL_IN_FROM
    moment = (planned // 1440 - back) * 1440 + hour * 60 + chance.below("minute", 60)
    moment = np.where(moment >= planned - 30, planned - 90 - chance.below("early", 60), moment)
    heard: Ints = np.minimum(np.maximum(moment, booked + 60), planned - 20)
    return heard


def minutes_on_site(
    day: Day, label: str, ids: Ints, kind: Ints, component: Ints, device_kind: Ints
) -> Ints:
    """How long each visit takes, in tenths of an hour."""
    drawn = day.chance(f"on site {label}", ids).below("minutes", service.hours_table().shape[1])
    types = np.minimum(kind, len(service.TYPES) - 1)
    return service.in_tenths(service.minutes_on_site(types, component, device_kind, drawn))


def delay(day: Day, appointment: Ints) -> Ints:
    """Minutes after the time planned at which the technician is there, if nothing else holds."""
    chance = day.chance("delay", appointment)
    late = 150 + chance.quantile("late", lognormal(*rules.LATE_MINUTES, 5, 150, 5))
    is_late: Mask = chance.happens("is late", (1 - rules.ON_TIME) * 0.8)
    return np.where(is_late, late, 0)
