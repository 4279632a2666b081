"""Who works for the company, and who is free when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from factories.days.books import DAY, INT, TEXT
from factories.days.day import Day, once_a_day
from factories.engine.packing import packed
from factories.engine.quantiles import exponential
from factories.engine.streams import Ints, Mask
from factories.rules.calls.on_site import SKILLS, pace
from factories.rules.calls.service import TYPES
from factories.rules.crew import dispatch as rules
from factories.rules.crew.territories import homes
from factories.rules.crew.workforce import (
    FOR_REFRIGERANT,
    JUNIOR,
    LEAVE_NEEDS_MORE_THAN,
    LEVEL_NAMES,
    ON_LEAVE_SHARE,
    TENURE_AT_LEAST,
    TENURE_DAYS,
)
from factories.rules.hours.calendar import FAR_OFF, week

_WEEKS = 4096
"""More than there are weeks since 1970."""


@dataclass
class Crew:
    """The technicians that are, or were, with the company; one row a technician by key."""

    id: Ints
    branch: Ints
    level: Ints
    hired: Ints
    epa: Ints
    """First day on which each may handle refrigerant."""
    pace: Ints
    """How slow each is at what each of ``rules.calls.on_site.SKILLS`` counts for."""
    home: list[tuple[int, int]]
    """Where each lives, in driving minutes."""
    leaves: Ints
    """Last day with the company: drawn at the hiring, known when it comes."""

    def learns(self, row: int) -> bool:
        """Whether a technician is a junior, who puts in no large part where others can."""
        others = self.level[self.branch == self.branch[row]]
        return bool(self.level[row] == JUNIOR and (others != JUNIOR).any())

    def of(self, branch: int) -> Ints:
        """Rows of a branch's technicians."""
        return np.flatnonzero(self.branch == branch)


def read_crew(day: Day) -> Crew:
    """The crew as the books have it now."""
    books = day.books
    found = books.read(
        "select technician_id as id, branch_id as branch, technician_level as level,"
        f" hire_date as hired, left_date as left, {', '.join(dict.fromkeys(SKILLS))}"
        " from technicians order by technician_id",
        id=INT, branch=INT, level=TEXT, hired=DAY, left=DAY,
        **dict.fromkeys(SKILLS, INT),
    )  # fmt: skip
    cards = books.read(
        "select technician_id as id, min(issued_date) as since from technician_certifications"
        " where certification_name in (?, ?) group by technician_id",
        *FOR_REFRIGERANT, id=INT, since=DAY,
    )  # fmt: skip
    epa = np.full(len(found), FAR_OFF, np.int64)
    epa[np.searchsorted(found.id, cards.id)] = cards.since
    stays = day.chance("tenure", found.id).quantile("days", exponential(*TENURE_DAYS))
    last = np.maximum(found.hired, books.begun) + TENURE_AT_LEAST + stays
    level = found.level.map({name: number for number, name in enumerate(LEVEL_NAMES)})
    gone = found.left > 0
    north, east = rules.driving(*homes(day.chance("homes", found.id), found.id, found.branch))
    return Crew(
        found.id,
        found.branch,
        level,
        found.hired,
        epa,
        pace(np.stack([found.columns[name] for name in SKILLS], axis=1)),
        list(zip(north.tolist(), east.tolist(), strict=True)),
        np.where(gone, found.left, last),
    )


@once_a_day
def crew(day: Day) -> Crew:
    """The crew of the day: from the time on that who begins today has been hired."""
    return read_crew(day)


def slowest(day: Day) -> Ints:
    """The pace of the slowest at each of ``rules.calls.on_site.SKILLS``: what has to be reckoned
    with."""
    worst: Ints = crew(day).pace.max(axis=0)
    return worst


def paces(day: Day, technician: Ints) -> Ints:
    """The paces of technicians (keys), a row each."""
    who = crew(day)
    found: Ints = who.pace[np.searchsorted(who.id, technician)]
    return found


def learners(day: Day, technician: Ints) -> Mask:
    """Which technicians (keys) are juniors, as ``Crew.learns`` has it."""
    who = crew(day)
    row = np.searchsorted(who.id, technician).tolist()
    return np.array([who.learns(one) for one in row], np.bool_)


def away(day: Day, who: Crew, row: int, on: int) -> bool:
    """Whether a technician of the crew has the week of a day off."""
    ids = packed(who.id[[row]], week(on), _WEEKS)
    if not day.chance("leave", ids).happens("away", ON_LEAVE_SHARE)[0]:
        return False
    there = (who.branch == who.branch[row]) & (who.hired <= on) & (on <= who.leaves)
    return int(there.sum()) > LEAVE_NEEDS_MORE_THAN


@dataclass
class Lots:
    """The technicians (rows of the crew) who may be asked for a visit, and their lots."""

    rows: list[int]
    lots: list[int]

    def nearest_first(self, way: Callable[[int], int]) -> list[int]:
        """In the order in which they are asked, by what counts of the ``way`` of each."""
        asked = [(lot * way(row), row) for row, lot in zip(self.rows, self.lots, strict=True)]
        return [row for _, row in sorted(asked)]


def lots(day: Day, who: Crew, branch: int, kind: int, turn: int) -> Lots:
    """Who is asked for a type of visit, and in what order if all were as near."""
    rows = who.of(branch)
    if kind >= len(TYPES):
        kind = rules.SELLS
    chance, turns = day.chance("turn", rows), np.array([turn], np.int64)
    drawn = rules.lots(chance, kind, who.id[rows], who.level[rows], turns)[0]
    sent = drawn < rules.NOT_SENT
    return Lots(rows[sent].tolist(), drawn[sent].tolist())
