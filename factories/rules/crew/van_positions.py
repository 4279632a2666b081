"""Where vans are seen: at the office, on the way home from the last visit, at the driver's home."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from factories.engine.streams import Chance, Ints
from factories.rules.hours.calendar import END_OF_DAY

OUT_MINUTES: Final = (6 * 60, 19 * 60)
"""Minutes of an office day at which a van without visits was seen last. Assumption."""
BROUGHT_IN_UNTIL: Final = 7 * 60 + 45
"""Minute of the day until which what breaks down is brought to the workshop. Assumption: before the
visits of the day."""
IN_THE_YARD: Final = 400
"""Millionths of a degree by which a van stands beside the office. Assumption: its yard is some
hundred feet wide."""
AT_THE_CURB: Final = 120
"""The same beside the driver's home. Assumption: the street, and what receivers are off by."""
PACKED_UP: Final = (3, 10)
"""Minutes from the end of a visit until the van is on its way. Assumption."""
MILES_AN_HOUR: Final = (18, 28)
"""On the way home in a straight line. Assumption: 30 on the road, which is longer than the line,
and somewhat less with errands; see ``rules.crew.dispatch.MINUTES_A_DEGREE``."""
MILES_A_DEGREE: Final = (69, 60)
"""Of latitude, and of longitude where it is widest among the branches [K]."""


class Seen(NamedTuple):
    """The minute, and where, in millionths of a degree."""

    at: Ints
    north: Ints
    east: Ints


def on_the_way_home(chance: Chance, left: Seen, home: tuple[Ints, Ints]) -> Seen:
    """When and where each van is seen last that left its last visit then and there: parked at the
    driver's home, or, when the day ends before, as far on the way as it has come."""
    to_go = tuple(there - here for here, there in zip(left[1:], home, strict=True))
    up, right = (
        (gap * miles).astype(np.float64) for gap, miles in zip(to_go, MILES_A_DEGREE, strict=True)
    )
    # The root of a float is rounded alike by every processor, and integers decide from there on.
    millionths = np.sqrt(up * up + right * right).astype(np.int64)
    speed = chance.between("miles an hour", *MILES_AN_HOUR)
    drive = -(-millionths * 60 // (speed * 10**6))
    packed = left.at + chance.between("packs up", *PACKED_UP)
    ends = left.at // 1440 * 1440 + END_OF_DAY
    driven = np.clip(ends - packed, 0, drive)
    part, whole = driven, np.maximum(drive, 1)
    parked = driven == drive
    north, east = (
        np.where(
            parked, there + chance.bell(f"parked {way}", AT_THE_CURB), here + gap * part // whole
        )
        for way, here, gap, there in zip(("north", "east"), left[1:], to_go, home, strict=True)
    )
    return Seen(np.minimum(packed + driven, ends), north, east)
