"""Offers: what quotes are before they are rows, and those that were refused or are still open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from factories.engine.money import percent
from factories.engine.sets import among
from factories.engine.streams import Chance, Ints
from factories.engine.values import NULL, coded
from factories.rules import devices as device_rules
from factories.rules import quotes as rules
from factories.rules.contracts import COMMERCIAL, PLANS
from factories.rules.sales import DEMAND_BY_MONTH, PLANNED_BY_MONTH, day_weights
from factories.rules.service import REPAIR as REPAIRING
from factories.steps.facts import Mask
from factories.steps.world import World, days, shares

ANSWERS = ("Accepted", "Declined", "Revised", None)
ACCEPTED, DECLINED, REVISED, SILENT = range(4)
PLAN_PRICES = np.array([plan.annual_cost for plan in PLANS], np.int64)


@dataclass
class Offers:
    """One row a quote, as yet in no order. -1 is none, NULL is left to the factory."""

    kind: Ints
    """Index into ``rules.quotes.TYPES``."""
    customer: Ints
    equipment: Ints
    """Position in ``equipment_types``."""
    day: Ints
    earliest: Ints
    """The first day on which this customer could have been quoted for this."""
    answer: Ints
    answered_after: Ints
    call: Ints
    component: Ints
    """Index into ``rules.service.COMPONENTS``, or -1."""
    hours: Ints
    rate: Ints
    equipment_cost: Ints
    parts_cost: Ints
    plan_price: Ints

    @classmethod
    def of(cls, kind: Ints, customer: Ints, equipment: Ints, day: Ints, **known: Ints) -> Offers:
        """Offers of which the rest is not known."""
        blank = {name: np.full(len(kind), value, np.int64) for name, value in _UNKNOWN.items()}
        return cls(
            **{
                **blank,
                "kind": kind,
                "customer": customer,
                "equipment": equipment,
                "day": day,
                **known,
            }
        )

    def rows(self, order: Ints | Mask) -> Offers:
        """The same columns at other rows."""
        return Offers(**{name: column[order] for name, column in vars(self).items()})

    @staticmethod
    def joined(*groups: Offers) -> Offers:
        """All rows of the groups, one after the other."""
        return Offers(
            **{name: np.concatenate([vars(g)[name] for g in groups]) for name in vars(groups[0])}
        )

    def __len__(self) -> int:
        return len(self.kind)


_UNKNOWN = {
    "answer": SILENT,
    "answered_after": 0,
    "call": -1,
    "component": -1,
    "earliest": 0,
    "hours": NULL,
    "rate": NULL,
    "equipment_cost": NULL,
    "parts_cost": NULL,
    "plan_price": 0,
}


def efficient(world: World) -> Mask:
    """True for the models of the catalog that are above the least efficient of their kind."""
    table = world.tables["equipment_types"]
    kind, unit = coded(table["equipment_type"]), coded(table["rating_unit"])
    group = kind.codes * len(unit.values) + unit.codes
    least = np.full(int(group.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(least, group, table["energy_rating"])
    above: Mask = table["energy_rating"] > least[group]
    return above


def opened_on(world: World) -> Ints:
    """The day each customer's account was opened."""
    days_: Ints = world.tables["customers"]["created_at"].astype("datetime64[D]").astype(np.int64)
    return days_


def booked_on(world: World) -> Ints:
    """The day each call was first booked, by its appointment or the one that this was moved from;
    -1 for those not in the book."""
    table, book = world.tables["appointments"], world.appointments
    booked = np.full(len(world.calls), -1, np.int64)
    day = table["created_date"].astype("datetime64[D]").astype(np.int64)
    kept = np.flatnonzero(table["service_call_id"] != NULL)
    booked[table["service_call_id"][kept] - world.first_id("service_calls")] = day[kept]
    # Rows of the table and of the book are told by customer and time.
    moved = np.flatnonzero(coded(table["status"]).is_("Rescheduled"))
    customer = table["customer_id"][moved] - world.first_id("customers")
    planned = table["scheduled_time"].astype("datetime64[m]").astype(np.int64)[moved]
    of_table = customer * 2**32 + planned
    by_key = np.argsort(of_table, kind="stable")
    row = np.flatnonzero(book.moved_to >= 0)
    row = row[book.call[book.moved_to[row]] >= 0]
    found = np.searchsorted(of_table[by_key], book.customer[row] * 2**32 + book.start[row])
    call = book.call[book.moved_to[row]]
    np.minimum.at(booked, call, day[moved[by_key[found]]])
    return booked


def main_charge(world: World) -> Ints:
    """What each call charged for the part that mends, or for the unit put in, cents."""
    lines, table = world.part_lines, world.tables["parts_usage"]
    charged = np.zeros(len(world.calls), np.int64)
    main = np.flatnonzero(lines.is_main)
    np.add.at(charged, lines.call[main], (table["unit_price"] * table["quantity_used"])[main])
    return charged


def planned_hours(world: World) -> Ints:
    """Estimated hours of each call's work order, hundredths."""
    orders = world.tables["work_orders"]
    hours = np.array(world.tables["service_calls"]["duration_hours"], np.int64)
    hours[orders["service_call_id"] - world.first_id("service_calls")] = orders["estimated_hours"]
    return hours


def refused(world: World, count: int, accepted: Offers, label: str) -> Offers:
    """Offers to real customers for their real devices, which they declined or have not answered."""
    groups = []
    for kind, number in enumerate(_refused_by_type(count, accepted)):
        if not number:
            continue
        chance = world.chance(f"{label} {kind}", number)
        device, day, earliest = _occasions(world, chance, kind)
        customer = world.devices.customer[device]
        offer = Offers.of(
            np.full(number, kind, np.int64),
            customer,
            world.devices.equipment[device],
            day,
            earliest=earliest,
        )
        _PRICING.get(kind, _as_listed)(world, chance, offer, device)
        declined = chance.happens("declined", rules.DECLINES)
        offer.answer = np.where(declined, DECLINED, SILENT)
        offer.answered_after = rules.spread(chance, "no", rules.NO_AFTER_DAYS)
        groups.append(offer)
    return Offers.joined(*groups)


