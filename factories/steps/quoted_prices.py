"""Prices of quotes: what was agreed upon is what was billed, and what was refused is of the same
list."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factories.engine import money
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import coded
from factories.rules.accounting import rises
from factories.rules.accounting.documents import years
from factories.rules.accounting.rises import rate_then
from factories.rules.calls.service import EMERGENCY, INSTALLATION, REPAIR
from factories.rules.crm import quotes as rules
from factories.rules.crm.unit_prices import LIKE_HOMES_PERCENT, LIKE_JOBS, refused_percent
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.parts.prices import price_then
from factories.rules.parts.usage import part_tables
from factories.steps.offers import Offers, main_charge, planned_hours
from factories.steps.world import World, days


@dataclass(frozen=True)
class FirmPrices:
    """One row a quote that became a call."""

    hours: Ints
    """Hundredths of an hour."""
    material: Ints
    """Cents."""
    changed_by: Ints
    """Cents that a change order added to the price, below 0 where it took some off."""


def firm_prices(
    world: World, chance: Chance, call: Ints, equipment_cost: Ints, day: Ints
) -> FirmPrices:
    """What is in the prices of quotes of a ``day`` that became calls: the hours are those planned,
    and the whole is what the bill comes to, but for change orders."""
    table, rate = world.tables["service_calls"], _book_rates(world, day)
    billed = due(world)[call]
    # The unit is the one that was quoted: what is added is so of the work beside it.
    changes = np.minimum(rules.change_orders(chance, billed), (billed - equipment_cost) // 2)
    changed_by = np.where(invoiced(world)[call], changes, 0)
    quoted = billed - changed_by
    beside = table["total_cost"][call] - table["labor_cost"][call]
    hours = rules.firm_hours(planned_hours(world, call), billed, beside, rate)
    hours = rules.hours_within(hours, quoted - equipment_cost, beside - equipment_cost, rate)
    return FirmPrices(hours, quoted - equipment_cost - hours * rate, changed_by)


def refused_units(world: World, chance: Chance, equipment: Ints, day: Ints) -> Ints:
    """What the unit in each offer of a ``day`` that came to nothing cost, cents: by the list of the
    year in which it would have been put in, as those that were sold."""
    until = rules.spread(chance, "would say yes", rules.ANSWER_DAYS)
    until = until + chance.between("would be put in", *rules.BOOKED_BEFORE)
    year = years(days(np.minimum(day + until, world.today)))
    cost: Ints = money.percent(listed_units(world, equipment, year), refused_percent(chance))
    return cost


def price_as_installed(world: World, chance: Chance, offer: Offers) -> None:
    """Labor and material of offers of equipment that came to nothing: those of a unit of about the
    size that was put in, so that they hang together as in what was accepted."""
    calls, kind, size = world.calls, *_sizes(world)
    put_in = (calls.kind == INSTALLATION) & world.devices.by_call[calls.device]
    call = np.flatnonzero(put_in & (calls.returns_to < 0))
    model = world.devices.equipment[calls.device]
    call = call[np.lexsort((size[model[call]], kind[model[call]]))]
    like, known = _like(world, chance, offer.equipment, model[call])
    call = call[like]
    day = calls.day[call]
    # The job's own draws: whoever is quoted what it cost is quoted the same.
    jobs = world.chance("like installations", call)
    price = firm_prices(world, jobs, call, main_charge(world)[call], day)
    year = years(days(offer.day[known]))
    then = rises.price_then(price.material, year, years(days(day)))
    homes = chance.between("another home", *LIKE_HOMES_PERCENT)[known]
    offer.hours[known], offer.parts_cost[known] = price.hours, money.percent(then, homes)


def _like(world: World, chance: Chance, equipment: Ints, sold: Ints) -> tuple[Ints, Ints]:
    """Rows of ``sold``, models by kind and size, that are about like the ``equipment``; and of
    which rows of that there are any."""
    kind, size = _sizes(world)
    key = kind * _ANY_SIZE + size
    first = np.searchsorted(kind[sold], kind[equipment])
    last = np.searchsorted(kind[sold], kind[equipment], side="right") - 1
    known = np.flatnonzero(first <= last)
    low = np.searchsorted(key[sold], key[equipment]) - LIKE_JOBS
    high = np.searchsorted(key[sold], key[equipment], side="right") + LIKE_JOBS
    low, high = np.maximum(low, first), np.minimum(high, last + 1)
    like = low + chance.below("like", np.maximum(high - low, 1))
    return like[known], known


_ANY_SIZE = 10_000_000
"""More than any unit's BTU an hour."""


def _sizes(world: World) -> tuple[Ints, Ints]:
    """Kind (index into ``KIND_NAMES``) and capacity of each model of the catalog."""
    table = world.tables["equipment_types"]
    numbers = {name: number for number, name in enumerate(KIND_NAMES)}
    return coded(table["equipment_type"]).map(numbers), table["btu_rating"]


def listed_units(world: World, equipment: Ints, year: Ints) -> Ints:
    """What the list of each year asks for a unit of each model (position), cents."""
    units, parts = part_tables(*world.scenario.catalogs).units[equipment], world.tables["parts"]
    category = coded(parts["part_category"]).take(units)
    return price_then(parts["unit_cost"][units], category, year, world.scenario.as_of.year)


def _book_rates(world: World, day: Ints) -> Ints:
    """Dollars an hour in the branch's price book of each day."""
    branch = np.full(len(day), world.number, np.int64)
    listed = rules.labor_rates(world.chance("price book", branch), branch)
    return rate_then(listed, years(days(day)), world.scenario.as_of.year)


def due(world: World) -> Ints:
    """What each call costs its customer before tax, cents: what its bill comes to, and where none
    has gone out, labor and parts less what a contract takes off."""
    calls, invoices = world.calls, world.tables["invoices"]
    cost: Ints = world.tables["service_calls"]["total_cost"].copy()
    repair = (calls.kind == REPAIR) | (calls.kind == EMERGENCY)
    member = np.flatnonzero(repair & (calls.contract >= 0))
    off = world.tables["subscriptions"]["discount_percentage"][calls.contract[member]]
    cost[member] -= money.percent(cost[member], off)
    cost[_called(world)] = invoices["subtotal"]
    return cost


def _called(world: World) -> Ints:
    """The call of each invoice."""
    call: Ints = world.tables["invoices"]["service_call_id"] - world.first_id("service_calls")
    return call


def invoiced(world: World) -> Mask:
    """The calls that have an invoice, be it void."""
    known = np.zeros(len(world.calls), np.bool_)
    known[_called(world)] = True
    return known


def voided(world: World) -> Mask:
    """The calls of which the invoice was cancelled."""
    void = coded(world.tables["invoices"]["status"]).is_("Cancelled")
    known = np.zeros(len(world.calls), np.bool_)
    known[_called(world)[void]] = True
    return known


def fees(world: World) -> Ints:
    """What the bill of each call adds in fees, cents."""
    invoices, lines = world.tables["invoices"], world.tables["invoice_lines"]
    row = np.flatnonzero(coded(lines["line_type"]).is_("fee"))
    call = invoices["service_call_id"][lines["invoice_id"][row] - invoices.first_id]
    sums = np.zeros(len(world.calls), np.int64)
    np.add.at(sums, call - world.first_id("service_calls"), lines["amount"][row])
    return sums
