"""The plan reads as a table of contents, and holds against the schema."""

import datetime as dt
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from factories import plan
from factories.engine.writer import flattened
from factories.plan import CATALOG, PLAN, run_company
from factories.scenario import Scenario
from factories.sizes import SHARED
from factories.steps.world import World
from hvac_models import Base
from tests.factories import small

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


def test_progress_counts_every_step_of_every_branch() -> None:
    scenario = Scenario.of(as_of=dt.date(2026, 6, 30), rows={"customers": 20}, scale=2)
    seen: list[tuple[str, int, int]] = []
    connection = sqlite3.connect(":memory:", isolation_level=None)
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
    run_company(small.company(), connection, lambda *_step: None)
    connection.close()
    assert told.keys() == Base.metadata.tables.keys()
    for name, flat in told.items():
        assert flat == flattened(Base.metadata.tables[name], worlds[-1].tables[name]), name


SAME_ROWS = """
import dataclasses, hashlib, sqlite3
from factories.plan import run_company
from tests.factories import small
for processes in (1, 2, 3, 8):
    connection = sqlite3.connect(":memory:", isolation_level=None)
    scenario = dataclasses.replace(small.company(), scale=3)
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
