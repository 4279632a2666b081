"""Plan the next visit under each running contract, once the appointment book is known."""

from __future__ import annotations

import numpy as np

from factories.engine.streams import Ints
from factories.engine.values import coded
from factories.rules import contracts as rules
from factories.rules.calendar import next_office_day
from factories.rules.scheduling import COMING
from factories.rules.service import MAINTENANCE
from factories.steps.world import World, days


def plan_visits(world: World) -> None:
    """The appointment that is booked, else about half a year after the last visit; none where that
    is after the term."""
    contracts, table = world.contracts, world.tables["subscriptions"]
    last = _last_visits(world)
    chance = world.chance("contract visits", len(contracts.start))
    due = np.where(
        last >= contracts.start,
        last + rules.VISIT_EVERY_DAYS + chance.between("around", *rules.VISIT_AROUND_DAYS),
        contracts.start + chance.between("first", *rules.FIRST_VISIT_DAYS),
    )
    # Whoever is due already is called in the next weeks.
    due = np.maximum(due, world.today + chance.between("overdue", *rules.OVERDUE_VISIT_DAYS))
    planned = next_office_day(days(due)).astype(np.int64)
    booked = _booked(world)
    visit = np.where(booked >= 0, booked, planned)
    running = coded(table["status"]).is_("Active") & (visit <= contracts.end)
    never = np.datetime64("NaT", "D")
    table.columns["next_service_date"] = np.where(running, days(visit), never)


def _last_visits(world: World) -> Ints:
    """The day of each contract customer's last tune-up; -1 for none."""
    calls = world.calls
    last = np.full(world.rows("customers"), -1, np.int64)
    tuned = calls.kind == MAINTENANCE
    np.maximum.at(last, calls.customer[tuned], calls.day[tuned])
    found: Ints = last[world.contracts.customer]
    return found


def _booked(world: World) -> Ints:
    """The day of each contract customer's next tune-up in the appointment book; -1 for none."""
    book, far = world.appointments, np.iinfo(np.int64).max
    coming = (book.fate == COMING) & (book.kind == MAINTENANCE)
    first = np.full(world.rows("customers"), far)
    np.minimum.at(first, book.customer[coming], book.start[coming] // 1440)
    day = first[world.contracts.customer]
    return np.where(day < far, day, -1)
