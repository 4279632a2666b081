"""dbt's tests notice mistakes: each is made alone, in raw tables or in a model."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.depth import THOROUGH
from tests.hvac_analytics.model_mistakes import MODELS
from tests.hvac_analytics.project import ROOT, SECONDS, Project
from tests.hvac_analytics.raw_mistakes import RAW, SOUND

SCRIPT: Final = "tests.hvac_analytics.break_it"
LEAST: Final = 0.95
"""Of all mistakes, at least this share is noticed."""
EVERY: Final = 1 if THOROUGH else 3
"""One mistake in so many is made: all take three minutes."""


def test_mistakes_are_noticed(own: Project, parsed: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", SCRIPT, str(own.folder), str(parsed), str(EVERY)],
        cwd=ROOT,
        env=own.environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS * 2,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    reports = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    controls = [report["noticed"] for report in reports if report["mistake"] == SOUND]
    assert controls == [[]], "a test fails though nothing is wrong"
    mistakes = [report for report in reports if report["mistake"] != SOUND]
    assert len(mistakes) == len(RAW[::EVERY]) + len(MODELS[::EVERY]) >= 20
    missed = [report["mistake"] for report in mistakes if not report["noticed"]]
    print(f"{len(mistakes) - len(missed)} of {len(mistakes)} mistakes noticed; not: {missed}")
    assert len(missed) <= (1 - LEAST) * len(mistakes), missed
