"""The table of contents of a day."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from factories.days import (
    appointments,
    billing,
    campaigns,
    catalog,
    collection,
    contracts,
    demand,
    dispatch,
    feedback,
    incidents,
    joining,
    leads,
    leaving,
    mailing,
    quotes,
    sold,
    staff,
    stock,
    vans,
    visits,
    warranty,
    weather,
)
from factories.days.books import Books
from factories.days.day import Day
from factories.days.recording import record
from factories.scenario import Scenario


@dataclass(frozen=True)
class Step:
    """One thing that a day brings: what to call it, and how.

    A step that needs a field of :class:`Day` fails where nobody has filled it. What it finds in the
    database, or takes from calendars, it would take in any order, and the days would be those of
    another company: such steps name those that come before them.
    """

    title: str
    run: Callable[[Day], None]
    after: tuple[str, ...] = ()


DAY = (
    Step("Read the weather", weather.read_weather),
    Step("Read the price lists", catalog.keep_catalog),
    Step("Change the crew", staff.change_crew),
    Step("Turn the fleet over", vans.turn_over),
    Step("Take deliveries", stock.take_deliveries),
    Step("Turn contracts over", contracts.turn_over),
    Step("Take cancellations", appointments.call_off),
    Step("Take inquiries", leads.take_inquiries),
    Step("Serve new emergencies", joining.serve_at_once),
    Step("Do the visits", dispatch.go_round),
    Step("Write them down", visits.record_calls),
    Step("Restock", stock.restock),
    Step("Answer emergencies", incidents.answer_incidents),
    Step("Claim warranties", warranty.claim_warranties),
    Step("Invoice", billing.invoice),
    # Some pay on the day the bill is written.
    Step("Collect", collection.collect, after=("Invoice",)),
    Step("Listen", feedback.listen),
    Step("Lose customers", leaving.see_off),
    Step("Work leads", leads.work_leads),
    Step("Write quotes", quotes.write_quotes),
    # An offer can be taken as it is made.
    Step("Book what was sold", sold.book_sold, after=("Write quotes",)),
    # What was sold has the first choice of the hours that are free.
    Step("Take requests", demand.take_requests, after=("Book what was sold",)),
    # Whoever has booked for one of the next days is asked too.
    Step("Confirm", appointments.confirm, after=("Take requests",)),
    Step("Plan contract visits", contracts.plan_visits),
    Step("Run campaigns", campaigns.run_campaigns),
    Step("Keep the mailing list", mailing.keep_mailing_list),
    Step("Follow the vans", vans.follow_vans),
    Step("Read the odometers", vans.read_odometers),
)


def live(
    connection: sqlite3.Connection,
    scenario: Scenario,
    begun: int,
    first: int,
    last: int,
    closed: Callable[[Books], None] | None = None,
) -> None:
    """The days from ``first`` to ``last`` in an open transaction.

    ``closed`` is called at the end of each with the books, which know what was added and changed.
    """
    books = Books(connection, scenario.seed, begun, dict(scenario.rows))
    for number in range(first, last + 1):
        books.open_day(number)
        day = Day(number, books, scenario)
        for step in DAY:
            try:
                step.run(day)
            except Exception as error:
                error.add_note(f"{step.title}, {np.datetime64(number, 'D')}")
                raise
        record(books)
        if closed is not None:
            closed(books)
