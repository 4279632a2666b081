"""Occasions: to whom else the company offers what, and is refused or still waits for an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from factories.engine.money import percent
from factories.engine.packing import packed
from factories.engine.set_operations import among, distinct
from factories.engine.streams import Chance, Ints, Mask
from factories.rules.calls.findings import NOTED_FAILS_AFTER
from factories.rules.crm import quotes as rules
from factories.rules.crm.additions import addition_weights
from factories.rules.crm.contracts import NEW_SIGN_TIMES, SOON_DAYS
from factories.rules.crm.offers import AT_A_VISIT, DECLINED, SILENT, UNKNOWN
from factories.rules.crm.sales import DEMAND_BY_MONTH, day_weights
from factories.rules.equipment import devices as device_rules
from factories.rules.hours.calendar import office_day_from
from factories.rules.region.climate import MAINTENANCE_BY_MONTH
from factories.steps.chosen_kinds import Chosen, as_listed, as_sold, beside, fits, put_in_from
from factories.steps.findings import mended
from factories.steps.offers import Offers, open_office
from factories.steps.quoted_prices import price_as_installed, refused_units
from factories.steps.refused_prices import PRICING
from factories.steps.unsold import Visits
from factories.steps.world import World, shares
from factories.steps.worn import after_repairs, worn_percents

REDRAWS = 8
"""Times that an offer too soon after another is drawn again; a small company repeats itself."""


class Occasions(NamedTuple):
    """What gives rise to each offer: positions of devices, and day numbers."""

    device: Ints
    day: Ints
    """When the offer is made."""
    earliest: Ints
    """The first day on which it could have been."""


Draw = Callable[[Chance, str], Occasions]
"""The occasions of offers, by the number of the attempt."""


def refused(
    world: World, count: int, accepted: Offers, label: str, visits: Visits | None = None
) -> Offers:
    """Offers to real customers for their real devices, which they declined or have not answered.

    ``visits`` are those of salesmen that some of the offers followed.
    """
    groups = []
    times = {k: _times(world, k) for k in range(len(rules.QUOTE_TYPES)) if k != rules.REPAIR}
    numbers = _with_occasions(world, times, _refused_by_type(count, accepted))
    for kind, number in enumerate(numbers):
        if not number:
            continue
        chance = world.chance(f"{label} {kind}", number)
        none = np.zeros(0, np.int64)
        visited, came = (c[:number] for c in (visits or {}).get(kind, (none, none)))
        chosen = _kinds(world, chance, kind, times, accepted, visited)
        device, day, earliest = _occasions(world, chance, kind, times, accepted, chosen)
        device[: len(visited)], day[: len(visited)] = visited, came
        earliest[: len(visited)] = came
        customer = world.devices.customer[device]
        offer = Offers.of(
            np.full(number, kind, np.int64),
            customer,
            world.devices.equipment[device],
            day,
            earliest=earliest,
            background=np.full(number, AT_A_VISIT if kind == rules.REPAIR else UNKNOWN),
        )
        if kind in PRICING:
            PRICING[kind](world, chance, offer, device)
        else:
            as_listed(world, chance, offer, device, chosen.kind)
            offer.equipment_cost = refused_units(world, chance, offer.equipment, day)
            price_as_installed(world, chance, offer)
        declined = chance.happens("declined", rules.DECLINED_SHARE)
        offer.answer = np.where(declined, DECLINED, SILENT)
        offer.answered_after = rules.spread(chance, "no", rules.DECLINED_DAYS)
        groups.append(offer)
    nothing = accepted.rows(np.zeros(0, np.int64))
    return _until_they_left(world, Offers.joined(nothing, *groups))


def _until_they_left(world: World, offers: Offers) -> Offers:
    """Who goes elsewhere declines what is still on the table."""
    gone = np.full(world.rows("customers"), -1, np.int64)
    np.maximum.at(gone, world.devices.customer, world.devices.served_until + 1)
    until = gone[offers.customer] - offers.day
    over = (gone[offers.customer] <= world.today) & (until <= rules.VALID_DAYS)
    over &= (offers.answer == SILENT) | (offers.answered_after > until)
    offers.answer = np.where(over, DECLINED, offers.answer)
    offers.answered_after = np.where(over, np.maximum(until, 0), offers.answered_after)
    return offers


def _with_occasions(world: World, times: dict[int, _Times], numbers: list[int]) -> list[int]:
    """The same numbers; what nobody can be offered becomes something like it."""
    numbers = list(numbers)
    for kind, instead in (
        (rules.UPGRADE, rules.REPLACEMENT),
        (rules.CONTRACT, rules.REPAIR),
        (rules.INSTALLATION, rules.REPLACEMENT),
        (rules.REPAIR, rules.REPLACEMENT),
    ):
        if numbers[kind] and not _has_occasions(world, times, kind):
            numbers[instead] += numbers[kind]
            numbers[kind] = 0
    return numbers


def _has_occasions(world: World, times: dict[int, _Times], kind: int) -> bool:
    if kind == rules.REPAIR:
        return bool(_finds(world).any())
    return bool(times[kind].weight.any())


def _refused_by_type(count: int, accepted: Offers) -> list[int]:
    """So many of each type that it closes at its usual rate; replacements exactly, given room."""
    won = np.bincount(accepted.kind, minlength=len(rules.QUOTE_TYPES)).tolist()
    offers = [rules.OFFERS[name] for name in rules.QUOTE_TYPES]
    usual = [
        n * (1 - o.closes) / o.closes if n else count * o.weight / 200
        for n, o in zip(won, offers, strict=True)
    ]
    replacements = min(round(usual[rules.REPLACEMENT]), count * 3 // 4)
    usual[rules.REPLACEMENT] = 0
    numbers = shares(count - replacements, tuple(usual))
    numbers[rules.REPLACEMENT] += replacements
    return numbers


def _kinds(
    world: World,
    chance: Chance,
    kind: int,
    times: dict[int, _Times],
    accepted: Offers,
    visited: Ints,
) -> Chosen:
    """Of which kind the equipment of each offer of a type is."""
    if kind not in rules.EQUIPPING:
        return Chosen(np.full(len(chance), -1, np.int64))
    sold = accepted.rows(accepted.kind == kind)
    return as_sold(world, chance, sold, visited, times[kind].weight)


def _occasions(
    world: World,
    chance: Chance,
    kind: int,
    times: dict[int, _Times],
    accepted: Offers,
    chosen: Chosen,
) -> Occasions:
    """The occasion of each offer of a type; drawn again where it comes soon after another."""
    repair = kind == rules.REPAIR
    draw = _found_at_visits(world) if repair else _by_season(world, kind, times[kind], chosen)
    device, day, earliest = np.zeros((3, len(chance)), np.int64)
    drawn = np.arange(len(chance))
    told = accepted.rows(accepted.kind == kind)
    for attempt in range(REDRAWS):
        again = chance.at(chance.ids[drawn])
        device[drawn], day[drawn], earliest[drawn] = draw(again, str(attempt))
        drawn = np.flatnonzero(_too_soon(world.devices.customer[device], day, told))
        if not len(drawn):
            break
    return Occasions(device, day, earliest)


def _by_season(world: World, kind: int, times: _Times, chosen: Chosen) -> Draw:
    """Any device that gives rise to such an offer of the kind chosen, on any day, as the season has
    them."""
    earliest, low, room, weight = times.earliest, times.low, times.room, times.weight
    if not weight.any():
        weight = room if room.any() else np.ones(len(room), np.int64)
    whose = np.arange(len(weight))
    if kind == rules.CONTRACT:
        whose, low, room, weight = _rather_new(world, times)
    of_pair = fits(world, distinct(chosen.pair[chosen.pair >= 0]).tolist())

    def draw(chance: Chance, attempt: str) -> Occasions:
        which, pair = np.zeros(len(chance), np.int64), chosen.pair[chance.ids]
        for one in distinct(pair).tolist():
            rows = np.flatnonzero(pair == one)
            own = weight * of_pair[one] if one >= 0 else weight
            which[rows] = _weighted(chance.at(chance.ids[rows]), f"which {attempt}", own)
        device = whose[which]
        point = low[which] + chance.below(f"day {attempt}", room[which])
        day = world.start + np.searchsorted(times.edges, point, side="right") - 1
        if kind == rules.REPLACEMENT:
            again = chance.at(packed(chance.ids, int(attempt), REDRAWS))
            day = after_repairs(world, again, device, day, earliest[device])
        return Occasions(device, np.minimum(day, world.today), earliest[device])

    return draw


class _Chances(NamedTuple):
    """Possible offers, a row each, by position of the device; the others as in ``_Times``."""

    device: Ints
    low: Ints
    room: Ints
    weight: Ints


def _rather_new(world: World, of: _Times) -> _Chances:
    """The possible offers of a contract; those to new customers count as often as new customers
    sign."""
    opened = world.account_days()[world.devices.customer]
    low, room, weight = of.low, of.room, of.weight
    until = of.edges[np.clip(opened + SOON_DAYS + 1 - world.start, 0, len(of.edges) - 1)]
    soon = np.clip(until - low, 0, room)
    more = np.flatnonzero((soon > 0) & (weight > 0))
    times = NEW_SIGN_TIMES - 1
    return _Chances(
        np.append(np.arange(len(weight)), more),
        np.append(low, low[more]),
        np.append(room, soon[more]),
        np.append(weight, weight[more] // room[more] * soon[more] * times),
    )


def _found_at_visits(world: World) -> Draw:
    """What a technician found beside the work of a visit: the office writes the quote that day, or
    on the next one that it is open."""
    weight, calls = _finds(world), world.calls
    written = office_day_from(calls.day)

    def draw(chance: Chance, attempt: str) -> Occasions:
        call = _weighted(chance, f"which {attempt}", weight)
        return Occasions(calls.device[call], written[call], written[call])

    return draw


def _finds(world: World) -> Ints:
    """How likely what each visit found is quoted, and not taken: not where it failed soon after."""
    calls, component = world.calls, world.seen
    written = office_day_from(calls.day)
    still_ours = written <= np.minimum(world.devices.served_until[calls.device], world.today)
    soon = calls.day + NOTED_FAILS_AFTER[0]
    waits = (component >= 0) & ~mended(world, calls.device, component, calls.day, soon)
    open_more = np.where(written > world.today - rules.VALID_DAYS, rules.OPEN_QUOTES_PERCENT, 100)
    weight: Ints = still_ours * waits * rules.found_weights()[component] * open_more
    return weight


def _too_soon(customer: Ints, day: Ints, told: Offers) -> Mask:
    """Which offers come close to another of the type to the same customer: of two, the later."""
    who, when = np.append(told.customer, customer), np.append(told.day, day)
    new = np.arange(len(who)) >= len(told)
    order = np.lexsort((new, when, who))
    close = (np.diff(who[order]) == 0) & (np.diff(when[order]) < rules.QUOTED_APART)
    after = np.append(False, close) & new[order]
    before = np.append(close & ~new[order][1:], False) & new[order]
    soon = np.zeros(len(who), np.bool_)
    soon[order] = after | before
    return soon[len(told) :]


@dataclass(frozen=True)
class _Times:
    """When an offer of a type could be made for each device, and how likely one is."""

    earliest: Ints
    """The first day, a row a device."""
    edges: Ints
    """Cumulated weights of the days of the history, the same for all."""
    low: Ints
    """Where among the edges the device's time begins."""
    room: Ints
    """How much of them it has; 0 for none."""
    weight: Ints
    """How likely an offer is for the device rather than for another."""


