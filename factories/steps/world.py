"""One branch of the company while its life is being worked out.

Steps read what earlier steps decided and add tables. A branch is a pure function of (seed, branch
number, scenario) and the shared catalog: nothing of another branch is ever looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from math import fsum, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from factories.engine.factory import HvacFactory
from factories.engine.packing import packed, unpacked
from factories.engine.rows import Table
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import NULL, coded, day_number
from factories.rules.calls.service import A_CALL
from factories.rules.region.territory import METROS, Metro
from factories.rules.variety import SHARES_VARY
from factories.scenario import Scenario
from factories.sizes import SHARED, SPARE_LINES

if TYPE_CHECKING:
    from factories.steps.facts import (
        AppointmentBook,
        Calls,
        Contracts,
        Devices,
        PartLines,
        Weather,
        Won,
    )

_DAYS = 100_000
"""More than there are days since 1970."""


@dataclass
class World:
    """The branch's tables so far, and the facts that are not rows yet, each with the step that
    leaves it.

    Days are integers since 1970-01-01, times are minutes since then, positions count from 0 within
    the branch.
    """

    scenario: Scenario
    number: int
    tables: dict[str, Table] = field(default_factory=dict)
    leaving: Ints = field(init=False)
    """Day on which each customer goes elsewhere, or the day after the as-of date. Kept, for it
    hangs on the accounts, and those are dated anew once it is known who was in need: "Win
    customers"."""
    weather: Weather = field(init=False)
    """Of the branch: "Draw the weather"."""
    contracts: Contracts = field(init=False)
    """Their terms: "Sell contracts"."""
    devices: Devices = field(init=False)
    """What customers have, or had: "Find their devices"."""
    given_up: dict[int, int] = field(default_factory=dict)
    """Devices that nobody mends any more, and the day from which on: what failed was not worth
    it."""
    calls: Calls = field(init=False)
    """Who goes where and when: "Book and dispatch visits"."""
    appointments: AppointmentBook = field(init=False)
    """What had been booked, kept or not: "Book and dispatch visits"."""
    seen: Ints = field(init=False)
    """What each call found beside its work, as `steps.findings` has it: "Do the visits"."""
    part_lines: PartLines = field(init=False)
    """What was put in on the calls: "Use parts"."""
    won: Won = field(init=False)
    """Which customers were leads first: "Know who had asked"."""
    ratings: Ints = field(init=False)
    """Satisfaction (1-10) a call where an incident asked for it, else -1: "Answer emergencies"."""

    @property
    def metro(self) -> Metro:
        """Where the branch is."""
        return METROS[(self.number - 1) % len(METROS)]

    @cached_property
    def start(self) -> int:
        """First day of the history."""
        return day_number(self.scenario.start)

    @cached_property
    def today(self) -> int:
        """Last day of the history, the as-of date."""
        return day_number(self.scenario.as_of)

    def rows(self, table: str) -> int:
        """How many rows the scenario wants of a table, in this branch."""
        return self.scenario.rows[table]

    def first_id(self, table: str) -> int:
        """The branch's first primary key: branches own blocks of keys."""
        return 1 if table in SHARED else (self.number - 1) * self._block(table) + 1

    def _block(self, table: str) -> int:
        """Primary keys that each branch owns: more than it has rows, where few bills may need more
        lines than are usual."""
        rows = self.rows(table)
        spare = table == "invoice_lines" and not self.scenario.is_exact(table)
        return rows + max(rows, SPARE_LINES) if spare else rows

    def keys(self, table: str, position: Ints) -> Ints:
        """Primary keys of rows by their positions in the branch; NULL for -1."""
        return np.where(position >= 0, self.first_id(table) + position, NULL)

    def account_days(self) -> Ints:
        """Day on which each customer's account was opened."""
        opened: Ints = self.tables["customers"]["created_at"].astype("datetime64[D]")
        return opened.astype(np.int64)

    def account_minutes(self) -> Ints:
        """Minute in which each customer's account was opened."""
        opened: Ints = self.tables["customers"]["created_at"].astype("datetime64[m]")
        return opened.astype(np.int64)

    def businesses(self) -> Mask:
        """Which customers are businesses."""
        return coded(self.tables["customers"]["customer_type"]).is_("commercial")

    def temperature(self, extreme: str, day: Ints) -> Ints:
        """The "low" or "high" of days of the history, in F."""
        column: Ints = self.tables["weather_daily"][f"{extreme}_temperature_f"]
        return column[day - self.start]

    def chance(self, label: str, ids: Ints | int) -> Chance:
        """Draws for what is not a row yet: candidates, demand, calendars. ``ids`` may be a
        count."""
        if isinstance(ids, int):
            ids = np.arange(ids, dtype=np.int64)
        return Chance(self.scenario.seed, ("branch", self.number, label), ids)

    def by_call(self, label: str, call: Ints, number: Ints | int = 0) -> Chance:
        """Draws that hang on calls (positions), and on a number below ``A_CALL`` within each."""
        return self.chance(label, packed(call, number, A_CALL))

    def by_device(self, label: str, device: Ints, number: Ints | int = 0) -> Chance:
        """Draws that hang on devices (positions): on every visit the same."""
        return self.chance(label, packed(device, number, A_CALL))

    def about(self, label: str, share: float, count: int) -> int:
        """Roughly a share of a count: as many as in another company only by chance."""
        usual = share * count
        spread = min(sqrt(usual * (1 - share)), usual * SHARES_VARY)
        drawn = int(self.chance("about", 1).bell(label, 1_000)[0])
        return round(usual + spread * min(max(drawn, -2_000), 2_000) / 1_000)

    def add(self, factory: type[HvacFactory[Any]], count: int | None = None, **given: Any) -> Table:
        """Make a table's rows from what the step decided and what the factory says; keep them for
        later steps."""
        name = factory._meta.table_name
        self.tables[name] = table = factory.columns(
            self.rows(name) if count is None else count,
            first_id=self.first_id(name),
            seed=self.scenario.seed,
            today=self.scenario.as_of,
            tables=self.tables,
            **given,
        )
        return table


def on_day(key: Ints, day: Ints | int) -> Ints:
    """A key and a day as one integer: in order by both, and days that are near are near."""
    return packed(key, day, _DAYS)


def day_of(keyed: Ints) -> tuple[Ints, Ints]:
    """Such integers taken apart: key and day."""
    return unpacked(keyed, _DAYS)


def days(numbers: Ints) -> NDArray[np.datetime64]:
    """Day numbers as a date column."""
    return numbers.astype("datetime64[D]")


def minutes(numbers: Ints) -> NDArray[np.datetime64]:
    """Minute numbers as a timestamp column."""
    return numbers.astype("datetime64[m]")


def shares(total: int, weights: tuple[float, ...]) -> list[int]:
    """``total`` split in proportion to ``weights`` into whole numbers (largest remainder)."""
    if not total:
        return [0] * len(weights)
    # fsum: the sum of floats differs between Python 3.11 and 3.12.
    whole = fsum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(share) for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts
