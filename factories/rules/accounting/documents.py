"""Numbers on documents: PREFIX-YYYY-NNNN, starting anew each year, unique over branches."""

import numpy as np

from factories.engine.set_operations import distinct
from factories.engine.streams import Ints
from factories.engine.values import Day, Days

SMALLEST_BLOCK = 10_000
"""Numbers a branch and year: as many as four digits tell apart."""


def block_size(most: int) -> int:
    """Numbers that are kept for each branch, when none has more than ``most`` documents."""
    size: int = max(SMALLEST_BLOCK, 10 ** len(str(most)))
    return size


def block(branch: int, most: int) -> int:
    """What a branch adds to its numbers, when no branch has more than ``most`` documents."""
    return (branch - 1) * block_size(most)


def years(dates: Days | Day) -> Ints:
    """Calendar years of dates, or of one."""
    year: Ints = dates.astype("datetime64[Y]").astype(np.int64) + 1970
    return year


def numbered(prefix: str, dates: Days, branch: int, most: int) -> list[str]:
    """Numbers of a branch's documents; ``dates`` are in order, no branch has more than ``most``."""
    year = years(dates)
    first = np.searchsorted(year, year)
    sequence = np.arange(len(year)) - first + 1 + block(branch, most)
    return written(prefix, year, sequence)


def written(prefix: str, year: Ints, sequence: Ints) -> list[str]:
    """``INV-2026-0042`` from a prefix, a year and a number."""
    heads = {y: f"{prefix}-{y}-" for y in distinct(year).tolist()}
    return [f"{heads[y]}{n:04d}" for y, n in zip(year.tolist(), sequence.tolist(), strict=True)]
