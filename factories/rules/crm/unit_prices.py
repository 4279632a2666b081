"""What a unit is offered at beside the price list, and how much that counts for who decides."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from factories.engine.streams import Chance, Ints
from factories.rules.crm.quotes import ACCEPTED

UNIT_PERCENT: Final = (94, 106)
"""What a unit is offered at, percent of the price list of its year, each as often. Assumption: a
few percent around the list, by rebates, freight and what the salesman hopes for."""
PRICE_COUNTS: Final = 4
"""By how many percent fewer say yes for each percent that a unit is dearer than usual. Assumption:
modest, for people compare the whole and not the unit."""
LEAST_SAY_YES: Final = 20
"""Percent of the usual share that says yes at any price. Assumption."""
LIKE_JOBS: Final = 6
"""Jobs on smaller and on larger units, of one kind, whose labor and material an offer may have that
came to nothing. Assumption: so many tell of as many homes."""
LIKE_HOMES_PERCENT: Final = (95, 105)
"""Material in the one home, of what it is in one like it. Assumption."""
_PERCENTS = np.arange(UNIT_PERCENT[0], UNIT_PERCENT[1] + 1)


def says_yes(percent: Ints) -> Ints:
    """How many accept a unit at so many percent of the list, percent of the usual share."""
    often: Ints = np.clip(100 - PRICE_COUNTS * (percent - 100), LEAST_SAY_YES, 200 - LEAST_SAY_YES)
    return often


def offered_percent(chance: Chance) -> Ints:
    """Percent of the list at which each unit is offered, whatever becomes of the offer."""
    return chance.between("percent of the list", *UNIT_PERCENT)


def accepted_percent(chance: Chance) -> Ints:
    """The same of offers that were accepted."""
    return UNIT_PERCENT[0] + chance.choose("percent of the list", _often(say=True).tolist())


def refused_percent(chance: Chance) -> Ints:
    """The same of offers that were refused, or not answered."""
    return UNIT_PERCENT[0] + chance.choose("percent of the list", _often(say=False).tolist())


def _often(*, say: bool) -> NDArray[np.float64]:
    """How often an offer that had the answer was at each percent: what all were offered at, in so
    far as it was answered so."""
    yes = says_yes(_PERCENTS) * ACCEPTED / 100
    return yes if say else 1 - yes
