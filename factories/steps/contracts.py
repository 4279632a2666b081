"""Plan the next visit under each running contract, once the appointment book is known."""

from __future__ import annotations

import numpy as np

from factories.engine.streams import Ints, Mask
from factories.engine.values import coded
from factories.rules.appointments.scheduling import COMING
from factories.rules.calls.service import MAINTENANCE
from factories.rules.crm import contracts as rules
from factories.rules.hours.calendar import office_day_after
from factories.rules.hours.clocks import as_utc
from factories.rules.hours.office import VISITS_PLANNED
from factories.steps.recording import moments
from factories.steps.world import World, days, on_day


def plan_visits(world: World) -> None:
    """The appointment that is booked, else about half a year after the last visit; none where that
    is after the term."""
    contracts, table = world.contracts, world.tables["subscriptions"]
    over = _last_visits(world)
    last = np.where(over >= 0, over // 1440, -1)
    chance = world.chance("contract visits", len(contracts.start))
    due = np.where(
        last >= contracts.start,
        rules.next_visits(chance, last),
        rules.first_visits(chance, contracts.start),
    )
    # Whoever is due already is called by and by: nobody can see to all of them at once.
    soon = rules.backlog(chance, world.today)
    lot = chance.below("weekday", 5)
    planned = office_day_after(days(np.maximum(due, soon)), lot).astype(np.int64)
    booked, booked_at = _booked(world)
    visit = np.where(booked >= 0, booked, planned)
    running = coded(table["status"]).is_("Active") & (visit <= contracts.end)
    never = np.datetime64("NaT", "D")
    table.columns["next_service_date"] = np.where(running, days(visit), never)
    # Those that are overdue were put off on the evenings on which their plans ran out.
    put_off = rules.put_off(chance, due, world.today) * 1440 + VISITS_PLANNED
    looked_at = np.where(due <= world.today, np.maximum(put_off, over), over)
    changed = moments(np.where(booked >= 0, np.maximum(booked_at, over), looked_at))
    changed = np.fmax(as_utc(changed, world.number), table["created_at_utc"])
    active = coded(table["status"]).is_("Active")
    table.columns["updated_at_utc"] = np.where(active, changed, table["updated_at_utc"])


def _last_visits(world: World) -> Ints:
    """The end of each contract customer's last tune-up; -1 for none."""
    calls = world.calls
    last = np.full(world.rows("customers"), -1, np.int64)
    tuned = calls.kind == MAINTENANCE
    np.maximum.at(last, calls.customer[tuned], calls.end[tuned])
    found: Ints = last[world.contracts.customer]
    return found


def _booked(world: World) -> tuple[Ints, Ints]:
    """The day of each contract customer's next tune-up in the appointment book, and the minute at
    which it was booked; -1 for none."""
    book = world.appointments
    coming = np.flatnonzero((book.fate == COMING) & (book.kind == MAINTENANCE))
    coming = coming[np.argsort(-book.start[coming], kind="stable")]
    first = np.full(world.rows("customers"), -1, np.int64)
    # The last one written is the first to come.
    first[book.customer[coming]] = coming
    row = first[world.contracts.customer]
    return np.where(row >= 0, book.start[row] // 1440, -1), np.where(row >= 0, book.booked[row], -1)


def contract_on(world: World, customer: Ints, day: Ints) -> Ints:
    """Position of the contract in force for a customer on a day, or -1."""
    contracts = world.contracts
    if not len(contracts.start):
        return np.full(len(customer), -1, np.int64)
    order = np.lexsort((contracts.start, contracts.customer))
    key = on_day(contracts.customer[order], contracts.start[order])
    at = np.searchsorted(key, on_day(customer, day), side="right") - 1
    found = order[np.maximum(at, 0)]
    holds = (
        (at >= 0) & (contracts.customer[found] == customer) & (contracts.covers_until[found] >= day)
    )
    return np.where(holds, found, -1)


def goes_first(world: World, customer: Ints, day: Ints) -> Mask:
    """Whether the contract in force for a customer on a day gives priority."""
    return rules.goes_first(plan_of(world, contract_on(world, customer, day)))


def plan_of(world: World, contract: Ints) -> Ints:
    """The plan of each contract (position), -1 where that is -1."""
    held = contract >= 0
    plan = np.full(len(contract), -1, np.int64)
    plan[held] = world.contracts.plan[contract[held]]
    return plan
