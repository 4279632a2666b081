"""(a) The default run as a whole process: database, audit and CSV files."""

from statistics import median

from tests.bench.measure import Line, folder, middle, populate, run

IMPORTS = "import sqlalchemy.orm, factory, numpy"


def measure(rounds: int) -> list[Line]:
    """Ours, the plain script and the bare imports in turn, so that noise falls on all alike."""
    ours, plain, bare = [], [], []
    for _ in range(rounds + 1):
        ours.append(populate().seconds)
        bare.append(run("-c", IMPORTS).seconds)
        with folder() as scratch:
            plain.append(run("-m", "tests.bench.plain_script", str(scratch)).seconds)
    for first in (ours, bare, plain):
        del first[0]  # it wrote the bytecode caches
    ratio = median(ours) / median(plain)
    return [
        Line(f"(a) default run, whole process, median of {rounds}", ""),
        Line.at_most("    database + audit + CSV", median(ours), 1.5, "{:.2f} s"),
        Line("    the same, quickest", f"{min(ours):.2f} s"),
        Line("    bare imports: sqlalchemy.orm, factory, numpy", middle(bare)),
        Line("    plain Faker + pandas script, CSV only", middle(plain)),
        Line.at_most("    ours / plain script", ratio, 0.5, "{:.2f}"),
    ]
