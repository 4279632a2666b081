"""Appointments that are no calls, or not yet: who cancelled, missed, moved or awaits a visit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factories.engine.columns import Columns
from factories.engine.set_operations import among
from factories.engine.streams import Chance, Ints, Mask, keep_weighted
from factories.rules.appointments import bookings
from factories.rules.appointments import scheduling as rules
from factories.rules.calls.service import INSTALLATION, TYPES
from factories.rules.hours.calendar import (
    working_day_after,
    working_day_between,
    working_days,
)
from factories.steps.left_undone import wait_for_parts
from factories.steps.needs import Demand
from factories.steps.sold_ahead import who_agreed
from factories.steps.world import World

_ATTEMPTS = 40
"""Draws of a customer who fits; whoever the last one finds is taken, or a stand-in for them."""


@dataclass
class Unkept(Columns):
    """Appointments that are no calls, or not yet: they take their slots in the calendars too."""

    fate: Ints
    kind: Ints
    customer: Ints
    day: Ints
    became: Ints
    """Position in the demand of the visit that a rescheduled one became, or that made up for one
    missed; or -1."""
    then: Ints
    """Row here of the second date of a rescheduled one, where that was called off; or -1."""


def fates(world: World, most_kept: int) -> dict[str, int]:
    """How many appointments come to what; they add up to the number wanted."""
    appointments = world.rows("appointments")
    usual = {
        "upcoming": rules.upcoming_days(world.today) / world.scenario.history_days,
        "consultation kept": rules.CONSULTATION_SHARE,
        "no-show": rules.NO_SHOW_SHARE,
        "rescheduled": rules.RESCHEDULED_SHARE,
        "cancelled": rules.CANCELLED_SHARE,
    }
    counts = {name: world.about(name, share, appointments) for name, share in usual.items()}
    kept = min(appointments - sum(counts.values()), most_kept)
    counts["cancelled"] = appointments - kept - sum(counts.values()) + counts["cancelled"]
    return {**counts, "kept": kept}


def find_unkept(world: World, demand: Demand, booked: Mask) -> Unkept:
    """Who cancelled, missed, moved or awaits a visit, and who had a salesman in."""
    counts = fates(world, int(booked.sum()))
    if not (world.leaving > world.today).any():
        # Only in a company of a few customers: nobody is left who could await a visit.
        counts["cancelled"] += counts["upcoming"]
        counts["upcoming"] = 0
    given_up = min(round(rules.MOVED_THEN_CANCELLED * counts["rescheduled"]), counts["cancelled"])
    # Who waits for a part, or has the same trouble again, puts nothing off and is at home.
    new = booked & (demand.returns_to < 0)
    moved = _moved(world, demand, new, counts["rescheduled"] - given_up)
    counts["cancelled"] += counts["rescheduled"] - given_up - len(moved)
    parts = [moved]
    for fate, name in enumerate(rules.FATES):
        if name == "consultation kept":
            parts.append(
                _sold(world, demand, moved, round(rules.CONSULTATIONS_SOLD * counts[name]))
            )
            counts[name] -= len(parts[-1])
        if name == "no-show":
            parts.append(
                _missed(world, demand, new, moved, round(rules.NO_SHOWS_REBOOKED * counts[name]))
            )
            counts[name] -= len(parts[-1])
        if name not in ("kept", "rescheduled") and counts[name]:
            parts.append(_loose(world, demand, fate, counts[name]))
        if name == "cancelled" and given_up:
            first = _given_up(world, parts[-1], sum(map(len, parts[:-1])), given_up)
            more = _loose(world, demand, fate, given_up - len(first), " more")
            parts += [first, more]
    return Unkept(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in vars(moved)}
    )


def _moved(world: World, demand: Demand, booked: Mask, count: int) -> Unkept:
    """Visits that were first booked for a day before the one on which they happened."""
    return _earlier(world, demand, booked, (rules.MOVED, "moved", rules.MOVED_DAYS), count)


def _missed(world: World, demand: Demand, booked: Mask, moved: Unkept, count: int) -> Unkept:
    """Visits that happened at the second attempt: nobody was at home at the first."""
    fits = booked & among(demand.kind, [TYPES.index(name) for name in rules.MAY_BE_MISSED])
    fits[moved.became] = False
    return _earlier(
        world, demand, fits, (rules.MISSED, "missed", rules.NO_SHOW_REBOOKED_DAYS), count
    )


def _earlier(
    world: World, demand: Demand, fits: Mask, how: tuple[int, str, tuple[int, int]], count: int
) -> Unkept:
    """Appointments some days before visits that fit: their fate, a label, and the days."""
    fate, label, within = how
    working = working_days(world.start - 30, world.today)
    chance = world.chance(label, len(demand))
    before = rules.days_later(chance, demand.kind, within)
    day = working_day_after(demand.day, -before, working)
    customer = world.devices.customer[demand.device]
    created = world.account_days()[customer]
    since = np.maximum(created + bookings.ACCOUNT_TO_UNKEPT, world.start - 1)
    fits = fits & (day > since) & (day < demand.day)
    count = min(count, int(fits.sum()))
    weight = fits.astype(np.int64)
    if fate == rules.MISSED:
        weight *= _called_off_more(world)[customer]
    became = keep_weighted(chance, label, weight, count)
    fates_, none = np.full(count, fate, np.int64), np.full(count, -1, np.int64)
    return Unkept(fates_, demand.kind[became], customer[became], day[became], became, none)


def _given_up(world: World, called_off: Unkept, place: int, count: int) -> Unkept:
    """First dates of visits that were moved, of which the second was ``called_off`` too; the second
    ones stand from row ``place`` on."""
    working = working_days(world.start - 30, world.today)
    chance = world.chance("given up", len(called_off))
    before = rules.days_later(chance, called_off.kind, rules.MOVED_DAYS)
    day = working_day_after(called_off.day, -before, working)
    known = world.account_days()[called_off.customer] + bookings.ACCOUNT_TO_CANCELLED
    fits = (day > np.maximum(known, world.start - 1)) & (day < called_off.day)
    weight = fits.astype(np.int64)
    row = keep_weighted(chance, "given up", weight, min(count, int(fits.sum())))
    return Unkept(
        np.full(len(row), rules.MOVED, np.int64),
        called_off.kind[row],
        called_off.customer[row],
        day[row],
        np.full(len(row), -1, np.int64),
        place + row,
    )


def _sold(world: World, demand: Demand, moved: Unkept, count: int) -> Unkept:
    """Salesmen's visits that led to an installation some weeks later."""
    created = world.account_days()
    customer = world.devices.customer[demand.device]
    a_customer_for, into_history = bookings.CONSULTATION_AFTER
    first = np.maximum(created[customer] + a_customer_for, world.start + into_history)
    least, most = rules.CONSULTATION_TO_INSTALLATION
    fits = (demand.kind == INSTALLATION) & (demand.day - least > first)
    fits[moved.became] = False
    # Who came for the installation had a salesman in more often than who knew us.
    new = demand.day - created[customer] <= most
    weight = np.where(fits, np.where(new, bookings.CONSULTATION_WEIGHT_OF_NEW, 1), 0)
    count = min(count, int(fits.sum()))
    chance = world.chance("sold", len(demand))
    chosen = keep_weighted(chance, "sold", weight, count)
    working = working_days(world.start, world.today)
    start = np.maximum(first[chosen], demand.day[chosen] - most)
    spread = chance.at(chosen).fraction("day")
    day = working_day_between(spread, start, demand.day[chosen] - least, working)
    return Unkept(
        np.full(count, rules.CONSULTED, np.int64),
        np.full(count, rules.CONSULTATION, np.int64),
        customer[chosen],
        day,
        np.full(count, -1, np.int64),
        np.full(count, -1, np.int64),
    )


