"""A quote is a firm price: the crew makes do with the material that was reckoned with."""

from __future__ import annotations

import numpy as np

from factories.days.books import CENTS, INT, keys
from factories.days.day import Day
from factories.days.pricing import part_prices, tables_of
from factories.days.visit_rows import Visits
from factories.engine.streams import Ints
from factories.rules import quotes as rules
from factories.rules.usage import PartTables
from factories.steps.facts import Mask


def within_price(
    day: Day, visits: Visits, visit: Ints, part: Ints, quantity: Ints, is_main: Mask
) -> Ints:
    """The quantities, 0 for what is left out, on the visits that carry out a quote.

    Each line is of a row of ``visits``; what costs most is spared, or taken more of, first. Lines
    of quantity 0 are what the job may use besides, where all else comes to far too little.
    """
    quoted = np.flatnonzero(visits.quote >= 0)
    if not len(quoted):
        return quantity
    quantity = quantity.copy()
    price, tables = part_prices(day, part), tables_of(day)
    low, high = _limits(tables, part, quantity)
    for row, (total, labor) in zip(quoted.tolist(), _agreed(day, visits, quoted), strict=True):
        lines = np.flatnonzero(visit == row)
        material = lines[~is_main[lines]]
        besides = quantity[material] == 0
        material = material[np.lexsort((material, -price[material], besides))]
        off = labor + int((price[lines] * quantity[lines]).sum()) - total
        room = total * rules.FIRM_MATERIAL_PERCENT // 100
        for line in material.tolist():
            if abs(off) <= room or (
                not quantity[line] and off > -total * rules.FAR_TOO_LITTLE_PERCENT // 100
            ):
                break
            wanted = int(quantity[line]) - round(off / int(price[line]))
            now = int(np.clip(wanted, low[line], high[line]))
            off += (now - int(quantity[line])) * int(price[line])
            quantity[line] = now
        for line in material.tolist():
            cost = int(quantity[line] * price[line])
            if off > room and cost <= off + room:
                off -= cost
                quantity[line] = 0
    return quantity


def _limits(tables: PartTables, part: Ints, quantity: Ints) -> tuple[Ints, Ints]:
    """Least and most of each line. Nobody takes much more than the job needs."""
    besides = quantity == 0
    low, high = tables.low[part], tables.high[part]
    return np.where(besides, 0, low), np.where(
        besides, high, np.minimum(high, quantity * rules.MATERIAL_TIMES)
    )


def _agreed(day: Day, visits: Visits, quoted: Ints) -> list[tuple[int, int]]:
    """Price of the quote, and what labor comes to, a visit; cents."""
    found = day.books.read(
        "select quote_id, total_amount from quotes"
        " where quote_id in (select value from json_each(?)) order by quote_id",
        keys(visits.quote[quoted]), id=INT, total=CENTS,
    )  # fmt: skip
    total = found.total[np.searchsorted(found.id, visits.quote[quoted])]
    rate = day.books.tables["technicians"].at("bill_rate", visits.technician[quoted])
    labor = visits.length[quoted] * 100 // 60 * rate
    return list(zip(total.tolist(), labor.tolist(), strict=True))
