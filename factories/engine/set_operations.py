"""Set operations on arrays of integers or texts.

``np.unique`` and ``np.isin`` do the same, but import ``numpy.ma`` on first use, which nothing else
here needs: it takes as long as some steps of a small company.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from factories.engine.streams import Ints


def distinct(values: Ints) -> Ints:
    """The different values, in order."""
    if len(values) < 2:
        return values
    ordered = np.sort(values)
    first: Ints = ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])]
    return first


def firsts(values: Ints) -> Ints:
    """Positions at which the different values, in order, come first."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    found: Ints = order[np.concatenate([[True], ordered[1:] != ordered[:-1]])[: len(order)]]
    return found


def told_apart(values: Ints) -> tuple[Ints, Ints]:
    """The different values, in order, and which of them each value is."""
    different = distinct(values)
    return different, np.searchsorted(different, values)


def among(values: ArrayLike, wanted: ArrayLike) -> NDArray[np.bool_]:
    """True where a value is one of ``wanted``."""
    asked, known = np.asarray(values), np.sort(np.asarray(wanted))
    if not len(known):
        return np.zeros(len(asked), np.bool_)
    place = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    found: NDArray[np.bool_] = known[place] == asked
    return found
