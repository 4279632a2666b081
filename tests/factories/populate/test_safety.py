"""Whatever befalls a run, the old files are whole or the new ones are."""

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

from factories import populate
from factories.engine import processes
from factories.errors import UserError
from tests.factories.support import small_company
from tests.factories.support.database_files import files
from tests.factories.support.full_disks import fill_at
from tests.factories.support.killing import states_after_kills, take_signals

ROOT = Path(__file__).parents[3]


KILLS = "tests.factories.populate.kill_populate"


@pytest.mark.parametrize("mode", ["moments", "copies"])
def test_kill_9_at_any_moment_leaves_old_or_new_complete(tmp_path: Path, mode: str) -> None:
    states = states_after_kills(KILLS, tmp_path, mode)
    assert len(states) >= 10
    assert sum(database == before for before, _, database, _ in states) >= 0.4 * len(states)


@pytest.mark.parametrize("mode", ["steps", "renames"])
def test_kill_9_at_each_step_leaves_old_or_new_complete(tmp_path: Path, mode: str) -> None:
    states = states_after_kills(KILLS, tmp_path, mode)
    outcomes = {(database == new, folder == new) for _, new, database, folder in states}
    assert {(False, False), (True, True)} <= outcomes
    # Between the two renames the folder is new and the database old: each of them complete.
    assert (True, False) not in outcomes
    assert sum(database != folder for _, _, database, folder in states) <= 1


@pytest.fixture
def made(tmp_path: Path) -> dict[str, bytes]:
    """A database and seeds of an earlier run."""
    populate.populate(
        small_company.scenario(1), database=tmp_path / "hvac.sqlite", seeds=tmp_path / "seeds"
    )
    return files(tmp_path)


def start(home: Path, *options: str, max_blocks: str = "unlimited") -> subprocess.Popen[str]:
    """A run that may write files of so many KiB."""
    limit = 'ulimit -f "$0"; exec "$@"'
    run = [sys.executable, "-m", "factories.populate", "--seeds", "seeds", *options]
    return subprocess.Popen(
        ["bash", "-c", limit, max_blocks, *run],
        cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=take_signals,  # noqa: PLW1509 - this suite has no threads to deadlock
    )  # fmt: skip


def written(home: Path) -> int:
    """Bytes of the largest hidden file of the database so far; its journal comes and goes."""
    largest = 0
    for path in home.glob(".hvac.sqlite.*"):
        with suppress(FileNotFoundError):
            largest = max(largest, path.stat().st_size)
    return largest


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_polite_end_is_one_line_and_leaves_no_trace(
    tmp_path: Path, made: dict[str, bytes], number: signal.Signals
) -> None:
    process = start(tmp_path, "--scale", "20", "--as-of", "2025-09-30")
    patience = time.monotonic() + 30
    # A megabyte: it has begun to write branches down, and twenty take a while.
    while written(tmp_path) < 1 << 20:
        assert time.monotonic() < patience, "nothing was written"
        time.sleep(0.01)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (2, "")
    assert err == "error: interrupted; run the same command again\n"
    assert files(tmp_path) == made


@pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) == 1, reason="works alone here"
)
def test_a_worker_that_is_killed_is_one_line(tmp_path: Path, made: dict[str, bytes]) -> None:
    process = start(tmp_path, "--scale", "20", "--as-of", "2025-09-30")
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    patience = time.monotonic() + 30
    while not (worker := children.read_text()):
        assert time.monotonic() < patience, "no worker was started"
        time.sleep(0.01)
    os.kill(int(worker.split()[0]), signal.SIGKILL)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (2, "")
    assert err == f"error: worker process: {processes.LOST}\n"
    assert files(tmp_path) == made


def test_a_disk_that_takes_no_more_is_one_line(tmp_path: Path, made: dict[str, bytes]) -> None:
    process = start(tmp_path, *small_company.OPTIONS, max_blocks="100")
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (2, "")
    assert err.startswith("error: --database: ")
    assert err.count("\n") == 1
    assert files(tmp_path) == made


def refused(home: Path, made: dict[str, bytes], told: str) -> None:
    with pytest.raises(UserError, match=told):
        populate.populate(
            small_company.scenario(2), database=home / "hvac.sqlite", seeds=home / "seeds"
        )
    assert files(home) == made
    assert sorted(path.name for path in home.iterdir()) == ["hvac.sqlite", "seeds"]


def test_a_full_disk_under_the_database(
    tmp_path: Path, made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    class SmallDisk(sqlite3.Connection):
        def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
            if sql == "BEGIN":
                super().execute("PRAGMA max_page_count = 60")
            return super().execute(sql, parameters)

    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda path, **options: connect(path, factory=SmallDisk, **options)
    )
    refused(tmp_path, made, "--database: the disk is full")


@pytest.mark.parametrize("table", ["branches", "payments"])
def test_a_full_disk_under_the_seeds(
    tmp_path: Path, made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    fill_at(monkeypatch, table)
    refused(tmp_path, made, "--seeds: the disk is full")


def test_a_disk_that_refuses_the_last_rename(
    tmp_path: Path, made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Path, target: Path) -> Path:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    refused(tmp_path, made, "--database: cannot write")
