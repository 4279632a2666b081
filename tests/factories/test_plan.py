"""The plan reads as a table of contents, and holds against the schema."""

import datetime as dt
import inspect
import pickle
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from factories import plan
from factories.engine.writer import flattened
from factories.errors import UserError
from factories.plan import CATALOG, PLAN, run_company
from factories.scenario import Scenario
from factories.sizes import SHARED
from factories.steps import booking
from factories.steps.demand import call_demand
from factories.steps.requests import too_many
from factories.steps.world import World
from hvac_models import Base
from tests.factories.support import small_company

ROOT = Path(__file__).parents[2]

STEPS = (*CATALOG, *PLAN)


def test_every_table_has_one_step() -> None:
    written = [table for step in STEPS for table in step.tables]
    assert sorted(written) == sorted(Base.metadata.tables)


def test_catalogs_are_the_shared_tables() -> None:
    assert {table for step in CATALOG for table in step.tables} == SHARED


@pytest.mark.parametrize("table", Base.metadata.tables.values(), ids=lambda table: table.name)
def test_parents_come_no_later_than_children(table) -> None:  # type: ignore[no-untyped-def]
    order = {name: number for number, step in enumerate(STEPS) for name in step.tables}
    parents = {key.column.table.name for key in table.foreign_keys} - {table.name}
    assert all(order[parent] <= order[table.name] for parent in parents)


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """To an empty database in memory."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as opened:
        yield opened


def test_progress_counts_every_step_of_every_branch(connection: sqlite3.Connection) -> None:
    scenario = Scenario.of(as_of=dt.date(2026, 6, 30), rows={"customers": 20}, scale=2)
    seen: list[tuple[str, int, int]] = []
    run_company(scenario, connection, lambda title, done, total: seen.append((title, done, total)))
    total = len(CATALOG) + 2 * len(PLAN)
    assert [done for _, done, _ in seen] == list(range(total + 1))
    assert {of for _, _, of in seen} == {total}
    assert [title for title, _, _ in seen[:3]] == [step.title for step in CATALOG]


def test_a_step_completes_its_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are written when their step is done: none may change one afterwards."""
    worlds: list[World] = []
    told: dict[str, list[object]] = {}

    class Kept(World):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            worlds.append(self)

    def insert(_connection: object, table: sa.Table, flat: list[object]) -> int:
        told[table.name] = flat
        return len(flat)

    monkeypatch.setattr(plan, "World", Kept)
    monkeypatch.setattr(plan, "insert", insert)
    connection = sqlite3.connect(":memory:", isolation_level=None)
    run_company(small_company.scenario(), connection, lambda *_step: None)
    connection.close()
    assert told.keys() == Base.metadata.tables.keys()
    for name, flat in told.items():
        assert flat == flattened(Base.metadata.tables[name], worlds[-1].tables[name]), name


def test_the_world_says_after_which_step_each_fact_is_there() -> None:
    told = re.findall(
        r'(\w+): \w+ = field\(init=False\)\n    """[^"]*: "([^"]+)"\."""', inspect.getsource(World)
    )
    world, found = World(small_company.scenario(), 1), dict[str, str]()
    facts = {each.name for each in fields(World) if not each.init}
    for step in STEPS:
        step.run(world)
        found |= dict.fromkeys(facts & vars(world).keys() - found.keys(), step.title)
    assert {name: " ".join(title.split()) for name, title in told} == found
    assert found.keys() == facts


def test_an_error_tells_the_step_and_the_branch(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: World) -> None:
        raise LookupError("nobody")

    monkeypatch.setattr(plan, "PLAN", (*PLAN[:2], plan.Step("Fail", fail)))
    connection = sqlite3.connect(":memory:", isolation_level=None)
    with closing(connection), pytest.raises(LookupError) as caught:
        run_company(small_company.scenario(), connection, lambda *_step: None)
    assert caught.value.__notes__ == ["Fail, branch 1"]


