"""Who of the customers won was a lead first: when they asked, for what, and in which words."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask, keep_weighted
from factories.engine.values import NULL, Coded, coded, index_in
from factories.rules.calls.service import (
    COMPONENTS,
    EMERGENCY,
    INSPECTION,
    INSTALLATION,
    MAINTENANCE,
    REPAIR,
)
from factories.rules.calls.urgency import BURNER, COOLS_ONLY, HEATS_ONLY
from factories.rules.crm import quotes, sales
from factories.rules.crm.wants import AC_REPAIR, HEATING_REPAIR
from factories.rules.crm.wants import INSTALLATION as NEW_SYSTEM
from factories.rules.equipment.devices import KIND_NAMES, REPLACED_FROM_DAYS, halves
from factories.rules.hours.calendar import month_of, office_day_from
from factories.steps.customers import has_email
from factories.steps.facts import Won
from factories.steps.offers import Offers
from factories.steps.world import World, days, shares
from factories.wording.first_words import first_words, of_leads

_BURNER = np.array([number for number, name in enumerate(COMPONENTS) if name in BURNER])
REPAIRS = np.array((AC_REPAIR, HEATING_REPAIR))
_PUT_OFF = np.array([sales.INTERESTS.index(name) for name in sales.PUT_OFF_INTERESTS])
WINS = tuple(sales.WINS_BY_URGENCY[name] for name in sales.URGENCIES)


def know_who_asked(world: World) -> None:
    """What they asked for is what was done first, and the sooner we went the more urgent it was."""
    customer, call, interest, created = _won(world, world.rows("leads"))
    waited = np.where(call >= 0, world.calls.day[call] - created, world.today)
    hot_water = world.devices.kind[world.calls.device[call]] == KIND_NAMES.index("Water Heater")
    calm = sales.out_of_season(interest, days(created)) & ~(hot_water & (call >= 0))
    urgency = _urgency_of_won(world, interest, waited, calm)
    world.won = Won(customer, call, interest, urgency, created)


class ToldAtFirst(NamedTuple):
    """What customers had said as leads, a row a call."""

    said: list[str | None]
    ago: Ints
    """Days before the call, -1 for who said nothing."""
    hurried: Mask
    """Who was in a hurry then."""


def told_at_first(world: World) -> ToldAtFirst:
    """What was wrong, in the words of who asked first."""
    won, calls, devices = world.won, world.calls, world.devices
    asked = np.flatnonzero((won.call >= 0) & among(won.interest, REPAIRS))
    call = won.call[asked]
    urgency = Coded(won.urgency[asked], sales.URGENCIES)
    words = first_words(
        of_leads(world.chance("won", call), words_of(world, call)),
        Coded(won.interest[asked], sales.INTERESTS).tolist(),
        Coded(devices.kind[calls.device[call]], KIND_NAMES).tolist(),
        Coded(calls.component[call] % (len(COMPONENTS) + 1), (*COMPONENTS, None)).tolist(),
        urgency.tolist(),
        sales.out_of_season(won.interest[asked], days(won.created[asked])).tolist(),
    )
    said: list[str | None] = [None] * len(calls)
    for place, text in zip(call.tolist(), words, strict=True):
        said[place] = text
    ago, hurried = np.full(len(calls), -1, np.int64), np.zeros(len(calls), np.bool_)
    ago[call] = calls.day[call] - won.created[asked]
    hurried[call] = urgency.is_("High")
    return ToldAtFirst(said, ago, hurried)


def words_of(world: World, call: Ints) -> Ints:
    """What the words of those hang on who were visited in these calls (positions)."""
    return world.keys("service_calls", call)


class _Asked(NamedTuple):
    """Customers who were a lead first."""

    customer: Ints
    """Position in the branch's customers."""
    call: Ints
    """Position of the first call, -1 for none yet."""
    interest: Ints
    """What was asked for: index into ``sales.INTERESTS``."""
    created: Ints
    """Day number of the lead."""


