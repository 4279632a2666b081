"""Drive times between customers' addresses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np

from factories.days.books import INT, MICRO, keys
from factories.days.day import Day
from factories.engine.set_operations import distinct
from factories.rules.crew.dispatch import TRAVEL, driving, ways, ways_on

Stop: TypeAlias = tuple[int, int, int]
"""When a stop of a technician begins and ends, and at whose place it is."""


class Sites:
    """Customers' sites in driving minutes, north and east."""

    def __init__(self, day: Day, customers: Any) -> None:
        found = day.books.read(
            "select customer_id as id, latitude as north, longitude as east from customers"
            " where customer_id in (select value from json_each(?))",
            keys(distinct(np.asarray(customers, np.int64))), id=INT, north=MICRO, east=MICRO,
        )  # fmt: skip
        north, east = driving(found.north, found.east)
        places = zip(north.tolist(), east.tolist(), strict=True)
        self._at: dict[int, tuple[int, int]] = dict(zip(found.id.tolist(), places, strict=True))

    def way(self, home: tuple[int, int], stops: Sequence[Stop], customer: int, at: int) -> int:
        """What counts of the way of a technician who is at a customer's at some time, when the
        nearest is asked for: from the stop before or to the one after, from home without any."""
        if not stops:
            return int(ways(self._apart(home, customer)))
        before = max((stop for stop in stops if stop[0] <= at), default=None)
        after = min((stop for stop in stops if stop[0] > at), default=None)
        next_to = [stop[2] for stop in (before, after) if stop]
        return int(ways_on(min(self._apart(self._at[one], customer) for one in next_to)))

    def _apart(self, one: tuple[int, int], customer: int) -> int:
        """Minutes of driving alone."""
        (x, y), (u, v) = one, self._at[customer]
        return abs(x - u) + abs(y - v)

    def minutes(self, one: int, other: int) -> int:
        """To pack up, drive and park; nothing at the same customer's."""
        if one == other:
            return 0
        return TRAVEL + self._apart(self._at[one], other)