SAME_ROWS = """
import dataclasses, hashlib, sqlite3
from factories.plan import run_company
from tests.factories.support import small_company
for processes in (1, 2, 3, 8):
    connection = sqlite3.connect(":memory:", isolation_level=None)
    scenario = dataclasses.replace(small_company.scenario(), scale=3)
    steps = []
    run_company(scenario, connection, lambda *step: steps.append(step), processes)
    rows = "\\n".join(connection.iterdump())
    print(hashlib.sha256(repr((steps, rows)).encode()).hexdigest(), len(rows) > 100_000)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux only")
def test_any_number_of_processes_writes_the_same_rows() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SAME_ROWS],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert len(lines) == 4
    assert set(lines) == {lines[0]}
    assert lines[0].endswith("True")


@pytest.fixture
def at_most_twelve(monkeypatch: pytest.MonkeyPatch) -> None:
    """Devices and calendars that take no more visits."""

    def refused(world: World) -> Any:
        if world.rows("service_calls") > 12:
            raise too_many()
        return call_demand(world)

    monkeypatch.setattr(booking, "call_demand", refused)


@pytest.mark.usefixtures("at_most_twelve")
def test_a_number_of_visits_that_nobody_named_gives_way(connection: sqlite3.Connection) -> None:
    planned = Scenario.of(as_of=dt.date(2026, 6, 30), rows={"customers": 20}, scale=2)
    lived = run_company(planned, connection, lambda *_told: None)
    assert lived.rows["service_calls"] <= 12 < planned.rows["service_calls"]
    assert lived.named == planned.named
    for table in ("customers", "service_calls", "work_orders", "weather_daily"):
        count = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        assert count == lived.total_of(table)


@pytest.mark.usefixtures("at_most_twelve")
@pytest.mark.parametrize(("named", "told"), [
    ({"service_calls": 64}, r"service_calls=64 is more than .* take \(about 11\); lower"),
    ({"work_orders": 80}, r"service_calls=80 is more than .* take; lower"),
])  # fmt: skip
def test_a_number_of_visits_that_was_named_is_refused_with_one_that_fits(
    connection: sqlite3.Connection, named: dict[str, int], told: str
) -> None:
    scenario = Scenario.of(as_of=dt.date(2026, 6, 30), rows={"customers": 20, **named})
    with pytest.raises(UserError, match=told) as refused:
        run_company(scenario, connection, lambda *_told: None)
    assert refused.value.option == "--rows"
    assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)


@pytest.mark.parametrize(("table", "told"), [
    ("parts_usage", r"is more than the [\d,]+ that these calls use"),
    ("invoice_lines", r"is [\d,]+ more than these invoices have .* \([\d,]+\)"),
    ("subscriptions", r"is more than these customers can hold \(\d+\)"),
])  # fmt: skip
def test_what_only_the_company_s_life_shows_is_refused_with_the_number_that_holds(
    connection: sqlite3.Connection, table: str, told: str
) -> None:
    usual = Scenario.of(as_of=dt.date(2026, 6, 30), rows={"customers": 10})
    rows = {**usual.rows, table: usual.rows[table] * 20}
    scenario = replace(usual, rows=rows, named=frozenset({"customers", table}))
    with pytest.raises(UserError, match=f"{table}={rows[table]} {told}"):
        run_company(scenario, connection, lambda *_: None)


def test_fewer_lines_than_the_parts_need_are_refused_with_the_number_that_holds(
    connection: sqlite3.Connection,
) -> None:
    usual = Scenario.of(as_of=dt.date(2026, 6, 30), rows={"customers": 10})
    rows = {**usual.rows, "invoice_lines": 1}
    scenario = replace(usual, rows=rows, named=frozenset({"customers", "invoice_lines"}))
    with pytest.raises(UserError, match=r"fewer than the \d+ lines of labor and parts"):
        run_company(scenario, connection, lambda *_: None)
