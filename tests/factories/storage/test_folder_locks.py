"""Runs that put something into the same folders do so one after another."""

import subprocess
import sys
from pathlib import Path

import pytest

from factories import populate
from factories.runs.moving import advance
from factories.storage import folder_locks, manifest
from factories.storage.files import FolderSwap
from tests.factories.support import small_company

LONG_ENOUGH = 4
"""Seconds; without locks the second run is done by then, unless the machine is very busy."""


def _meanwhile(second: list[str], honest: object, began: list[subprocess.Popen[bytes]]) -> object:
    """The swap of the seeds, with a whole second run between it and the database's."""

    def swap(of: FolderSwap) -> None:
        if not began:
            began.append(subprocess.Popen([sys.executable, "-m", *second]))
            with pytest.raises(subprocess.TimeoutExpired):
                began[0].wait(timeout=LONG_ENOUGH)
        honest(of)  # type: ignore[operator]

    return swap


@pytest.mark.parametrize("first", ["populate", "advance"])
def test_the_database_of_one_run_never_stays_beside_the_seeds_of_another(
    first: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, seeds = tmp_path / "hvac.sqlite", tmp_path / "seeds"
    if first == "advance":
        populate.populate(small_company.scenario(1), database=database, seeds=seeds)
    began: list[subprocess.Popen[bytes]] = []
    second = ["factories.populate", *small_company.OPTIONS, "--seed", "2", "--quiet"]
    second += ["--database", str(database), "--seeds", str(seeds)]
    monkeypatch.setattr(FolderSwap, "swap", _meanwhile(second, FolderSwap.swap, began))
    if first == "advance":
        advance(database, days=1, seeds=seeds)
    else:
        populate.populate(small_company.scenario(1), database=database, seeds=seeds)
    assert began[0].wait(timeout=120) == 0
    # The second waited, and then replaced both.
    assert int(manifest.of_database(database)["seed"]) == 2
    assert int(manifest.of_folder(seeds)["seed"]) == 2


def test_a_folder_is_waited_for_once_and_missing_ones_are_not(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    targets = [tmp_path / "a", tmp_path / "link" / "b", tmp_path / "missing" / "c"]
    # One folder by two names, waited for twice, would wait for itself.
    for _ in range(2):
        with folder_locks.held(targets):
            pass
