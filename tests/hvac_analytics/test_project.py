"""What the project says of itself: descriptions, contracts, and a test for each key and mart."""

import json
import re
from typing import Any

import duckdb
import pytest

from factories.rules.calls.service import RESPONSE_TARGET
from factories.rules.crm.contracts import VISIT_EVERY_DAYS
from factories.rules.crm.customers import LEAVING
from factories.rules.hours.calendar import holidays
from hvac_models import Base
from hvac_models.dbt import files
from tests.hvac_analytics.project import ROOT, Project


@pytest.fixture(scope="session")
def manifest(built: Project) -> dict[str, Any]:
    """As dbt wrote it down when it built."""
    loaded: dict[str, Any] = json.loads(
        (built.folder / "target" / "manifest.json").read_text("utf-8")
    )
    return loaded


@pytest.fixture(scope="session")
def models(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    found = [n for n in manifest["nodes"].values() if n["resource_type"] == "model"]
    assert len(found) > 50
    return found


@pytest.fixture(scope="session")
def marts(models: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [model for model in models if model["path"].startswith("marts")]


@pytest.mark.parametrize("name", files())
def test_what_is_generated_is_current(name: str) -> None:
    written = (ROOT / "hvac_analytics" / name).read_text("utf-8")
    assert written == files()[name], "run `make dbt-sources`"


def test_each_model_and_column_is_described(
    models: list[dict[str, Any]], built: Project, manifest: dict[str, Any]
) -> None:
    with duckdb.connect(str(built.folder / "hvac.duckdb"), read_only=True) as database:
        columns = database.execute(
            "select table_name, column_name from duckdb_columns()"
            " where schema_name = 'HVAC_ANALYTICS' and table_name not like 'snap%'"
        ).fetchall()
    said = {
        (model["name"], column["name"].lower())
        for model in models
        for column in model["columns"].values()
        if column["description"].strip()
    }
    assert {model["name"] for model in models} == {table for table, _ in columns}
    assert [model["name"] for model in models if len(model["description"]) < 20] == []
    assert sorted({(table, column.lower()) for table, column in columns} - said) == []


def test_seeds_sources_snapshots_and_exposures_are_described(manifest: dict[str, Any]) -> None:
    said = [
        *(n for n in manifest["nodes"].values() if n["resource_type"] in ("seed", "snapshot")),
        *manifest["sources"].values(),
        *manifest["exposures"].values(),
    ]
    assert [node["name"] for node in said if not node["description"].strip()] == []


def test_the_response_targets_are_those_of_the_rules() -> None:
    """dbt cannot read Python: it has a copy."""
    model = ROOT / "hvac_analytics" / "models" / "intermediate" / "int_calls_enriched.sql"
    _, _, after = model.read_text("utf-8").partition("case incidents.severity_level")
    case, found, _ = after.partition("end as response_target_minutes")
    assert found
    told = re.findall(r"when '(\w+)' then (\d+)", case)
    assert {severity: int(minutes) for severity, minutes in told} == RESPONSE_TARGET


def test_what_the_marts_take_for_granted_is_what_the_rules_say(built: Project) -> None:
    said = (built.folder / "dbt_project.yml").read_text("utf-8")
    assert f"contract_visit_every_days: {VISIT_EVERY_DAYS}\n" in said
    churn = re.search(r"churn_a_year: \{Low: ([\d.]+), Medium: ([\d.]+), High:", said)
    assert churn is not None
    assert float(churn[1]) < LEAVING < float(churn[2])

    _, _, after = said.partition("  holidays_kept:\n")
    kept = re.findall(r"^    - (.+)\n", after, re.MULTILINE)
    with duckdb.connect(str(built.folder / "hvac.duckdb"), read_only=True) as database:
        days = database.execute(
            "select date_day from HVAC_ANALYTICS.dim_date where list_contains(?, holiday_name)",
            [kept],
        ).fetchall()
        years = database.execute(
            "select calendar_year from HVAC_ANALYTICS.dim_date"
            " group by calendar_year having count(*) >= 365"
        ).fetchall()
    assert len(years) > 2
    whole = {year for (year,) in years}
    assert {day for (day,) in days if day.year in whole} == {
        day for year in whole for day in holidays(year)
    }


def test_each_mart_has_a_contract_a_group_and_a_public_face(marts: list[dict[str, Any]]) -> None:
    assert len(marts) >= 29
    for mart in marts:
        assert mart["config"]["contract"]["enforced"], mart["name"]
        assert mart["config"]["group"], mart["name"]
        assert mart["config"]["access"] == "public", mart["name"]
        assert mart["config"]["materialized"] in ("table", "incremental"), mart["name"]


def test_each_table_and_view_has_a_key_that_is_tested(
    manifest: dict[str, Any], models: list[dict[str, Any]]
) -> None:
    keyed = {
        node["attached_node"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
        and (rules := node.get("test_metadata") or {}).get("name") == "rules_hold"
        and rules["kwargs"]["unique"]
    }
    seeds = [n for n in manifest["nodes"].values() if n["resource_type"] == "seed"]
    assert len(seeds) == len(Base.metadata.tables)
    without = {node["name"] for node in [*models, *seeds] if node["unique_id"] not in keyed}
    assert without == set()


def test_each_mart_has_a_unit_test(manifest: dict[str, Any], marts: list[dict[str, Any]]) -> None:
    tested = {test["model"] for test in manifest["unit_tests"].values()}
    assert sorted({mart["name"] for mart in marts} - tested) == []


def test_each_singular_test_says_what_holds() -> None:
    """A truth a file, in its first line; and the contract's are many."""
    truths = sorted((ROOT / "hvac_analytics" / "tests").rglob("*.sql"))
    assert len(truths) >= 45
    for truth in truths:
        first, *_ = truth.read_text("utf-8").split("\n", 1)
        assert first.startswith(("{# ", "-- ")), truth.name
        assert truth.name.startswith("assert_"), truth.name
