"""What repairs of the history lead to: the unit is offered a successor."""

from __future__ import annotations

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Chance, Ints
from factories.rules.calls.service import EMERGENCY, REPAIR
from factories.rules.equipment import end_of_life as rules
from factories.rules.equipment.devices import gone_gases
from factories.rules.hours.calendar import office_day_from
from factories.steps.world import World


def worn_percents(world: World) -> Ints:
    """How likely each device is offered a successor, percent of those without repairs: in the
    history it had so many a year."""
    call, devices = _repairs(world), world.devices
    device, cost = world.calls.device[call], world.tables["service_calls"]["total_cost"][call]
    since = np.maximum(devices.served_from, world.start)
    length = np.maximum(np.minimum(devices.served_until, world.today) - since, 365)
    count = np.bincount(device, minlength=len(devices.customer))
    dearest = np.zeros(len(count), np.int64)
    np.maximum.at(dearest, device, cost)
    gone = gone_gases(world.scenario.models)[devices.equipment]
    return rules.worn_percent(-(-count * 365 // length), dearest, gone)


def after_repairs(world: World, chance: Chance, device: Ints, day: Ints, first: Ints) -> Ints:
    """The same days, but soon after a repair, rather a dear one, for a share of the devices that
    had any: as far as they are not before the ``first`` days, and the device is there."""
    call = _repairs(world)
    call = call[np.argsort(world.calls.device[call], kind="stable")]
    known = world.calls.device[call]
    low, high = (np.searchsorted(known, device, side=side) for side in ("left", "right"))
    had = np.flatnonzero((high > low) & chance.happens("follows", rules.FOLLOWS_A_REPAIR))
    if not len(had):
        return day
    at = chance.at(chance.ids[had])
    of, bound = low[had], (high - low)[had]
    one, other = (call[of + at.below(label, bound)] for label in ("repair", "or repair"))
    cost = world.tables["service_calls"]["total_cost"]
    repair = np.where(cost[one] >= cost[other], one, other)
    then = world.calls.day[repair] + at.between("days", *rules.QUOTED_AFTER_REPAIR)
    then = office_day_from(then)
    until = np.minimum(world.devices.served_until[device[had]], world.today)
    moved: Ints = day.copy()
    moved[had] = np.where((then >= first[had]) & (then <= until), then, day[had])
    return moved


def _repairs(world: World) -> Ints:
    """The calls at which something was mended that nobody had mended lately."""
    calls = world.calls
    mends = among(calls.kind, (REPAIR, EMERGENCY)) & ~calls.is_callback & ~calls.awaits_part
    # Where nothing had failed nobody speaks of a new one.
    return np.flatnonzero(mends & (calls.component >= 0))
