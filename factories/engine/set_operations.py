"""Set operations on integer arrays.

``np.unique`` and ``np.isin`` do the same, but import ``numpy.ma`` on first use: a tenth of the time
that a small company takes to make.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

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


def among(values: Ints, wanted: Ints) -> NDArray[np.bool_]:
    """True where a value is one of ``wanted``."""
    if not len(wanted):
        return np.zeros(len(values), np.bool_)
    known = np.sort(wanted)
    place = np.minimum(np.searchsorted(known, values), len(known) - 1)
    found: NDArray[np.bool_] = known[place] == values
    return found
