"""Breakdowns: how many come to a visit, which of them cannot wait, and how they spread."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from factories.sizes import share_within

SAME_DAY_REPAIRS: Final = 0.34
"""Share of the breakdowns on working days that are repaired on the same day, without an
appointment. Assumption: as in the default data set."""
NO_MORE_IN_USE: Final = Decimal("0.14")
"""Share of the devices on record that are no more in use at the end of a history of default
length. Assumption, measured on the default data set."""
FAILURES_SEEN_TO: Final = 0.79
"""Share of the failures that lead to a visit: others are cancelled, or of a device that was visited
lately. Assumption, measured over a year."""
LAST_REPAIRS_SPREAD: Final = 15
"""Working days at the end of a history over which the repairs are spread that would wait beyond its
last day. Assumption: that day is a day like others."""
FIRST_REPAIRS_SPREAD: Final = 40
"""Working days from the start of a history in which repairs come sooner than usual, ever fewer of
them, so that its first days are not without repairs. Assumption."""
FAILURES_PER_CLAIM: Final = 1.45
"""Failures under warranty for each warranty claim that is wanted: some wait for a part, some need
none. Assumption: few to spare, for what raises young devices takes from what age does."""
MORE_UNDER_WARRANTY: Final = (100, 120, 145, 180)
"""Percent of those that are tried one after the other, until there is a failure that the maker may
pay for to each claim: what was drawn may be fewer than is usual. Assumption."""
WARRANTY_FAILURES_AT_MOST: Final = 0.9
"""Largest share of the failures that are under warranty, however many claims are wanted.
Assumption."""
NEW_FAILS_AFTER: Final = 25
"""Days after an installation in which nothing happens to the new device. Assumption."""
URGENT_SHARE: Final = 0.147
"""Share of the failures that cannot wait. Assumption: emergencies are 8.5 % of the calls [E]."""
USUAL_URGENCY: Final = 38
"""What ``rules.calls.demand.urgency`` gives on a usual day. Assumption, measured."""
MENDED_WITHIN: Final = 7
"""Days within which a failure is repaired, as far as the device's other visits allow.
Assumption."""


def devices_in_use(history_days: int) -> float:
    """Share of the devices on record that are in use, in a company as populated: in a history of a
    few weeks nearly all."""
    return float(1 - share_within(history_days, NO_MORE_IN_USE))
