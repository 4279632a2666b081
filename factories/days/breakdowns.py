"""What fails today, by hazard and weather, and which of it cannot wait."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from factories.days import devices as fleet
from factories.days.books import INT, iso
from factories.days.day import Day, once_a_day
from factories.days.devices import InUse, Seasons
from factories.days.worn import fails_enough
from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.rules.calls import breakdowns as rules
from factories.rules.calls import demand, service, urgency
from factories.rules.calls.service import RETURN_VISITS
from factories.rules.equipment.devices import season_share


@dataclass
class Failures:
    """Devices that fail today: rows of those in use."""

    row: Ints
    urgent: Mask
    same_day: Mask


def failures(day: Day, devices: InUse) -> Failures:
    """By hazard and weather, as many as the company's size brings; not what awaits a part."""
    now = fleet.seasons(day)
    place = now.of(devices.branch)
    hazard = _with_claims(day, devices, place, fleet.hazard(day, devices))
    weight = of_season(devices, place, hazard, now)
    grown = np.bincount(place, minlength=len(now.branch)) / (
        rules.devices_in_use(day.scenario.history_days) * day.scenario.rows["installed_devices"]
    )
    expected = _failures_a_day(day) * grown / rules.FAILURES_SEEN_TO
    chance = day.daily("fails", devices.id)
    pressing = demand.urgency(now.extreme, day.weekday >= 5) / rules.USUAL_URGENCY
    pressing *= rules.URGENT_SHARE * _emergency_share(day) / service.JOBS["Emergency"].share
    pressing = np.minimum(pressing, 0.9)
    # What can wait is told when others call, what cannot on any day.
    told = pressing + (1 - pressing) * demand.calls_on(day.number)
    probability = np.minimum(weight * (expected * told)[place], 0.9)
    known_long = devices.installed < day.number - rules.NEW_FAILS_AFTER
    fails = chance.happens("fails", probability) & known_long & ~devices.waiting
    fails &= ~fails_enough(day, devices)
    row = np.flatnonzero(fails & ~_lately_visited(day, devices))
    urgent = chance.at(chance.ids[row]).happens("urgent", (pressing / told)[place[row]])
    where = place[row]
    urgent &= urgency.missed(devices.kind[row], now.cooling[where], now.heating[where])
    same_day = chance.at(chance.ids[row]).happens("same day", rules.SAME_DAY_REPAIRS)
    return Failures(row, urgent, same_day & ~urgent & day.works)


def _failures_a_day(day: Day) -> float:
    """Of a branch on an average day of the year, as its sizes say."""
    jobs, follow_ups = service.JOBS, service.CALLBACKS + RETURN_VISITS
    share = jobs["Repair"].share * (1 - follow_ups) + _emergency_share(day)
    return day.rate("service_calls") * share


def _emergency_share(day: Day) -> float:
    """Of the calls, the emergencies: at least the incidents, as in the history."""
    incidents = day.rate("incident_response") / day.rate("service_calls")
    return max(service.JOBS["Emergency"].share, incidents)


def _with_claims(day: Day, devices: InUse, place: Ints, hazard: Ints) -> Ints:
    """The hazard, raised on a branch's devices under warranty where their failures would not carry
    the claims that it has, as in the history."""
    claims = rules.FAILURES_PER_CLAIM * day.rate("warranty_claims")
    wanted = min(claims / _failures_a_day(day), rules.WARRANTY_FAILURES_AT_MOST)
    covered = devices.warranty > day.number
    whole = np.bincount(place, hazard).astype(np.float64)
    part = np.bincount(place, hazard * covered).astype(np.float64)
    lacks = (part > 0) & (part < whole * wanted)
    raised = 100 * wanted * (whole - part) / np.maximum(part * (1 - wanted), 1.0)
    percent = np.where(lacks, np.rint(np.minimum(raised, 1_000)), 100).astype(np.int64)
    return np.where(covered, hazard * percent[place] // 100, hazard)


def of_season(devices: InUse, place: Ints, hazard: Ints, now: Seasons) -> NDArray[np.float64]:
    """What each device has of its branch's failures today, of which those of a whole year's average
    day add up to 1:
    the climate says what cooling has of them and what heating, however many may fail so, as in
    the history."""
    may = hazard[:, None] * season_share()[devices.kind]
    whole = np.stack([np.bincount(place, column, len(now.branch)) for column in may.T], axis=1)
    totals = fleet.season_totals(now.branch, whole[:, -1] / np.maximum(whole.sum(axis=1), 1))
    share = now.drive * totals
    weight: NDArray[np.float64] = (may * (share / np.maximum(whole, 1))[place]).sum(axis=1)
    return weight


def _lately_visited(day: Day, devices: InUse) -> Mask:
    """Devices mended so lately that they hold, or with a repair in the book."""
    busy = day.books.read(
        "select installation_id as id from service_calls where service_date > ?",
        iso(day.number - demand.FAILURES_APART), id=INT,
    ).id  # fmt: skip
    visited: Mask = among(devices.id, busy) | with_a_repair_booked(day, devices.customer)
    return visited


def with_a_repair_booked(day: Day, customer: Ints) -> Mask:
    """Who has a repair in the book."""
    booked: Mask = among(customer, _repairs_booked(day))
    return booked


@once_a_day
def _repairs_booked(day: Day) -> Ints:
    """The customers with one, as the day's visits begin."""
    customer: Ints = day.books.read(
        "select customer_id as customer from appointments where appointment_date >= ?"
        " and status in ('Scheduled', 'Confirmed') and appointment_type = 'Repair'",
        iso(day.number),
        customer=INT,
    ).customer
    return customer
