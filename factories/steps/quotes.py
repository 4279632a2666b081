"""Quotes: those that became the visits and contracts we know, and those that did not."""

from __future__ import annotations

import numpy as np

from factories.engine.money import percent
from factories.engine.sets import among
from factories.engine.streams import Chance, Ints, keep_weighted
from factories.engine.values import NULL, Coded
from factories.rules import quotes as rules
from factories.rules.documents import numbered
from factories.rules.service import COMPONENTS
from factories.rules.service import INSTALLATION as INSTALLING
from factories.rules.service import REPAIR as REPAIRING
from factories.sales import QuoteFactory
from factories.steps.offers import (
    ACCEPTED,
    ANSWERS,
    PLAN_PRICES,
    REVISED,
    Offers,
    booked_on,
    efficient,
    main_charge,
    opened_on,
    planned_hours,
    refused,
)
from factories.steps.world import World, days

BEFORE_HISTORY = 60
"""Days: the earliest quotes led to the history's first visits."""


def write_quotes(world: World) -> None:
    """Exactly as many as wanted: accepted ones from what was done, others from what was not."""
    count = world.rows("quotes")
    accepted = _accepted(world, round(rules.ACCEPTED * count))
    superseded = min(round(rules.REVISED * count), count - len(accepted))
    settled = Offers.joined(
        accepted, refused(world, count - len(accepted) - superseded, accepted, "refused")
    )
    earlier = _superseded(world, settled, superseded)
    offers = Offers.joined(settled, earlier)
    if missing := count - len(offers):
        # Too few of them can have had an earlier version.
        offers = Offers.joined(offers, refused(world, missing, accepted, "more"))
    _write(world, offers.rows(np.argsort(offers.day, kind="stable")))


def _write(world: World, offers: Offers) -> None:
    date = days(offers.day)
    customer_id = world.first_id("customers") + offers.customer
    world.add(
        QuoteFactory,
        quote_number=numbered("QUO", date, world.number, world.rows("quotes")),
        customer_id=customer_id,
        equipment_id=offers.equipment + 1,
        quote_date=date,
        quote_type=Coded(offers.kind, rules.TYPES),
        answer=Coded(offers.answer, ANSWERS),
        answered_after=offers.answered_after,
        component=Coded(offers.component, (*COMPONENTS, None)),
        agreed_hours=offers.hours,
        agreed_rate=offers.rate,
        agreed_equipment=offers.equipment_cost,
        agreed_parts=offers.parts_cost,
        plan_price=offers.plan_price,
        lead_id=_leads(world, offers),
        service_call_id=np.where(
            offers.call >= 0, world.first_id("service_calls") + offers.call, NULL
        ),
    )


def _leads(world: World, offers: Offers) -> Ints:
    """The lead that a customer came from, where the quote followed it closely."""
    table = world.tables["leads"]
    won = np.flatnonzero(table["customer_id"] != NULL)
    lead = np.full(world.rows("customers"), -1, np.int64)
    lead[table["customer_id"][won] - world.first_id("customers")] = won
    of_customer = lead[offers.customer]
    after = offers.day - table["created_date"].astype(np.int64)[of_customer]
    answers = (of_customer >= 0) & (after >= 0) & (after <= rules.LEAD_DAYS)
    return np.where(answers, table.first_id + of_customer, NULL)


def _accepted(world: World, wanted: int) -> Offers:
    """Quotes that became installations, contracts and repairs, in so far as there are such."""
    installed = _installed(world, wanted)
    contracts = _contracted(world, wanted - len(installed))
    repaired = _repaired(world, wanted - len(installed) - len(contracts))
    return Offers.joined(installed, contracts, repaired)


def _gap(chance: Chance, yes: Ints, earliest: Ints) -> tuple[Ints, Ints]:
    """Day of the quote to which the customer said yes on the day ``yes``, and days until then."""
    decided_within = rules.spread(chance, "gap", rules.GAP_DAYS)
    day = np.minimum(np.maximum(yes - decided_within, earliest), yes)
    return day, np.minimum(yes - day, rules.VALID_DAYS)


def _installed(world: World, wanted: int) -> Offers:
    calls, put_in = world.calls, world.devices.by_call
    sold = np.flatnonzero(
        (calls.kind == INSTALLING) & put_in[calls.device] & (calls.returns_to < 0)
    )
    most = min(
        round(rules.INSTALLATIONS_QUOTED * len(sold)), round(rules.INSTALLATIONS_AT_MOST * wanted)
    )
    kept = keep_weighted(world.chance("sold", sold), "sold", np.ones(len(sold), np.int64), most)
    call = sold[kept]
    chance = world.chance("quoted installations", call)
    device = calls.device[call]
    old = world.devices.replaces[device]
    other_kind = world.devices.kind[old] != world.devices.kind[device]
    better = efficient(world)[world.devices.equipment[device]]
    upgrade = other_kind | (better & chance.happens("upgrade", rules.UPGRADES))
    kind = np.where(
        old < 0, rules.INSTALLATION, np.where(upgrade, rules.UPGRADE, rules.REPLACEMENT)
    )
    return _of_calls(world, chance, call, kind, main_charge(world)[call])


