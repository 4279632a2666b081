"""The table of contents: how the company comes to life, step by step.

``CATALOG`` runs once, ``PLAN`` once a branch. Each step names the tables it adds; a step without
tables decides what later ones write down. Rows go into the database when the branch is complete,
parents first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from factories.engine import context
from factories.engine.rows import Table
from factories.engine.writer import create_indexes, create_tables, insert
from factories.scenario import Scenario
from factories.steps import (
    appointments,
    billing,
    booking,
    catalog,
    collection,
    contracts,
    customers,
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
    workforce,
)
from factories.steps.world import World
from hvac_models import Base

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Step:
    """One thing the company does: what to call it, how, and the tables it adds."""

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
    Step("Buy vans", workforce.buy_vans, ("vehicle_fleet",)),
    Step("Draw the weather", customers.draw_weather, ("weather_daily",)),
    Step("Win customers", customers.win_customers, ("customers",)),
    Step("Sell contracts", customers.sell_contracts, ("subscriptions",)),
    Step("Find their devices", devices.find_devices),
    Step("Book and dispatch visits", booking.book_visits),
    Step("Record devices", devices.record_devices, ("installed_devices",)),
    Step("Use parts", parts.use_parts),
    Step("Do the visits", visits.record_calls, ("service_calls", "parts_usage", "work_orders")),
    Step("Keep the appointment book", appointments.keep_book, ("appointments",)),
    Step("Plan contract visits", contracts.plan_visits),
    Step("Answer emergencies", incidents.answer_incidents, ("incident_response",)),
    Step("Claim warranties", warranty.claim_warranties, ("warranty_claims",)),
    Step("Ask for feedback", feedback.ask_for_feedback, ("customer_feedback",)),
    Step("Invoice", billing.invoice, ("invoices", "invoice_lines")),
    Step("Collect", collection.collect, ("payments",)),
    Step("Restock", stock.restock, ("purchase_orders", "inventory")),
    Step("Run campaigns", sales.run_campaigns, ("marketing_campaigns",)),
    Step("Work leads", sales.work_leads, ("leads",)),
    Step("Write quotes", quotes.write_quotes, ("quotes",)),
    Step("Keep the mailing list", mailing.keep_mailing_list, ("mailing_list",)),
)


def run_company(scenario: Scenario, connection: sqlite3.Connection, progress: Progress) -> None:
    """Create the tables, bring every branch to life, index the tables; leaves the commit to the
    caller.

    Foreign keys are enforced on every row. ``progress`` is told the step at hand, and how many of
    how many are done. Raises UserError for a scenario that turns out not to hold.
    """
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("BEGIN")
    create_tables(connection, Base.metadata)
    context.current.locale = scenario.locale
    steps = len(CATALOG) + scenario.scale * len(PLAN)
    shared = World(scenario, 1)
    done = 0
    for step in CATALOG:
        progress(step.title, done, steps)
        step.run(shared)
        done += 1
    _write(connection, shared.tables)
    for number in range(1, scenario.scale + 1):
        world = World(scenario, number, dict(shared.tables))
        for step in PLAN:
            progress(step.title, done, steps)
            step.run(world)
            done += 1
        _write(connection, {n: t for n, t in world.tables.items() if n not in shared.tables})
    progress("Index the tables", done, steps)
    create_indexes(connection, Base.metadata)


def _write(connection: sqlite3.Connection, tables: dict[str, Table]) -> None:
    """Parents first, in the order of the foreign keys."""
    for table in Base.metadata.sorted_tables:
        if table.name in tables:
            insert(connection, table, tables[table.name])
