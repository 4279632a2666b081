"""The estimate stands on what it prints, the guard holds, the scripts are one with both."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
import sqlglot

from factories.cost import main
from factories.sizes import DEFAULT_ROWS
from factories.warehouse.account import SCRIPTS
from factories.warehouse.pricing import ASSUMED, Plan, estimate
from factories.warehouse.settings import CREDITS_PER_HOUR, Warehouse
from hvac_models import Base
from tests.markdown import Document

ROOT = Path(__file__).parents[3]
PROJECT = ROOT / "hvac_analytics"


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(words) == code
    found = capsys.readouterr()
    if code:
        assert found.err.startswith("error: ")
        assert found.err.count("\n") == 1
        return found.err
    return found.out


def test_the_estimate_can_be_worked_out_by_hand() -> None:
    """Two builds on one day: 342 statements, half a second each, eight at once, a minute idle."""
    plan = Plan(1_000_000, builds=2, days=1)
    found = estimate(plan)
    load = Decimal(27 * 5 + 20 + 60) / 3600
    build = (Decimal(342) / 16 + 40 + 60) / 3600
    cloud = Decimal(342) * Decimal("0.00002") - build / 10
    assert found.loading == pytest.approx(load)
    assert found.building == pytest.approx(2 * build)
    assert found.cloud == pytest.approx(2 * cloud)
    assert found.dollars == pytest.approx(3 * (load + 2 * build + 2 * cloud), abs=Decimal("0.02"))


def test_more_of_anything_costs_more() -> None:
    base = Plan(24_479)
    dearer = [
        Plan(2_000_000),
        Plan(24_479, builds=3),
        Plan(24_479, days=22),
        Plan(24_479, on=Warehouse(size="SMALL")),
        Plan(24_479, on=Warehouse(auto_suspend=120)),
        Plan(24_479, on=Warehouse(price=Decimal("3.90"))),
    ]
    assert all(estimate(plan).dollars > estimate(base).dollars for plan in dearer)


def test_waking_is_never_billed_for_less_than_a_minute() -> None:
    quick = Plan(1, builds=0, on=Warehouse(auto_suspend=30))
    assert estimate(quick).loading >= Decimal(60) / 3600


def test_every_assumption_is_printed_and_sourced(capsys: pytest.CaptureFixture[str]) -> None:
    printed = said(capsys)
    for one in ASSUMED.values():
        assert re.search(rf"{one.value:f}  {re.escape(one.says)} +{re.escape(one.source)}", printed)
    report = json.loads(said(capsys, "--json"))
    assert len(report["assumptions"]) == len(ASSUMED) + 2
    assert all(one["source"] for one in report["assumptions"])
    assert report["within"] is True


def test_the_default_plan_is_the_default_company_within_seven_dollars(
    capsys: pytest.CaptureFixture[str],
) -> None:
    line = said(capsys, "--quiet")
    assert f"load {sum(DEFAULT_ROWS.values()):,} rows once, build 2 times a day for 21 days" in line
    assert "X-SMALL, 60 s auto-suspend, $3.00 a credit" in line
    dollars = re.search(r"credits, \$([\d.]+) of a budget of \$7\.00", line)
    assert dollars is not None
    assert 1 < Decimal(dollars[1]) <= 7


def test_above_the_budget_it_fails(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "--rows", "4800000", code=2)
    assert re.search(r"--budget: the estimate of \$[\d.]+ is above \$7\.00; plan less", told)
    said(capsys, "--rows", "4800000", "--budget", "20")
    said(capsys, "--budget", "1", code=2)
    said(capsys, "--size", "large", code=2)


@pytest.mark.parametrize(("words", "told"), [
    (["--rows", "0"], "--rows: 0 is out of range"),
    (["--rows", "many"], "--rows: 'many' is not a whole number"),
    (["--builds", "-1"], "--builds: -1 is out of range"),
    (["--days", "0"], "--days: 0 is out of range"),
    (["--size", "TINY"], "--size: 'TINY' is not a size; choose from X-SMALL"),
    (["--suspend", "5"], "--suspend: 5 is not a number of seconds from 30 to 3600"),
    (["--price", "0"], "--price: '0' is not an amount of dollars"),
    (["--budget", "-7"], "--budget: "),
    (["--budget", "7.001"], "--budget: '7.001' is not an amount of dollars"),
    (["--sql", "drop"], "--sql: 'drop' is not a script; choose from setup, teardown"),
    (["--sql", "setup", "--budget", "0.01"], "--budget: too small a part of a credit"),
    (["--frequency", "2"], "unrecognized arguments"),
])  # fmt: skip
def test_a_mistake_is_one_line(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told in said(capsys, *words, code=2)


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_project_s_copy_is_current(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = PROJECT / "snowflake" / f"{name}.sql"
    assert path.read_text("utf-8") == said(capsys, "--sql", name), "run: make snowflake-sql"


@pytest.mark.parametrize("name", SCRIPTS)
def test_snowflake_would_parse_it(name: str) -> None:
    for budget in (1, 7, 500):
        text = SCRIPTS[name](Warehouse(budget=Decimal(budget)))
        assert len([one for one in sqlglot.parse(text, read="snowflake") if one]) > 3


def test_what_is_set_up_is_taken_away() -> None:
    up, down = (SCRIPTS[name](Warehouse()) for name in ("setup", "teardown"))
    made = re.findall(
        r"^create (resource monitor|warehouse|database|role) if not exists (\w+)", up, re.MULTILINE
    )
    dropped = re.findall(
        r"^drop (resource monitor|warehouse|database|role) if exists (\w+)", down, re.MULTILINE
    )
    assert sorted(made) == sorted(dropped)
    assert len(made) == 4


@pytest.mark.parametrize("budget", [1, 2, 7, 30, 1_000])
def test_the_monitor_stops_at_the_budget(budget: int) -> None:
    on = Warehouse(budget=Decimal(budget))
    text = SCRIPTS["setup"](on)
    quota = int(re.findall(r"credit_quota = (\d+)", text)[-1])
    percents = dict(re.findall(r"on (\d+) percent do (\w+)", text))
    notify, suspend, stop = (int(percent) for percent in percents)
    assert list(percents.values()) == ["notify", "suspend", "suspend_immediate"]
    assert 0 < notify < suspend < stop <= 100
    assert 0.95 * budget < quota * stop * on.price / 100 <= budget
    assert f"auto_suspend = {on.auto_suspend}" in text


def test_the_names_are_those_of_dbt() -> None:
    profile = (PROJECT / "profiles.yml").read_text("utf-8")
    on = Warehouse()
    for variable, name in (
        ("WAREHOUSE", on.warehouse), ("DATABASE", on.database), ("SCHEMA", on.models_schema)
    ):  # fmt: skip
        assert f"env_var('SNOWFLAKE_{variable}', '{name}')" in profile
    assert f"+schema: {on.raw_schema}" in (PROJECT / "dbt_project.yml").read_text("utf-8")
    assert f"threads: {ASSUMED['statements_at_once'].value}" in profile


def test_the_statements_are_those_counted_in_the_project() -> None:
    rows = Document(PROJECT / "README.md").table(
        "Command", "Statements", "Busy", "Credits", "At $2 to $3 a credit"
    )
    counted = {row[0]: int(row[1].replace(",", "")) for row in rows}
    build = counted["`dbt build` without seeds and unit tests"]
    assert ASSUMED["statements_a_build"].value == build
    assert ASSUMED["tables"].value == len(Base.metadata.tables)


def test_sizes_double() -> None:
    rates = list(CREDITS_PER_HOUR.values())
    assert rates == [2**n for n in range(len(rates))]
