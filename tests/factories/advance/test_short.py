"""Companies with all their sizes in a history of some months: their days go on from it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from factories.populate import populate
from factories.runs.moving import advance
from factories.scenario import Scenario
from tests.once import once

DAYS = 49
COMPANIES = {
    "winter": (202, date(2026, 2, 15), 120),
    "summer": (213, date(2025, 9, 10), 60),
    "spring": (222, date(2025, 5, 10), 90),
}
"""Seed, as-of date and days of history; the season is the one that was."""


@cache
def lived(name: str) -> bytes:
    """The company some weeks on; the audit of an advance lets nothing pass that cannot be."""
    seed, as_of, history = COMPANIES[name]

    def make() -> bytes:
        with TemporaryDirectory(prefix="hvac-short-") as home:
            path = Path(home, "hvac.sqlite")
            made = Scenario.of(seed=seed, as_of=as_of, history_days=history, scale=2)
            populate(made, database=path)
            advance(path, days=DAYS)
            return path.read_bytes()

    return once(f"short {name}", make)


def before_and_after(name: str, query: str) -> tuple[Any, Any]:
    """What a query gives of the history and of the days after it; ``{}`` is on which side."""
    as_of = COMPANIES[name][1].isoformat()
    with closing(sqlite3.connect(":memory:")) as books:
        books.deserialize(lived(name))
        was, now = (
            books.execute(query.format(f"{side} '{as_of}'")).fetchone()[0] for side in ("<=", ">")
        )
    return was, now


@pytest.mark.parametrize("name", COMPANIES)
def test_no_day_is_worse_than_the_history_knew(name: str) -> None:
    """The first warm spell after a winter and the first cold one after a summer break no more than
    usual, whatever the few recorded days had of them."""
    was, now = before_and_after(
        name,
        "select max(n) from (select count(*) as n from service_calls where service_date {}"
        " and service_type in ('Repair', 'Emergency') group by service_date)",
    )
    assert 0 < now <= 1.6 * was


@pytest.mark.parametrize("name", COMPANIES)
def test_the_company_is_as_busy_as_it_was(name: str) -> None:
    history = COMPANIES[name][2]
    calls = "select count(*) from service_calls where service_date {}"
    was, now = before_and_after(name, calls)
    assert 0.6 <= now / DAYS / (was / history) <= 1.4


@pytest.mark.parametrize("name", COMPANIES)
def test_offers_and_inquiries_do_not_dry_up(name: str) -> None:
    """Nor in the last weeks, when everybody has been quoted since the history began."""
    history = COMPANIES[name][2]
    for table, column in (("quotes", "quote_date"), ("leads", "created_date")):
        late = f"select sum({column} > date((select max({column}) from {table}), '-21 days'))"
        _, now = before_and_after(name, f"{late} from {table} where {column} {{}}")
        was, _ = before_and_after(name, f"select count(*) from {table} where {column} {{}}")
        assert now / 21 >= 0.5 * was / history, table


@pytest.mark.parametrize("name", COMPANIES)
def test_as_many_pay_at_once_as_did(name: str) -> None:
    was, now = before_and_after(
        name,
        "select avg(exists (select 1 from payments as p where p.invoice_id = i.invoice_id"
        " and p.status <> 'Failed' and p.payment_date = i.issue_date))"
        " from invoices as i where i.status <> 'Cancelled' and i.issue_date {}",
    )
    assert now <= was + 0.14


def test_a_history_has_the_mix_of_its_season() -> None:
    per_tune_up = {}
    for name in COMPANIES:
        per_tune_up[name], _ = before_and_after(
            name,
            "select 1.0 * sum(service_type in ('Repair', 'Emergency'))"
            " / sum(service_type = 'Maintenance') from service_calls where service_date {}",
        )
    assert per_tune_up["summer"] > 1.4 > 0.8 > per_tune_up["spring"]


def test_a_summer_breaks_few_furnaces() -> None:
    furnaces, _ = before_and_after(
        "summer",
        "select avg(e.equipment_type in ('Furnace', 'Boiler')) from service_calls as s"
        " join equipment_types as e on e.equipment_id = s.equipment_id where s.service_date {}"
        " and s.service_type in ('Repair', 'Emergency')",
    )
    assert furnaces < 0.1
