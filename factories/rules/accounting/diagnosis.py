"""Which repairs bear a diagnostic fee on top, and which have it in their price."""

from __future__ import annotations

from typing import Final

from factories.engine.quantiles import within
from factories.engine.streams import Chance, Ints

CREDITED: Final = (100, 190)
"""Percent of its cost at which a repair is taken when it is decided whether finding the fault is in
its price: median and 90th percentile. Assumption: shops credit the fee toward dear repairs, but it
is up to who writes the bill, so that no price is the one at which it falls away."""
CREDITED_WITHIN: Final = (25, 400)
"""Percent, at least and at most. Assumption."""


def as_dear(chance: Chance, cost: Ints) -> Ints:
    """How dear each repair of a ``cost`` is taken to be, in the same unit; ``chance`` is that of
    its fees."""
    percent = chance.quantile("credited", within(*CREDITED, *CREDITED_WITHIN))
    dear: Ints = cost * percent // 100
    return dear