def _called_off_more(world: World) -> Ints:
    """How often each customer calls off, or is not at home, beside others with as many visits."""
    ids = world.first_id("customers") + np.arange(world.rows("customers"))
    unreliable = bookings.unreliable(world.chance("customers", ids), ids)
    return np.where(unreliable, bookings.UNRELIABLE_CANCEL_TIMES_PER_KEPT, 1)


def _loose(world: World, demand: Demand, fate: int, count: int, which: str = "") -> Unkept:
    """Appointments that hang on no call: any customer of that day, any working day."""
    chance = world.chance(f"loose {fate}{which}", count)
    types = rules.upcoming_types(world.today) if fate == rules.COMING else rules.UNKEPT_TYPES
    if fate == rules.MISSED:
        types = {name: types[name] * (name in rules.MAY_BE_MISSED) for name in types}
    kind = chance.choose("kind", [types[name] for name in rules.BOOKED_TYPES])
    if fate == rules.CONSULTED:
        kind[:] = rules.CONSULTATION
    day = _days(world, chance, fate, kind)
    none = np.full(count, -1, np.int64)
    customer = _customers(world, chance, fate, day)
    if fate == rules.COMING:
        customer = _who_waits(world, demand, chance, kind, customer, day)
    return Unkept(np.full(count, fate, np.int64), kind, customer, day, none, none)


