"""Warranty claims: when the makers are asked to pay, when they answer, and what."""

from typing import Final

import numpy as np

from factories.engine import money
from factories.engine.quantiles import normal, within
from factories.engine.streams import Chance, Ints
from factories.engine.values import NULL
from factories.rules.hours.calendar import office_day_from

WORTH_CLAIMING: Final = {
    0: 1,
    2_000: 2,
    4_000: 20_000,
    8_000: 50_000,
    12_000: 250_000,
    25_000: 2_500_000,
}
"""Cents of parts, from which on a claim is so likely beside others: below forty dollars the form
costs more than the part, and nobody fills it in where there is anything dearer; for a compressor
everybody does. Assumption."""
WORTH_ASKING: Final = {0: 1, 2_000: 2, 4_000: 1_000, 8_000: 2_000, 12_000: 4_000, 25_000: 10_000}
"""The same of the maker's paying for a part at all: what costs a few dollars is charged to the
customer, whom it costs less than the wait. Assumption."""
CLASSES: Final = tuple(WORTH_CLAIMING)
FILED_AFTER: Final = (0, 9)
"""Days from the repair until the claim is sent. Assumption."""
CLAIM: Final = "claim"
"""Label of the draws of a visit's claim, in the history and for what it left to the days."""
DECIDED_AFTER: Final = (13, 32)
"""Days from the claim to the maker's answer: median, and what one in ten takes longer than. An
answer on a closed day comes on the next. Assumption."""
DECIDED_WITHIN: Final = (3, 57)
"""Days of the quickest answer and of the slowest. Assumption."""
VERDICTS: Final = {"Approved": 82, "Partially Approved": 10, "Denied": 8}
"""Percent of the answers. Assumption."""
STATUSES: Final = ("Submitted", *VERDICTS)
"""What a claim can be, as in its table: it has been sent, then answered."""
SUBMITTED, _PARTLY, _DENIED = map(STATUSES.index, ("Submitted", "Partially Approved", "Denied"))
PAID_IN_PART: Final = (7_400, 1_150, 3_800, 9_500)
"""Ten-thousandths of a claim that a maker pays who does not pay all of it: mean, deviation, least
and most. Assumption: what he holds to be worn, or of another price list, differs by claim."""
SENT_WITHIN: Final = 16
"""Days from the repair within which every claim is sent: what falls on a closed day waits.
Assumption."""
LEFT_OPEN_DAYS: Final = (1, 20)
"""Days after the history until a claim is decided that had been due in it. Assumption."""


def verdicts(chance: Chance) -> Ints:
    """What the makers answer: index into ``STATUSES``."""
    return 1 + chance.choose("verdict", tuple(VERDICTS.values()))


def paid(chance: Chance, claimed: Ints, status: Ints) -> Ints:
    """Cents that the maker pays of each claim, by its status (index into ``STATUSES``); NULL until
    he answers."""
    share = chance.quantile("part", normal(*PAID_IN_PART))
    granted = np.where(status == _PARTLY, money.half_up(claimed * share, 10_000), claimed)
    granted = np.where(status == _DENIED, 0, granted)
    return np.where(status == SUBMITTED, NULL, granted)


def filed_on(chance: Chance, day: Ints) -> Ints:
    """The office day (number) on which the claim for a repair of each ``day`` is sent, if any is;
    ``chance`` is of the visits."""
    return office_day_from(day + chance.between("filed after", *FILED_AFTER))


def decided_after(chance: Chance, label: str) -> Ints:
    """Days from a claim to its answer."""
    return chance.quantile(label, within(*DECIDED_AFTER, *DECIDED_WITHIN))


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