def _of_calls(world: World, chance: Chance, call: Ints, kind: Ints, equipment_cost: Ints) -> Offers:
    """Accepted quotes with the figures of the calls they became."""
    calls, table = world.calls, world.tables["service_calls"]
    customer = calls.customer[call]
    earliest = np.maximum(opened_on(world)[customer], world.start - BEFORE_HISTORY)
    # The yes is what the visit was booked upon.
    agreed = calls.day[call] - chance.between("agreed", *rules.BOOKED_BEFORE)
    booked = booked_on(world)[call]
    yes = np.where(booked >= 0, booked, np.maximum(agreed, earliest))
    day, answered = _gap(chance, yes, earliest)
    # A return visit was quoted when the fault was found.
    found = calls.day[calls.returns_to[call]]
    found = np.minimum(np.maximum(found, earliest), yes)
    returns = calls.returns_to[call] >= 0
    day = np.where(returns, found, day)
    # A repair is done at the price agreed: what it took, to the next quarter of an hour.
    quoted = -(-table["duration_hours"][call] // 25) * 25
    return Offers.of(
        kind,
        customer,
        world.devices.equipment[calls.device[call]],
        day,
        earliest=earliest,
        answer=np.full(len(call), ACCEPTED, np.int64),
        answered_after=np.where(returns, np.minimum(yes - found, rules.VALID_DAYS), answered),
        call=call,
        component=np.where(kind == rules.REPAIR, calls.component[call], -1),
        hours=np.where(kind == rules.REPAIR, quoted, planned_hours(world)[call]),
        rate=np.clip(table["bill_rate"][call] // 100, *rules.LABOR_RATE),
        equipment_cost=equipment_cost,
        parts_cost=table["parts_cost"][call] - equipment_cost,
    )


def _repaired(world: World, wanted: int) -> Offers:
    """Repairs quoted before they were done: the dearer ones, and those that waited for a part."""
    calls, table = world.calls, world.tables["service_calls"]
    planned_return = (calls.returns_to >= 0) & ~calls.is_callback
    eligible = (
        (calls.kind == REPAIRING)
        & ~calls.awaits_part
        & ~calls.is_callback
        & (main_charge(world) > 0)
    )
    weight = np.where(eligible, table["total_cost"] // 1000 + 1, 0) * np.where(planned_return, 4, 1)
    most = min(wanted, int(eligible.sum()))
    call = keep_weighted(world.chance("quoted repairs", len(calls)), "repairs", weight, most)
    kind = np.full(len(call), rules.REPAIR, np.int64)
    return _of_calls(
        world, world.chance("repair quotes", call), call, kind, np.zeros(len(call), np.int64)
    )


def _contracted(world: World, wanted: int) -> Offers:
    """Customers' first terms that were signed within the history."""
    terms = world.contracts
    customer, first = np.unique(terms.customer, return_index=True)
    fresh = (terms.start[first] >= world.start) & (terms.start[first] <= world.today)
    fresh &= among(customer, world.devices.customer)
    customer, first = customer[fresh], first[fresh]
    most = min(len(first), round(rules.CONTRACTS_AT_MOST * wanted))
    chance = world.chance("signed", customer)
    kept = keep_weighted(chance, "signed", np.ones(len(first), np.int64), most)
    customer, first, chance = customer[kept], first[kept], world.chance("signed", customer[kept])
    earliest = np.maximum(opened_on(world)[customer], world.start - BEFORE_HISTORY)
    day, answered = _gap(chance, terms.start[first], earliest)
    return Offers.of(
        np.full(len(first), rules.CONTRACT, np.int64),
        customer,
        world.devices.equipment[_main_devices(world)[customer]],
        day,
        earliest=earliest,
        answer=np.full(len(first), ACCEPTED, np.int64),
        answered_after=answered,
        plan_price=PLAN_PRICES[terms.plan[first]],
    )


def _main_devices(world: World) -> Ints:
    """Position of each customer's first device; 0 for the few without any."""
    owner = world.devices.customer
    first = np.zeros(world.rows("customers"), np.int64)
    first[owner[::-1]] = np.arange(len(owner), dtype=np.int64)[::-1]
    return first


def _superseded(world: World, settled: Offers, count: int) -> Offers:
    """Earlier, dearer versions of some of the quotes, each with its successor in ``settled``."""
    chance = world.chance("superseded", len(settled))
    possible = (settled.day - settled.earliest >= rules.REVISED_AFTER[0]) & (
        settled.kind != rules.CONTRACT
    )
    kept = keep_weighted(
        chance, "superseded", possible.astype(np.int64), min(count, int(possible.sum()))
    )
    later, chance = settled.rows(kept), world.chance("superseded", kept)
    before = np.minimum(chance.between("days", *rules.REVISED_AFTER), later.day - later.earliest)
    dearer = chance.between("percent", *rules.REVISED_PERCENT)
    return Offers.of(
        later.kind,
        later.customer,
        later.equipment,
        later.day - before,
        earliest=later.earliest,
        answer=np.full(len(later), REVISED, np.int64),
        answered_after=before,
        component=later.component,
        hours=later.hours,
        rate=later.rate,
        equipment_cost=_percent_of(later.equipment_cost, dearer),
        parts_cost=_percent_of(later.parts_cost, dearer),
    )


def _percent_of(cents: Ints, percentage: Ints) -> Ints:
    """NULL, where the factory decides, stays NULL."""
    known = cents != NULL
    return np.where(known, percent(np.where(known, cents, 0), percentage), NULL)
