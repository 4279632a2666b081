"""Quotes: those that became the visits and contracts we know, and those that did not."""

from __future__ import annotations

from typing import Any

import numpy as np

from factories.engine.money import percent
from factories.engine.rows import columns_of
from factories.engine.set_operations import firsts
from factories.engine.streams import Chance, Ints, keep_weighted
from factories.engine.values import Coded
from factories.rules.accounting.documents import numbered
from factories.rules.calls import service
from factories.rules.crm import quotes as rules
from factories.rules.crm.contracts import PLAN_PRICES
from factories.rules.crm.offers import (
    ACCEPTED,
    ANSWERS,
    AT_A_VISIT,
    BACKGROUNDS,
    OLD,
    ON_SITE,
    REVISED,
    UNKNOWN,
)
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.hours.calendar import office_day_from, office_day_until
from factories.steps.billing import guaranteed
from factories.steps.declined import declined_on_the_spot
from factories.steps.findings import taken_up
from factories.steps.occasions import refused
from factories.steps.offers import (
    Offers,
    booked_on,
    efficient,
    last_consultation,
    main_charge,
    open_office,
)
from factories.steps.quoted_prices import due, fees, firm_prices, voided
from factories.steps.sold_ahead import price_ahead, sold_ahead
from factories.steps.unsold import lost_to_others, unsold_visits, went_elsewhere
from factories.steps.won import leads_answered, systems_declined
from factories.steps.world import World, days
from factories.tables.quotes import QuoteFactory


def write_quotes(world: World) -> None:
    """Exactly as many as wanted: accepted ones from what was done, others from what was not."""
    count = world.rows("quotes")
    accepted = _accepted(world, world.about("accepted", rules.ACCEPTED, count))
    visits = unsold_visits(world, accepted)
    known = lost_to_others(world), systems_declined(world), visits[rules.REPLACEMENT]
    device, day = (np.concatenate(column) for column in zip(*known, strict=True))
    visits[rules.REPLACEMENT] = device, day
    superseded = min(world.about("revised", rules.REVISED, count), count - len(accepted))
    left = count - len(accepted) - superseded
    declined = declined_on_the_spot(world, left)
    others = refused(world, left - len(declined), accepted, "refused", visits)
    settled = Offers.joined(accepted, declined, others)
    earlier = _superseded(world, settled, superseded)
    offers = Offers.joined(settled, earlier)
    if missing := count - len(offers):
        # Too few of them can have had an earlier version.
        offers = Offers.joined(offers, refused(world, missing, accepted, "more"))
    offers = offers.rows(np.argsort(offers.day, kind="stable"))
    _raise_earlier(world, offers)
    _write(world, offers)


def _write(world: World, offers: Offers) -> None:
    date = days(offers.day)
    world.add(
        QuoteFactory,
        quote_number=numbered("QUO", date, world.number, world.rows("quotes")),
        quote_date=date,
        answer=Coded(offers.answer, ANSWERS),
        answered_after=offers.answered_after,
        replaced_kind=Coded(_replaced_kinds(world, offers), (*KIND_NAMES, None)),
        background=Coded(_backgrounds(world, offers), BACKGROUNDS),
        lead_id=leads_answered(world, offers),
        changed_by=offers.changed_by,
        elsewhere=went_elsewhere(world, offers),
        service_call_id=world.keys("service_calls", offers.call),
        **_figures(world, offers),
    )


def _figures(world: World, offers: Offers) -> dict[str, Any]:
    """The columns on which what a quote asks for depends."""
    return {
        "customer_id": world.keys("customers", offers.customer),
        "equipment_id": world.keys("equipment_types", offers.equipment),
        "quote_type": Coded(offers.kind, rules.QUOTE_TYPES),
        "component": Coded(offers.component, (*service.COMPONENTS, None)),
        "plan_price": offers.plan_price,
        "agreed_hours": offers.hours,
        "agreed_rate": offers.rate,
        "agreed_equipment": offers.equipment_cost,
        "agreed_parts": offers.parts_cost,
    }


