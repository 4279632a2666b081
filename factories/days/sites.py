"""Drive times between customers' addresses."""

from __future__ import annotations

from typing import Any

import numpy as np

from factories.days.books import INT, MICRO, keys
from factories.days.day import Day
from factories.engine.set_operations import distinct
from factories.rules.crew.dispatch import MINUTES_A_DEGREE, TRAVEL


class Sites:
    """Customers' sites in driving minutes, north and east."""

    def __init__(self, day: Day, customers: Any) -> None:
        found = day.books.read(
            "select customer_id as id, latitude as north, longitude as east from customers"
            " where customer_id in (select value from json_each(?))",
            keys(distinct(np.asarray(customers, np.int64))), id=INT, north=MICRO, east=MICRO,
        )  # fmt: skip
        north = (found.north * MINUTES_A_DEGREE[0] // 10**6).tolist()
        east = (found.east * MINUTES_A_DEGREE[1] // 10**6).tolist()
        self._at = dict(zip(found.id.tolist(), zip(north, east, strict=True), strict=True))

    def minutes(self, one: int, other: int) -> int:
        """To pack up, drive and park; nothing at the same customer's."""
        if one == other:
            return 0
        (x, y), (u, v) = self._at[one], self._at[other]
        travel: int = TRAVEL + abs(x - u) + abs(y - v)
        return travel
