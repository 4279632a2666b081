"""What repairs of the last year say of a device: that it fails no more often, or has to go."""

from __future__ import annotations

import numpy as np

from factories.days.books import CENTS, INT, Found, iso
from factories.days.day import Day, once_a_day
from factories.days.devices import InUse
from factories.engine.packing import packed
from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.rules.equipment import end_of_life as rules
from factories.rules.equipment.devices import gone_gases

_YEAR = 365
_OFFERS = 1_000
"""More than a branch makes in a day."""


def worn_percents(day: Day, devices: InUse) -> Ints:
    """How likely each device is offered a successor, percent of those without repairs."""
    found = _repairs(day)
    row, known = _rows(found, devices)
    repairs = np.where(known, found.repairs[row], 0)
    gone = gone_gases(day.scenario.models)[devices.equipment - 1]
    return rules.worn_percent(repairs, np.where(known, found.dearest[row], 0), gone)


def fails_enough(day: Day, devices: InUse) -> Mask:
    """Which devices have failed as often within a year as one does."""
    found = _repairs(day)
    row, known = _rows(found, devices)
    enough: Mask = known & (found.repairs[row] >= rules.FAILURES_A_YEAR)
    return enough


def follow_repairs(day: Day, count: Ints) -> Ints:
    """How many of so many successors offered today by each branch are offered soon after a
    repair."""
    place = np.repeat(np.arange(len(count)), count)
    number = np.arange(len(place)) - np.repeat(np.cumsum(count) - count, count)
    share = rules.FOLLOWS_A_REPAIR * rules.OFFERED_HAD_REPAIRS
    follows = day.daily("follows", packed(place, number, _OFFERS)).happens("follows", share)
    counts: Ints = np.bincount(place[follows], minlength=len(count))
    return counts


def mended_lately(day: Day, devices: InUse) -> Mask:
    """Which devices were repaired so lately that a successor is offered for it."""
    found = day.books.read(
        "select distinct installation_id as id from service_calls"
        " where service_date between ?1 and ?2"
        " and failed_component is not null and not is_callback",
        *(iso(day.number - days) for days in reversed(rules.QUOTED_AFTER_REPAIR)), id=INT,
    )  # fmt: skip
    lately: Mask = among(devices.id, found.id)
    return lately


def _rows(found: Found, devices: InUse) -> tuple[Ints, Mask]:
    """Where each device stands among those with repairs, and whether it does; one row stands for
    none."""
    row = np.minimum(np.searchsorted(found.id, devices.id), len(found) - 1)
    return row, found.id[row] == devices.id


@once_a_day
def _repairs(day: Day) -> Found:
    """Devices with repairs of the year before today, by key; and one that there is not."""
    return day.books.read(
        "select -1 as id, 0 as repairs, 0 as dearest union all"
        " select installation_id, count(*), max(total_cost) from service_calls"
        " where service_date > ?1 and service_date < ?2"
        " and failed_component is not null and not is_callback"
        " group by installation_id order by 1",
        iso(day.number - _YEAR), iso(day.number), id=INT, repairs=INT, dearest=CENTS,
    )  # fmt: skip
