"""Whatever befalls an advance, the company is at the old day or at the new one, whole."""

import errno
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from factories.audit import AuditError
from factories.days import plan
from factories.errors import UserError
from factories.runs import moving
from factories.runs.changes import Feed
from factories.runs.csv_seeds import Seeds
from factories.runs.moving import advance
from factories.sinks import csv
from factories.storage import manifest
from tests.factories.support.database_files import dump, files, populated
from tests.factories.support.full_disks import fill_at
from tests.factories.support.killing import states_after_kills, take_signals

KILLS = "tests.factories.advance.kill_advance"


@pytest.mark.parametrize("mode", ["moments", "copies"])
def test_kill_9_at_any_moment_leaves_a_whole_day(tmp_path: Path, mode: str) -> None:
    states = states_after_kills(KILLS, tmp_path, mode)
    assert sum(database == before for before, database, _, _ in states) >= len(states) // 3


def test_kill_9_at_each_step_is_made_good_by_the_next_run(tmp_path: Path) -> None:
    states = states_after_kills(KILLS, tmp_path, "steps")
    outcomes = {(database > before, seeds == database, feed == database)
                for before, database, seeds, feed in states}  # fmt: skip
    assert (False, True, True) in outcomes
    # Killed between the commit and the renames: the next run has put the rest in place.
    assert (True, False, False) in outcomes
    assert (True, True, False) in outcomes


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A company that has come on by a day, with its seeds and its feed."""
    populated(tmp_path / "hvac.sqlite")
    advance(
        tmp_path / "hvac.sqlite", days=1, seeds=tmp_path / "seeds", changes=tmp_path / "changes"
    )
    return tmp_path


def refused(home: Path, error: type[Exception], told: str, days: int = 2) -> None:
    before = files(home)
    with pytest.raises(error, match=told):
        advance(home / "hvac.sqlite", days=days, seeds=home / "seeds", changes=home / "changes")
    assert files(home) == before
    assert sorted(path.name for path in home.iterdir()) == ["changes", "hvac.sqlite", "seeds"]


def test_an_error_in_a_step(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_day: Any) -> None:
        raise RuntimeError("a step that is wrong")

    monkeypatch.setattr(plan, "DAY", (*plan.DAY, plan.Step("Fail", fail)))
    refused(home, RuntimeError, "a step that is wrong")


def test_a_day_that_is_not_true_is_not_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lie(day: Any) -> None:
        day.books.connection.execute("update parts_usage set quantity_used = quantity_used + 1")

    monkeypatch.setattr(plan, "DAY", (*plan.DAY, plan.Step("Lie", lie)))
    refused(home, AuditError, "the audit failed")


@pytest.mark.parametrize("table", ["branches", "payments"])
def test_a_full_disk_under_the_seeds(
    home: Path, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    fill_at(monkeypatch, table)
    refused(home, UserError, "--seeds: the disk is full")


def test_a_full_disk_under_the_changes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_told: object) -> csv.CsvFile:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(csv, "write_rows", full)
    refused(home, UserError, "--changes: the disk is full")


def test_a_full_disk_under_the_database(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class SmallDisk(sqlite3.Connection):
        def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
            if sql.startswith("BEGIN EXCLUSIVE"):
                pages = super().execute("PRAGMA page_count").fetchone()[0]
                super().execute(f"PRAGMA max_page_count = {pages}")
            return super().execute(sql, parameters)

    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda path, **options: connect(path, factory=SmallDisk, **options)
    )
    refused(home, UserError, "DATABASE: the disk is full", days=40)


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    """A file system that has no room for the journal, or for the pages."""
    disk = tmp_path / "disk"
    disk.mkdir()
    size = populated(tmp_path / "hvac.sqlite").stat().st_size
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size + 40_000}", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting takes rights")
    try:
        path = populated(disk / "hvac.sqlite")
        before = dump(path)
        with pytest.raises(UserError, match="the disk is full"):
            advance(path, days=30)
        assert [entry.name for entry in disk.iterdir()] == ["hvac.sqlite"]
        assert dump(path) == before
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_polite_end_is_one_line_and_leaves_no_trace(home: Path, number: signal.Signals) -> None:
    before = files(home)
    words = ["hvac.sqlite", "--days", "300", "--seeds", "seeds", "--changes", "changes"]
    process = subprocess.Popen(
        [sys.executable, "-m", "factories.advance", *words], cwd=home,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=take_signals,  # noqa: PLW1509 - this suite has no threads to deadlock
    )  # fmt: skip
    patience = time.monotonic() + 60
    while not list(home.glob(".changes.*")) and time.monotonic() < patience:
        time.sleep(0.01)
    time.sleep(0.2)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert err == "error: interrupted; run the same command again\n"
    assert files(home) == before


def test_a_half_written_file_is_as_it_was_for_who_comes_next(home: Path) -> None:
    """The journal of a run that was killed while it wrote into the file is played back."""
    path, before = home / "hvac.sqlite", dump(home / "hvac.sqlite")
    killed = (
        "import os, signal, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('pragma cache_size = 5'); c.execute('begin exclusive')\n"
        "c.execute(\"update customers set customer_name = customer_name || '!'\")\n"
        "c.execute(\"update service_calls set technician_notes = technician_notes || '!'\")\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", killed, str(path)], check=False)
    assert (home / "hvac.sqlite-journal").stat().st_size
    audit = [sys.executable, "-m", "factories.audit", str(path)]
    assert (
        "0 violations" in subprocess.run(audit, capture_output=True, text=True, check=True).stdout
    )
    assert dump(path) == before
    assert advance(path, days=1).violations == 0


@pytest.mark.parametrize("place", [Seeds, Feed])
def test_what_cannot_follow_the_database_is_put_in_place_by_the_next_run(
    home: Path, tmp_path_factory: pytest.TempPathFactory, place: type[Any]
) -> None:
    """After the commit there is no way back: what is ready stays, and the other place is filled."""

    def fail(_self: Any) -> None:
        raise UserError("--out", "no room")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, "take_place", fail)
        with pytest.raises(UserError, match="next advance"):
            advance(home / "hvac.sqlite", days=2, seeds=home / "seeds", changes=home / "changes")
    advance(home / "hvac.sqlite", days=1, seeds=home / "seeds", changes=home / "changes")
    assert sorted(path.name for path in home.iterdir()) == ["changes", "hvac.sqlite", "seeds"]
    whole = tmp_path_factory.mktemp("whole")
    populated(whole / "hvac.sqlite")
    for days in (1, 2, 1):
        advance(whole / "hvac.sqlite", days=days, seeds=whole / "seeds", changes=whole / "changes")
    assert {n: b for n, b in files(home).items() if n.startswith(("seeds", "changes"))} == {
        n: b for n, b in files(whole).items() if n.startswith(("seeds", "changes"))
    }


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interruption_after_the_commit_is_no_failure(home: Path, number: signal.Signals) -> None:
    """Whoever runs again what has failed would live the day twice."""
    script = (
        "import os, sys, factories.runs.moving as m, factories.advance as a\n"
        "report = m._Run.report\n"
        "def late(*told):\n"
        f"    os.kill(os.getpid(), {int(number)})\n"
        "    return report(*told)\n"
        "m._Run.report = late\n"
        "a.leave(lambda: a.main(sys.argv[1:]))\n"
    )
    words = ["hvac.sqlite", "--days", "1", "--seeds", "seeds", "--changes", "changes"]
    done = subprocess.run(
        [sys.executable, "-c", script, *words], cwd=home, capture_output=True, text=True,
        check=False, preexec_fn=take_signals,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")
    last = max(path.name for path in (home / "changes").iterdir())
    assert done.stderr == f"interrupted when all was done: hvac.sqlite is at {last}\n"
    assert sorted(path.name for path in home.iterdir()) == ["changes", "hvac.sqlite", "seeds"]


def test_a_report_that_nobody_reads_can_be_broken_off(home: Path) -> None:
    """A full pipe holds the run for as long as its reader sleeps; the kill that ends it comes after
    the commit."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    with suppress(BlockingIOError):
        while True:
            os.write(write, b"x" * 4096)
    os.set_blocking(write, True)
    before = as_of(home / "hvac.sqlite")
    process = subprocess.Popen(
        [sys.executable, "-m", "factories.advance", "hvac.sqlite", "--days", "1", "--json"],
        cwd=home, stdout=write, stderr=subprocess.PIPE, text=True,
        preexec_fn=take_signals,  # noqa: PLW1509 - this suite has no threads to deadlock
    )  # fmt: skip
    try:
        patience = time.monotonic() + 60
        while as_of(home / "hvac.sqlite") in (before, None) and time.monotonic() < patience:
            time.sleep(0.05)
        # What is sent between the commit and the renames is not heard.
        time.sleep(1)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=60)
    finally:
        os.close(read)
        os.close(write)
    assert process.returncode == 0
    assert err.startswith("interrupted when all was done: hvac.sqlite is at ")


def as_of(path: Path) -> str | None:
    """The day at which a company is, unless somebody is at work on it."""
    try:
        return manifest.of_database(path)["as_of"]
    except sqlite3.DatabaseError:
        return None


def test_a_database_that_another_run_replaces_meanwhile(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The days would go into a file that has no name any more."""
    path, commit = home / "hvac.sqlite", moving._Run.commit

    def replaced(run: moving._Run) -> None:
        populated(home / "new.sqlite").replace(path)
        commit(run)

    monkeypatch.setattr(moving._Run, "commit", replaced)
    with pytest.raises(UserError, match="was replaced by another program meanwhile"):
        advance(path, days=1)
    assert sorted(entry.name for entry in home.iterdir()) == ["changes", "hvac.sqlite", "seeds"]
