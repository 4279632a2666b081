"""Kill runs of populate and look at what they leave. Run by populate/test_safety.py.

python -m tests.factories.populate.kill_populate HOME {moments|copies|steps|renames}
"""

import json
import sqlite3
import sys
import time
from functools import partial
from pathlib import Path

from factories.populate import populate
from factories.storage import files, hidden, manifest
from tests.depth import times
from tests.factories.support import small_company
from tests.factories.support.killing import (
    FILE_EVENTS,
    LISTING_EVENTS,
    check_csv_files,
    killed_after,
    killed_at,
)

State = tuple[int, int, int, int]
"""Seed before, seed of the killed run, seed of the database and of the folder afterwards."""

MOMENTS = times(10, 25)
PROCESSES = 3 if sys.argv[2:] == ["copies"] else 1


def run(home: Path, seed: int) -> None:
    database, seeds = home / "hvac.sqlite", home / "seeds"
    populate(small_company.scenario(seed), database=database, seeds=seeds, processes=PROCESSES)


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
    check_csv_files(folder, beside)
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
        killed_after(seconds * (number * 0.618 % 1), partial(run, home, seed))
        state = complete(home)
        assert set(state) <= {before, seed}, (state, before, seed)
        states.append((before, seed, *state))
        before = state[0]
    return states


def at_steps(home: Path) -> list[State]:
    """Killed just before each thing that a run does to files, one after the other."""
    states: list[State] = []
    step, before = 0, 1
    while killed_at(step, home, FILE_EVENTS | LISTING_EVENTS, partial(run, home, step + 2)):
        hidden.recover(home / "seeds")
        state = complete(home)
        assert set(state) <= {before, step + 2}, (state, before, step)
        states.append((before, step + 2, *state))
        if state[0] != state[1]:
            run(home, step + 2)
            state = complete(home)
        before, step = state[0], step + 1
    return states


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
