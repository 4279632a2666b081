"""Pairs of integers packed into one: to look pairs up, to sort by them, to address draws by them.

The widths are part of the addresses of draws: another one would draw another company.
"""

from factories.engine.streams import Ints


def packed(major: Ints, minor: Ints | int, width: int) -> Ints:
    """One integer for each pair, in the order of the pairs; ``minor`` is at least 0 and less than
    ``width``."""
    return major * width + minor


def unpacked(key: Ints, width: int) -> tuple[Ints, Ints]:
    """The pairs again: ``major`` and ``minor``."""
    return key // width, key % width
