"""Credit: who owes for so long that nobody gives him more of it."""

from __future__ import annotations

from typing import Final

import numpy as np

from factories.engine.streams import Ints, Mask
from factories.rules.hours.calendar import FAR_OFF

HELD_BILLS: Final = 3
"""Bills long overdue, on none of which anything was tried, from which on a customer is held to pay
first: no lender finances him, and he is sold no contract. Assumption."""
HELD_AFTER: Final = 90
"""Days past due from which on a bill is long overdue. Assumption: the last column of the usual
aging reports."""


def held(owner: Ints, due: Ints, tried: Ints, customer: Ints, day: Ints) -> Mask:
    """Whether each ``customer`` is held on a ``day`` (number), by all bills that stand: whose each
    is, the days on which it was ``due`` and on which a payment was first ``tried`` (``FAR_OFF`` for
    none)."""
    old = due + HELD_AFTER + 1
    row = np.flatnonzero(old <= tried)
    begins = np.sort(_on(owner[row], old[row]))
    ends = np.sort(_on(owner[row], np.minimum(tried[row] + 1, FAR_OFF)))
    at = _on(customer, day)
    # Of all other customers as many have ended as have begun.
    count = np.searchsorted(begins, at, side="right") - np.searchsorted(ends, at, side="right")
    many: Mask = count >= HELD_BILLS
    return many


def _on(customer: Ints, day: Ints) -> Ints:
    """Customer and day as one number, in order of both."""
    return customer * (FAR_OFF + 1) + day