def _times(world: World, kind: int) -> _Times:
    devices = world.devices
    opened = np.maximum(world.account_days()[devices.customer], devices.installed + 1)
    earliest = np.maximum(np.maximum(opened, devices.served_from), world.start)
    latest = np.minimum(devices.served_until, world.today)
    edges = _season(kind, world.start, world.today)
    low = edges[np.clip(earliest - world.start, 0, len(edges) - 1)]
    room = np.maximum(edges[np.clip(latest - world.start + 1, 0, len(edges) - 1)] - low, 0)
    age = np.clip(((earliest + latest) // 2 - devices.installed) // 365, 0, rules.AGE_COUNTS_UNTIL)
    return _Times(earliest, edges, low, room, room * _eagerness(world, kind, age))


@lru_cache(maxsize=16)
def _season(kind: int, start: int, today: int) -> Ints:
    """Cumulated weights of the days of the history; they are those of all branches."""
    by_month = MAINTENANCE_BY_MONTH if kind == rules.CONTRACT else DEMAND_BY_MONTH
    weights = day_weights(start, today, by_month)
    weights *= open_office(np.arange(start, today + 1))
    weights[-rules.VALID_DAYS :] = percent(weights[-rules.VALID_DAYS :], rules.OPEN_QUOTES_PERCENT)
    edges = np.concatenate([[0], np.cumsum(weights)])
    edges.flags.writeable = False
    return edges


def _eagerness(world: World, kind: int, age: Ints) -> Ints:
    """How likely a device gives rise to an offer, by its age; 0 where it would make no sense."""
    apart = ~device_rules.halves(world.devices.customer, world.devices.kind)
    if kind == rules.REPLACEMENT:
        worn = rules.replacement_weights(age) * worn_percents(world)
        return np.where(apart, worn, 0)
    if kind == rules.UPGRADE:
        return np.where(rules.of_upgrade_age(age) & _can_be_bettered(world) & apart, 4, 0)
    if kind == rules.CONTRACT:
        return np.where(among(world.devices.customer, world.contracts.customer), 0, 4)
    weights = addition_weights(world.metro.climate)
    wishes: Ints = (beside(world) * weights).sum(axis=1)[world.devices.customer]
    return wishes


def _can_be_bettered(world: World) -> Mask:
    """True for the devices to which there has been a better one of their size all the time, and
    still is when what is open is put in."""
    models = world.scenario.models
    ends = np.array([world.start, world.today])
    first, last = device_rules.half_year(put_in_from(world, ends)).tolist()
    better = [
        all(device_rules.better_models(models, model, half) for half in range(first, last + 1))
        for model in range(models.size)
    ]
    return np.array(better, np.bool_)[world.devices.equipment]


def _weighted(chance: Chance, label: str, weights: Ints) -> Ints:
    """Positions drawn in proportion to their weights, with replacement."""
    edges = np.cumsum(weights)
    # Draws are below 2**31: coarser weights where the sum would pass it.
    scale = int(edges[-1]) // 2**31 + 1
    drawn = chance.below(label, max(int(edges[-1]) // scale, 1)) * scale
    return np.searchsorted(edges, drawn, side="right")
