"""Breakdowns: how many come to a visit, which of them cannot wait, and how they spread."""

from __future__ import annotations

from typing import Final

SAME_DAY_REPAIRS: Final = 0.34
"""Of breakdowns on working days, those that are mended on the spot, without an appointment.
Assumption: as in the default data set."""
IN_USE: Final = 0.86
"""Share of the devices on record that are in use, in a company as populated. Assumption, measured
on the default data set."""
FAILURES_SEEN_TO: Final = 0.79
"""Share of the failures that come to a visit: others call off, or were seen to lately. Assumption,
measured over a year."""
LATE_SPREAD: Final = 15
"""Working days over which repairs are spread that would wait beyond today. Assumption: nothing
happens on the last day only because it is the last."""
FIRST_WEEKS: Final = 40
"""Working days over which that comes to be as usual. Assumption."""
CLAIMS_MARGIN: Final = 1.9
"""Failures under warranty for each claim wanted: some wait for a part, some need none.
Assumption."""
CLAIMED_AT_MOST: Final = 0.9
"""Share of the failures that are under warranty, however many claims are wanted. Assumption."""
NEW_FAILS_AFTER: Final = 25
"""Days after an installation in which nothing else happens to the device. Assumption."""
URGENT_SHARE: Final = 0.147
"""Of all failures, those that cannot wait. Assumption: emergencies are 8.5 % of the calls [E]."""
USUAL_URGENCY: Final = 38
"""The urgency of a usual day, as ``rules.demand.urgency`` has it. Assumption, measured."""
MENDED_WITHIN: Final = 7
"""Days after a failure within which it is mended, as far as the device's days allow. Assumption."""
