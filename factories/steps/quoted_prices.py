"""Prices of quotes that became calls: what was agreed upon follows from what was billed."""

from __future__ import annotations

import numpy as np

from factories.engine.streams import Chance, Ints
from factories.engine.values import coded
from factories.rules import quotes as rules
from factories.steps.offers import planned_hours
from factories.steps.world import World


def firm_prices(
    world: World, chance: Chance, call: Ints, equipment_cost: Ints
) -> tuple[Ints, Ints]:
    """Hours (hundredths) and material (cents) in the prices of quotes that became calls: the hours
    are those planned, and where the work went about as planned it is billed as quoted, to the
    cent."""
    table, rate = world.tables["service_calls"], _book_rates(world, call)
    billed, used = _billed(world, call), table["parts_cost"][call] - equipment_cost
    beside = table["total_cost"][call] - table["labor_cost"][call]
    hours = rules.firm_hours(planned_hours(world)[call], billed, beside, rate)
    off = np.abs(hours * rate - table["labor_cost"][call])
    as_planned = off * 100 <= table["labor_cost"][call] * rules.AS_PLANNED_PERCENT
    to_the_cent = billed - hours * rate - equipment_cost
    kept = as_planned & chance.happens("as quoted", rules.BILLED_AS_QUOTED) & (to_the_cent > 0)
    return hours, np.where(kept, to_the_cent, used)


def _billed(world: World, call: Ints) -> Ints:
    """What is billed for each call before a contract's discount, cents."""
    cost: Ints = world.tables["service_calls"]["total_cost"][call] + fees(world)[call]
    return cost


def _book_rates(world: World, call: Ints) -> Ints:
    branch = np.full(len(call), world.number, np.int64)
    return rules.labor_rates(world.chance("price book", branch), branch)


def fees(world: World) -> Ints:
    """What the bill of each call adds in fees, cents."""
    invoices, lines = world.tables["invoices"], world.tables["invoice_lines"]
    row = np.flatnonzero(coded(lines["line_type"]).is_("fee"))
    call = invoices["service_call_id"][lines["invoice_id"][row] - invoices.first_id]
    sums = np.zeros(len(world.calls), np.int64)
    np.add.at(sums, call - world.first_id("service_calls"), lines["amount"][row])
    return sums
