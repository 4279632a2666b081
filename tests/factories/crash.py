"""Kill runs in their tracks and look at what they leave. Run by populate/test_safety, in a process
of its own: it forks, and a test process has threads.

    python -m tests.factories.crash HOME {moments|copies|steps|renames}
"""

import hashlib
import json
import os
import signal
import sqlite3
import sys
import time
from pathlib import Path

from factories.populate import populate
from factories.storage import files, manifest
from tests.factories import small

State = tuple[int, int, int, int]
"""Seed before, seed of the killed run, seed of the database and of the folder afterwards."""

MOMENTS = 25
STEPS = {"os.mkdir", "os.rename", "os.link", "os.rmdir", "os.scandir", "os.listdir", "ctypes.dlsym"}
EVERY_TENTH = {"os.remove", "open"}
PROCESSES = 3 if sys.argv[2:] == ["copies"] else 1


def run(home: Path, seed: int) -> None:
    database, seeds = home / "hvac.sqlite", home / "seeds"
    populate(small.company(seed), database=database, seeds=seeds, processes=PROCESSES)


def killed(home: Path, seed: int, *, after: float | None = None, at: int | None = None) -> bool:
    """Whether a run in a child process, killed after seconds or at a step, died before its end."""
    child = os.fork()
    if not child:
        if at is not None:
            kill_self_at(home, at)
        run(home, seed)
        os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def complete(home: Path) -> tuple[int, int]:
    """The seeds of the database and of the folder, having looked at every row and byte of both."""
    database, folder = home / "hvac.sqlite", home / "seeds"
    facts = manifest.of_database(database)
    connection = sqlite3.connect(database)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for table, told in json.loads(facts["tables"]).items():
        counted = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert counted == (told["rows"],), table
    connection.close()
    beside = manifest.of_folder(folder)
    for table, told in beside["tables"].items():
        data = (folder / f"{table}.csv").read_bytes()
        assert hashlib.sha256(data).hexdigest() == told["sha256"], table
    assert (folder / "seeds.yml").read_text() == "theirs"
    assert len(list(folder.iterdir())) == len(beside["tables"]) + 2
    return int(facts["seed"]), int(beside["seed"])


def at_moments(home: Path) -> list[State]:
    """Killed at moments spread over the time that a run takes."""
    began = time.perf_counter()
    run(home, 2)
    seconds, before = time.perf_counter() - began, 2
    states: list[State] = []
    for number in range(MOMENTS):
        seed = number + 3
        killed(home, seed, after=seconds * (number * 0.618 % 1))
        state = complete(home)
        assert set(state) <= {before, seed}, (state, before, seed)
        states.append((before, seed, *state))
        before = state[0]
    return states


def at_steps(home: Path) -> list[State]:
    """Killed just before each thing that a run does to files, one after the other."""
    states: list[State] = []
    step, before = 0, 1
    while killed(home, step + 2, at=step):
        files.recover(home / "seeds")
        state = complete(home)
        assert set(state) <= {before, step + 2}, (state, before, step)
        states.append((before, step + 2, *state))
        if state[0] != state[1]:
            run(home, step + 2)
            state = complete(home)
        before, step = state[0], step + 1
    return states


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


def cannot_exchange(one: Path, other: Path) -> bool:
    """As on a system that has no such step."""
    return False


def main() -> None:
    home, mode = Path(sys.argv[1]), sys.argv[2]
    (home / "seeds").mkdir()
    (home / "seeds" / "seeds.yml").write_text("theirs")
    run(home, 1)
    if mode == "renames":
        files.exchange = cannot_exchange
    states = at_moments(home) if mode in {"moments", "copies"} else at_steps(home)
    run(home, 999)
    assert complete(home) == (999, 999)
    left = sorted(path.name for path in home.iterdir())
    assert left == ["hvac.sqlite", "seeds"], left
    print(json.dumps(states))


if __name__ == "__main__":
    main()
