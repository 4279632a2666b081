"""What fails today, by hazard and weather, and which of it cannot wait."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from factories.days import devices as fleet
from factories.days.books import INT, iso
from factories.days.day import Day
from factories.days.devices import InUse
from factories.engine.sets import among, distinct
from factories.engine.streams import Ints
from factories.rules import demand, service
from factories.rules.devices import season_share
from factories.rules.service import RETURN_VISITS
from factories.rules.territory import metro_for
from factories.steps.facts import Mask

SAME_DAY_REPAIRS = 0.34
"""Of breakdowns on working days, those that are mended on the spot, without an appointment.
Assumption: as in the default data set."""
URGENT_SHARE, USUAL_URGENCY = 0.14, 38
"""Of all failures those that cannot wait, and the urgency of a usual day. Assumption: emergencies
are 8.5 % of the calls [E]."""
IN_USE = 0.86
"""Share of the devices on record that are in use, in a company as populated. Assumption, measured
on the default data set."""
KEPT = 0.80
"""Share of the failures that come to a visit: others call off, or were seen to lately. Assumption,
measured over a year."""
SETTLED = 25
"""Days after an installation in which nothing fails. Assumption."""


@dataclass
class Failures:
    """Devices that fail today: rows of those in use."""

    row: Ints
    urgent: Mask
    same_day: Mask


def failures(day: Day, devices: InUse) -> Failures:
    """By hazard and weather, as many as the company's size brings; not what awaits a part."""
    known = day.notes.get("failures")
    if isinstance(known, Failures):
        return known
    now = fleet.seasons(day)
    place = now.of(devices.branch)
    share = now.share[place] * _season_share(devices) / 100
    hazard = fleet.hazard(day, devices)
    weight = hazard * share.sum(axis=1)
    usual = np.bincount(place, hazard * _even(devices), len(now.branch))
    calls = day.rate("service_calls")
    jobs = service.JOBS
    follow_ups = service.CALLBACKS + RETURN_VISITS
    share_of_calls = jobs["Repair"].share * (1 - follow_ups) + jobs["Emergency"].share
    grown = np.bincount(place, minlength=len(now.branch)) / (
        IN_USE * day.scenario.rows["installed_devices"]
    )
    expected = calls * share_of_calls * grown / KEPT
    chance = day.daily("fails", devices.id)
    probability = np.minimum(weight / np.maximum(usual, 1)[place] * expected[place], 0.9)
    known_long = devices.installed < day.number - SETTLED
    fails = chance.happens("fails", probability) & known_long & ~devices.waiting
    row = np.flatnonzero(fails & ~_lately_visited(day, devices))
    weekend = (day.number + 3) % 7 >= 5
    urgency = 12 + now.extreme[place[row]] + 40 * weekend
    urgent = chance.at(chance.ids[row]).happens(
        "urgent", np.minimum(URGENT_SHARE * urgency / USUAL_URGENCY, 0.9)
    )
    same_day = chance.at(chance.ids[row]).happens("same day", SAME_DAY_REPAIRS)
    day.notes["failures"] = made = Failures(row, urgent, same_day & ~urgent & day.works)
    return made


def _season_share(devices: InUse) -> Ints:
    return season_share()[devices.kind]


def _even(devices: InUse) -> NDArray[np.float64]:
    """A day's average share of failures by kind: what the weather's shares come to over a year."""
    shares = {}
    for branch in distinct(devices.branch).tolist():
        cooling = demand.COOLING_SHARE[metro_for(branch).climate]
        shares[branch] = np.array((0.7 * cooling, 0.7 * (1 - cooling), 0.3))
    by_season = np.array([shares[b] for b in devices.branch.tolist()]).reshape(-1, 3)
    even: NDArray[np.float64] = (by_season * _season_share(devices) / 100).sum(axis=1)
    return even


def _lately_visited(day: Day, devices: InUse) -> Mask:
    """Devices mended within two weeks, or with a repair in the book."""
    busy = day.books.read(
        "select installation_id from service_calls where service_date > ?",
        iso(day.number - 14), id=INT,
    ).id  # fmt: skip
    booked = day.books.read(
        "select customer_id from appointments where appointment_date >= ?"
        " and status in ('Scheduled', 'Confirmed') and appointment_type = 'Repair'",
        iso(day.number),
        customer=INT,
    ).customer
    visited: Mask = among(devices.id, busy) | among(devices.customer, booked)
    return visited
