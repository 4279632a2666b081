"""The plan reads as a table of contents, and holds against the schema."""

import datetime as dt
import sqlite3

import pytest

from factories.plan import CATALOG, PLAN, run_company
from factories.scenario import Scenario
from factories.sizes import SHARED
from hvac_models import Base

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
