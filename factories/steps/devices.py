"""What is installed at the customers', and which of it is put in or replaced within the history."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from factories.engine.packing import packed
from factories.engine.set_operations import distinct
from factories.engine.streams import Chance, Ints, Mask, keep_weighted
from factories.rules.appointments.bookings import (
    ACCOUNT_TO_INSTALLATION,
    INSTALLATION_DELAY_AT_MOST,
)
from factories.rules.calls.breakdowns import NEW_FAILS_AFTER
from factories.rules.calls.demand import NOT_SERVICED_BEFORE_REPLACEMENT
from factories.rules.equipment import ages
from factories.rules.equipment import devices as rules
from factories.rules.equipment.houses import loads, models_for
from factories.rules.equipment.installations import PERCENT, in_season, season_table
from factories.rules.equipment.installed_base import KIND_MIX, companions
from factories.rules.equipment.systems import matched
from factories.rules.hours.calendar import (
    FAR_OFF,
    month_of,
    no_leap_day,
    previous_working,
    work_day,
    working_day_between,
    working_days,
)
from factories.steps.facts import Devices
from factories.steps.needs import of_type
from factories.steps.world import World
from hvac_models import CustomerType


def find_devices(world: World) -> None:
    """The customers' devices, and the days on which the company puts in new ones."""
    created = world.account_days()
    left = world.leaving
    wanted = world.rows("installed_devices")
    most = int(rules.INSTALLED_AT_MOST * wanted)
    put_in = min(of_type(world, "installations", "Installation"), most)
    newcomers = _newcomers(world, created, put_in)
    base = _base_devices(world, created, newcomers, wanted - put_in, put_in)
    new, replaced_on = _installations(world, base, created, left, newcomers, put_in)
    while len(new.customer) < put_in:
        # Only in a company of a few customers: none is left who could have one put in. What is
        # missing was there before.
        put_in = len(new.customer)
        base = _base_devices(world, created, newcomers, wanted - put_in, put_in)
        new, replaced_on = _installations(world, base, created, left, newcomers, put_in)
    devices = _join(world, base, new, replaced_on, created, left)
    world.devices = devices


