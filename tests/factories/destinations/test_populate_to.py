"""`populate --to ...` makes a company and carries it away in one go."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from factories import populate
from factories.sinks import duckdb
from factories.verify import verify
from tests.factories import small

ROOT = Path(__file__).parents[3]
WORDS = (*small.OPTIONS, "--no-seeds")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(populate, "stop_on_signals", lambda: None)


@pytest.mark.parametrize("form", ["csv", "parquet", "sqlite", "duckdb"])
def test_both_are_there(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert populate.main([*WORDS, "--to", form, "--out", "away"]) == 0
    assert f"Exported: away ({form}), " in capsys.readouterr().out.splitlines()[-1]
    assert (tmp_path / "hvac.sqlite").is_file()
    assert verify(tmp_path / "away") == []


def test_the_report_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert populate.main([*WORDS, "--to", "csv", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["export"]["total_rows"] == report["total_rows"]


@pytest.mark.parametrize(("words", "told"), [
    (["--to", "xml"], "--to: 'xml' is none of csv"),
    (["--to", "csv", "--out", "missing/away"], "--out: the folder"),
    (["--to", "sqlite", "--out", "hvac.sqlite"], "--out: hvac.sqlite is what --database names"),
    (["--to", "snowflake://ada@org-lab/hvac", "--budget", "1"], "--budget: the estimate of $3"),
    (["--out", "away"], "--out: it says how to export; add --to FORM"),
    (["--folders"], "--folders: it says how to export; add --to FORM"),
    (["--budget", "9"], "--budget: it says how to export; add --to FORM"),
])  # fmt: skip
def test_a_mistake_costs_no_time(
    words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is found before the company is made."""
    assert populate.main([*WORDS, *words]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("words", "told"), [
    (["--to", "csv", "--out", "seeds"], "--out: seeds is what --seeds names; choose another"),
    (["--to", "parquet", "--out", "seeds"], "seeds holds the csv files of another export"),
    (["--to", "csv", "--out", "all"], "--out: all holds what --seeds names"),
    (["--to", "sqlite", "--out", "key", "--mess", "light", "--answer-key", "key"],
     "--out: key is what --answer-key names"),
])  # fmt: skip
def test_an_export_never_takes_the_place_of_what_the_run_makes(
    words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "all").mkdir()
    seeds = "all/seeds" if "all" in words else "seeds"
    assert populate.main([*small.OPTIONS, "--seeds", seeds, "--quiet"]) == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert populate.main([*small.OPTIONS, "--seed", "7", "--seeds", seeds, *words]) == 2
    assert told in capsys.readouterr().err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_an_export_that_arrives_short_is_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    honest = duckdb.write_file
    monkeypatch.setattr(duckdb, "write_file", lambda *given: {**honest(*given), "payments": 0})
    assert populate.main([*WORDS, "--quiet", "--to", "duckdb", "--out", "away"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: --to: payments arrived with 0 of ")
    assert said.count("\n") == 1
    # As the README says, the new database stays.
    assert [path.name for path in tmp_path.iterdir()] == ["hvac.sqlite"]


@pytest.mark.parametrize("form", ["csv", "parquet", "sqlite", "duckdb"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_leaves_nothing_half_written(
    form: str, number: signal.Signals, tmp_path: Path
) -> None:
    """Stopped after different times; whatever is there is whole, and nothing else is."""
    assert populate.main([*WORDS, "--quiet"]) == 0
    words = [sys.executable, "-m", "factories.export", "hvac.sqlite", "--to", form, "--out", "away"]
    for seconds in (0.2, 0.8, 1.6):
        # Where the suite was started under nohup, children would ignore signals.
        child = subprocess.Popen(
            [*words, "--no-audit"],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
        )
        time.sleep(seconds)
        child.send_signal(number)
        _, said = child.communicate(timeout=60)
        left = {path.name for path in tmp_path.iterdir()}
        assert left in ({"hvac.sqlite"}, {"hvac.sqlite", "away"}), (left, said)
        if "away" in left:
            assert verify(tmp_path / "away") == []
