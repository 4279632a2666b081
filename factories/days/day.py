"""The state of a simulated day: its date, the database, and what its steps tell later ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from factories.days.books import Books, Found
from factories.engine.packing import packed
from factories.engine.streams import Chance, Ints
from factories.rules.calls.seasons import of_table
from factories.rules.hours.calendar import month_of, weekday_of, working_days
from factories.scenario import Scenario
from factories.sizes import BEGUN_BEFORE, DEFAULT_HISTORY_DAYS

if TYPE_CHECKING:
    from factories.days.booking import Requests
    from factories.days.breakdowns import Failures
    from factories.days.devices import InUse
    from factories.days.inquiries import Inquiries
    from factories.days.joining import Newcomers
    from factories.days.parts import Lines
    from factories.days.visit_rows import Visit, Visits

T = TypeVar("T")
"""What is worked out once."""

_NUMBERS = 1 << 16
"""More than day numbers reach, or keys of the catalog."""
AHEAD = 120
"""Days within which everything that is planned lies."""


@dataclass
class Day:
    """What every step of a day gets. Days are integers since 1970-01-01, times minutes since then.

    The fields after ``scenario`` are what one step of the plan leaves for later ones. Those without
    a default are there once the step named has run.
    """

    number: int
    books: Books
    scenario: Scenario
    """The one that the company was populated with: its sizes say how much happens."""
    temperatures: dict[int, tuple[int, int]] = field(init=False)
    """Low and high of the day by branch, F: "Read the weather"."""
    in_need: Inquiries = field(init=False)
    """Who calls in an emergency and is won by being helped today: "Take inquiries"."""
    helped: Newcomers = field(init=False)
    """The same as customers: "Serve new emergencies"."""
    first_emergencies: list[Visit] = field(default_factory=list)
    """The visits that they need: "Serve new emergencies"."""
    devices: InUse = field(init=False)
    """What was in use this morning: "Do the visits"."""
    failures: Failures = field(init=False)
    """Which of them fail today: "Do the visits"."""
    visits: Visits = field(init=False)
    """What was done: "Do the visits"."""
    lines: Lines = field(init=False)
    """The parts that it took: "Write them down"."""
    partings: tuple[Found, int] | None = None
    """Feedback that asks us not to call again, of keys below the number: ``leaving``."""
    left: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Customers who have left today: "Lose customers"."""
    offered: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Customers to whom something was offered today: "Write quotes"."""
    requests: list[Requests] = field(default_factory=list)
    """Visits asked for by new customers and by buyers, until "Take requests" books them."""
    _known: dict[object, object] = field(default_factory=dict)
    """Results of the functions marked with :func:`once_a_day`."""

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
        return weekday_of(self.number)

    @property
    def month(self) -> int:
        """0 is January."""
        return int(month_of(np.array(self.number)))

    def rate(self, table: str) -> float:
        """Rows of a table a day that a branch has in whole years, by what it had in the history
        that it was populated with."""
        length, usual = self.scenario.history_days, DEFAULT_HISTORY_DAYS
        before = BEGUN_BEFORE.get(table, 0)
        times = float(of_table(table, self.books.begun, length))
        # What is older than the history is in as many days of it, whatever its length.
        times *= (length + before) * usual / ((usual + before) * length)
        return self.scenario.rows[table] / length / times

    @property
    def begun_history(self) -> int:
        """First day of the history that the company was populated with."""
        return self.books.begun - self.scenario.history_days + 1

    def at(self, minute: Any) -> Any:
        """Minutes of today's clock as moments."""
        return self.number * 1440 + minute


def once_a_day(work: Callable[[Day], T]) -> Callable[[Day], T]:
    """A function that is called when it is first asked for on a day, and not again on that day."""

    @wraps(work)
    def known(day: Day) -> T:
        if work not in day._known:
            day._known[work] = work(day)
        return cast(T, day._known[work])

    return known


def once_a_run(work: Callable[[Day], T]) -> Callable[[Day], T]:
    """The same for all days that a run goes through: for what they cannot change, such as what the
    populated history says."""

    @wraps(work)
    def known(day: Day) -> T:
        results = day.books.known
        if work not in results:
            results[work] = work(day)
        return cast(T, results[work])

    return known


def as_one(key: Ints, number: Ints | int) -> Ints:
    """A key and a number beside it, such as that of a day, as one integer: what is drawn for both,
    or looked up by both."""
    return packed(key, number, _NUMBERS)


def rounded(day: Day, label: str, expected: NDArray[np.float64], ids: Ints) -> Ints:
    """How often something happens that is ``expected`` so often (floats, a row a key): the whole
    part, and one more with the rest as probability."""
    whole = np.floor(expected).astype(np.int64)
    more: Ints = whole + day.daily(label, ids).happens("one more", expected - whole)
    return more