def _won(world: World, count: int) -> _Asked:
    """Who of the customers asked as a lead. Who asked before the history is in no lead: nor are the
    others of those weeks, who came to nothing."""
    opened = world.account_days()
    new = np.flatnonzero(opened >= world.start)
    first = first_calls(world)[new]
    kind = world.calls.kind[first]
    broken = (first >= 0) & ((kind == REPAIR) | (kind == EMERGENCY))
    visited = np.where(first >= 0, world.calls.day[first], world.today)
    # What they asked for is the visit they got: others called before, for what came to nothing.
    soon = np.where(
        kind == EMERGENCY,
        sales.VISITED_NEXT_DAY,
        np.where(broken, sales.VISITED_SOON, sales.VISITED_LATER),
    )
    within = np.where(first >= 0, soon, sales.VISITED_LATER)
    likely = has_email(world)[new] & (visited - opened[new] <= within)
    interest = _first_orders(world, first)
    interest[_said_no(world, new, first, interest)] = NEW_SYSTEM
    created = _days_of_won(world, new, first, interest)
    likely &= created >= world.start
    wanted = round(sales.LEADS_OF_CUSTOMERS * int(likely.sum()))
    # Who was not visited yet is known for having asked.
    kept = keep_weighted(
        world.chance("won", new),
        "won",
        np.where(likely, np.where(first >= 0, 1, 1 << 20), 0),
        min(world.about("leads won", sales.LEADS_WON, count), wanted),
    )
    return _Asked(new[kept], first[kept], interest[kept], created[kept])


def _said_no(world: World, customer: Ints, call: Ints, interest: Ints) -> Ints:
    """Rows of those who had come for a new system and did not take it: something old of theirs was
    looked after instead. As many as the rate has it at which first quotes are taken."""
    calls, devices = world.calls, world.devices
    device, opened = calls.device[call], world.account_days()[customer]
    fits = (call >= 0) & among(calls.kind[call], np.array((MAINTENANCE, INSPECTION)))
    fits &= devices.installed[device] <= opened - REPLACED_FROM_DAYS
    fits &= ~halves(devices.customer, devices.kind)[device]
    # They have it still, and have had their time to answer.
    fits &= (devices.served_until[device] >= world.today) & (devices.replaces[device] < 0)
    fits &= opened < world.today - quotes.LEAD_DAYS
    bought, closes = int((interest == NEW_SYSTEM).sum()), quotes.CLOSES_WITH_LEADS
    wanted = min(round(bought * (1 - closes) / closes), int(fits.sum()))
    return keep_weighted(
        world.chance("said no", customer), "said no", fits.astype(np.int64), wanted
    )


def systems_declined(world: World) -> tuple[Ints, Ints]:
    """What new customers were quoted who had come for a new system and did not take it: the device
    that it would have replaced, and the day."""
    won, calls = world.won, world.calls
    row = np.flatnonzero((won.interest == NEW_SYSTEM) & (won.call >= 0))
    row = row[calls.kind[won.call[row]] != INSTALLATION]
    opened = world.account_days()[won.customer[row]]
    chance = world.chance("first quote", won.customer[row])
    after = np.maximum(chance.between("days", *quotes.NEWCOMERS_QUOTED_AFTER), 1)
    return calls.device[won.call[row]], office_day_from(opened + after)


def leads_answered(world: World, offers: Offers) -> Ints:
    """The lead that a customer came from, where the quote followed it closely and offers what was
    asked for."""
    table = world.tables["leads"]
    won = np.flatnonzero(table["customer_id"] != NULL)
    lead = np.full(world.rows("customers"), -1, np.int64)
    lead[table["customer_id"][won] - world.first_id("customers")] = won
    of_customer = lead[offers.customer]
    asked = table["created_date"].astype(np.int64)[of_customer]
    opened = world.account_days()[offers.customer]
    # Who said "later" asked again when the account was opened.
    after = offers.day - np.where(opened - asked > quotes.LEAD_DAYS, opened, asked)
    answers = (of_customer >= 0) & (after >= 0) & (after <= quotes.LEAD_DAYS)
    interest = index_in(table["service_interest"], sales.INTERESTS)[of_customer]
    answers &= _offers_what_was_wanted(world, offers, interest)
    return np.where(answers, table.first_id + of_customer, NULL)


