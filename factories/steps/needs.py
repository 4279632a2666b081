"""Visits needed, before anybody is booked; and what all kinds of need look up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factories.engine.columns import Columns
from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.rules.calls import demand as rules
from factories.rules.calls.seasons import of_failures, of_type_in
from factories.rules.calls.service import INSPECTION, JOBS, MAINTENANCE
from factories.rules.calls.urgency import COOLS_ONLY
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.equipment.systems import indoor_halves
from factories.steps.world import World


@dataclass
class Demand(Columns):
    """One row a visit needed; days are integers since 1970-01-01, positions count within these
    rows."""

    kind: Ints
    device: Ints
    day: Ints
    component: Ints
    returns_to: Ints
    is_callback: Mask
    awaits_part: Mask
    left: Ints
    """What is done about what has failed, as ``rules.calls.left_undone`` has it."""
    after: Ints
    """Position of the visit that this one follows on the same stop (second device), or -1."""


def needed(kind: int, device: Ints, day: Ints) -> Demand:
    """Visits of one type, with nothing more known of them."""
    count = len(device)
    none, no = np.full(count, -1, np.int64), np.zeros(count, np.bool_)
    return Demand(
        *(np.full(count, kind, np.int64), device, day, none, none.copy(), no, no.copy()),
        *(np.zeros(count, np.int64), none.copy()),
    )


def of_type(world: World, label: str, name: str) -> int:
    """Roughly as many visits of a type as the calls of the history have, in its season and its
    weather."""
    calls, length = world.rows("service_calls"), world.scenario.history_days
    weather = world.weather.heating, world.weather.cooling
    failures = of_failures(world.metro.climate, world.today, *weather)
    share = JOBS[name].share * of_type_in(name, world.today, length, failures)
    return world.about(label, share, calls)


def stack(parts: list[Demand]) -> Demand:
    """Parts one after the other; positions in ``after`` move along."""
    offset = np.cumsum([0] + [len(part) for part in parts])
    for part, first in zip(parts, offset[:-1].tolist(), strict=True):
        part.after = np.where(part.after >= 0, part.after + first, -1)
    return Demand(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in vars(parts[0])}
    )


def taken_days(world: World, days_in_use: list[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """Devices and day indexes on which they are visited already."""
    return (
        np.concatenate([device for device, _ in days_in_use]),
        np.concatenate([day for _, day in days_in_use]) - world.start,
    )


def spans(world: World) -> tuple[Ints, Ints]:
    """First and last day index on which each device may be served."""
    first = np.maximum(world.devices.served_from - world.start, 0)
    return first, world.devices.served_until - world.start


def routine_until(world: World) -> Ints:
    """Last day on which each device has a tune-up or an inspection: none once a new one is quoted
    for its place, or it is given up."""
    devices = world.devices
    until: Ints = devices.served_until.copy()
    until[devices.replaces[devices.replaces >= 0]] -= rules.NOT_SERVICED_BEFORE_REPLACEMENT
    for device, day in world.given_up.items():
        until[device] = min(int(until[device]), day - 1)
    return until


def routine_spans(world: World) -> tuple[Ints, Ints]:
    """First and last day index on which each device may have a tune-up or an inspection."""
    first, _ = spans(world)
    return first, routine_until(world) - world.start


def may_be_until(world: World, demand: Demand) -> Ints:
    """Last day to which each visit may be put off."""
    routine = among(demand.kind, np.array((MAINTENANCE, INSPECTION)))
    latest = np.maximum(routine_until(world)[demand.device], demand.day)
    return np.where(routine, latest, world.devices.served_until[demand.device])


def tempers(world: World) -> Ints:
    """How often each customer calls, percent of the usual."""
    return rules.tempers(world.chance("temper", world.rows("customers")))


def indoors(world: World) -> Mask:
    """Which devices are air handlers that go with their heat pump's tune-ups."""
    return indoor_halves(world.devices.customer, world.devices.kind)


def only_cools(world: World) -> Mask:
    """Which devices are tuned when they can be run: in no cold."""
    cools: Mask = among(np.array(KIND_NAMES)[world.devices.kind], sorted(COOLS_ONLY))
    return cools


def too_cold(world: World, day: Ints) -> Mask:
    """Whether nothing that only cools can be run to be tuned; of days to come nobody knows."""
    known = np.clip(day, world.start, world.today)
    cold: Mask = (world.temperature("high", known) < rules.COOLED_FROM) & (day <= world.today)
    return cold


def waits_for_warmth(world: World, demand: Demand, second: Ints) -> Mask:
    """Tune-ups of what only cools, alone or as the ``second`` device (-1: none) on the stop."""
    cools = np.append(only_cools(world), False)
    waits: Mask = (demand.kind == MAINTENANCE) & (cools[demand.device] | cools[second])
    return waits