def _days(world: World, chance: Chance, fate: int, kind: Ints) -> Ints:
    """The working day of each: of the history, or ahead."""
    if fate != rules.COMING:
        working = working_days(world.start, world.today)
        past: Ints = working[chance.below("day", len(working))]
        return past
    # Of the days from booking to visit, as many have passed as lie ahead.
    ahead = rules.open_for(chance, "ahead", kind)
    last = world.today + rules.UPCOMING_DAYS + bookings.UPCOMING_MARGIN_DAYS
    working = working_days(world.today + 1, last)
    # In working days: weekends would all end up on Mondays.
    near = (chance.below("near", ahead) * 5 + chance.below("part of a week", 7)) // 7
    day: Ints = working[np.minimum(near, len(working) - 1)]
    return day


def _customers(world: World, chance: Chance, fate: int, day: Ints) -> Ints:
    """Whose each is: somebody's with an account by then who has not left."""
    created, left = world.account_days(), world.leaving
    stays = left > world.today
    # Who has more units has more visits, and calls off more.
    owner = world.devices.customer if len(world.devices.customer) else np.arange(len(created))
    if fate in (rules.CANCELS, rules.MISSED):
        owner = np.repeat(owner, _called_off_more(world)[owner])
    customer = np.zeros(len(day), np.int64)
    open_rows = np.arange(len(day))
    for attempt in range(_ATTEMPTS):
        drawn = owner[chance.at(open_rows).below(f"customer {attempt}", len(owner))]
        known = created[drawn] < day[open_rows] - bookings.ACCOUNT_TO_CANCELLED
        fits = known & (stays[drawn] | (left[drawn] > day[open_rows]))
        fits |= attempt == _ATTEMPTS - 1
        customer[open_rows[fits]] = drawn[fits]
        open_rows = open_rows[~fits]
        if not len(open_rows):
            break
    oldest = int(np.argmin(created))
    known = created[customer] < day - bookings.ACCOUNT_TO_CANCELLED
    return np.where(known, customer, oldest)


def _who_waits(
    world: World, demand: Demand, chance: Chance, kind: Ints, customer: Ints, day: Ints
) -> Ints:
    """The customers of visits that lie ahead: who is still there, and has agreed to what is put
    in."""
    left = world.leaving
    owner = world.devices.customer if len(world.devices.customer) else np.arange(len(left))
    # Few may be left; nobody comes to who is not.
    here = (left[customer] > world.today) | (left[customer] > day)
    customer = np.where(here, customer, owner[np.argmax(left[owner])])
    installs = np.flatnonzero(kind == INSTALLATION)
    agreed = who_agreed(world, chance, len(installs), wait_for_parts(world, demand))
    customer[installs[: len(agreed)]] = agreed
    return customer
