"""Tune-ups: contracts bring most of them, each kind of device in its season."""

from __future__ import annotations

import numpy as np

from factories.engine.sets import among
from factories.engine.streams import Ints, keep_weighted
from factories.rules import demand as rules
from factories.rules import devices as device_rules
from factories.rules.service import MAINTENANCE
from factories.steps.needs import Demand, needed, spans, stack, taken_days, tempers
from factories.steps.requests import Exposure, draw_days
from factories.steps.world import World

PAIRED = 0.17
"""Of tune-ups, those of a second device on the same visit. Assumption: split systems are tuned
together."""


def tune_ups(
    world: World,
    count: int,
    days_in_use: list[tuple[Ints, Ints]],
    looked_at: list[tuple[Ints, Ints]],
) -> Demand:
    """Maintenance: contracts bring most of it, each kind of device in its season; some on the same
    stop. After the visits ``looked_at`` a device needs none for a while."""
    devices, contracts = world.devices, world.contracts
    first, last = spans(world)
    kinds = np.array(device_rules.KIND_NAMES)[devices.kind]
    burns = np.isin(kinds, ("Furnace", "Boiler"))
    cools = np.isin(kinds, ("Central AC", "Heat Pump", "Package Unit", "Ductless Mini-Split"))
    driver = np.where(cools, 0, np.where(burns, 1, 2))
    temper = tempers(world)[devices.customer]
    of_contract = [
        np.flatnonzero(devices.customer == customer) for customer in contracts.customer.tolist()
    ]
    device = np.concatenate([np.arange(len(first)), *of_contract]).astype(np.int64)
    term = np.repeat(np.arange(len(of_contract)), [len(found) for found in of_contract])
    own = len(first)
    start = np.concatenate(
        [first, np.maximum(contracts.start[term] - world.start, first[device[own:]])]
    )
    end = np.concatenate(
        [last, np.minimum(contracts.covers_until[term] - world.start, last[device[own:]])]
    )
    weight = np.concatenate([30 + temper // 4, np.full(len(term), 330, np.int64)])
    exposure = Exposure(
        device, np.minimum(start, world.today - world.start), end, weight, driver[device]
    )
    exposure.weight = np.where(exposure.last >= exposure.first, exposure.weight, 0)
    drivers = rules.maintenance_drivers(np.arange(world.start, world.today + 1))
    paired = round(PAIRED * count)
    found = draw_days(
        world.chance("tune-ups", 1),
        count - paired,
        exposure,
        drivers,
        taken=taken_days(world, days_in_use),
        apart=rules.TUNE_UPS_APART,
        near=taken_days(world, looked_at),
    )
    visits = needed(MAINTENANCE, found[0], found[1] + world.start)
    days_in_use.append((visits.device, visits.day))
    second = _second_devices(world, visits, paired, days_in_use, looked_at)
    days_in_use.append((second.device, second.day))
    missing = count - len(visits) - len(second)
    if missing:
        found = draw_days(
            world.chance("more tune-ups", 1),
            missing,
            exposure,
            drivers,
            taken=taken_days(world, days_in_use),
            apart=rules.TUNE_UPS_APART // 2,
            near=taken_days(
                world, [*looked_at, (visits.device, visits.day), (second.device, second.day)]
            ),
        )
        days_in_use.append((found[0], found[1] + world.start))
        return _stack_after(visits, second, needed(MAINTENANCE, found[0], found[1] + world.start))
    return _stack_after(visits, second)


def _stack_after(visits: Demand, second: Demand, *more: Demand) -> Demand:
    after = second.after.copy()
    stacked = stack([visits, second, *more])
    stacked.after[len(visits) : len(visits) + len(second)] = after
    return stacked


def _second_devices(
    world: World,
    visits: Demand,
    count: int,
    days_in_use: list[tuple[Ints, Ints]],
    looked_at: list[tuple[Ints, Ints]],
) -> Demand:
    """Tune-ups of the customer's other device on the same stop, right after the first."""
    devices = world.devices
    by_customer = np.argsort(devices.customer, kind="stable")
    place = np.empty(len(by_customer), np.int64)
    place[by_customer] = np.arange(len(by_customer))
    following = by_customer[(place + 1) % len(by_customer)]
    other = following[visits.device]
    taken = taken_days(world, days_in_use)
    busy = taken[0] * 100_000 + taken[1] + world.start
    fits = (
        (devices.customer[other] == devices.customer[visits.device])
        & (other != visits.device)
        & (devices.served_from[other] <= visits.day)
        & (devices.served_until[other] >= visits.day)
        & ~among(other * 100_000 + visits.day, busy)
    )
    # The other device is not tuned up within two months before or after on its own, nor twice as a
    # second one.
    seen = [*looked_at, (visits.device, visits.day)]
    key = np.concatenate([device * 100_000 + day for device, day in seen])
    key.sort()
    wanted = other * 100_000 + visits.day
    before = np.searchsorted(key, wanted - 60)
    fits &= np.searchsorted(key, wanted + 60) == before
    first_only = np.zeros(len(visits), np.bool_)
    first_only[np.unique(other, return_index=True)[1]] = True
    fits &= first_only | (visits.day % 2 == 0)
    _, once = np.unique(other * 100_000 + visits.day // 60, return_index=True)
    single = np.zeros(len(visits), np.bool_)
    single[once] = True
    fits &= single
    count = min(count, int(fits.sum()))
    chosen = keep_weighted(
        world.chance("second devices", len(visits)), "second", fits.astype(np.int64), count
    )
    second = needed(MAINTENANCE, other[chosen], visits.day[chosen])
    second.after = chosen
    return second
