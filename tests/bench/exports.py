"""(h) From SQLite into other forms, whole processes, beside the csv module in the same run."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.measure import AS_OF, Line, Process, folder, run, size

TARGETS: Final = {"csv": 250_000, "parquet": 250_000}
"""Rows a second at least; the other forms are printed without a target."""
FORMS: Final = ("csv", "parquet", "duckdb", "sqlite")
PEAK_MEGABYTES: Final = 300


def measure(scale: int, rounds: int) -> list[Line]:
    """In turn, so that noise falls on all alike; without the audit, which is not an export."""
    with folder() as scratch:
        database = scratch / "hvac.sqlite"
        made = ("--database", str(database), "--as-of", AS_OF.isoformat(), "--no-seeds")
        run("-m", "factories.populate", *made, *size(scale))
        rows = _rows(database)
        runs: dict[str, list[Process]] = {form: [] for form in ("plain", *FORMS)}
        for _ in range(rounds):
            runs["plain"].append(_plain(database, scratch))
            for form in FORMS:
                runs[form].append(_export(database, form, scratch))
    lines = [
        Line(f"(h) {rows:,} rows out of SQLite, median of {rounds}", ""),
        Line("    csv module, unformatted", f"{_rate(rows, runs['plain']):,.0f} rows/s"),
    ]
    for form in FORMS:
        lines += _lines(form, rows, runs)
    return lines


def _lines(form: str, rows: int, runs: dict[str, list[Process]]) -> list[Line]:
    rate, peak = _rate(rows, runs[form]), max(one.peak_megabytes for one in runs[form])
    line: Callable[[str, float], Line] = (
        (lambda what, value: Line.at_least(what, value, TARGETS[form], "{:,.0f} rows/s"))
        if form in TARGETS
        else (lambda what, value: Line(what, f"{value:,.0f} rows/s"))
    )
    return [
        line(f"    --to {form}, whole process", rate),
        Line(f"    --to {form} / csv module", f"{rate / _rate(rows, runs['plain']):.2f}"),
        Line.at_most(f"    --to {form}, peak memory", peak, PEAK_MEGABYTES, "{:.0f} MB"),
    ]


def _rate(rows: int, runs: list[Process]) -> float:
    return rows / median(one.seconds for one in runs)


def _rows(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        told = connection.execute("SELECT value FROM hvac_manifest WHERE key = 'total_rows'")
        return int(told.fetchone()[0])


def _plain(database: Path, scratch: Path) -> Process:
    place = scratch / "plain"
    place.mkdir(exist_ok=True)
    return run("-m", "tests.bench.plain_csv", str(database), str(place))


def _export(database: Path, form: str, scratch: Path) -> Process:
    words = ("--to", form, "--out", str(scratch / f"to_{form}"), "--no-audit", "--quiet")
    return run("-m", "factories.export", str(database), *words)
