"""On the road: how technicians are sent round, how long they are waited for, how far it is."""

from __future__ import annotations

from typing import Any, Final

TRAVEL: Final = 10
"""Minutes to pack up, drive off and park, beside the driving itself. Assumption."""
PATIENCE: Final = 30
"""Minutes a customer is kept waiting before the next technician is asked. Assumption."""
URGENT_PATIENCE: Final = 10
"""The same in an emergency in the day. Assumption."""
ON_CALL_PATIENCE: Final = 90
"""The same at night and on weekends, before somebody else is called from home. Assumption."""
AGAIN_PATIENCE: Final = 180
"""Minutes a return visit waits for the technician who was there before. Assumption."""
GRID: Final = 5
"""Visits start on full five minutes. Assumption."""
MINUTES_A_DEGREE: Final = (138, 114)
"""Driving minutes a degree of latitude and longitude: 69 and 57 miles at 30 miles an hour.
Assumption."""
FARTHEST: Final = 1440
"""Minutes after which nobody is still on the way: a branch's territory is crossed in a morning.
Assumption."""
OUT_UNTIL: Final = 24 * 60 - 10
"""Minute of the day by which a visit that cannot wait is planned to end, a little before
``rules.calendar.LAST_MINUTE``. Assumption: somebody may have to drive there."""
NIGHT_BEGINS: Final = 5
"""First minute of the day at which such a visit is called for. Assumption."""
NIGHT_ENDS_BEFORE: Final = 60
"""Minutes before the end of the night by which such calls have come. Assumption."""
SAME_DAY_ASKED: Final = (8 * 60, 13 * 60)
"""Minutes of the day between which somebody asks for what is mended on the day. Assumption."""
SAME_DAY_AFTER: Final = 60
"""Minutes from then until somebody may be there. Assumption."""
LEAST_RESPONSE: Final = 10
"""Minutes from the call of a new customer in need until somebody is there, at least. Assumption."""


def on_grid(minute: Any) -> Any:
    """The first full five minutes from ``minute`` on."""
    return -(-minute // GRID) * GRID
