"""dbt follows a company that goes on: a month of days, each built on the one before."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

from factories.scenario import Scenario
from tests.hvac_analytics.project import ROOT, SECONDS, Project

DAYS = 30


def test_a_month_of_incremental_days_is_a_full_refresh_each_day(
    tmp_path: Path, parsed: Path
) -> None:
    rows = {"customers": 60, "marketing_campaigns": 2}
    scenario = Scenario.of(seed=11, as_of=date(2026, 6, 20), history_days=200, rows=rows)
    project = Project.copied(tmp_path, scenario)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.hvac_analytics.daily",
            str(tmp_path / "hvac.sqlite"),
            str(DAYS),
            str(parsed),
        ],
        cwd=project.folder,
        env=project.environment(PYTHONPATH=str(ROOT)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    days = re.findall(r"^day \d+ (\S+) (\d+) rows (\d+) versions$", done.stdout, re.MULTILINE)
    assert len(days) == DAYS, done.stdout
    assert days[-1][0] == "2026-07-20"
    # The month left its marks: there was something to follow.
    assert int(days[-1][1]) > int(days[0][1])
    assert int(days[-1][2]) > int(days[0][2]) + DAYS
