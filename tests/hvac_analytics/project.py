"""A copy of the dbt project with a data set of its own, and dbt as a user runs it in there."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from factories.populate import populate
from factories.scenario import Scenario
from tests.hvac_analytics import forks

ROOT: Final = Path(__file__).parents[2]
GENERATED: Final = shutil.ignore_patterns(
    "*.csv", "manifest.json", "*.duckdb*", "target", "logs", "dbt_packages", ".user.yml", ".*.tmp"
)
SECONDS: Final = 900
"""No run of dbt in a test takes longer than this."""


@dataclass(frozen=True)
class Done:
    """A command that has ended: its exit code, and all that it printed."""

    code: int
    printed: str

    def assert_clean(self) -> None:
        """It succeeded without a warning."""
        assert self.code == 0, self.printed
        assert not re.search(r"\bWARN(?:ING)?\b(?!=0)|[Dd]eprecat", self.printed), self.printed


@dataclass(frozen=True)
class Project:
    """The folder of the copy, and what its commands find in the environment besides."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def copied(cls, folder: Path, scenario: Scenario, **settings: str) -> "Project":
        home = folder / "hvac_analytics"
        shutil.copytree(ROOT / "hvac_analytics", home, ignore=GENERATED)
        populate(scenario, database=folder / "hvac.sqlite", seeds=home / "seeds")
        return cls(home, settings)

    def dbt(self, *words: str) -> Done:
        words = ("--no-use-colors", *words)
        return Done(*forks.run(words, self.folder, self.environment(), SECONDS))

    def environment(self, **more: str) -> dict[str, str]:
        """What a command of the project finds in its environment: nobody's own settings of dbt."""
        known = {k: v for k, v in os.environ.items() if not k.startswith(("DBT_", "SNOWFLAKE_"))}
        # A log file takes dbt a twentieth of its time, and nobody reads those of tests.
        quick = {"PYTHONWARNINGS": "ignore", "DBT_LOG_LEVEL_FILE": "none"}
        return {**known, **quick, **self.settings, **more}

    def run(self, command: str, *words: str) -> Done:
        """A command of this environment, in the project's folder."""
        done = subprocess.run(
            [str(Path(sys.executable).with_name(command)), *words],
            cwd=self.folder,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
        return Done(done.returncode, done.stdout)


def small_company() -> Scenario:
    """Two branches, a few hundred rows that matter."""
    rows = {"customers": 30, "marketing_campaigns": 2}
    return Scenario.of(seed=7, as_of=date(2025, 9, 30), history_days=90, scale=2, rows=rows)
