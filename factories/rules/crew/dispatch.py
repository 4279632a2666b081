"""On the road: how technicians are sent round, how long they are waited for, how far it is."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from factories.engine.streams import Chance, Ints
from factories.rules.calls.service import JOBS, LONGEST_DAY, TYPES
from factories.rules.hours.calendar import CLOSES, OPENS, week

TRAVEL: Final = 10
"""Minutes to pack up, drive off and park, beside the driving itself. Assumption."""
WAIT_FOR_TECHNICIAN: Final = 30
"""Minutes a customer is kept waiting for one technician before another one is asked. Assumption."""
WAIT_IN_EMERGENCY: Final = 10
"""The same in an emergency during the day. Assumption."""
WAIT_ON_CALL: Final = 90
"""The same at night and at weekends, when another technician has to be called from home.
Assumption."""
WAIT_FOR_SAME: Final = 180
"""The same of a return visit, for the technician who was there before. Assumption."""
START_GRID: Final = 5
"""Minutes: visits start at multiples of it. Assumption."""
MINUTES_A_DEGREE: Final = (138, 114)
"""Driving minutes a degree of latitude and longitude: 69 and 57 miles at 30 miles an hour.
Assumption."""
LONGEST_DRIVE: Final = 1440
"""Minutes that any drive takes at most: a branch's territory is crossed in a morning.
Assumption."""
URGENT_ENDS_BY: Final = 24 * 60 - 10
"""Minute of the day by which a visit that cannot wait is planned to end, a little before
``rules.hours.calendar.LAST_MINUTE``. Assumption: the technician may have to drive there."""
AFTER_MIDNIGHT_FROM: Final = 5
"""First minute of the day at which a visit is planned to start that would otherwise be under way at
midnight. Assumption."""
MIDNIGHT_SPREAD: Final = 240
"""Minutes over which these visits are spread, before and after midnight. Assumption: so that no
hour stands out."""
SAME_DAY_AFTER: Final = 60
"""Minutes before somebody comes at which what is mended on the day is asked for. Assumption."""
LEAST_RESPONSE: Final = 10
"""Minutes from the call of a new customer in need until somebody is there, at least. Assumption."""


TURNS: Final = 61
"""Lots that are drawn of technicians, for each type of visit. Assumption: so few that some are
asked a little more often than others, and stay so."""
SELLS: Final = TYPES.index("Installation")
"""The type of visit whose technicians go on sales visits. Assumption: who measures a house for a
new system has put in some."""
LOTS: Final = 2**24
"""What a lot of weight 1 lies below."""
NOT_SENT: Final = 2**40
"""The lot of who is not suited by level."""
AT_HAND: Final = 16
"""Minutes that come to every way when technicians are compared by it. Assumption: those who are
near are much alike, so that a tenth or less of the variance of where customers live lies
between technicians."""
GOES_ON: Final = 7
"""The same for who is out already. Assumption: less than ``AT_HAND``, for dispatch rather lets
somebody go on from a stop nearby than has another set out."""


def lots(
    chance: Chance, kind: int, technician: Ints, level: Ints, turns: Ints, bent: Ints | None = None
) -> Ints:
    """The lot of each technician (keys, columns) for a type of visit in each of ``turns`` (rows):
    whose is the lowest is asked first, if all were as near. Those suited by level tend to have low
    ones, and those of whom ``bent`` (percent) says more; the others have ``NOT_SENT``."""
    weights = np.array(JOBS[TYPES[kind]].levels, np.int64)[level]
    if not weights.any():
        weights = np.ones(len(level), np.int64)
    ids = turns[:, None] + technician * TURNS
    drawn = chance.common(("turns", TYPES[kind]), ids.ravel()).below("lot", LOTS).reshape(ids.shape)
    percent = 100 if bent is None else bent
    return np.where(weights == 0, NOT_SENT, drawn * 100 // np.maximum(weights * percent, 1))


def ways(minutes: Any) -> Any:
    """What a lot is multiplied by, for so many minutes of driving: who is twice as far away is
    asked about half as often.

    So as a rule somebody near comes, those of the right level still before others, and nobody has
    an area to himself. The drive is that from the technician's stop before, or to the one after, on
    that day, and from home for who has none. Only integers decide.
    """
    return AT_HAND + minutes


def ways_on(minutes: Any) -> Any:
    """The same for who is out on that day, from the stop before or to the one after."""
    return GOES_ON + minutes


def driving(north: Any, east: Any) -> tuple[Any, Any]:
    """A site, given in millionths of a degree, in driving minutes north and east: between two of
    them lie the differences."""
    up, right = MINUTES_A_DEGREE
    return north * up // 10**6, east * right // 10**6


def on_grid(minute: Any) -> Any:
    """The first full five minutes from ``minute`` on."""
    return -(-minute // START_GRID) * START_GRID


def off_midnight(chance: Chance, start: Ints, length: Ints, called: Ints, since: Ints) -> Ints:
    """Minutes by which each emergency comes earlier (below 0) or later, with its call, than it was
    drawn: what would be going on at midnight is over by then or begins after it, whichever is
    nearer. No call comes before ``since``.

    The company's day is closed at midnight, with all that was done in it. Assumption.
    """
    lot = chance.below("around midnight", MIDNIGHT_SPREAD)
    begins = start % 1440
    back = begins + length - URGENT_ENDS_BY + lot
    forth = 1440 + AFTER_MIDNIGHT_FROM - begins + lot
    earlier = (back <= forth) & (called - back >= since)
    moved: Ints = np.where(
        begins + length > URGENT_ENDS_BY, np.where(earlier, -back, forth), np.zeros_like(start)
    )
    return moved


def closed(works: bool, clock: int) -> bool:
    """At night, on weekends and holidays, when only the technician on call is out: by whether the
    company ``works`` that day, and the minute of the day."""
    return not (works and OPENS <= clock < CLOSES)


def patience(urgent: bool, on_call: bool) -> int:
    """Minutes that a customer is kept waiting for one technician before the next is asked."""
    if on_call:
        return WAIT_ON_CALL
    return WAIT_IN_EMERGENCY if urgent else WAIT_FOR_TECHNICIAN


def too_long_a_day(worked: int, length: int) -> bool:
    """Whether a visit of that length is too much for who has ``worked`` so many minutes."""
    return worked + length > LONGEST_DAY


def may_do(sealed: bool, certified_on: int, day: int) -> bool:
    """Whether somebody who has been ``certified_on`` a day may do a visit: without a license nobody
    opens the sealed system."""
    return not sealed or certified_on <= day


def on_call_rota(suited: list[int], day: int) -> list[int]:
    """Who of those suited is on call in the week of a day, then who would step in: everybody has
    his weeks in turn."""
    first = week(day) % max(len(suited), 1)
    return suited[first:] + suited[:first]
