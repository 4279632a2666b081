"""What the clocks show: a branch's local time as UTC, by the United States' daylight-saving law.

Until 2006 the clocks went forward on the first Sunday of April and back on the last one of October;
since 2007 on the second Sunday of March and the first one of November, at two in the morning local
time (15 U.S.C. 260a; Energy Policy Act of 2005, section 110) [K]. Arizona keeps standard time.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np

from factories.engine.streams import FEW, Ints
from factories.engine.values import MINUTE, Minutes
from factories.rules.region.territory import METROS

WEST_OF_GREENWICH: Final = {
    "America/New_York": 5,
    "America/Chicago": 6,
    "America/Denver": 7,
    "America/Phoenix": 7,
    "America/Los_Angeles": 8,
}
"""Hours that standard time is behind UTC [K]."""
NO_SUMMER_TIME: Final = frozenset({"America/Phoenix"})
LINKED_LATER: Final = frozenset(
    {
        ("appointments", "service_call_id"),
        ("appointments", "technician_id"),
        ("incident_response", "backup_technician_id"),
        ("incident_response", "responding_technician_id"),
        ("leads", "customer_id"),
        ("mailing_list", "customer_id"),
        ("quotes", "equipment_id"),
        ("quotes", "service_call_id"),
        ("service_calls", "callback_of_id"),
        ("service_calls", "equipment_id"),
        ("service_calls", "installation_id"),
        ("service_calls", "technician_id"),
        ("vehicle_fleet", "assigned_technician_id"),
        ("work_orders", "technician_id"),
    }
)
"""Keys that may be filled in after the row is there: who comes, what it became, which model of the
new year goes in."""
_FIRST_YEAR, _LAST_YEAR = 1987, 2199
"""The rule before 2007 holds since 1987; no row is older or younger."""
_HOUR: Final = 60
_SWITCH: Final = 2 * _HOUR
"""Minute of the day at which the clocks are set."""


class _Clock(NamedTuple):
    """Stretches of local time with one distance from UTC each, in minutes."""

    since: Ints
    behind: Ints
    """Minutes to add."""
    ends: Ints
    """UTC minute at which it is over: the hour that is left out in spring is that moment."""
    turns: list[int]
    """``since``, for a look-up of one."""


def as_utc(local: Minutes, branch: Any) -> Minutes:
    """UTC of local times of branches (an id each, or one for all); NaT stays.

    Later stays later. Of the hour that is there twice in autumn the first is meant, and the hour
    that is left out in spring is the moment at which it is.
    """
    utc = local.astype(MINUTE)
    if not len(utc):
        return utc
    branches = np.asarray(branch, np.int64)
    first = int(branches.flat[0])
    if branches.size == 1 or (branches == first).all():
        return _by_clock(utc, _clock(METROS[(first - 1) % len(METROS)].time_zone))
    number = (branches - 1) % len(METROS)
    for metro in set(number.tolist()):
        here = number == metro
        utc[here] = _by_clock(utc[here], _clock(METROS[metro].time_zone))
    return utc


def _by_clock(local: Minutes, clock: _Clock) -> Minutes:
    if len(local) <= FEW:
        near = [_by_clock_alone(minute, clock) for minute in local.view(np.int64).tolist()]
        return np.array(near, np.int64).view(MINUTE)
    minutes = local.view(np.int64)
    # NaT comes before the first stretch, and stays.
    stretch = clock.since.searchsorted(minutes, side="right") - 1
    utc = np.minimum(minutes + clock.behind[stretch], clock.ends[stretch]).view(MINUTE)
    missing = np.isnat(local)
    return np.where(missing, local, utc) if missing.any() else utc


def _by_clock_alone(minute: int, clock: _Clock) -> int:
    """The same of one, without numpy."""
    stretch = bisect_right(clock.turns, minute) - 1
    if stretch < 0:
        return minute
    return min(minute + int(clock.behind[stretch]), int(clock.ends[stretch]))


@lru_cache(maxsize=len(WEST_OF_GREENWICH))
def _clock(zone: str) -> _Clock:
    standard = WEST_OF_GREENWICH[zone] * _HOUR
    since, behind = [-(2**62)], [standard]
    for year in () if zone in NO_SUMMER_TIME else range(_FIRST_YEAR, _LAST_YEAR + 1):
        forward, back = (_minute(day) + _SWITCH for day in summer_time(year))
        since += [forward + _HOUR, back]
        behind += [standard - _HOUR, standard]
    ends = [start + until for start, until in zip(since[1:], behind[1:], strict=True)]
    behind_, ends_ = np.array(behind, np.int64), np.array([*ends, 2**62], np.int64)
    return _Clock(np.array(since, np.int64), behind_, ends_, since)


def summer_time(year: int) -> tuple[np.datetime64, np.datetime64]:
    """The Sundays on which the clocks go forward and back."""
    if year >= 2007:
        return _sunday_from(f"{year}-03-08"), _sunday_from(f"{year}-11-01")
    return _sunday_from(f"{year}-04-01"), _sunday_from(f"{year}-10-25")


@lru_cache(maxsize=len(WEST_OF_GREENWICH))
def switches(zone: str) -> tuple[int, ...]:
    """Minutes of local time at which a zone's clocks are set, two in each year."""
    years = () if zone in NO_SUMMER_TIME else range(_FIRST_YEAR, _LAST_YEAR + 1)
    return tuple(_minute(day) + _SWITCH for year in years for day in summer_time(year))


def off_the_switch(called: int, end: int, branch: int) -> int:
    """Minutes by which what goes on from ``called`` to ``end`` (minutes of a branch's clock) comes
    later, so that no clock is set meanwhile: what it took could not be told from its times, and one
    that lies in the hour which is left out never was.

    As a rule 0: two hours of two nights a year are kept free. Assumption.
    """
    nights = switches(METROS[(branch - 1) % len(METROS)].time_zone)
    place = bisect_right(nights, called - _HOUR)
    if place == len(nights) or end <= nights[place] - _HOUR:
        return 0
    return nights[place] + _HOUR + called % _HOUR - called


def counted_back(minute: Ints, branch: int) -> Ints:
    """Moments (minutes of a branch's clock) that were counted back from later ones, as the clock
    showed them: what would be in the hour that is left out in spring was in the hour before."""
    turns = _clock(METROS[(branch - 1) % len(METROS)].time_zone).since
    stretch = turns.searchsorted(minute, side="right")
    # Summer time comes after each first, third, fifth turn.
    left_out = (turns.searchsorted(minute + _HOUR, side="right") > stretch) & (stretch % 2 == 1)
    shown: Ints = np.where(left_out, minute - _HOUR, minute)
    return shown


def _sunday_from(day: str) -> np.datetime64:
    date = np.datetime64(day, "D")
    sunday: np.datetime64 = date + (3 - date.astype(np.int64)) % 7  # 1970-01-01 was a Thursday
    return sunday


def _minute(day: np.datetime64) -> int:
    return int(day.astype("datetime64[m]").astype(np.int64))
