"""The tune-ups that contracts promise: two a year, each in the season of a device of the home."""

from __future__ import annotations

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Chance, Ints, keep_weighted
from factories.rules.calls.demand import TUNE_UPS_APART, TUNE_UPS_APART_AT_LEAST
from factories.rules.crm import contracts as rules
from factories.steps.needs import indoors, routine_spans, taken_days
from factories.steps.requests import Exposure, day_at, fits, free
from factories.steps.world import World, on_day

TRIES = 8
"""Rounds of looking for another day for what fell too close to another visit. What finds none was
never booked."""


def promised_visits(
    world: World,
    most: int,
    driver: Ints,
    drivers: Ints,
    days_in_use: list[tuple[Ints, Ints]],
    looked_at: list[tuple[Ints, Ints]],
) -> tuple[Ints, Ints]:
    """Devices and days of at most so many visits; ``driver`` is the row of ``drivers`` of
    each device, as ``draw_days`` has them."""
    chance, windows = _windows(world, most)
    taken, near = taken_days(world, days_in_use), taken_days(world, looked_at)
    nothing = np.zeros(0, np.int64)
    device, day = nothing, nothing
    left = np.arange(len(windows.device))
    for attempt in range(TRIES):
        exposure = _devices(world, chance, attempt, windows, left, driver, drivers)
        at = chance.at(chance.ids[left])
        start = drivers[exposure.driver, exposure.first]
        found = day_at(
            drivers, exposure.driver, start + _below(at, f"day {attempt}", exposure.weight)
        )
        others = np.concatenate([near[0], device]), np.concatenate([near[1], day])
        row = np.flatnonzero((exposure.weight > 0) & free(exposure.device, found, taken))
        row = row[fits(*others, exposure.device[row], found[row], _apart(attempt))]
        device = np.concatenate([device, exposure.device[row]])
        day = np.concatenate([day, found[row]])
        left = np.delete(left, row)
    return device, day + world.start


def _windows(world: World, most: int) -> tuple[Chance, Exposure]:
    """Half a year for each visit promised, as far as it lies in the term and the history; those of
    which something is over by chance. As yet of no device: ``device`` is the customer."""
    contracts, today = world.contracts, world.today - world.start
    slots = len(contracts.start) * rules.VISITS_A_YEAR
    term, slot = np.divmod(np.arange(slots), rules.VISITS_A_YEAR)
    began = contracts.start[term] - world.start + slot * rules.VISIT_EVERY_DAYS
    first = began + rules.FIRST_VISIT_DAYS[0]
    last = began + rules.VISIT_EVERY_DAYS - 1
    days = np.maximum(last - first + 1, 1)
    first = np.maximum(first, 0)
    last = np.minimum(np.minimum(last, contracts.covers_until[term] - world.start), today)
    share = np.maximum(last - first + 1, 0) / days
    share *= among(contracts.customer[term], world.devices.customer)
    chance = world.chance("promised", on_day(contracts.customer[term], began) + 50_000)
    done = np.flatnonzero(chance.happens("kept", rules.VISITS_KEPT * share))
    if len(done) > most:
        done = done[
            keep_weighted(chance.at(chance.ids[done]), "room", np.ones(len(done), np.int64), most)
        ]
    nothing = np.zeros(len(done), np.int64)
    windows = Exposure(contracts.customer[term[done]], first[done], last[done], nothing, nothing)
    return chance.at(chance.ids[done]), windows


def _devices(
    world: World,
    chance: Chance,
    attempt: int,
    windows: Exposure,
    left: Ints,
    driver: Ints,
    drivers: Ints,
) -> Exposure:
    """The windows that are left, each with a device of the customer, rather one in season; the
    weight is that of its days, 0 for who has none."""
    devices = world.devices
    order = np.argsort(devices.customer, kind="stable")
    begin = np.searchsorted(devices.customer[order], windows.device[left])
    count = np.searchsorted(devices.customer[order], windows.device[left], side="right") - begin
    row = np.repeat(np.arange(len(left)), count)
    own = order[np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count) + begin[row]]
    since, until = routine_spans(world)
    first = np.minimum(np.maximum(windows.first[left][row], since[own]), drivers.shape[1] - 1)
    last = np.minimum(windows.last[left][row], until[own])
    last = np.maximum(last, first - 1)
    mass = drivers[driver[own], last + 1] - drivers[driver[own], first]
    mass[indoors(world)[own]] = 0
    # Squared: whose season it is comes first, the other one half a year later.
    edges = np.concatenate([[0], np.cumsum((mass >> 8) ** 2)])
    base = edges[np.concatenate([[0], np.cumsum(count)])[:-1]]
    whole = edges[np.cumsum(count)] - base
    lot = _below(chance.at(chance.ids[left]), f"device {attempt}", whole)
    picked = np.minimum(np.searchsorted(edges, base + lot, side="right"), len(own)) - 1
    weight = np.where(whole > 0, mass[picked], 0)
    return Exposure(own[picked], first[picked], last[picked], weight, driver[own[picked]])


def _apart(attempt: int) -> int:
    return max(TUNE_UPS_APART >> attempt // 3, TUNE_UPS_APART_AT_LEAST)


def _below(chance: Chance, label: str, bound: Ints) -> Ints:
    """Evenly below each bound, which may be as large as a driver; 0 below 0."""
    return (chance.bits(label) % np.maximum(bound, 1).astype(np.uint64)).astype(np.int64)
