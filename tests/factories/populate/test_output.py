"""What a run says and leaves: the summary, the report, the manifest, the CSV files."""

import contextlib
import csv
import hashlib
import json
import os
import pty
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from factories import populate
from factories.audit import AuditError
from factories.plan import CATALOG, PLAN, run_company
from factories.runs.summary import Report
from factories.scenario import Scenario
from factories.sizes import DEFAULT_ROWS, GUIDE_ROWS
from factories.storage import manifest
from hvac_models import Base
from tests.factories.support import small_company


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    home = tmp_path_factory.mktemp("made")
    report = populate.populate(
        small_company.scenario(), database=home / "hvac.sqlite", seeds=home / "seeds"
    )
    return home, report


def run(home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "factories.populate", *options],
        cwd=home, capture_output=True, text=True, check=False,
    )  # fmt: skip


def facts_of(path: Path) -> dict[str, str]:
    return manifest.of_database(path)


def test_the_summary_of_a_default_run() -> None:
    scenario = Scenario.of(as_of=date(2025, 9, 30))
    companions = {t: n for t, n in DEFAULT_ROWS.items() if t not in GUIDE_ROWS}
    report = Report(
        scenario, "hvac.sqlite", None, GUIDE_ROWS, companions, [], 1.234, scenario.command()
    )
    lines = report.lines()
    assert lines[0] == "HVAC company, 2023-10-02 to 2025-09-30, seed 42"
    assert [line.split()[0] for line in lines if line.startswith("  ")] == list(DEFAULT_ROWS)
    assert [line.split() for line in lines if line.endswith("17,410")] == [
        ["The", "guide's", "19", "tables", "17,410"]
    ]
    assert "8 companion tables                 7,069" in lines
    assert "All 27 tables                     24,479" in lines
    assert lines[-5:] == [
        "Audit: 0 checks, 0 violations",
        "Database: hvac.sqlite",
        "Seeds: none",
        "Seconds: 1.23",
        "The same again: python -m factories.populate --seed 42 --as-of 2025-09-30",
    ]


def test_a_run_prints_the_summary_and_the_command_makes_the_same(tmp_path: Path) -> None:
    options = [*small_company.OPTIONS, "--seeds", "seeds"]
    first = run(tmp_path, *options)
    assert (first.returncode, first.stderr) == (0, "")
    assert ", 0 violations\n" in first.stdout
    files = {path.name: path.read_bytes() for path in (tmp_path / "seeds").iterdir()}
    data = (tmp_path / "hvac.sqlite").read_bytes()
    command = first.stdout.splitlines()[-1].removeprefix("The same again: python -m ")
    again = run(tmp_path, *command.split()[1:], "--quiet")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert {path.name: path.read_bytes() for path in (tmp_path / "seeds").iterdir()} == files
    assert (tmp_path / "hvac.sqlite").read_bytes() == data
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hvac.sqlite", "seeds"]


def test_json_is_one_object_and_nothing_else(tmp_path: Path) -> None:
    done = run(
        tmp_path, *small_company.OPTIONS, "--no-seeds", "--json", "--database", "sqlite:///a.sqlite"
    )
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert report["database"] == "a.sqlite"
    assert report["seeds"] is None
    assert report["tables"]["customers"] == 20
    assert report["total_rows"] == report["guide_rows"] + report["companion_rows"]
    assert report["audit"]["violations"] == 0
    assert report["command"].endswith("--database sqlite:///a.sqlite --no-seeds")
    assert [path.name for path in tmp_path.iterdir()] == ["a.sqlite"]