def _refused_by_type(count: int, accepted: Offers) -> list[int]:
    """So many of each type that it closes at its usual rate; replacements exactly, given room."""
    won = np.bincount(accepted.kind, minlength=len(rules.TYPES)).tolist()
    offers = [rules.OFFERS[name] for name in rules.TYPES]
    usual = [
        n * (1 - o.closes) / o.closes if n else count * o.weight / 200
        for n, o in zip(won, offers, strict=True)
    ]
    replacements = min(round(usual[rules.REPLACEMENT]), count * 3 // 4)
    usual[rules.REPLACEMENT] = 0
    numbers = shares(count - replacements, tuple(usual))
    numbers[rules.REPLACEMENT] += replacements
    return numbers


def _occasions(world: World, chance: Chance, kind: int) -> tuple[Ints, Ints, Ints]:
    """Device and day of each offer, and the first day on which it could have been made."""
    devices = world.devices
    opened = np.maximum(opened_on(world)[devices.customer], devices.installed + 1)
    earliest = np.maximum(np.maximum(opened, devices.served_from), world.start)
    latest = np.minimum(devices.served_until, world.today)
    by_month = PLANNED_BY_MONTH if kind == rules.CONTRACT else DEMAND_BY_MONTH
    weights = day_weights(world.start, world.today, by_month)
    weights[-rules.VALID_DAYS :] = percent(weights[-rules.VALID_DAYS :], rules.OPEN_MORE)
    edges = np.concatenate([[0], np.cumsum(weights)])
    low = edges[np.clip(earliest - world.start, 0, len(weights))]
    room = np.maximum(edges[np.clip(latest - world.start + 1, 0, len(weights))] - low, 0)
    age = np.clip(((earliest + latest) // 2 - devices.installed) // 365, 0, 30)
    weight = room * _eagerness(world, kind, age)
    if not weight.any():
        weight = room if room.any() else np.ones(len(room), np.int64)
    device = _weighted(chance, weight)
    point = low[device] + chance.below("day", room[device])
    day = world.start + np.searchsorted(edges, point, side="right") - 1
    return device, np.minimum(day, world.today), earliest[device]


def _eagerness(world: World, kind: int, age: Ints) -> Ints:
    """How likely a device gives rise to an offer, by its age; 0 where it would make no sense."""
    if kind == rules.REPLACEMENT:
        return np.maximum(age - 6, 0) ** 2
    if kind == rules.UPGRADE:
        return np.where((age >= 4) & (age <= 14), 4, 0)
    if kind == rules.REPAIR:
        return age + 3
    if kind == rules.CONTRACT:
        return np.where(among(world.devices.customer, world.contracts.customer), 0, 4)
    return np.full(len(age), 4, np.int64)


def _weighted(chance: Chance, weights: Ints) -> Ints:
    """Positions drawn in proportion to their weights, with replacement."""
    edges = np.cumsum(weights)
    # Draws are below 2**31: coarser weights where the sum would pass it.
    scale = int(edges[-1]) // 2**31 + 1
    drawn = chance.below("which", max(int(edges[-1]) // scale, 1)) * scale
    return np.searchsorted(edges, drawn, side="right")


def _as_listed(world: World, chance: Chance, offer: Offers, device: Ints) -> None:
    """A model sold that year: of the same kind, or for an addition of one that goes with it."""
    kind = world.devices.kind[device]
    if offer.kind[0] == rules.INSTALLATION:
        kind = rules.companion_table()[kind, chance.choose("beside", rules.ADDITIONS)]
    year = days(offer.day).astype("datetime64[Y]").astype(np.int64) + 1970
    table = device_rules.choices(world.rows("equipment_types"))
    group = device_rules.choice_group(kind, year)
    offer.equipment = chance.choose_by("model", table, group)
    if offer.kind[0] == rules.UPGRADE:
        rating = world.tables["equipment_types"]["energy_rating"]
        other = chance.choose_by("better", table, group)
        better = rating[other] > rating[offer.equipment]
        offer.equipment = np.where(better, other, offer.equipment)


def _as_repaired(world: World, chance: Chance, offer: Offers, device: Ints) -> None:
    """The price of the same repair of a like device: one that we did, parts charged."""
    calls, table = world.calls, world.tables["service_calls"]
    done = np.flatnonzero(
        (calls.kind == REPAIRING)
        & (calls.component >= 0)
        & ~calls.awaits_part
        & (main_charge(world) > 0)
    )
    of_kind = world.devices.kind[calls.device[done]]
    done = done[np.argsort(of_kind, kind="stable")]
    sizes = np.bincount(of_kind, minlength=len(device_rules.KIND_NAMES))
    first = np.cumsum(sizes) - sizes
    kind = world.devices.kind[device]
    known = np.flatnonzero(sizes[kind] > 0)
    # The dearer of two: small repairs are done without a quote.
    one, two = (
        done[(first[kind] + chance.below(label, np.maximum(sizes[kind], 1)))[known]]
        for label in ("like", "or like")
    )
    like = np.where(table["total_cost"][one] >= table["total_cost"][two], one, two)
    offer.component[known] = calls.component[like]
    offer.hours[known] = planned_hours(world)[like]
    offer.parts_cost[known] = table["parts_cost"][like]


def _as_planned(world: World, chance: Chance, offer: Offers, _device: Ints) -> None:
    """A plan that fits the customer."""
    commercial = coded(world.tables["customers"]["customer_type"]).is_("commercial")[offer.customer]
    plan = chance.choose("plan", [plan.residential_weight for plan in PLANS])
    offer.plan_price = PLAN_PRICES[np.where(commercial, COMMERCIAL, plan)]


_PRICING: dict[int, Callable[[World, Chance, Offers, Ints], None]] = {
    rules.REPAIR: _as_repaired,
    rules.CONTRACT: _as_planned,
}
