"""Kill advances in their tracks and look at what they leave. Run by test_safety, in a process of
its own: it forks, and a test process has threads.

    python -m tests.factories.advance.crash HOME {moments|copies|steps}
"""

import hashlib
import json
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from factories.populate import populate
from factories.runs.moving import advance
from factories.storage import files, manifest
from hvac_models import Base
from tests.factories.advance import companies

State = tuple[str, str, str, str]
"""As-of date before, of the database, of the seeds and of the feed afterwards."""

FIRST = companies.scenario().as_of
MOMENTS = 20
STEPS = {"os.mkdir", "os.rename", "os.link", "os.rmdir", "ctypes.dlsym"}
EVERY_TENTH = {"os.remove", "open"}
PROCESSES = 3 if sys.argv[2:] == ["copies"] else 1


def run(home: Path) -> None:
    advance(
        home / "hvac.sqlite", days=1, seeds=home / "seeds", changes=home / "changes",
        processes=PROCESSES,
    )  # fmt: skip


def killed(home: Path, *, after: float | None = None, at: int | None = None) -> bool:
    """Whether a run in a child process, killed after seconds or at a step, died before its end."""
    child = os.fork()
    if not child:
        if at is not None:
            kill_self_at(home, at)
        run(home)
        os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def kill_self_at(home: Path, step: int) -> None:
    """Die at the n-th event that touches files under `home`."""
    seen = dict.fromkeys((*STEPS, *EVERY_TENTH), 0)
    left = step

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event not in seen:
            return
        named = str(arguments[1] if event == "ctypes.dlsym" else arguments[0])
        if str(home) not in named and "rename" not in named:
            return
        seen[event] += 1
        if event in EVERY_TENTH and seen[event] % 10:
            return
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    sys.addaudithook(hook)


def complete(home: Path) -> tuple[str, str, str]:
    """The dates of database, seeds and feed, having looked at every row and byte of each."""
    with closing(sqlite3.connect(home / "hvac.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        facts = manifest.of_texts(dict(connection.execute("SELECT * FROM hvac_manifest")))
        for table in Base.metadata.tables:
            counted = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            assert counted == (facts["tables"][table]["rows"],), table
    beside = manifest.of_folder(home / "seeds")
    _check_files(home / "seeds", beside)
    assert (home / "seeds" / "seeds.yml").read_text() == "theirs"
    days = sorted((home / "changes").iterdir()) if (home / "changes").exists() else []
    for number, day in enumerate(days, start=1):
        assert day.name == str(FIRST + timedelta(days=number)), days
        _check_files(day, manifest.of_folder(day))
    return facts["as_of"], beside["as_of"], days[-1].name if days else str(FIRST)


def _check_files(folder: Path, about: Mapping[str, Any]) -> None:
    assert set(about["tables"]) == set(Base.metadata.tables)
    for table, told in about["tables"].items():
        data = (folder / f"{table}.csv").read_bytes()
        assert hashlib.sha256(data).hexdigest() == told["sha256"], table


def look(home: Path, before: str) -> State:
    """What a kill has left: the old day or the new one, and nothing ahead of the database."""
    database, seeds, feed = complete(home)
    after = str(date.fromisoformat(before) + timedelta(days=1))
    assert {database, seeds, feed} <= {before, after}, (before, database, seeds, feed)
    assert max(seeds, feed) <= database
    return before, database, seeds, feed


def go_on(home: Path, state: State) -> str:
    """The next run that names the same places catches up with what the killed one had ready."""
    if len({*state[1:]}) > 1:
        run(home)
        database, seeds, feed = complete(home)
        assert database == seeds == feed, state
        return database
    # What was not ready is of no use to anybody; without it every run does the same things.
    for name in ("seeds", "changes"):
        files.sweep(home / name)
    return state[1]


def at_moments(home: Path) -> list[State]:
    """Killed at moments spread over the time that a run takes."""
    began = time.perf_counter()
    run(home)
    seconds, before = time.perf_counter() - began, complete(home)[0]
    states: list[State] = []
    for number in range(MOMENTS):
        killed(home, after=seconds * (number * 0.618 % 1))
        states.append(look(home, before))
        before = go_on(home, states[-1])
    return states


def at_steps(home: Path) -> list[State]:
    """Killed just before each thing that a run does to files, one after the other."""
    states: list[State] = []
    step, before = 0, complete(home)[0]
    while killed(home, at=step):
        states.append(look(home, before))
        before = go_on(home, states[-1])
        step += 1
    return states


def main() -> None:
    home, mode = Path(sys.argv[1]), sys.argv[2]
    (home / "seeds").mkdir()
    (home / "seeds" / "seeds.yml").write_text("theirs")
    populate(companies.scenario(), database=home / "hvac.sqlite", seeds=home / "seeds")
    run(home)  # so that every run does the same things to files
    states = at_steps(home) if mode == "steps" else at_moments(home)
    run(home)
    database, seeds, feed = complete(home)
    assert database == seeds == feed
    left = sorted(path.name for path in home.iterdir())
    assert left == ["changes", "hvac.sqlite", "seeds"], left
    reference = home / "reference.sqlite"
    populate(companies.scenario(), database=reference, seeds=home / "other")
    advance(reference, to=date.fromisoformat(database), seeds=home / "other")
    assert companies.dump(reference) == companies.dump(home / "hvac.sqlite")
    (home / "seeds" / "seeds.yml").unlink()
    assert companies.files(home / "other") == companies.files(home / "seeds")
    print(json.dumps(states))


if __name__ == "__main__":
    main()
