"""Distributions as tables of integer quantiles.

``exp`` and ``log`` may differ in the last bit between CPUs, so no draw calls them: a distribution
is tabulated once at 1,024 equal steps of probability, rounded to whole units (cents, minutes,
days), and a draw is an index.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from factories.engine.streams import Ints

STEPS = 1024
_P90 = NormalDist().inv_cdf(0.9)


@lru_cache(maxsize=1)
def _z() -> NDArray[np.float64]:
    """Standard normal quantiles at the middle of each step."""
    normal = NormalDist()
    return np.array([normal.inv_cdf((step + 0.5) / STEPS) for step in range(STEPS)])


@lru_cache(maxsize=512)
def lognormal(median: float, p90: float, low: int, high: int, unit: int = 1) -> Ints:
    """Quantiles of a lognormal given by its median and 90th percentile.

    ``low`` and ``high`` clip, and values are whole multiples of ``unit``.
    """
    sigma = math.log(p90 / median) / _P90
    return _whole(median * np.exp(sigma * _z()), low, high, unit)


@lru_cache(maxsize=512)
def within(median: float, p90: float, low: int, high: int, unit: int = 1) -> Ints:
    """The same, but what lies beyond ``low`` and ``high`` is drawn anew: nothing piles up there."""
    drawn = lognormal(median, p90, 0, 2**53, unit)
    inside = drawn[(drawn >= low) & (drawn <= high)]
    table = inside[np.arange(STEPS) * len(inside) // STEPS]
    table.flags.writeable = False
    return table


@lru_cache(maxsize=512)
def normal(mean: float, deviation: float, low: int, high: int, unit: int = 1) -> Ints:
    """Quantiles of a normal distribution, clipped to [low, high] and rounded to ``unit``."""
    return _whole(mean + deviation * _z(), low, high, unit)


@lru_cache(maxsize=512)
def exponential(mean: float, high: int) -> Ints:
    """Quantiles of an exponential distribution in whole units from 0 to ``high``."""
    values = [-mean * math.log1p(-(step + 0.5) / STEPS) for step in range(STEPS)]
    return _whole(np.array(values), 0, high, 1)


def _whole(values: NDArray[np.float64], low: int, high: int, unit: int) -> Ints:
    units = np.rint(np.round(values, 6) / unit).astype(np.int64)
    table = np.clip(units * unit, low, high)
    table.flags.writeable = False
    return table
