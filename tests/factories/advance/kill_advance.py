"""Kill runs of advance and look at what they leave. Run by advance/test_safety.py.

python -m tests.factories.advance.kill_advance HOME {moments|copies|steps}
"""

import json
import sqlite3
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from factories.populate import populate
from factories.runs.moving import advance
from factories.storage import hidden, manifest
from hvac_models import Base
from tests.depth import times
from tests.factories.support import database_files
from tests.factories.support.killing import FILE_EVENTS, check_csv_files, killed_after, killed_at

State = tuple[str, str, str, str]
"""As-of date before, of the database, of the seeds and of the feed afterwards."""

FIRST = database_files.scenario().as_of
MOMENTS = times(8, 20)
PROCESSES = 3 if sys.argv[2:] == ["copies"] else 1


def run(home: Path) -> None:
    advance(
        home / "hvac.sqlite", days=1, seeds=home / "seeds", changes=home / "changes",
        processes=PROCESSES,
    )  # fmt: skip


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
    check_csv_files(folder, about)


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
        hidden.sweep(home / name)
    return state[1]


def at_moments(home: Path) -> list[State]:
    """Killed at moments spread over the time that a run takes."""
    began = time.perf_counter()
    run(home)
    seconds, before = time.perf_counter() - began, complete(home)[0]
    states: list[State] = []
    for number in range(MOMENTS):
        killed_after(seconds * (number * 0.618 % 1), partial(run, home))
        states.append(look(home, before))
        before = go_on(home, states[-1])
    return states


def at_steps(home: Path) -> list[State]:
    """Killed just before each thing that a run does to files, one after the other."""
    states: list[State] = []
    step, before = 0, complete(home)[0]
    while killed_at(step, home, FILE_EVENTS, partial(run, home)):
        states.append(look(home, before))
        before = go_on(home, states[-1])
        step += 1
    return states


def main() -> None:
    home, mode = Path(sys.argv[1]), sys.argv[2]
    (home / "seeds").mkdir()
    (home / "seeds" / "seeds.yml").write_text("theirs")
    populate(database_files.scenario(), database=home / "hvac.sqlite", seeds=home / "seeds")
    run(home)  # so that every run does the same things to files
    states = at_steps(home) if mode == "steps" else at_moments(home)
    run(home)
    database, seeds, feed = complete(home)
    assert database == seeds == feed
    left = sorted(path.name for path in home.iterdir())
    assert left == ["changes", "hvac.sqlite", "seeds"], left
    reference = home / "reference.sqlite"
    populate(database_files.scenario(), database=reference, seeds=home / "other")
    advance(reference, to=date.fromisoformat(database), seeds=home / "other")
    assert database_files.dump(reference) == database_files.dump(home / "hvac.sqlite")
    (home / "seeds" / "seeds.yml").unlink()
    assert database_files.files(home / "other") == database_files.files(home / "seeds")
    print(json.dumps(states))


if __name__ == "__main__":
    main()