def _newcomers(world: World, created: Ints, put_in: int) -> Ints:
    """Customers won within the history for whom we install the first device."""
    # Nobody signs a contract for what is not there yet, however long the crew lets them wait.
    signs_later = (
        _first_contracts(world)
        > created + rules.BUYERS_INSTALLED_WITHIN + INSTALLATION_DELAY_AT_MOST
    )
    after_start, before_end = rules.BUYERS_JOIN_BETWEEN
    within = (created > world.start + after_start) & (created < world.today - before_end)
    late = np.flatnonzero(within & signs_later)
    kind = _kinds(world, late, np.zeros(len(late), np.int64))
    likely = rules.CAME_TO_BUY * in_season(kind, created[late]) / PERCENT
    chosen = world.chance("newcomers", late).happens("install", np.minimum(likely, 1.0))
    return late[chosen][: put_in // rules.BUYERS_ONE_IN]


def _first_contracts(world: World) -> Ints:
    """Day on which each customer's first contract starts; a day far off for those without."""
    first = np.full(world.rows("customers"), FAR_OFF, np.int64)
    np.minimum.at(first, world.contracts.customer, world.contracts.start)
    return first


_SLOTS = 64
"""More devices than a customer has: ``packed(customer, slot, _SLOTS)`` addresses each of them."""


def _base_devices(world: World, created: Ints, newcomers: Ints, count: int, put_in: int) -> Devices:
    """Devices that were there before the history, or before the customer came; in the years before
    it the company put in as many as ``put_in`` is within it, a device of its customers."""
    customer, slot = _owners(world, newcomers, count)
    chance = world.chance("base devices", packed(customer, slot, _SLOTS))
    kind = _kinds(world, customer, slot)
    reference = np.maximum(world.start, created[customer])
    on_file = int((world.today - reference + 1).sum())
    installed = reference - _ages(chance, world.start - created[customer], on_file, put_in)
    # What a contract was sold for stood there when it was.
    least, more = rules.INSTALLED_BEFORE_CONTRACT
    sold = _first_contracts(world)[customer] - least
    before = sold - chance.below("before the contract", more)
    installed = np.where((slot == 0) & (installed >= sold), before, installed)
    installed = work_day(installed, chance.below("weekday", 5))
    second = rules.put_in_together(kind, slot, chance.below("together", 100))
    installed[second] = installed[second - 1]
    places = packed(customer, slot, _SLOTS)
    model = models_offered(world, "base", places, kind, installed, customer)
    builder = chance.happens("builder", rules.INSTALLERS["Builder"] / 100)
    builder[second] = builder[second - 1]
    none = np.full(len(customer), -1, np.int64)
    return Devices(
        customer=customer,
        kind=kind,
        equipment=matched(
            world.scenario.models,
            *(second, kind, rules.half_year(installed), model, chance.below("match", 720)),
            load=loads(chance, world.keys("customers", customer)),
        ),
        installed=installed,
        served_from=np.maximum(world.start, created[customer] + 1),
        served_until=none,
        builder=builder & (installed < created[customer]),
        replaces=none,
        by_call=np.zeros(len(customer), np.bool_),
    )


def _ages(chance: Chance, known_for: Ints, on_file: int, put_in: int) -> Ints:
    """Days since each device was put in, of whoever has been a customer for ``known_for`` days
    (less than none of those who come later).

    The company put in one in so many days on which a device was ``on_file``, before the history as
    within it; what is not by us was there when the customer came.
    """
    between = max(on_file // max(put_in, 1), ages.PUT_IN_AFTER_AT_LEAST)
    ours = chance.quantile("put in by us", ages.PUT_IN_BEFORE) * between // ages.PUT_IN_UNIT
    by_us = ours <= known_for - ACCOUNT_TO_INSTALLATION
    return np.where(by_us, ours, ages.older_than(chance, np.maximum(known_for, 0)))


def _owners(world: World, newcomers: Ints, count: int) -> tuple[Ints, Ints]:
    """Customer and number of each device: one each first, more by weight, businesses more than
    households."""
    customers = np.delete(np.arange(world.rows("customers")), newcomers)
    chance = world.chance("owners", customers)
    if count <= len(customers):
        return customers[np.sort(chance.order("first")[:count])], np.zeros(count, np.int64)
    commercial = world.businesses()[customers]
    weights = np.where(
        commercial[:, None],
        np.array([rules.DEVICES_MORE["commercial"]]),
        np.array([rules.DEVICES_MORE["residential"]]),
    )
    # Weights are of having at least so many: a slot counts only with those before it, which come
    # first.
    least, values = rules.DEVICES_MORE_SPREAD
    spread = np.array(
        [chance.fraction(f"slot {slot}") % values + least for slot in range(weights.shape[1])]
    ).T
    slots = (weights * spread).ravel()
    extra = keep_weighted(
        world.chance("extra", slots.size), "extra", slots, min(count - len(customers), slots.size)
    )
    owner = np.concatenate([customers, customers[extra // weights.shape[1]]])
    while len(owner) < count:
        owner = np.concatenate([owner, customers])[:count]
    owner = np.sort(owner, kind="stable")
    first = np.searchsorted(owner, owner, side="left")
    return owner, np.arange(len(owner)) - first


def _kinds(world: World, customer: Ints, slot: Ints) -> Ints:
    """The first device by the climate's mix, others as go with it."""
    commercial = world.businesses()[customer]
    chance = world.chance("kinds", customer)
    first = np.zeros(len(customer), np.int64)
    for type_, mask in (
        (CustomerType.RESIDENTIAL, ~commercial),
        (CustomerType.COMMERCIAL, commercial),
    ):
        mix = KIND_MIX[world.metro.climate, type_]
        drawn = chance.choose(str(type_), [mix.get(kind, 0) for kind in rules.KIND_ORDER])
        first = np.where(mask, drawn, first)
    # An air handler is the indoor half of a split system: what stands alone is a heat pump.
    indoor = first == rules.KIND_NAMES.index("Air Handler")
    first = np.where(indoor, rules.KIND_NAMES.index("Heat Pump"), first)
    beside = np.array(
        [
            [rules.KIND_ORDER.index(other) for other in companions(kind)]
            for kind in rules.KIND_ORDER
        ],
        np.int64,
    )
    return np.where(slot == 0, first, beside[first, np.minimum(slot - 1, 2)])


def models_offered(
    world: World, label: str, ids: Ints, kind: Ints, installed: Ints, customer: Ints
) -> Ints:
    """A catalog entry of the kind that was offered when it was installed, for the customer's
    house."""
    chance, homes = world.chance(f"equipment {label}", ids), ~world.businesses()[customer]
    load = loads(chance, world.keys("customers", customer))
    return models_for(world.scenario.models, chance, kind, installed, homes, load)


def _installations(
    world: World, base: Devices, created: Ints, left: Ints, newcomers: Ints, count: int
) -> tuple[Devices, Ints]:
    """The devices put in within the history, and the day on which each base device was replaced (or
    -1)."""
    old = _replaced(world, base, left, count, len(newcomers))
    may_add = (left > world.today) & (created < world.today - rules.CUSTOMER_BEFORE_PURCHASE[1])
    may_add &= ~_signed_bare(world, base, newcomers)
    wishes = np.where(may_add, _known_for(world, np.maximum(world.start, created)), 0)
    owner = _additions(world, wishes, count - len(old) - len(newcomers))
    customer = np.concatenate([base.customer[old], newcomers, owner])
    kind = _kinds_put_in(world, base, old, customer, len(owner))
    day = _installation_days(world, customer, kind, created, base, old, len(newcomers))
    replaced_on = np.full(len(base.customer), -1, np.int64)
    replaced_on[old] = day[: len(old)]
    return (
        Devices(
            customer=customer,
            kind=kind,
            equipment=_like_for_like(world, base, old, customer, kind, day),
            installed=day,
            served_from=day + NEW_FAILS_AFTER,
            served_until=np.full(len(customer), -1, np.int64),
            builder=np.zeros(len(customer), np.bool_),
            replaces=np.concatenate([old, np.full(len(customer) - len(old), -1, np.int64)]),
            by_call=np.ones(len(customer), np.bool_),
        ),
        replaced_on,
    )


def _replaced(world: World, base: Devices, left: Ints, count: int, newcomers: int) -> Ints:
    """Rows of the devices that are replaced: old ones, of customers who stay; of ``count``
    installations those that are no ``newcomers``' first."""
    wanted = min(world.about("replacements", rules.REPLACEMENT_SHARE, count), count - newcomers)
    age = (world.start - base.installed) // 365
    settled = base.served_from < world.today - rules.CUSTOMER_BEFORE_PURCHASE[0]
    may = (left[base.customer] > world.today) & settled & ~rules.halves(base.customer, base.kind)
    weight = np.where(may, np.maximum(age - rules.REPLACED_FROM_YEARS, 0), 0)
    weight *= _known_for(world, base.served_from)
    wanted = min(wanted, int((weight > 0).sum()))
    return keep_weighted(world.chance("replace", len(age)), "replace", weight, wanted)


def _known_for(world: World, since: Ints) -> Ints:
    """Percent of the history's days from each on: who comes late is sold as much a year, and less
    within the history."""
    length = world.today - world.start + 1
    known: Ints = np.maximum((world.today - since + 1) * 100 // length, 1)
    return known


def _headcount(world: World, day: Ints) -> Ints:
    """Customers on each day, percent of the most."""
    came = np.searchsorted(np.sort(world.account_days()), day, side="right")
    gone = np.searchsorted(np.sort(world.leaving), day, side="right")
    there = np.maximum(came - gone, 1)
    percent: Ints = np.maximum(there * 100 // int(there.max(initial=1)), 1)
    return percent


def _kinds_put_in(world: World, base: Devices, old: Ints, customer: Ints, additions: int) -> Ints:
    """Kinds of the new devices: first those for the ``old`` ones, last the additions, which are
    what comes next to the devices that are there."""
    slot = np.bincount(base.customer, minlength=world.rows("customers"))[customer]
    slot[: len(customer) - additions] = 0
    kind = _kinds(world, customer, slot)
    # Nor is an air handler put in alone.
    alone = kind == rules.KIND_NAMES.index("Air Handler")
    kind[alone] = rules.KIND_NAMES.index("Ductless Mini-Split")
    kind[: len(old)] = base.kind[old]
    chance = world.chance("installations", np.arange(len(customer)))
    cools = kind == rules.KIND_NAMES.index("Central AC")
    to_heat_pump = chance.happens("upgrade", rules.TO_HEAT_PUMP) & cools
    to_heat_pump[len(old) :] = False
    kind[to_heat_pump] = rules.KIND_NAMES.index("Heat Pump")
    return kind


def _signed_bare(world: World, base: Devices, newcomers: Ints) -> Mask:
    """Who has a contract and, in a company of few devices, none of ours to come: what is put in
    later is not what was signed for."""
    bare = np.bincount(base.customer, minlength=world.rows("customers")) == 0
    bare[newcomers] = False
    signed: Mask = bare & (_first_contracts(world) < FAR_OFF)
    return signed


def _additions(world: World, present: Ints, count: int) -> Ints:
    """Customers who add a device; each at most once while there are enough of them."""
    owners = np.zeros(0, np.int64)
    while len(owners) < count and present.any():
        size = min(count - len(owners), int((present > 0).sum()))
        more = keep_weighted(
            world.chance("additions", len(present)), f"addition {len(owners)}", present, size
        )
        owners = np.concatenate([owners, more])
    return owners


def _like_for_like(
    world: World, base: Devices, old: Ints, customer: Ints, kind: Ints, day: Ints
) -> Ints:
    """Catalog entries of the new devices: those that replace one have about its capacity."""
    chosen = models_offered(world, "new", np.arange(len(kind)), kind, day, customer)
    models, half = world.scenario.models, rules.half_year(day).tolist()
    lot = world.chance("like for like", len(kind)).below("lot", 1 << 16).tolist()
    for row, replaced in enumerate(base.equipment[old].tolist()):
        name = str(rules.KIND_ORDER[int(kind[row])])
        if near := rules.like_models(models, replaced, half[row], name):
            chosen[row] = near[lot[row] % len(near)]
    return chosen


def _installation_days(
    world: World,
    customer: Ints,
    kind: Ints,
    created: Ints,
    base: Devices,
    old: Ints,
    newcomers: int,
) -> Ints:
    """Working days all through the history, rather those of the kind's season, each when the
    customer is ours (and the old device had its time); soon after the account for those who came
    for it."""
    working = working_days(world.start, world.today)
    first = np.maximum(
        world.start + rules.INSTALLATIONS_FROM_DAY, created[customer] + ACCOUNT_TO_INSTALLATION
    )
    new = created[base.customer[old]] >= world.start
    first[: len(old)] += np.where(new, rules.NEW_CUSTOMERS_WAIT, 0)
    last = np.full(len(customer), int(working[-1]), np.int64)
    came_for_it = slice(len(old), len(old) + newcomers)
    last[came_for_it] = np.minimum(
        last[came_for_it], first[came_for_it] + rules.BUYERS_INSTALLED_WITHIN
    )
    chance = world.chance("installation days", np.arange(len(customer)))
    fraction = chance.fraction("day")
    day = working_day_between(fraction, first, last, working)
    others = np.delete(np.arange(len(customer)), came_for_it)
    seasons, there = season_table().tolist(), _headcount(world, working)
    like = np.array([seasons.index(weights) for weights in seasons])[kind]
    for season in distinct(like[others]).tolist():
        rows = others[like[others] == season]
        weight = season_table()[kind[rows[0]], month_of(working)] * there
        day[rows] = _spread(chance.at(rows), first[rows], day[rows], working, weight)
    # Who came out of season for what is replaced before anybody would have looked at it came for
    # the new one.
    came = np.flatnonzero(
        new
        & (
            day[: len(old)]
            < first[: len(old)] + NOT_SERVICED_BEFORE_REPLACEMENT + rules.BUYERS_INSTALLED_WITHIN
        )
    )
    until = np.minimum(first[came] + rules.BUYERS_INSTALLED_WITHIN, last[came])
    day[came] = working_day_between(fraction[came], first[came], until, working)
    leap_day = no_leap_day(day) != day
    return np.where(leap_day, previous_working(day - 1, working), day)


def _spread(chance: Chance, first: Ints, else_on: Ints, working: Ints, weight: Ints) -> Ints:
    """Working days, each as likely as its weight has it, dealt out so that each is no earlier than
    allowed: who came last chooses first. ``else_on`` is for whom none is left."""
    edges = np.cumsum(weight)
    point = chance.below("any day", int(edges[-1]))
    open_ = np.sort(working[np.searchsorted(edges, point, side="right")]).tolist()
    lot = chance.fraction("which").tolist()
    dealt = else_on.copy()
    for row in np.lexsort((np.arange(len(first)), -first)).tolist():
        low = bisect_left(open_, int(first[row]))
        if low < len(open_):
            dealt[row] = open_.pop(low + (lot[row] * (len(open_) - low) >> 32))
    return dealt


def _join(
    world: World, base: Devices, new: Devices, replaced_on: Ints, created: Ints, left: Ints
) -> Devices:
    """Both in the order in which they came into the books; who was served until when."""
    until = np.minimum(left[base.customer] - 1, world.today)
    base.served_until = np.where(replaced_on >= 0, np.minimum(until, replaced_on - 1), until)
    new.served_until = np.minimum(left[new.customer] - 1, world.today)
    columns = {
        name: np.concatenate([column, getattr(new, name)]) for name, column in vars(base).items()
    }
    booked = np.maximum(columns["installed"], created[columns["customer"]])
    order = np.argsort(booked, kind="stable")
    position = np.empty(len(order), np.int64)
    position[order] = np.arange(len(order))
    columns = {name: column[order] for name, column in columns.items()}
    replaces = columns["replaces"]
    columns["replaces"] = np.where(replaces >= 0, position[np.maximum(replaces, 0)], -1)
    return Devices(**columns)