def _raise_earlier(world: World, offers: Offers) -> None:
    """Price the versions that were superseded: the same work as what followed, dearer."""
    earlier = np.flatnonzero(offers.answer == REVISED)
    if not len(earlier):
        return
    row = np.full(int(offers.pair.max()) + 1, -1, np.int64)
    settled = np.flatnonzero((offers.pair >= 0) & (offers.answer != REVISED))
    row[offers.pair[settled]] = settled
    later = row[offers.pair[earlier]]
    asked = columns_of(
        QuoteFactory,
        world.keys("quotes", later),
        ("labor_hours", "labor_rate", "equipment_cost", "parts_cost"),
        seed=world.scenario.seed,
        today=world.scenario.as_of,
        tables=world.tables,
        quote_date=days(offers.day[later]),
        **_figures(world, offers.rows(later)),
    )
    dearer = world.chance("dearer", offers.pair[earlier]).between("percent", *rules.REVISED_PERCENT)
    offers.hours[earlier], offers.rate[earlier] = asked["labor_hours"], asked["labor_rate"]
    offers.equipment_cost[earlier] = percent(asked["equipment_cost"], dearer)
    offers.parts_cost[earlier] = percent(asked["parts_cost"], dearer)


def _replaced_kinds(world: World, offers: Offers) -> Ints:
    """Index into ``KIND_NAMES`` of what a replacement replaces; their number for other offers."""
    kind = world.devices.kind[offers.old]
    return np.where(offers.old >= 0, kind, len(KIND_NAMES))


def _backgrounds(world: World, offers: Offers) -> Ints:
    """What is known to lie behind each offer; a revised one speaks of its own day."""
    devices = world.devices
    life = world.tables["equipment_types"]["expected_life_years"][devices.equipment[offers.old]]
    age = offers.day - devices.installed[offers.old]
    aged = (offers.old >= 0) & (age * 100 >= life * 365 * rules.END_OF_LIFE_PERCENT)
    seen = last_consultation(world, offers.customer, offers.day, rules.VALID_DAYS) >= 0
    return np.select([aged, seen], [OLD, ON_SITE], offers.background)


def _accepted(world: World, wanted: int) -> Offers:
    """Quotes that became installations, contracts and repairs, in so far as there are such."""
    installed = _installed(world, wanted)
    more = np.mean(installed.kind == rules.INSTALLATION) if len(installed) else 0.0
    ahead = _sold_ahead(world, wanted - len(installed), float(more))
    installed = Offers.joined(installed, ahead)
    contracts = _contracted(world, wanted - len(installed))
    repaired = _repaired(world, wanted - len(installed) - len(contracts))
    return Offers.joined(installed, contracts, repaired)


def _of_history(world: World, offers: Offers) -> Offers:
    """Those written since the history began: of older ones the refused are not known, either."""
    offers.earliest = np.maximum(offers.earliest, world.start)
    # Who came on a Saturday and had it booked on the Sunday was told a price: nothing was written.
    return offers.rows((offers.day >= world.start) & open_office(offers.day))


def _gap(chance: Chance, yes: Ints, earliest: Ints) -> tuple[Ints, Ints]:
    """Day of the quote to which the customer said yes on the day ``yes``, and days until then."""
    decided_within = rules.spread(chance, "gap", rules.ANSWER_DAYS)
    day = office_day_until(np.minimum(np.maximum(yes - decided_within, earliest), yes))
    day = np.minimum(np.maximum(day, office_day_from(earliest)), yes)
    return day, np.minimum(yes - day, rules.VALID_DAYS)


def _installed(world: World, wanted: int) -> Offers:
    calls, put_in = world.calls, world.devices.by_call
    sold = np.flatnonzero(
        (calls.kind == service.INSTALLATION) & put_in[calls.device] & (calls.returns_to < 0)
    )
    most = min(
        round(rules.INSTALLATIONS_QUOTED * len(sold)), round(rules.INSTALLATIONS_AT_MOST * wanted)
    )
    dear = world.tables["service_calls"]["total_cost"][sold] >= rules.SURELY_QUOTED_FROM
    kept = keep_weighted(world.chance("sold", sold), "sold", np.where(dear, 1 << 20, 1), most)
    call = sold[kept]
    chance = world.chance("quoted installations", call)
    device = calls.device[call]
    old = world.devices.replaces[device]
    other_kind = world.devices.kind[old] != world.devices.kind[device]
    model, rating = world.devices.equipment, world.tables["equipment_types"]["energy_rating"]
    better = efficient(world)[model[device]] & (rating[model[device]] > rating[model[old]])
    upgrade = better & (other_kind | chance.happens("upgrade", rules.UPGRADE_SHARE))
    kind = np.where(
        old < 0, rules.INSTALLATION, np.where(upgrade, rules.UPGRADE, rules.REPLACEMENT)
    )
    return _of_history(world, _of_calls(world, chance, call, kind, main_charge(world)[call]))


