"""Warranty claims: when the makers are asked to pay, when they answer, and what."""

from typing import Final

import numpy as np

from factories.engine.streams import Chance, Ints

WORTH_CLAIMING: Final = {0: 1, 2_000: 30, 5_000: 1_000, 12_000: 5_000, 25_000: 50_000}
"""Cents of parts, from which on a claim is so likely beside others: below fifty dollars nobody
fills in the form where there is anything dearer, for a compressor everybody does. Assumption."""
WORTH_ASKING: Final = {0: 1, 2_000: 2, 5_000: 10, 12_000: 40, 25_000: 100}
"""The same of the maker's paying for a part at all: what costs a few dollars is charged to the
customer, whom it costs less than the wait. Assumption."""
CLASSES: Final = tuple(WORTH_CLAIMING)
FILED_AFTER: Final = (0, 9)
"""Days from the repair until the claim is sent. Assumption."""
DECIDED_AFTER: Final = (6, 45)
"""Days from the claim to the maker's answer. Assumption."""
VERDICTS: Final = {"Approved": 82, "Partially Approved": 10, "Denied": 8}
"""Percent of the answers. Assumption."""
PAID_IN_PART: Final = (50, 60, 70, 75, 80, 85)
"""Percent of a claim that a maker pays who does not pay all of it, one as likely as another.
Assumption."""
CLAIMED_WITHIN: Final = 10
"""Days within which the maker is asked to pay. Assumption."""
SENT_WITHIN: Final = 16
"""Days from the repair within which every claim is sent: what falls on a closed day waits.
Assumption."""
LEFT_OPEN_DAYS: Final = (1, 20)
"""Days after the history until a claim is decided that had been due in it. Assumption."""


def paid_in_part(chance: Chance) -> Ints:
    """Percent of each claim that the maker pays, where he does not pay all of it."""
    return np.array(PAID_IN_PART)[chance.below("part", len(PAID_IN_PART))]


def classes(cost: Ints) -> Ints:
    """Index into ``CLASSES`` of what parts cost (cents)."""
    found: Ints = np.searchsorted(np.array(CLASSES), cost, side="right") - 1
    return found


def worth_claiming(cost: Ints) -> Ints:
    """Weight by which a claim is made for parts of such a cost (cents)."""
    return np.array(tuple(WORTH_CLAIMING.values()), np.int64)[classes(cost)]


def worth_asking(cost: Ints) -> Ints:
    """Weight by which the maker pays for parts of such a cost (cents)."""
    return np.array(tuple(WORTH_ASKING.values()), np.int64)[classes(cost)]
