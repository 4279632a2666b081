"""Parts of a large company: what is true of the whole is true in them, and what is not is found."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from factories.audit import all_checks, uncommitted
from factories.audit.excerpt import Touched, customers_of, excerpt
from factories.audit.run import run_check
from factories.audit.uncommitted import audited
from factories.runs.moving import advance
from factories.scenario import Scenario
from hvac_models import Base
from tests.factories.support.database_files import dump, populated

AS_OF = date(2025, 9, 30)
THREE = Scenario.of(
    seed=5, as_of=AS_OF, history_days=200, scale=3, rows={"customers": 60, "technicians": 4}
)
SHELVES = "part-on-every-branch-shelf"


@pytest.fixture
def company(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Three branches, in an open transaction."""
    path = populated(tmp_path / "hvac.sqlite", THREE)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN")
        yield connection


def untrue(database: bytes) -> set[str]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(database)
        return {check.name for check in all_checks() if run_check(connection, check, AS_OF).count}


@pytest.mark.parametrize("step", [1, 7, 40])
def test_customers_are_whole(company: sqlite3.Connection, step: int) -> None:
    touched = {"leads": Touched(100, {1, 2, 3}), "mailing_list": Touched(200, {5})}
    near = excerpt(company, "near", "customers", range(1, 181, step), touched)
    assert untrue(near) <= {SHELVES}


def test_branches_are_whole(company: sqlite3.Connection) -> None:
    whole = excerpt(company, "whole", "branches", [2], {})
    assert untrue(whole) == set()
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(whole)
        for table in ("customers", "service_calls", "inventory", "payments"):
            got = connection.execute(f"select count(*) from {table}").fetchone()[0]
            all_ = company.execute(f"select count(*) from {table}").fetchone()[0]
            assert all_ / 4 < got < all_ / 2, table


def test_the_owner_of_a_row_is_found(company: sqlite3.Connection) -> None:
    call = "select customer_id from service_calls where service_call_id = 9"
    line = (
        "select customer_id from invoice_lines join invoices using (invoice_id)"
        " where invoice_line_id = 20"
    )
    owners = {company.execute(sql).fetchone()[0] for sql in (call, line)}
    none = 10**9
    touched = {"service_calls": Touched(none, {9}), "invoice_lines": Touched(none, {20})}
    assert customers_of(company, touched) == owners
    last = company.execute("select max(customer_id) from customers").fetchone()[0]
    assert customers_of(company, {"customers": Touched(last - 1, ())}) == {last}


BREAKS = {
    "invoice-lines-add-up": ("invoice_lines", 30, "amount = amount + 1"),
    "nothing-happened-after-as-of": ("service_calls", 12, "completed_at = '2026-01-01 10:00:00'"),
    "text-is-meant": ("customers", 20, "customer_name = 'lorem ipsum'"),
    "foreign-keys-resolve": ("payments", 4, "invoice_id = 99999"),
}


@pytest.mark.parametrize("name", BREAKS)
@pytest.mark.parametrize("processes", [1, 2])
def test_what_is_untrue_of_a_touched_row_is_found(
    company: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, name: str, processes: int
) -> None:
    monkeypatch.setattr(uncommitted, "LARGE", 0)
    monkeypatch.setattr(uncommitted, "WHOLE_BRANCHES", 1)
    table, key, edit = BREAKS[name]
    company.execute("COMMIT")
    company.execute("PRAGMA foreign_keys = OFF")
    company.execute("PRAGMA ignore_check_constraints = ON")
    company.execute("BEGIN")
    (column,) = Base.metadata.tables[table].primary_key
    company.execute(f"update {table} set {edit} where {column.name} = {key}")
    touched = {table: Touched(10**9, {key})}
    with audited(company, AS_OF, processes, touched) as audit:
        assert name in {result.name for result in audit.results() if result.count}


def test_a_large_company_is_moved_as_a_small_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (populated(tmp_path / name, THREE) for name in ("one.sqlite", "other.sqlite"))
    advance(one, days=3)
    monkeypatch.setattr(uncommitted, "LARGE", 0)
    report = advance(other, days=3)
    assert (report.violations, len(report.checks)) == (0, len(all_checks()))
    assert dump(one) == dump(other)


def test_a_large_one_that_was_edited_is_looked_at_whole(
    company: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uncommitted, "LARGE", 0)
    company.execute("update customers set customer_name = 'lorem ipsum' where customer_id = 77")
    seen: list[tuple[int, int]] = []
    with audited(company, AS_OF, 1, watch=lambda *step: seen.append(step)) as audit:
        results = audit.results()
    # It takes long: the first that finds something is enough.
    assert [result.name for result in results if result.count] == [results[-1].name]
    checks = len(all_checks())
    assert seen == [(done, checks) for done in range(len(results))]
    assert len(results) < checks


def test_what_takes_minutes_is_said_beforehand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = populated(tmp_path / "hvac.sqlite", THREE)
    said: list[str] = []
    advance(path, days=1, announce=said.append)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("create table notes (note)")
    advance(path, days=1, announce=said.append)
    assert said == []
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("drop table notes")
    monkeypatch.setattr(uncommitted, "LARGE", 0)
    advance(path, days=1, announce=said.append)
    (line,) = said
    assert "hvac.sqlite was written to since it was made: all of it is audited first" in line