def test_a_reader_who_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    script = '"$0" -m factories.populate "$@" | head -n 1; exit "${PIPESTATUS[0]}"'
    done = subprocess.run(
        ["bash", "-c", script, sys.executable, *small_company.OPTIONS, "--no-seeds"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_a_run_without_a_standard_output_is_no_error(tmp_path: Path) -> None:
    script = '"$0" -m factories.populate "$@" >&-'
    done = subprocess.run(
        ["bash", "-c", script, sys.executable, *small_company.OPTIONS, "--no-seeds"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert facts_of(tmp_path / "hvac.sqlite")["as_of"] == small_company.AS_OF.isoformat()


def test_a_terminal_sees_the_steps_and_a_pipe_does_not(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "factories.populate", *small_company.OPTIONS, "--no-seeds"]
    terminal = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs, env=terminal
    )
    os.close(theirs)
    seen = b""
    with contextlib.suppress(OSError):  # Linux's way to say that nobody writes any more
        while block := os.read(ours, 4_096):
            seen += block
    os.close(ours)
    out, _ = process.communicate()
    assert process.returncode == 0
    assert "\N{BOX DRAWINGS HEAVY HORIZONTAL}" in seen.decode("utf-8")
    assert b"All 27 tables" in out


def test_the_report_counts_what_is_there(made: tuple[Path, Report]) -> None:
    home, report = made
    connection = sqlite3.connect(home / "hvac.sqlite")
    for table, rows in report.as_dict()["tables"].items():
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (rows,)
        assert rows == small_company.scenario().total_of(table)
    connection.close()


def test_the_database_says_how_it_was_made(made: tuple[Path, Report]) -> None:
    home, _ = made
    facts = facts_of(home / "hvac.sqlite")
    assert facts["seed"] == "42"
    assert facts["as_of"] == "2025-09-30"
    assert facts["command"] == small_company.scenario().command()
    assert json.loads(facts["rows"]) == dict(small_company.scenario().rows)
    assert "hvac_manifest" not in Base.metadata.tables


def test_the_manifest_beside_the_seeds_holds_the_same_facts(made: tuple[Path, Report]) -> None:
    home, _ = made
    beside = json.loads((home / "seeds" / "manifest.json").read_text())
    inside = facts_of(home / "hvac.sqlite")
    assert {
        key: value if isinstance(value, str) else json.dumps(value) for key, value in beside.items()
    } == inside


def test_the_seeds_are_the_tables(made: tuple[Path, Report]) -> None:
    home, _ = made
    tables = json.loads((home / "seeds" / "manifest.json").read_text())["tables"]
    assert {path.name for path in (home / "seeds").iterdir()} == {
        "manifest.json", *(f"{table}.csv" for table in DEFAULT_ROWS)
    }  # fmt: skip
    for table in Base.metadata.sorted_tables:
        data = (home / "seeds" / f"{table.name}.csv").read_bytes()
        rows = list(csv.reader(data.decode("utf-8").splitlines(keepends=True)))
        assert rows[0] == [column.name for column in table.columns]
        assert len(rows) - 1 == tables[table.name]["rows"]
        assert hashlib.sha256(data).hexdigest() == tables[table.name]["sha256"]


def test_no_cell_is_a_formula_to_a_spreadsheet(made: tuple[Path, Report]) -> None:
    home, _ = made
    for path in (home / "seeds").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                assert not [cell for cell in row if starts_a_formula(cell)], path.name


def starts_a_formula(cell: str) -> bool:
    return cell[:1] in ("=", "@", "\t", "\r") or (
        cell[:1] in ("+", "-") and not cell[1:].replace(".", "", 1).isdigit()
    )


def test_files_of_others_in_the_seeds_folder_stay(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / ".gitkeep").touch()
    (seeds / "seeds.yml").write_text("version: 2\n")
    for seed in (1, 2):
        populate.populate(
            small_company.scenario(seed), database=tmp_path / "hvac.sqlite", seeds=seeds
        )
        assert (seeds / "seeds.yml").read_text() == "version: 2\n"
        assert (seeds / ".gitkeep").exists()
        assert json.loads((seeds / "manifest.json").read_text())["seed"] == seed


def test_a_step_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    populate.populate(
        small_company.scenario(), database=tmp_path / "a", seeds=tmp_path / "seeds",
        progress=lambda *step: told.append(step),
    )  # fmt: skip
    assert all(0 <= done <= total for _, done, total in told)
    titles = {title for title, _, _ in told}
    assert {step.title for step in (*CATALOG, *PLAN)} | {"Audit", "CSV files"} <= titles


def spoiled(monkeypatch: pytest.MonkeyPatch, statement: str) -> None:
    """Let the company be run as ever, and then be spoiled."""

    def run_and_spoil(
        scenario: Scenario, connection: sqlite3.Connection, *_rest: object
    ) -> Scenario:
        made = run_company(scenario, connection, lambda *_step: None)
        connection.execute(statement)
        return made

    monkeypatch.setattr("factories.runs.dataset.run_company", run_and_spoil)


ANOTHER_CUSTOMER = (
    "UPDATE invoices SET customer_id = customer_id % 20 + 1"
    " WHERE invoice_id = (SELECT min(invoice_id) FROM invoices)"
)
ONE_DAY_LESS = "DELETE FROM weather_daily WHERE weather_id = 1"


@pytest.mark.parametrize(
    ("statement", "check"), [(ONE_DAY_LESS, "row-counts"), (ANOTHER_CUSTOMER, "invoice")]
)
def test_what_fails_the_audit_replaces_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str, check: str
) -> None:
    database, seeds = tmp_path / "hvac.sqlite", tmp_path / "seeds"
    populate.populate(small_company.scenario(1), database=database, seeds=seeds)
    before = database.read_bytes(), {path.name: path.read_bytes() for path in seeds.iterdir()}
    spoiled(monkeypatch, statement)
    with pytest.raises(AuditError, match=check):
        populate.populate(small_company.scenario(2), database=database, seeds=seeds)
    assert before == (
        database.read_bytes(), {path.name: path.read_bytes() for path in seeds.iterdir()}
    )  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hvac.sqlite", "seeds"]


def test_a_failed_audit_names_the_checks_and_exits_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    spoiled(monkeypatch, ONE_DAY_LESS)
    assert populate.main([*small_company.OPTIONS, "--no-seeds"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: the audit failed and nothing was replaced\n")
    assert "row-counts" in err
    assert "weather_daily" in err
    assert list(tmp_path.iterdir()) == []