def _sold_ahead(world: World, most: int, share_of_additions: float) -> Offers:
    """What the installations that lie ahead were booked upon."""
    offers, yes = sold_ahead(world, most, share_of_additions)
    chance = world.chance("quotes ahead", offers.customer)
    earliest = np.maximum(world.account_days()[offers.customer], world.start)
    day, answered = _gap(chance, yes, earliest)
    offers.earliest = earliest
    offers.day, offers.answered_after = _after_the_visit(
        world, chance, offers.customer, yes, day, answered
    )
    price_ahead(world, offers)
    return offers


def _of_calls(world: World, chance: Chance, call: Ints, kind: Ints, equipment_cost: Ints) -> Offers:
    """Accepted quotes with the figures of the calls they became."""
    calls = world.calls
    customer = calls.customer[call]
    earliest = np.maximum(world.account_days()[customer], world.start - rules.QUOTED_BEFORE_HISTORY)
    # The yes is what the visit was booked upon.
    agreed = calls.day[call] - chance.between("agreed", *rules.BOOKED_BEFORE)
    booked = booked_on(world)[call]
    # A return visit was quoted when the fault was found.
    found = np.where(calls.returns_to[call] >= 0, calls.day[calls.returns_to[call]], -1)
    agreed = np.maximum(agreed, np.maximum(office_day_from(earliest), found))
    yes = np.where(booked >= 0, booked, agreed)
    day, answered = _gap(chance, yes, earliest)
    repair = kind == rules.REPAIR
    returns = (found >= earliest) & (found <= yes)
    day, answered = _after_the_visit(world, chance, customer, yes, day, answered)
    # What is wrong with a unit is found on site: the technician writes the price down and goes on.
    day = np.where(returns, found, np.where(repair, calls.day[call], day))
    answered = np.where(repair & ~returns, 0, answered)
    price = firm_prices(world, chance, call, equipment_cost, day)
    return Offers.of(
        kind,
        customer,
        world.devices.equipment[calls.device[call]],
        day,
        earliest=earliest,
        answer=np.full(len(call), ACCEPTED, np.int64),
        answered_after=np.where(returns, np.minimum(yes - found, rules.VALID_DAYS), answered),
        call=call,
        component=np.where(repair, calls.component[call], -1),
        hours=price.hours,
        equipment_cost=equipment_cost,
        parts_cost=price.material,
        changed_by=price.changed_by,
        old=np.where(repair, -1, world.devices.replaces[calls.device[call]]),
        background=np.where(returns & repair, AT_A_VISIT, UNKNOWN),
    )


def _after_the_visit(
    world: World, chance: Chance, customer: Ints, yes: Ints, day: Ints, answered: Ints
) -> tuple[Ints, Ints]:
    """The same days, but soon after the salesman's visit where one led to the quote."""
    seen = last_consultation(world, customer, yes, rules.ANSWER_WITHIN)
    sent = office_day_from(seen + chance.choose("after the visit", rules.AFTER_THE_VISIT))
    sent = np.minimum(sent, office_day_until(yes))
    after = np.minimum(yes - sent, rules.VALID_DAYS)
    return np.where(seen >= 0, sent, day), np.where(seen >= 0, after, answered)


def _repaired(world: World, wanted: int) -> Offers:
    """Repairs quoted before they were done: the dearer on the spot, others to be returned to."""
    calls, table = world.calls, world.tables["service_calls"]
    planned_return = (calls.returns_to >= 0) & ~calls.is_callback
    # What was found on a weekend is agreed upon on the spot: nobody is in the office to write it.
    on_the_spot = planned_return & ~open_office(calls.day[calls.returns_to])
    on_the_spot |= ~open_office(calls.day)
    eligible = (
        (calls.kind == service.REPAIR)
        & ~calls.fits_nothing
        & ~calls.is_callback
        & (main_charge(world) > 0)
        & ~on_the_spot
        & ~guaranteed(world)
        # Nobody signs for what is then free.
        & ~voided(world)
        & (due(world) >= rules.LEAST_QUOTED)
        # A diagnosis on the bill is one without a quote: within a quote it is part of the price.
        & (fees(world) * 100 <= table["total_cost"] * rules.FEES_PERCENT)
    )
    worth = np.minimum(table["total_cost"], rules.QUOTED_FROM) // 1000 + 1
    worth = np.where(planned_return, worth * rules.WAITED_QUOTE_WEIGHT, worth)
    weight = np.where(eligible, worth, 0)
    weight[taken_up(calls)] *= rules.NOTED_QUOTE_WEIGHT
    most = min(wanted, int(eligible.sum()))
    call = keep_weighted(world.chance("quoted repairs", len(calls)), "repairs", weight, most)
    kind = np.full(len(call), rules.REPAIR, np.int64)
    return _of_calls(
        world, world.chance("repair quotes", call), call, kind, np.zeros(len(call), np.int64)
    )


