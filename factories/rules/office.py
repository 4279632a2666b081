"""The office's day: when what it does is entered into the books. All are minutes of the day."""

from __future__ import annotations

from typing import Final

BOOKS_OPEN: Final = 7 * 60
"""What came to an end yesterday is turned over. Assumption: before anybody calls."""
DESK_FROM: Final = 9 * 60
"""From then on the desk enters what it has done. Assumption."""
DESK_MINUTES: Final = 8 * 60
"""For so long. Assumption."""
ANSWERED_MINUTES: Final = 7 * 60
"""For so long where somebody else has to hear of it on the day. Assumption."""
MAIL: Final = 10 * 60
"""The mail: bills of the days before go out, and what was paid is read. Assumption."""
REFUNDS: Final = 11 * 60
"""What was charged twice goes back. Assumption."""
CARDS_FILED: Final = 12 * 60
"""Renewed cards are filed. Assumption."""
MAKERS_ANSWER: Final = 15 * 60
"""Makers have answered. Assumption."""
INCIDENTS_CLOSED: Final = 16 * 60
"""Emergencies of which nothing is left to do are closed. Assumption."""
MODELS_CHANGED: Final = 16 * 60 + 30
"""Quotes get the next year's model. Assumption."""
RETURNS_BOOKED: Final = (10, 60)
"""Minutes after a visit within which the one with the part that was missing is asked for at the
earliest. Assumption: the technician looks up when it can be there."""
VISITS_PLANNED: Final = 18 * 60
"""The contracts' next visits are planned. Assumption."""
PAID_FROM: Final = 10 * 60 + 30
"""Payments come in from then on. Assumption."""
PAID_MINUTES: Final = 6 * 60
"""For so long. Assumption."""
PAID_AT_THE_DOOR: Final = 10
"""Minutes after the visit at which the technician has taken one in. Assumption."""
BILLED_AFTER: Final = 5
"""Minutes after the visit at which its bill is written, if it is on the day. Assumption."""
CLAIMED_AFTER: Final = 10
"""Minutes after the visit at which the old part is tagged. Assumption."""
SAID_MINUTES: Final = 10 * 60
"""From ``DESK_FROM`` on, the minutes in which customers answer surveys. Assumption."""
SAID_AFTER: Final = 20
"""Minutes after the visit at which somebody may be asked. Assumption."""
OPT_IN_HOURS: Final = (8 * 60, 21 * 60)
"""Between these people subscribe to mailings. Assumption."""
OPT_OUT_HOURS: Final = (7 * 60, 22 * 60)
"""Between these they have had enough of them. Assumption."""
CAMPAIGNS_BILLED: Final = 23 * 60
"""What campaigns have spent is known. Assumption: platforms bill by the day."""
COUNTER: Final = 6 * 60
"""What is fetched at a supplier's counter is ordered. Assumption: counters open early."""
WORKSHOP: Final = 7 * 60 + 30
"""Vans come from the workshop, and go there. Assumption."""
ODOMETERS: Final = 19 * 60 + 30
"""Odometers are read. Assumption: when the vans are back."""
VANS_GIVEN: Final = 9 * 60 + 30
"""New hands get their van. Assumption."""
