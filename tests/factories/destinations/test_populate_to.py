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
from factories.runs.verify import verify
from factories.scenario import Scenario
from factories.sinks import duckdb
from tests.factories.support import small_company
from tests.once import once

ROOT = Path(__file__).parents[3]
WORDS = (*small_company.OPTIONS, "--no-seeds")
BRANCHES = 4


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


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
    assert populate.main([*small_company.OPTIONS, "--seeds", seeds, "--quiet"]) == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert populate.main([*small_company.OPTIONS, "--seed", "7", "--seeds", seeds, *words]) == 2
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


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that takes long enough to write to be caught at it."""
    path = tmp_path_factory.mktemp("large") / "hvac.sqlite"

    def make() -> bytes:
        populate.populate(Scenario.of(as_of=small_company.AS_OF, scale=BRANCHES), database=path)
        return path.read_bytes()

    path.write_bytes(once("a company large enough to be caught", make))
    return path


def interrupted(
    words: list[str], number: signal.Signals, scratch: str, so_far: str = ""
) -> set[str]:
    """What is left of a command that got a signal while it wrote to such a file or folder."""
    # Where the suite was started under nohup, children would ignore signals.
    child = subprocess.Popen(
        [sys.executable, "-m", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    patience = time.monotonic() + 60
    while not (seen := list(Path().glob(scratch))) and time.monotonic() < patience:
        time.sleep(0.01)
    child.send_signal(number)
    _, said = child.communicate(timeout=60)
    assert seen, said
    told = f"error: interrupted;{so_far} run the same command again\n"
    assert (child.returncode, said) == (2, told)
    return {path.name for path in Path().iterdir()}


@pytest.mark.parametrize("form", ["csv", "parquet", "sqlite", "duckdb"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_export_that_is_interrupted_leaves_nothing(
    form: str, number: signal.Signals, large: Path
) -> None:
    os.link(large, "hvac.sqlite")
    words = ["factories.export", "hvac.sqlite", "--to", form, "--out", "away", "--no-audit"]
    assert interrupted(words, number, ".away.*") == {"hvac.sqlite"}


@pytest.mark.parametrize(("scratch", "left", "so_far"), [
    (".hvac.sqlite.*", set(), ""),
    (".away.*", {"hvac.sqlite"}, " hvac.sqlite is made, but that was not all;"),
])  # fmt: skip
def test_a_run_that_is_interrupted_leaves_nothing_half_written(
    scratch: str, left: set[str], so_far: str
) -> None:
    """Before the database is in its place nothing is; afterwards the database is."""
    words = [
        "--as-of",
        small_company.AS_OF.isoformat(),
        "--scale",
        str(BRANCHES),
        "--no-seeds",
        "--quiet",
    ]
    command = ["factories.populate", *words, "--to", "csv", "--out", "away"]
    assert interrupted(command, signal.SIGTERM, scratch, so_far) == left


@pytest.mark.parametrize(("late", "code", "told"), [
    ("_report", 0, "interrupted when all was done: hvac.sqlite is made\n"),
    ("_carry_on", 2, ("error: interrupted; hvac.sqlite is made, but that was not all;"
     " run the same command again\n")),
])  # fmt: skip
def test_an_interruption_when_all_is_done_is_no_failure(
    late: str, code: int, told: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def interrupted(*_told: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(populate, late, interrupted)
    away = ["--to", "csv", "--out", "away"] if late == "_carry_on" else []
    assert populate.main([*WORDS, "--quiet", *away]) == code
    assert capsys.readouterr().err == told
