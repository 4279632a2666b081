"""Bills that come to the price quoted.

The crew takes the material that was reckoned with, at the prices of the list, and what mends, or is
put in, is charged so that the bill comes to what was agreed upon.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factories.days.bills import fees_beside
from factories.days.books import CENTS, INT, keys
from factories.days.day import Day
from factories.days.devices import kinds
from factories.days.price_list import hourly_rates, part_costs, part_prices, tables_of
from factories.days.visit_rows import Visits, discounts
from factories.engine import money
from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.engine.values import Coded
from factories.rules.accounting import billing
from factories.rules.calls.service import INSTALLATION, REPAIR, TYPES
from factories.rules.crm import quotes as rules
from factories.rules.equipment.charges import least_charges
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.parts.tasks import filled_anew
from factories.rules.parts.usage import PartTables


@dataclass(frozen=True)
class Agreed:
    """What the visits that carry out a quote are to come to; cents."""

    visit: Ints
    """Row of ``Visits``."""
    total: Ints
    """The price, with what a change order adds to it."""
    material: Ints
    """What is left of it for parts, beside labor and fees."""
    room: Ints
    """By how much the parts of the list may come out otherwise, before it is others or more."""
    listed: Mask
    """True where a unit is put in: it is sold by the list, and what goes in beside it gives."""
    changed: Mask
    """True where a change order is signed, for whatever the work comes to."""
    unit: Ints
    """What was agreed upon for the unit that is put in; 0 for repairs."""
    charge: Ints
    """Pounds of refrigerant that the circuit holds at least which is open; 1 where none is."""


def agreed(day: Day, visits: Visits, opened: Ints) -> Agreed:
    """The prices that the day's visits have to keep; on some, a leaking circuit is ``opened``."""
    row = np.flatnonzero(visits.quote >= 0)
    if not len(row):
        return Agreed(row, row, row, row, row > 0, row > 0, row, row)
    found = day.books.read(
        "select quote_id as id, total_amount as total, equipment_cost as unit from quotes"
        " where quote_id in (select value from json_each(?)) order by quote_id",
        keys(visits.quote[row]), id=INT, total=CENTS, unit=CENTS,
    )  # fmt: skip
    quote = np.searchsorted(found.id, visits.quote[row])
    total, unit = found.total[quote], found.unit[quote]
    changes = rules.change_orders(day.chance("change orders", visits.quote[row]), total)
    total = total + changes
    rate = hourly_rates(day, visits.technician[row])
    # Hundredths of an hour times whole dollars are cents.
    labor = visits.length[row] * 100 // 60 * rate
    repair = visits.kind[row] == REPAIR
    percent = np.where(repair, discounts(day, visits.contract[row]), 0)
    cost = _before_discount(total - _fees(day, visits, row), percent)
    listed = visits.kind[row] == INSTALLATION
    as_listed = listed & (changes == 0)
    room = np.where(as_listed, rules.FIRM_LIST_PERCENT, rules.FIRM_MATERIAL_PERCENT)
    room = total * room // 100
    charge = _least_charges(day, visits, row, opened)
    return Agreed(row, total, cost - labor, room, listed, changes != 0, unit, charge)


def _least_charges(day: Day, visits: Visits, row: Ints, opened: Ints) -> Ints:
    """What a circuit holds that is open, pounds; what a leak lost may be as little as one."""
    equipment = day.books.tables["installed_devices"].at("equipment_id", visits.device[row])
    tables = tables_of(day)
    least = least_charges(1_000 * tables.kbtu[tables.model[equipment - 1]])
    return np.where(filled_anew(visits.component[row]) | among(row, opened), least, 1)


def _before_discount(price: Ints, percent: Ints) -> Ints:
    """The cost of which ``price`` is left once a contract's percentage is taken off; cents."""
    cost = price * 100 // (100 - percent)
    # The percentage is rounded to cents too: the first guess is a cent or two off, and what puts
    # that right may be off by one again.
    for _ in range(2):
        cost = cost - (cost - money.percent(cost, percent) - price)
    return cost


def _fees(day: Day, visits: Visits, row: Ints) -> Ints:
    """What the bills will add in fees, cents."""
    equipment = day.books.tables["installed_devices"].at("equipment_id", visits.device[row])
    customer = day.books.tables["customers"].at("customer_type", visits.customer[row])
    commercial = customer.is_("commercial")
    none = np.zeros(len(row), np.bool_)
    jobs = billing.Jobs(
        service_type=Coded(visits.kind[row], TYPES),
        kind=Coded(kinds(day, equipment), KIND_NAMES),
        after_hours=billing.after_hours(visits.start[row]),
        diagnosis=none,
        known=~none,
        member=visits.contract[row] >= 0,
        commercial=commercial,
        replaces=(visits.kind[row] == INSTALLATION) & (visits.replaces[row] >= 0),
        void=none,
        cost=np.zeros(len(row), np.int64),
    )
    invoice, _, price = fees_beside(day, visits.call[row], visits.branch[row], jobs)
    return np.bincount(invoice, price, len(row)).astype(np.int64)


