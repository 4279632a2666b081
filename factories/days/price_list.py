"""The price list: what parts are charged at today, and which of them each model takes."""

from __future__ import annotations

import numpy as np

from factories.days.day import Day
from factories.engine.streams import Ints
from factories.engine.values import coded
from factories.rules.accounting.documents import years
from factories.rules.accounting.rises import rate_then
from factories.rules.crm.quotes import labor_rates
from factories.rules.parts.prices import cost_then, price_then
from factories.rules.parts.usage import PartTables, part_tables


def unit_prices(day: Day, equipment: Ints, year: Ints | None = None) -> Ints:
    """What the list asks for the unit put in, cents, by model; today, or in a ``year``."""
    return part_prices(day, tables_of(day).units[equipment - 1], year)


def part_prices(day: Day, part: Ints, year: Ints | None = None) -> Ints:
    """What one of each part (positions in ``parts``) is charged at today, or in a ``year``,
    cents."""
    parts = day.books.tables["parts"]
    category = coded(parts["part_category"]).take(part)
    then = this_year(day) if year is None else year
    return price_then(parts["unit_cost"][part], category, then, list_year(day))


def part_costs(day: Day, part: Ints) -> Ints:
    """What one of each part (positions in ``parts``) usually costs us today, cents."""
    cost = day.books.tables["parts"]["unit_cost"][part]
    return cost_then(cost, this_year(day), list_year(day))


def hourly_rates(day: Day, technician: Ints) -> Ints:
    """What an hour of these technicians (keys) is charged at today, whole dollars."""
    listed = day.books.tables["technicians"].at("bill_rate", technician)
    return rate_then(listed, this_year(day), list_year(day))


def quoted_rates(day: Day, branch: Ints) -> Ints:
    """Dollars an hour in the price book of each branch (key) today."""
    listed = labor_rates(day.chance("price book", branch), branch)
    return rate_then(listed, this_year(day), list_year(day))


def this_year(day: Day) -> int:
    """The year of today."""
    return _year(day.number)


def list_year(day: Day) -> int:
    """The year of the price list: that in which the populated history ends."""
    return _year(day.books.begun)


def _year(number: int) -> int:
    return int(years(np.array([number]).astype("datetime64[D]"))[0])


def tables_of(day: Day) -> PartTables:
    """What parts each model takes."""
    return part_tables(*day.scenario.catalogs)
