"""What all measurements share: processes, medians, and the lines they print."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
AS_OF: Final = date(2025, 12, 31)


UNSET: Final = ("PYTHONDONTWRITEBYTECODE", "HVAC_DUCKDB")
"""Settings that would change what is measured."""


class NotMeasuredError(Exception):
    """A program that was to be measured failed."""


@dataclass(frozen=True)
class Line:
    """One line of the result; `verdict` only where there is a target."""

    what: str
    measured: str
    target: str = ""
    verdict: str = ""

    @classmethod
    def at_most(cls, what: str, value: float, limit: float, form: str) -> "Line":
        verdict = "met" if value <= limit else "missed"
        return cls(what, form.format(value), f"at most {form.format(limit)}", verdict)

    @classmethod
    def at_least(cls, what: str, value: float, limit: float, form: str) -> "Line":
        verdict = "met" if value >= limit else "missed"
        return cls(what, form.format(value), f"at least {form.format(limit)}", verdict)


@dataclass(frozen=True)
class Process:
    """One run of a program as a process of its own."""

    seconds: float
    peak_megabytes: float


def run(*arguments: str, folder: Path = ROOT) -> Process:
    """Run Python in a folder, the project's own; raises `NotMeasuredError` if it fails."""
    command = [sys.executable, "-m", "tests.bench.peak", sys.executable, *arguments]
    # Bytecode caches are written, as on a user's machine.
    settings = {k: v for k, v in os.environ.items() if k not in UNSET} | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=folder, env=settings, capture_output=True, text=True, check=False
    )
    found = json.loads(done.stdout) if done.stdout else {"exit_code": done.returncode}
    if found["exit_code"] != 0:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise NotMeasuredError(
            f"{' '.join(arguments[:2])} exited with {found['exit_code']}: {said[-1]}"
        )
    return Process(found["seconds"], found["peak_bytes"] / 1e6)


def populate(*options: str) -> Process:
    """The command as a user runs it, into a folder that is thrown away."""
    with folder() as scratch:
        return run(
            "-m",
            "factories.populate",
            *("--database", str(scratch / "hvac.sqlite"), "--seeds", str(scratch / "seeds")),
            *("--as-of", AS_OF.isoformat()),
            *options,
        )


def size(scale: int) -> tuple[str, ...]:
    """The company's options: so many branches, or for 0 one of a few customers."""
    return ("--scale", str(scale)) if scale else ("--rows", "customers=60")


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="hvac-bench-") as name:
        yield Path(name)


def middle(runs: Sequence[float], form: str = "{:.2f} s") -> str:
    """The median, and the quickest run beside it."""
    return f"{form.format(statistics.median(runs))} (min {form.format(min(runs))})"


def table(lines: Sequence[Line]) -> str:
    """The lines as aligned plain text."""
    rows = [(line.what, line.measured, line.target, line.verdict) for line in lines]
    rows.insert(0, ("", "measured", "target", ""))
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
