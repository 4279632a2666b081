"""One day of the company: its date, its books, its chance."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from factories.days.books import Books
from factories.engine.streams import Chance, Ints
from factories.rules.calendar import working_days
from factories.scenario import Scenario

_NUMBERS = 1 << 16
"""More than day numbers reach, or keys of the catalog."""
AHEAD = 120
"""Days within which everything that is planned lies."""


@dataclass
class Day:
    """What every step of a day gets. Days are integers since 1970-01-01, times minutes since then.

    ``scenario`` is the one that the company was populated with: its sizes say how much happens.
    """

    number: int
    books: Books
    scenario: Scenario
    notes: dict[str, Any] = field(default_factory=dict)
    """What steps of the day tell later ones, by the name of the step that says it."""

    def chance(self, label: str, ids: Ints) -> Chance:
        """Draws of what is drawn once for a key, whatever the day."""
        return Chance(self.books.seed, ("days", label), np.asarray(ids, np.int64))

    def daily(self, label: str, ids: Ints) -> Chance:
        """Draws of what is drawn for a key each day anew."""
        return self.chance(f"daily {label}", as_one(np.asarray(ids, np.int64), self.number))

    @cached_property
    def working(self) -> Ints:
        """The working days from today on."""
        return working_days(self.number, self.number + AHEAD)

    @property
    def works(self) -> bool:
        """Whether the office is open today."""
        return bool(len(self.working)) and int(self.working[0]) == self.number

    @property
    def weekday(self) -> int:
        """0 is Monday."""
        return (self.number + 3) % 7

    @property
    def month(self) -> int:
        """0 is January."""
        return int(np.datetime64(self.number, "D").astype("datetime64[M]").astype(int)) % 12

    def rate(self, table: str) -> float:
        """Rows a day that a branch had of a table, over the history that it was populated with."""
        return self.scenario.rows[table] / self.scenario.history_days

    @property
    def begun_history(self) -> int:
        """First day of the history that the company was populated with."""
        return self.books.begun - self.scenario.history_days + 1

    def at(self, minute: Any) -> Any:
        """Minutes of today's clock as moments."""
        return self.number * 1440 + minute


def as_one(key: Ints, number: Ints | int) -> Ints:
    """A key and a number beside it, such as that of a day, as one integer: what is drawn for both,
    or looked up by both."""
    return key * _NUMBERS + number


def rounded(day: Day, label: str, expected: Any, ids: Ints) -> Ints:
    """How often something happens that is ``expected`` so often (floats, a row a key): the whole
    part, and one more with the rest as probability."""
    whole = np.floor(expected).astype(np.int64)
    more: Ints = whole + day.daily(label, ids).happens("one more", expected - whole)
    return more