def within_price(
    day: Day, firm: Agreed, visit: Ints, part: Ints, quantity: Ints, is_main: Mask
) -> Ints:
    """The quantities, 0 for what is left out, on the visits that carry out a quote.

    Each line is of a row of ``visits``; what costs most is spared, or taken more of, first. Lines
    of quantity 0 are what the job may use besides, where all else comes to far too little. A unit
    holds as much refrigerant at any price; where a repair's bears no more, part of what was
    recovered from it goes back.
    """
    quantity = quantity.copy()
    price, tables = _prices(day, firm, visit, part, is_main), tables_of(day)
    low, high = _limits(tables, part, quantity)
    fixed = is_main | (tables.gas[part] > 0)
    told = (firm.visit, firm.total, firm.material, firm.room, firm.listed, firm.charge)
    for row, total, goal, room, listed, charge in zip(*(c.tolist() for c in told), strict=True):
        lines = np.flatnonzero(visit == row)
        material = lines[~fixed[lines]]
        besides = quantity[material] == 0
        material = material[np.lexsort((material, -price[material], besides))]
        off = int((price[lines] * quantity[lines]).sum()) - goal
        far = -total * rules.FAR_TOO_LITTLE_PERCENT // 100
        off = _come_near(quantity, price, material, (low, high), off, 0 if listed else room, far)
        off = _leave_out(quantity, price, material, off, room)
        if not listed:
            mends, gas = lines[is_main[lines]], lines[tables.gas[part[lines]] > 0]
            bears = int(price[mends].sum()) * (100 - rules.CHARGED_PERCENT[0]) // 100
            for line in gas.tolist():
                _put_back(quantity, line, int(price[line]), off - bears, charge)
    return quantity


def _come_near(
    quantity: Ints,
    price: Ints,
    material: Ints,
    limits: tuple[Ints, Ints],
    off: int,
    near: int,
    far: int,
) -> int:
    """Take less or more of the material, line by line, until a visit's parts are ``near`` enough to
    what they should come to; of what the job may use besides only below ``far``, where far too
    little is taken. What they are then ``off``, cents."""
    low, high = limits
    for line in material.tolist():
        if abs(off) <= near or (not quantity[line] and off > far):
            break
        wanted = int(quantity[line]) - round(off / int(price[line]))
        now = int(np.clip(wanted, low[line], high[line]))
        off += (now - int(quantity[line])) * int(price[line])
        quantity[line] = now
    return off


def _leave_out(quantity: Ints, price: Ints, material: Ints, off: int, room: int) -> int:
    """Do without what costs no more than the parts are still over. What they are then ``off``."""
    for line in material.tolist():
        cost = int(quantity[line] * price[line])
        if off > room and cost <= off + room:
            off -= cost
            quantity[line] = 0
    return off


def _put_back(quantity: Ints, line: int, price: int, over: int, charge: int) -> None:
    """Take so much less new refrigerant that nothing is ``over`` what a repair's price bears; never
    less than a circuit holds."""
    full = int(quantity[line])
    least = min(full, max(charge, -(-full * rules.NEW_REFRIGERANT_PERCENT // 100)))
    quantity[line] = max(least, full - max(-(-over // price), 0))


def _prices(day: Day, firm: Agreed, visit: Ints, part: Ints, is_main: Mask) -> Ints:
    """What one of each line costs, cents: as the list has it, and a unit what was agreed upon."""
    price = part_prices(day, part)
    for row, unit in zip(firm.visit.tolist(), firm.unit.tolist(), strict=True):
        if unit:
            price[(visit == row) & is_main] = unit
    return price


def _limits(tables: PartTables, part: Ints, quantity: Ints) -> tuple[Ints, Ints]:
    """Least and most of each line. Nobody takes much more than the job needs."""
    besides = quantity == 0
    low, high = tables.low[part], tables.high[part]
    return np.where(besides, 0, low), np.where(
        besides, high, np.minimum(high, quantity * rules.MATERIAL_AT_MOST)
    )


def firm_prices(
    day: Day, firm: Agreed, visit: Ints, part: Ints, quantity: Ints, free: Mask, is_main: Mask
) -> Ints:
    """What one of each line is charged at, cents: as the list has it; on the visits that carry out
    a quote one of them so much more or less that the bill comes to its price.

    That is what mends, or the dearest of the others where that one cannot bear it; of an
    installation the dearest beside the unit, for which the list stands but where there is no other.
    Where none can bear it, the list stands for all. What is ``free`` costs nothing.
    """
    price = np.where(free, 0, _prices(day, firm, visit, part, is_main))
    cost = part_costs(day, part)
    over = np.maximum(firm.total * rules.CHANGED_AT_MOST[0] // 100, rules.CHANGED_AT_MOST[1])
    columns = (c.tolist() for c in (firm.visit, firm.material, firm.listed, firm.changed, over))
    for row, goal, listed, changed, most_over in zip(*columns, strict=True):
        lines = np.flatnonzero((visit == row) & ~free)
        off = goal - int((price * quantity)[lines].sum())
        single = lines[(quantity[lines] == 1) & ~(is_main[lines] & listed & changed)]
        last = is_main[single] == listed
        single = single[np.lexsort((-price[single], last))]
        least, most = (price[single] * bound // 100 for bound in rules.CHARGED_PERCENT)
        wanted = price[single] + off
        bears = (np.maximum(least, cost[single]) <= wanted) & (wanted <= most)
        if bears.any():
            line = int(np.argmax(bears))
            price[single[line]] = wanted[line]
        elif len(single) and -off > most_over:
            price[single[0]] = max(int(wanted[0]), int(cost[single[0]]))
    return price
