"""A small company's dbt project, built once for all tests and processes of a run."""

import fcntl
import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from factories.scenario import Scenario
from tests.hvac_analytics.project import GENERATED, ROOT, Project
from tests.once import once

COMPANY: Final = Scenario.of(seed=5, as_of=date(2025, 3, 1), rows={"customers": 60})


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project as built from seeds. Its log is `build.log`; do not change it, copy it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    home = shared / "built"
    with (shared / "built.lock").open("w") as lock:
        # The first process builds, the others wait until it has.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            _build(home)
    return Project(home / "hvac_analytics")


def _build(home: Path) -> None:
    project = Project.copied(home, COMPANY)
    done = project.dbt("--warn-error", "build", "--threads", "2")
    (project.folder / "build.log").write_text(f"{done.code}\n{done.printed}", "utf-8")


@pytest.fixture
def own(built: Project, tmp_path: Path) -> Project:
    """A copy of the built project, to change."""
    return replace(built, folder=Path(shutil.copytree(built.folder, tmp_path / "hvac_analytics")))


@pytest.fixture(scope="session")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What dbt has read of the project where the raw tables are in the warehouse: a file for
    `--partial-parse-file-path`, with which it need not read all again."""
    folder = tmp_path_factory.mktemp("parsed")

    def parse() -> bytes:
        home = Path(shutil.copytree(ROOT / "hvac_analytics", folder / "project", ignore=GENERATED))
        # It misses the CSV files, as it may: these are not read.
        done = Project(home).dbt("parse", "--vars", "raw: tables")
        assert done.code == 0, done.printed
        return (home / "target" / "partial_parse.msgpack").read_bytes()

    kept = folder / "partial_parse.msgpack"
    kept.write_bytes(once("dbt has parsed raw: tables", parse))
    return kept
