"""What is around a row that is made by itself, where nothing is said; in bulk the steps know."""

from __future__ import annotations

from typing import Final

ACCOUNT_AGE: Final = (60, 1500)
"""Days ago that a single customer's account was opened. Assumption."""
HIRED_AGO: Final = (400, 4000)
"""Days ago that a single technician was hired. Assumption."""
INSTALLED_BEFORE: Final = (900, 1500)
"""Days from the installation of a unit to an early visit: at least, and how many more at most.
Assumption."""
INSTALLED_IN_WARRANTY, INSTALLED_OUT_OF_WARRANTY = 400, 5400
"""Days from the installation of a unit to a visit under its warranty, and to one after it.
Assumption."""
CALLED_BACK_AFTER: Final = 14
"""Days from a visit to its callback. Assumption."""
USUAL_LOW, USUAL_HIGH = 52, 70
"""The day's lowest and highest temperature, F, where no weather is on record. Assumption."""
BETWEEN_VISITS: Final = 90
"""Minutes between two visits of a technician. Assumption: with a margin for any way in the
territory."""
LAST_START: Final = 17
"""Hour of the day by which the last visit begins. Assumption."""
FOLLOWS_BELOW_HOURS: Final = 6
"""Hours: a visit shorter than this may come after another one on the same day. Assumption."""
FAILING_UNIT_AGE: Final = 8
"""Years since a unit in which something fails was sold. Assumption."""
COOLING_REPAIR_MONTHS: Final = range(4, 10)
"""Months in which a single lead or request for a repair is about cooling. Assumption."""
SUCCEEDED_AFTER: Final = 5_000
"""Days after which a single device that was replaced got its successor: at the end of its life.
Assumption."""
BOOKED_WITHIN: Final = 18
"""Days ahead at most that a single appointment was booked, and one more: fourteen, and those that
the office is closed. Assumption."""
BILL_TO_PAYMENT: Final = 5
"""Days from the bill to a payment whose day is given. Assumption."""
VISIT_TO_FEEDBACK: Final = 2
"""Days from a visit to its feedback. Assumption: the median of
``rules.crm.feedback.ANSWER_DAYS``."""
