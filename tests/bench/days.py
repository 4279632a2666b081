"""(i) Tomorrow: some days more of a company, as a whole process, beyond the bare imports; and one
day of a large company, beside the time that populating it took."""

import shutil
from pathlib import Path
from statistics import median

from tests.bench.measure import AS_OF, Line, Process, folder, run, size
from tests.bench.whole_run import IMPORTS


def measure(rounds: int, scale: int) -> list[Line]:
    """One day, a month and the bare imports in turn, so that noise falls on all alike."""
    bare, day, month = [], [], []
    with folder() as scratch:
        start = scratch / "start.sqlite"
        _populate(start, *size(min(scale, 1)))
        _advance(scratch, start, 1)  # it writes the bytecode caches
        for _ in range(rounds):
            bare.append(run("-c", IMPORTS).seconds)
            day.append(_advance(scratch, start, 1).seconds)
            month.append(_advance(scratch, start, 30).seconds)
        start.unlink()
        populated = _populate(start, *size(scale))
        large = _advance(scratch, start, 1)
    lines = [Line(f"(i) days more, beyond the bare imports, median of {rounds}", "")]
    for what, seconds, limit in (("1 day", day, 0.6), ("30 days in one go", month, 2.0)):
        beyond = median(seconds) - median(bare)
        lines.append(Line.at_most(f"    {what}, audited", beyond, limit, "{:.2f} s"))
    share = large.seconds / populated.seconds
    return [
        *lines,
        Line(f"    populate --scale {scale}, no seeds", f"{populated.seconds:.1f} s"),
        Line("    1 day of it", f"{large.seconds:.1f} s"),
        Line.at_most("    1 day / populate", share, 0.1, "{:.2f}"),
        Line("    peak memory of the day", f"{large.peak_megabytes:.0f} MB"),
    ]


def _populate(path: Path, *options: str) -> Process:
    words = ("--database", str(path), "--no-seeds", "--as-of", AS_OF.isoformat(), *options)
    return run("-m", "factories.populate", *words)


def _advance(scratch: Path, start: Path, days: int) -> Process:
    path = scratch / "hvac.sqlite"
    shutil.copyfile(start, path)
    return run("-m", "factories.advance", str(path), "--days", str(days))
