"""Tune-ups: what contracts promise and others ask for, each kind of device in its season."""

from __future__ import annotations

import numpy as np

from factories.engine.set_operations import among, firsts
from factories.engine.streams import Ints, Mask, keep_weighted
from factories.rules.calls import demand as rules
from factories.rules.calls.service import MAINTENANCE
from factories.rules.crm.contracts import TUNE_UPS_PROMISED_AT_MOST
from factories.rules.equipment.devices import HEAT_PUMP
from factories.rules.hours.calendar import month_of
from factories.steps.needs import (
    Demand,
    indoors,
    needed,
    only_cools,
    routine_spans,
    routine_until,
    stack,
    taken_days,
    tempers,
    too_cold,
)
from factories.steps.promised import promised_visits
from factories.steps.requests import Exposure, draw_days
from factories.steps.world import World, on_day


def tune_ups(
    world: World,
    count: int,
    days_in_use: list[tuple[Ints, Ints]],
    looked_at: list[tuple[Ints, Ints]],
) -> Demand:
    """Maintenance: what contracts promise, then what others ask for, each kind of device in its
    season; some on the same stop. After the visits ``looked_at`` a device needs none for a
    while."""
    driver = rules.tune_up_driver(world.devices.kind)
    history = np.arange(world.start, world.today + 1)
    drivers = rules.maintenance_drivers(history, world.temperature("high", history))
    paired = round(rules.PAIRED_TUNE_UPS * count)
    most = round(TUNE_UPS_PROMISED_AT_MOST * (count - paired))
    promised = promised_visits(world, most, driver, drivers, days_in_use, looked_at)
    exposure = _asked_for(world, driver)

    def drawn(label: str, wanted: int, seen: list[tuple[Ints, Ints]], apart: int) -> Demand:
        device, day = draw_days(
            world.chance(label, 1),
            wanted,
            exposure,
            drivers,
            taken=taken_days(world, days_in_use),
            apart=apart,
            near=taken_days(world, seen),
        )
        days_in_use.append((device, day + world.start))
        return needed(MAINTENANCE, device, day + world.start)

    days_in_use.append(promised)
    seen = [*looked_at, promised]
    asked = drawn("tune-ups", count - paired - len(promised[0]), seen, rules.TUNE_UPS_APART)
    visits = stack([needed(MAINTENANCE, *promised), asked])
    second = _second_devices(world, visits, paired, days_in_use, looked_at)
    days_in_use.append((second.device, second.day))
    missing = count - len(visits) - len(second)
    if not missing:
        return _stack_after(visits, second)
    seen += [(asked.device, asked.day), (second.device, second.day)]
    return _stack_after(
        visits, second, drawn("more tune-ups", missing, seen, rules.TUNE_UPS_APART_AT_LEAST)
    )


