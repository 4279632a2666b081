"""A quote is a firm price: the crew makes do with the material that was reckoned with."""

from __future__ import annotations

import numpy as np

from factories.days.books import CENTS, INT, keys
from factories.days.day import Day
from factories.days.pricing import part_prices, tables_of
from factories.days.visit_rows import Visits
from factories.engine.streams import Ints
from factories.steps.facts import Mask

WITHIN = 5
"""Percent of the quoted price by which labor and material come out otherwise. Assumption: the bill
has fees besides, and may be off by 15 %."""


def within_price(
    day: Day, visits: Visits, visit: Ints, part: Ints, quantity: Ints, is_main: Mask
) -> Ints:
    """The quantities, 0 for what is left out, on the visits that carry out a quote.

    Each line is of a row of ``visits``; what costs most is spared, or taken more of, first.
    """
    quoted = np.flatnonzero(visits.quote >= 0)
    if not len(quoted):
        return quantity
    quantity = quantity.copy()
    price, tables = part_prices(day, part), tables_of(day)
    low, high = tables.low[part], np.minimum(tables.high[part], _limits(quantity))
    for row, (total, labor) in zip(quoted.tolist(), _agreed(day, visits, quoted), strict=True):
        lines = np.flatnonzero(visit == row)
        material = lines[~is_main[lines]]
        material = material[np.lexsort((material, -price[material]))]
        off = labor + int((price[lines] * quantity[lines]).sum()) - total
        room = total * WITHIN // 100
        for line in material.tolist():
            if abs(off) <= room:
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


def _limits(quantity: Ints) -> Ints:
    """Nobody takes three times as much as the job needs."""
    return quantity * 3


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
