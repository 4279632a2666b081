"""The benchmarks run and compare like with like; what they measure is for people to read."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from factories.sizes import DEFAULT_ROWS
from hvac_models import Base
from hvac_models.base import enforce_foreign_keys
from tests.bench import analytics
from tests.bench.measure import ROOT, Process
from tests.bench.plain_factories import create_company
from tests.bench.plain_script import write


def bench(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.bench", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_prints_ratios_beside_their_targets() -> None:
    done = bench("--quick", "--only", "b,d", "--scale", "1")
    assert done.returncode == 0, done.stderr
    assert f"{sum(DEFAULT_ROWS.values()):,} rows into SQLite" in done.stdout
    assert "at least 0.60" in done.stdout
    assert "CustomerFactory.build()" in done.stdout
    assert "at most 1.50" in done.stdout


def test_measures_what_a_test_suite_waits_for() -> None:
    done = bench("--quick", "--only", "g")
    assert done.returncode == 0, done.stderr
    for line in ("hvac_session set up", "ours / plain", "hvac_dataset copied", "import factories"):
        assert line in done.stdout


def test_measures_the_days_of_a_company() -> None:
    done = bench("--quick", "--only", "i", "--scale", "0")
    assert done.returncode == 0, done.stdout
    for line in ("1 day, audited", "30 days in one go", "1 day / populate", "at most 0.10"):
        assert line in done.stdout


def test_measures_the_marts_from_parquet_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without dbt itself: ``test_build`` runs that from Parquet files."""
    asked: list[tuple[str, ...]] = []

    def dbt(project: Path, *words: str) -> Process:
        assert (project / "dbt_project.yml").exists()
        assert Path(words[-1].removeprefix("raw: "), "invoices.parquet").exists()
        asked.append(words[:-1])
        return Process(12.5, 800)

    monkeypatch.setattr(analytics, "_dbt_afresh", dbt)
    _, marts, memory = analytics.measure_parquet(1)
    assert asked == [("run", "--vars")]
    assert (marts.measured, marts.target, marts.verdict) == ("12.5 s", "at most 60.0 s", "met")
    assert (memory.measured, memory.target) == ("800 MB", "at most 3000 MB")


def test_measures_what_make_analytics_runs() -> None:
    assert f"/dbt {' '.join(analytics.ANALYTICS)} " in (ROOT / "Makefile").read_text("utf-8")


def test_measures_exports_beside_the_csv_module() -> None:
    done = bench("--quick", "--only", "h", "--scale", "0")
    assert done.returncode == 0, done.stdout
    for form in ("csv", "parquet", "duckdb", "sqlite"):
        assert f"--to {form}, whole process" in done.stdout
    assert "at least 250,000 rows/s" in done.stdout
    assert "at most 300 MB" in done.stdout


def test_refuses_a_part_that_is_not_there() -> None:
    done = bench("--only", "x")
    assert done.returncode == 2
    assert "--only: there is no 'x'" in done.stderr


def test_the_plain_script_makes_our_tables(tmp_path: Path) -> None:
    rows = dict.fromkeys(DEFAULT_ROWS, 3)
    write(tmp_path, rows)
    for table in Base.metadata.tables.values():
        with (tmp_path / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            header, *records = csv.reader(file)
        assert header == [column.name for column in table.columns], table.name
        assert len(records) == rows[table.name], table.name


def test_the_plain_factories_keep_the_schema_s_rules() -> None:
    engine = create_engine("sqlite://")
    enforce_foreign_keys(engine)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        assert create_company(session, 5) > 150
    engine.dispose()
