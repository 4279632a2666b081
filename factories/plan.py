"""The table of contents: how the company comes to life, step by step.

``CATALOG`` runs once, ``PLAN`` once a branch. Each step names the tables that are complete after
it, parents first: their rows go into the database then. A step without tables decides what later
ones write down.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from factories.engine import context
from factories.engine.parcels import Parcel, packed_up, unpacked_from
from factories.engine.processes import in_turns
from factories.engine.rows import Table
from factories.engine.writer import create_indexes, create_tables, flattened, insert
from factories.errors import UserError
from factories.scenario import Scenario
from factories.steps import (
    appointments,
    billing,
    booking,
    catalog,
    collection,
    contracts,
    customers,
    device_rows,
    devices,
    feedback,
    incidents,
    mailing,
    parts,
    quotes,
    sales,
    stock,
    visits,
    warranty,
    won,
    workforce,
)
from factories.steps.requests import TooManyCallsError
from factories.steps.world import World
from hvac_models import SCHEMA

StepProgress = Callable[[str, int, int], None]
"""Called with a step's title, how much of it is done, and how much there is to do."""

WORKERS = 2
"""So many processes that work out branches keep the one busy that writes them down. It mostly waits
for them: no CPU is set aside for it."""


@dataclass(frozen=True)
class Step:
    """One thing the company does: what to call it, how, and the tables it completes."""

    title: str
    run: Callable[[World], None]
    tables: tuple[str, ...] = ()


CATALOG = (
    Step("List suppliers", catalog.list_suppliers, ("suppliers",)),
    Step("List equipment", catalog.list_equipment, ("equipment_types",)),
    Step("List parts", catalog.list_parts, ("parts",)),
)

PLAN = (
    Step("Open the branch", workforce.open_branch, ("branches",)),
    Step("Hire technicians", workforce.hire, ("technicians",)),
    Step("Certify them", workforce.certify, ("technician_certifications",)),
    Step("Draw the weather", customers.draw_weather, ("weather_daily",)),
    Step("Win customers", customers.win_customers),
    Step("Sell contracts", customers.sell_contracts),
    Step("Find their devices", devices.find_devices),
    Step("Book and dispatch visits", booking.book_visits),
    Step("Open accounts", customers.open_accounts, ("customers",)),
    Step("Record devices", device_rows.record_devices, ("installed_devices",)),
    Step("Use parts", parts.use_parts),
    Step("Know who had asked", won.know_who_asked),
    Step("Do the visits", visits.record_calls, ("service_calls", "parts_usage", "work_orders")),
    Step("Buy vans", workforce.buy_vans, ("vehicle_fleet",)),
    Step("Keep the appointment book", appointments.keep_book, ("appointments",)),
    Step("Plan contract visits", contracts.plan_visits, ("subscriptions",)),
    Step("Answer emergencies", incidents.answer_incidents, ("incident_response",)),
    Step("Claim warranties", warranty.claim_warranties, ("warranty_claims",)),
    Step("Invoice", billing.invoice),
    Step("Collect", collection.collect, ("invoices", "invoice_lines", "payments")),
    Step("Ask for feedback", feedback.ask_for_feedback, ("customer_feedback",)),
    Step("Restock", stock.restock, ("purchase_orders", "inventory")),
    Step("Run campaigns", sales.run_campaigns, ("marketing_campaigns",)),
    Step("Work leads", sales.work_leads, ("leads",)),
    Step("Write quotes", quotes.write_quotes, ("quotes",)),
    Step("Keep the mailing list", mailing.keep_mailing_list, ("mailing_list",)),
)

_UNTIL_BOOKED = PLAN[: 1 + [step.run for step in PLAN].index(booking.book_visits)]
"""The steps in which it turns out whether all visits find a device and a day."""


def run_company(
    scenario: Scenario, connection: sqlite3.Connection, progress: StepProgress, processes: int = 1
) -> Scenario:
    """Create the tables, bring every branch to life, index the tables; leaves the commit to the
    caller.

    Foreign keys are enforced on every row. ``progress`` is told the step at hand, and how many of
    how many are done. With more than one of ``processes``, forked copies work out the branches
    while this one writes; the rows are the same. Raises UserError for a scenario that turns out not
    to hold. Gives the scenario as it was lived: where nobody named the number of calls, and the few
    devices of a branch need no more than fewer, all branches have those.
    """
    while True:
        try:
            _run(scenario, connection, progress, processes)
            return scenario
        except TooManyCallsError as error:
            if error.fit is None or "service_calls" in scenario.named:
                raise
            scenario = scenario.with_calls(error.fit)
            connection.execute("ROLLBACK")


def _run(
    scenario: Scenario, connection: sqlite3.Connection, progress: StepProgress, processes: int
) -> None:
    company = _Company(scenario)
    tasks = [partial(company.branch, number) for number in range(1, scenario.scale + 1)]
    steps = len(CATALOG) + scenario.scale * len(PLAN)
    done = 0
    copies = min(processes, WORKERS) if processes > 1 else 0
    with context.names_of(scenario.locale), in_turns(tasks, copies=copies) as told:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN")
        create_tables(connection, SCHEMA)
        for title, rows in told:
            if title:
                progress(title, done, steps)
                done += 1
            for name, parcel in rows:
                table = SCHEMA.tables[name]
                insert(connection, table, flattened(table, unpacked_from(parcel)))
    progress("Index the tables", done, steps)
    create_indexes(connection, SCHEMA)


_Told = tuple[str, list[tuple[str, Parcel]]]
"""A step's title before it runs, or no title and the rows it completed, by table."""


class _Company:
    """The branches one by one, and the catalog that they share."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    @cached_property
    def catalog(self) -> tuple[dict[str, Table], list[_Told]]:
        world = World(self.scenario, 1)
        told = list(_walk(world, CATALOG))
        return world.tables, told

    def branch(self, number: int) -> Iterator[_Told]:
        """A branch's whole life; the first one tells of the catalog too."""
        shared, told = self.catalog
        if number == 1:
            yield from told
        try:
            yield from _walk(World(self.scenario, number, dict(shared)), PLAN)
        except TooManyCallsError as error:
            calls = self.scenario.rows["service_calls"]
            raise TooManyCallsError(calls, self._fit(number, calls)) from error

    def _fit(self, number: int, calls: int) -> int | None:
        """A number of calls for which the branch has room; None where others that were named do not
        go with so few."""
        while calls > 1:
            calls = calls * 3 // 4
            try:
                world = World(self.scenario.with_calls(calls), number, dict(self.catalog[0]))
                for step in _UNTIL_BOOKED:
                    step.run(world)
            except TooManyCallsError:
                continue
            except UserError:
                break
            return calls
        return None


def _walk(world: World, steps: Sequence[Step]) -> Iterator[_Told]:
    models = SCHEMA.tables
    for step in steps:
        yield step.title, []
        try:
            step.run(world)
        except Exception as error:
            error.add_note(f"{step.title}, branch {world.number}")
            raise
        if step.tables:
            tables = [(name, world.tables[name]) for name in step.tables]
            yield "", [(name, packed_up(rows, models[name].c.keys())) for name, rows in tables]