def _offers_what_was_wanted(world: World, offers: Offers, interest: Ints) -> Mask:
    """Whether each offer is for what its customer first came with: the unit that was wanted, the
    repair (or the replacement) of the one that had failed, or a contract for maintenance."""
    call = first_calls(world)[offers.customer]
    device = np.where(call >= 0, world.calls.device[call], -1)
    kinds = coded(world.tables["equipment_types"]["equipment_type"]).map(
        {name: number for number, name in enumerate(KIND_NAMES)}
    )
    same_kind = kinds[offers.equipment] == world.devices.kind[device]
    same_model = offers.equipment == world.devices.equipment[device]
    equipment = among(offers.kind, quotes.EQUIPPING)
    new = (world.devices.replaces[device] < 0) == (offers.kind == quotes.INSTALLATION)
    # Who did not take the new one was offered it in the place of the old one.
    new = np.where(world.calls.kind[call] == INSTALLATION, new, offers.old == device)
    install, maintain = sales.INTERESTS.index("Installation"), sales.INTERESTS.index("Maintenance")
    mends = (offers.kind == quotes.REPAIR) & same_model | (offers.old == device)
    wanted = np.select(
        [interest == install, interest == maintain],
        [equipment & same_kind & new, offers.kind == quotes.CONTRACT],
        mends,
    )
    fits: Mask = wanted & ((device >= 0) | (interest == maintain))
    return fits


def first_calls(world: World) -> Ints:
    """Position of each customer's first call, or -1."""
    first = np.full(world.rows("customers"), -1, np.int64)
    # Backwards: the earliest call is written last.
    first[world.calls.customer[::-1]] = np.arange(len(world.calls), dtype=np.int64)[::-1]
    return first


def _first_orders(world: World, call: Ints) -> Ints:
    """Index into INTERESTS of what each first call was for; who had none asked for a check."""
    calls = world.calls
    kind, equipment = calls.kind[call], world.devices.equipment[calls.device[call]]
    types = coded(world.tables["equipment_types"]["equipment_type"]).take(equipment)
    month = month_of(calls.day[call])
    first, last = sales.COOLING_FROM_TO
    warm = (month >= first) & (month <= last)
    cooling = types.is_(*COOLS_ONLY) | (~types.is_(*HEATS_ONLY) & warm)
    cooling &= ~among(calls.component[call], _BURNER)
    ac, heating, installation, maintenance, emergency = range(len(sales.INTERESTS))
    wish = np.select(
        [kind == EMERGENCY, kind == INSTALLATION, kind == REPAIR],
        [emergency, installation, np.where(cooling, ac, heating)],
        maintenance,
    )
    return np.where(call >= 0, wish, maintenance)


def _urgency_of_won(world: World, interest: Ints, waited: Ints, calm: Mask) -> Ints:
    """Index into URGENCIES: of those with one wish, the ones who waited least were in a hurry, and
    those who are calm for want of heat or cold never."""
    urgency = np.zeros(len(interest), np.int64)
    chance = world.chance("urgency", len(interest)).order("order")
    for wish, name in enumerate(sales.INTERESTS):
        rows = np.flatnonzero(interest == wish)
        weights = tuple(sales.URGENCY[name][u] * WINS[i] for i, u in enumerate(sales.URGENCIES))
        counts = shares(len(rows), weights)
        patient = rows[np.lexsort((chance[rows], -waited[rows], ~calm[rows]))]
        urgency[patient] = np.repeat(np.arange(len(counts)), counts)
    return np.where(calm, np.minimum(urgency, sales.URGENCIES.index("Medium")), urgency)


def _days_of_won(world: World, customer: Ints, call: Ints, asked_for: Ints) -> Ints:
    """Some days before the account was opened, by what was asked for."""
    opened = world.account_days()[customer]
    tables = np.stack([sales.DAYS_BEFORE_ACCOUNT[name] for name in sales.INTERESTS])
    chance = world.chance("first words", customer)
    before = tables[asked_for, chance.below("days", tables.shape[1])]
    # Some said "later" first. Of those who said so before the history nobody wrote it down.
    after, late = sales.back_after(chance), chance.happens("won back", sales.WON_BACK)
    late &= among(asked_for, _PUT_OFF) & (opened - after >= world.start)
    before = np.where(late, after, before)
    waits = np.where(call >= 0, world.calls.day[call] - opened, 0)
    emergency = asked_for == sales.INTERESTS.index("Emergency Service")
    before = np.where(
        emergency, np.minimum(before, np.maximum(sales.VISITED_NEXT_DAY - waits, 0)), before
    )
    first_word: Ints = opened - before
    return first_word
