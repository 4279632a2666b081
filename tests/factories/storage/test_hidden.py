"""Whose hidden files are whose: those of the dead are swept, those of the living never."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from factories.storage import hidden
from tests.factories.support.folders import content, folder


@pytest.fixture
def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_only_what_the_dead_left_is_swept(tmp_path: Path, dead_pid: int) -> None:
    target = tmp_path / "hvac.sqlite"
    gone = [f".hvac.sqlite.{dead_pid}.tmp", f".hvac.sqlite.{dead_pid}.tmp-journal"]
    gone += [f".hvac.sqlite.{dead_pid}.tmp.wal", f".hvac.sqlite.{dead_pid}.tmp.spill"]
    gone.append(hidden.scratch_name(target).name)
    kept = [f".hvac.sqlite.{os.getppid()}.tmp", f".other.{dead_pid}.tmp", ".hvac.sqlite.x.tmp"]
    for name in (*gone, *kept, "hvac.sqlite"):
        (tmp_path / name).touch()
    folder(tmp_path / f".hvac.sqlite.{dead_pid}.old", a_csv="left")
    hidden.sweep(target)
    assert {path.name for path in tmp_path.iterdir()} == {*kept, "hvac.sqlite"}


def test_a_folder_moved_aside_by_a_killed_run_comes_back(tmp_path: Path, dead_pid: int) -> None:
    folder(tmp_path / f".seeds.{dead_pid}.old", a_csv="old")
    hidden.recover(tmp_path / "seeds")
    assert content(tmp_path / "seeds") == {"a.csv": "old"}


def test_a_folder_that_is_there_is_not_recovered_over(tmp_path: Path, dead_pid: int) -> None:
    folder(tmp_path / f".seeds.{dead_pid}.old", a_csv="old")
    folder(tmp_path / "seeds", a_csv="new")
    hidden.recover(tmp_path / "seeds")
    assert content(tmp_path / "seeds") == {"a.csv": "new"}


ALIVE = """
import sys
from pathlib import Path
from factories.storage import hidden
from tests.factories.support.folders import content, folder
target = Path(sys.argv[1])
with hidden.claimed(target):
    hidden.scratch_name(target).write_text("alive")
    hidden.ready_name(target).write_text("alive")
    print(hidden.scratch_name(target), flush=True)
    input()
"""


def test_a_run_lives_as_long_as_its_lock_whatever_its_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for two containers, of which neither sees the other's processes."""
    monkeypatch.setattr(hidden, "_is_another", lambda _pid: False)
    target = tmp_path / "hvac.sqlite"
    with subprocess.Popen(
        [sys.executable, "-c", ALIVE, str(target)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as run:  # fmt: skip
        assert run.stdout is not None
        scratch = Path(run.stdout.readline().rstrip())
        with hidden.claimed(target):
            assert hidden.scratch_name(target) != scratch
            assert scratch.read_text() == "alive"
            assert list(hidden.left_ready(target)) == []
        run.kill()
        run.wait()
    # The number is another's now, and nothing of it but the lock counts.
    monkeypatch.setattr(hidden, "_is_another", lambda _pid: True)
    assert len(list(hidden.left_ready(target))) == 1
    with hidden.claimed(target):
        hidden.check_claimed(target)
    assert list(tmp_path.iterdir()) == []


def test_a_copy_does_not_keep_its_parent_alive(tmp_path: Path) -> None:
    target = tmp_path / "hvac.sqlite"
    script = ALIVE.replace("print(", "import os, time\n    os.fork() or time.sleep(60)\n    print(")
    with subprocess.Popen(
        [sys.executable, "-c", script, str(target)], process_group=0,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as run:  # fmt: skip
        assert run.stdout is not None
        run.stdout.readline()
        run.kill()
        try:
            assert run.wait() < 0
            patience = time.monotonic() + 10
            # The copy may not have come to its first line yet.
            while list(tmp_path.iterdir()) and time.monotonic() < patience:
                hidden.sweep(target)
            assert list(tmp_path.iterdir()) == []
        finally:
            os.killpg(run.pid, 9)


def test_without_locks_a_run_that_was_taken_for_dead_replaces_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a network file system that has none."""
    monkeypatch.setattr(hidden, "_try_lock", lambda _number, **_how: None)
    target = tmp_path / "hvac.sqlite"
    with hidden.claimed(target):
        hidden.check_claimed(target)
        hidden.sweep(target)
        with pytest.raises(OSError, match="another run has removed"):
            hidden.check_claimed(target)


def test_who_interrupts_a_run_at_its_lock_leaves_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_number: int, **_how: bool) -> bool:
        assert len(list(tmp_path.iterdir())) == 1
        raise KeyboardInterrupt

    monkeypatch.setattr(hidden, "_try_lock", interrupted)
    with pytest.raises(KeyboardInterrupt), hidden.claimed(tmp_path / "hvac.sqlite"):
        pytest.fail("the lock is not this run's")
    assert list(tmp_path.iterdir()) == []