def _contracted(world: World, wanted: int) -> Offers:
    """Customers' first terms that were signed within the history."""
    terms = world.contracts
    first = firsts(terms.customer)
    customer = terms.customer[first]
    fresh = (terms.start[first] >= world.start) & (terms.start[first] <= world.today)
    fresh &= terms.start[first] > world.account_days()[customer]
    opened = np.maximum(world.account_days()[customer], world.start - rules.QUOTED_BEFORE_HISTORY)
    # The office writes the offer: not on the weekend on which somebody called.
    fresh &= terms.start[first] > office_day_from(opened)
    fresh &= _in_use(world, customer, opened) >= 0
    customer, first = customer[fresh], first[fresh]
    most = min(len(first), round(rules.CONTRACTS_AT_MOST * wanted))
    chance = world.chance("signed", customer)
    kept = keep_weighted(chance, "signed", np.ones(len(first), np.int64), most)
    customer, first, chance = customer[kept], first[kept], world.chance("signed", customer[kept])
    earliest = np.maximum(world.account_days()[customer], world.start - rules.QUOTED_BEFORE_HISTORY)
    # Signed by the eve of the first day.
    day, answered = _gap(chance, terms.start[first] - 1, earliest)
    in_use = _in_use(world, customer, day)
    in_use = np.where(in_use >= 0, in_use, _in_use(world, customer, earliest))
    signed = Offers.of(
        np.full(len(first), rules.CONTRACT, np.int64),
        customer,
        world.devices.equipment[in_use],
        day,
        earliest=earliest,
        answer=np.full(len(first), ACCEPTED, np.int64),
        answered_after=answered,
        plan_price=PLAN_PRICES[terms.plan[first]],
    )
    return _of_history(world, signed)


def _in_use(world: World, customer: Ints, day: Ints) -> Ints:
    """Position of the first device that each customer had in use on a day; -1 for none."""
    devices = world.devices
    fits = devices.customer == customer[:, None]
    fits &= devices.installed <= day[:, None]
    fits &= devices.served_until >= day[:, None]
    found: Ints = np.where(fits.any(axis=1), fits.argmax(axis=1), -1)
    return found


def _superseded(world: World, settled: Offers, count: int) -> Offers:
    """Earlier versions of some of the quotes, each with its successor in ``settled``."""
    chance = world.chance("superseded", len(settled))
    first = office_day_from(settled.earliest)
    possible = (settled.day - first >= rules.REVISED_AFTER[0]) & (settled.kind != rules.CONTRACT)
    possible &= settled.kind != rules.REPAIR
    # The model was on the list by then, too.
    since = world.tables["equipment_types"]["introduced_year"][np.maximum(settled.equipment, 0)]
    month_before = days(settled.day - 30).astype("datetime64[Y]").astype(np.int64) + 1970
    possible &= (settled.equipment < 0) | (since <= month_before)
    kept = keep_weighted(
        chance, "superseded", possible.astype(np.int64), min(count, int(possible.sum()))
    )
    settled.pair[kept] = kept
    later, chance = settled.rows(kept), world.chance("superseded", kept)
    day = office_day_until(later.day - chance.between("days", *rules.REVISED_AFTER))
    day = np.maximum(day, first[kept])
    return Offers.of(
        later.kind,
        later.customer,
        later.equipment,
        day,
        earliest=later.earliest,
        answer=np.full(len(later), REVISED, np.int64),
        answered_after=later.day - day,
        component=later.component,
        old=later.old,
        pair=later.pair,
    )
