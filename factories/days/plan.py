"""The table of contents of a day."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

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
    """One thing that a day brings: what to call it, and how."""

    title: str
    run: Callable[[Day], None]


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
    Step("Collect", collection.collect),
    Step("Listen", feedback.listen),
    Step("Lose customers", leaving.see_off),
    Step("Work leads", leads.work_leads),
    Step("Write quotes", quotes.write_quotes),
    Step("Book what was sold", sold.book_sold),
    Step("Take requests", demand.take_requests),
    Step("Confirm", appointments.confirm),
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
            step.run(day)
        record(books)
        if closed is not None:
            closed(books)
