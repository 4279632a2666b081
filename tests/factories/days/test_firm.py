"""The bill of what was quoted comes out at about the price that was agreed upon."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from factories.days.firm import within_price
from factories.days.pricing import part_prices, tables_of
from factories.rules.quotes import FAR_TOO_LITTLE_PERCENT, FIRM_MATERIAL_PERCENT
from tests.factories.days.lived import company, day_of

HOURS = 6


def _visit(connection: Any) -> tuple[Any, int, int]:
    """A visit that carries out the newest accepted quote, its price, and what an hour of who comes
    costs, in cents."""
    quote, total = connection.execute(
        "select quote_id, total_amount * 100 from quotes where status = 'Accepted'"
        " and quote_type = 'Replacement' order by quote_id desc"
    ).fetchone()
    visits = SimpleNamespace(
        quote=np.array([quote]), technician=np.array([1]), length=np.array([HOURS * 60])
    )
    (rate,) = connection.execute(
        "select bill_rate * 100 from technicians where technician_id = 1"
    ).fetchone()
    return visits, round(total), rate


@pytest.mark.parametrize("percent", [70, 100, 130])
def test_material_makes_up_for_what_is_off(percent: int) -> None:
    with company() as connection:
        day = day_of(connection)
        visits, total, rate = _visit(connection)
        tables = tables_of(day)
        unit = int(tables.units[0])
        varied = np.flatnonzero((tables.high > tables.low) & ~tables.is_filter)[:12]
        part = np.append([unit], varied)
        price = part_prices(day, part)
        # So many of each that everything is off by so much.
        goal = total * percent // 100 - HOURS * rate - int(price[0])
        share = max(goal // len(varied), 1)
        quantity = np.append([1], np.clip(share // price[1:], tables.low[varied], 99))
        main = np.arange(len(part)) == 0
        kept = within_price(day, visits, np.zeros(len(part), np.int64), part, quantity, main)
        before, after = (HOURS * rate + int((price * n).sum()) - total for n in (quantity, kept))
        assert kept[0] == 1
        assert (kept >= 0).all()
        assert abs(after) <= max(abs(before), total * FIRM_MATERIAL_PERCENT // 100)
        if percent == 130:
            assert after < before


@pytest.mark.parametrize(
    ("missing", "taken"), [(FAR_TOO_LITTLE_PERCENT + 15, True), (FAR_TOO_LITTLE_PERCENT - 5, False)]
)
def test_other_material_is_taken_where_much_is_missing(missing: int, taken: bool) -> None:
    with company() as connection:
        day = day_of(connection)
        visits, total, rate = _visit(connection)
        tables = tables_of(day)
        others = np.flatnonzero((tables.high > 2) & ~tables.is_filter)[:12]
        part = np.append([int(tables.units[0])], others)
        price = part_prices(day, part)
        # Only labor makes up for so much of the price.
        visits.length[0] = (total * (100 - missing) // 100 - int(price[0])) * 60 // rate // 6 * 6
        quantity, main = np.eye(1, len(part), dtype=np.int64)[0], np.arange(len(part)) == 0
        kept = within_price(day, visits, np.zeros(len(part), np.int64), part, quantity, main)
        assert kept[0] == 1
        assert bool(kept[1:].any()) is taken
        assert (kept[1:] <= tables.high[others]).all()


def test_what_was_not_quoted_takes_what_it_takes() -> None:
    with company() as connection:
        day = day_of(connection)
        visits: Any = SimpleNamespace(quote=np.array([-1]))
        quantity = np.array([3, 4])
        kept = within_price(
            day, visits, np.zeros(2, np.int64), np.array([5, 6]), quantity, np.zeros(2, np.bool_)
        )
        assert kept.tolist() == [3, 4]
