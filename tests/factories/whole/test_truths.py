"""Every truth holds at every seed, as-of date, size and scale; branches mind their own business."""

import datetime as dt
import sqlite3
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories.audit import run_audit
from factories.errors import UserError
from factories.plan import run_company
from factories.rules.parts.catalog import MIN_PARTS
from factories.scenario import Scenario
from hvac_models import Base
from tests.depth import times

AS_OF = (dt.date(2026, 11, 23), dt.date(2024, 2, 29), dt.date(2013, 1, 6))
SIZES: tuple[Mapping[str, int], ...] = ({"customers": 25}, {"customers": 60})


def company(scenario: Scenario) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    run_company(scenario, connection, lambda *_: None)
    return connection


def broken(connection: sqlite3.Connection, as_of: dt.date) -> dict[str, object]:
    return {
        result.name: (result.count, result.examples)
        for result in run_audit(connection, as_of)
        if result.count
    }


@pytest.mark.parametrize("seed", range(25))
def test_audit_is_at_zero(seed: int) -> None:
    for as_of in AS_OF:
        for size in SIZES:
            scenario = Scenario.of(seed=seed, as_of=as_of, rows=size, history_days=400)
            assert broken(company(scenario), as_of) == {}, (as_of, size)


@pytest.mark.parametrize("as_of", AS_OF)
def test_audit_is_at_zero_at_full_size_with_every_count_exact(as_of: dt.date) -> None:
    scenario = Scenario.of(seed=11, as_of=as_of)
    connection = company(scenario)
    assert broken(connection, as_of) == {}
    for table in Base.metadata.tables:
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert count == scenario.total_of(table), table


@pytest.mark.parametrize(
    "rows",
    [
        {"service_calls": 8_000},
        {"technicians": 2, "service_calls": 880},
        {"invoices": 2_000, "payments": 2_400},
        {"appointments": 2_400},
        {"appointments": 5},
        {"parts_usage": 1_000},
        {"installed_devices": 4_000},
        {"installed_devices": 250},
        {"customers": 1},
        {"service_calls": 1},
        {"purchase_orders": 900},
        {"equipment_types": 26, "parts": MIN_PARTS, "suppliers": 5},
        {"equipment_types": 400, "parts": 900, "suppliers": 200},
    ],
    ids=str,
)
def test_audit_is_at_zero_at_odd_proportions(rows: Mapping[str, int]) -> None:
    as_of = dt.date(2025, 8, 31)
    assert broken(company(Scenario.of(as_of=as_of, rows=rows)), as_of) == {}


def test_nobody_comes_to_the_only_customer_who_has_left() -> None:
    as_of = dt.date(2025, 7, 4)
    rows = {"customers": 1, "technicians": 1, "leads": 50, "marketing_campaigns": 2}
    connection = company(Scenario.of(seed=678592, as_of=as_of, history_days=61, rows=rows))
    states = connection.execute("SELECT DISTINCT status FROM installed_devices").fetchall()
    assert states == [("Inactive",)]
    assert broken(connection, as_of) == {}


def test_devices_that_nobody_could_have_put_in_were_there_before() -> None:
    as_of = dt.date(2024, 2, 29)
    rows = {"customers": 1, "service_calls": 20, "installed_devices": 5, "incident_response": 2}
    scenario = Scenario.of(seed=437225, as_of=as_of, rows={**rows, "marketing_campaigns": 2})
    connection = company(scenario)
    assert connection.execute("SELECT count(*) FROM installed_devices").fetchone() == (5,)
    assert broken(connection, as_of) == {}


def test_nobody_pays_for_visits_that_are_all_under_guarantee() -> None:
    as_of = dt.date(2026, 1, 31)
    rows = {"customers": 3, "service_calls": 1, "leads": 3, "marketing_campaigns": 2}
    with pytest.raises(UserError, match=r"^--rows: all service calls of a branch \(1\) are under"):
        company(Scenario.of(seed=800875, as_of=as_of, history_days=60, rows=rows))


@settings(max_examples=times(12, 25))
@given(
    seed=st.integers(0, 2**63 - 1),
    as_of=st.dates(dt.date(2012, 3, 1), dt.date(2099, 12, 31)),
    history_days=st.integers(60, 900),
    customers=st.integers(1, 60),
    technicians=st.integers(1, 6),
    scale=st.integers(1, 2),
)
def test_any_knobs_give_a_true_company_or_one_line(
    seed: int, as_of: dt.date, history_days: int, customers: int, technicians: int, scale: int
) -> None:
    refused = None
    try:
        scenario = Scenario.of(
            seed=seed,
            as_of=as_of,
            history_days=history_days,
            scale=scale,
            rows={"customers": customers, "technicians": technicians},
        )
        connection = company(scenario)
    except UserError as error:
        refused = str(error)
    assert "\n" not in (refused or "")
    assert refused or broken(connection, as_of) == {}


def test_branches_do_not_depend_on_one_another() -> None:
    """The first branch of two is the only branch of one, row by row."""
    as_of = dt.date(2025, 8, 31)
    one = company(Scenario.of(as_of=as_of, rows={"customers": 40}))
    two = company(Scenario.of(as_of=as_of, rows={"customers": 40}, scale=2))
    for table in Base.metadata.sorted_tables:
        key = next(iter(table.primary_key.columns)).name
        rows = one.execute(f"SELECT * FROM {table.name} ORDER BY {key}").fetchall()
        both = two.execute(f"SELECT * FROM {table.name} ORDER BY {key}").fetchall()
        assert both[: len(rows)] == rows, table.name