def _asked_for(world: World, driver: Ints) -> Exposure:
    """When somebody without a contract may ask for a tune-up: before the first one and after the
    last, for those who ever had one."""
    devices, contracts = world.devices, world.contracts
    first, last = routine_spans(world)
    began = np.full(world.rows("customers"), world.today + 1, np.int64)
    ended = np.full(world.rows("customers"), world.start - 1, np.int64)
    np.minimum.at(began, contracts.customer, contracts.start)
    np.maximum.at(ended, contracts.customer, contracts.covers_until)
    own = np.arange(len(first))
    before = np.minimum(last, began[devices.customer] - world.start - 1)
    held = np.flatnonzero(among(devices.customer, contracts.customer))
    after = np.maximum(first[held], ended[devices.customer[held]] - world.start + 1)
    after = np.minimum(after, world.today - world.start)
    stretches = np.concatenate([own, held])
    weight = rules.asks_for_tune_ups(tempers(world)[devices.customer])
    weight = np.where(indoors(world), 0, weight)[stretches]
    begin, end = np.concatenate([first, after]), np.concatenate([before, last[held]])
    begin = np.minimum(begin, world.today - world.start)
    return Exposure(stretches, begin, end, np.where(end >= begin, weight, 0), driver[stretches])


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
    """Tune-ups of the customer's other device on the same stop, right after the first; rather of
    one in season."""
    devices = world.devices
    by_customer = np.argsort(devices.customer, kind="stable")
    place = np.empty(len(by_customer), np.int64)
    place[by_customer] = np.arange(len(by_customer))
    following = by_customer[(place + 1) % len(by_customer)]
    other = following[visits.device]
    third = following[other]
    elsewhere = devices.customer[third] != devices.customer[visits.device]
    stays = elsewhere | (third == visits.device) | ~_waits(world, other, visits)
    other = np.where(stays, other, third)
    other, half = _handlers(world, visits, other)
    taken = taken_days(world, days_in_use)
    busy = on_day(*taken) + world.start
    fits = (
        (devices.customer[other] == devices.customer[visits.device])
        & (other != visits.device)
        & (half | ~indoors(world)[other])
        & (devices.served_from[other] <= visits.day)
        & (routine_until(world)[other] >= visits.day)
        & ~among(on_day(other, visits.day), busy)
    )
    fits &= ~(only_cools(world)[other] & too_cold(world, visits.day))
    fits &= _apart(other, visits, [*looked_at, (visits.device, visits.day)], half)
    chance = world.chance("second devices", len(visits))
    fits &= ~_waits(world, other, visits) | chance.happens(
        "out of season", rules.PAIRED_OUT_OF_SEASON
    )
    count = min(count, int(fits.sum()))
    weight = np.where(half, rules.HALF_AGAINST_OTHERS, 1) * fits
    chosen = keep_weighted(chance, "second", weight, count)
    second = needed(MAINTENANCE, other[chosen], visits.day[chosen])
    second.after = chosen
    return second


def _handlers(world: World, visits: Demand, other: Ints) -> tuple[Ints, Mask]:
    """The ``other`` device of each visit, but of a heat pump the air handler of its days; and which
    are such."""
    devices, handler = world.devices, np.flatnonzero(indoors(world))
    if not len(handler):
        return other, np.zeros(len(other), np.bool_)
    handler = handler[np.argsort(devices.customer[handler], kind="stable")]
    owner, customer = devices.customer[handler], devices.customer[visits.device]
    first = np.minimum(np.searchsorted(owner, customer), len(owner) - 1)
    last = handler[np.maximum(np.searchsorted(owner, customer, side="right") - 1, 0)]
    found = np.where(devices.served_from[last] <= visits.day, last, handler[first])
    half = (devices.customer[found] == customer) & (devices.kind[visits.device] == HEAT_PUMP)
    return np.where(half, found, other), half


def _waits(world: World, device: Ints, visits: Demand) -> Mask:
    """Which devices are left for another season than that of the visits."""
    return rules.out_of_season(world.devices.kind[device], month_of(visits.day) + 1)


def _apart(other: Ints, visits: Demand, seen: list[tuple[Ints, Ints]], half: Mask) -> Mask:
    """Other devices that have no tune-up of their own (``seen``) within weeks before or after it,
    nor twice as a second one; the ``half`` of what is tuned as often as that."""
    key = np.sort(np.concatenate([on_day(device, day) for device, day in seen]))
    wanted = on_day(other, visits.day)
    before = np.searchsorted(key, wanted - rules.SECOND_TUNE_UP_APART)
    alone = np.searchsorted(key, wanted + rules.SECOND_TUNE_UP_APART) == before
    first_only = np.zeros(len(visits), np.bool_)
    first_only[firsts(other)] = True
    single = np.zeros(len(visits), np.bool_)
    single[firsts(on_day(other, visits.day // rules.SECOND_TUNE_UP_APART))] = True
    apart: Mask = alone & (half | first_only | (visits.day % 2 == 0)) & single
    return apart
