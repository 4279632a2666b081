"""The visits of a day before they are stored: objects while they are planned, then columns."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from factories.days.books import INT, TEXT, iso, keys
from factories.days.day import Day
from factories.engine.columns import Columns
from factories.engine.streams import Ints, Mask
from factories.rules.calls.left_undone import MENDED
from factories.rules.calls.on_site import Work
from factories.rules.calls.service import InDanger
from factories.rules.crm import contracts
from factories.rules.crm.contracts import PLAN_NAMES


@dataclass
class Visit:
    """A visit while the day is planned. Times are minutes, keys are primary keys, -1 is none."""

    customer: int
    branch: int
    device: int
    kind: int
    """Index into ``rules.calls.service.TYPES``."""
    technician: int
    start: int
    length: int
    """Where nobody is sent yet, as long as it takes the slowest."""
    component: int = -1
    appointment: int = -1
    opens: int = -1
    """Start of the promised window; -1 where nothing was promised."""
    late: int = 0
    """Minutes after the window, or after the response target of an emergency."""
    reported: int = -1
    severity: int = -1
    returns_to: int = -1
    """Key of the earlier call that this one completes or repeats."""
    is_callback: bool = False
    awaits_part: bool = False
    left: int = MENDED
    """What is done about what had failed, as ``rules.calls.left_undone`` has it."""
    estimate: int = -1
    """Hundredths of an hour, as booked; -1 leaves it to the work order."""
    quote: int = -1
    """Key of the accepted quote that it carries out."""
    replaces: int = -1
    """Key of the device that an Installation takes out."""
    equipment: int = -1
    """Model that an Installation puts in."""
    work: Work | None = None
    """What is to be done, where nobody is sent yet."""


@dataclass
class Visits(Columns, InDanger):
    """The same as columns, in order of start, with the keys of the calls that they become."""

    call: Ints
    customer: Ints
    branch: Ints
    device: Ints
    kind: Ints
    technician: Ints
    start: Ints
    length: Ints
    component: Ints
    appointment: Ints
    opens: Ints
    late: Ints
    reported: Ints
    severity: Ints
    returns_to: Ints
    is_callback: Mask
    awaits_part: Mask
    left: Ints
    estimate: Ints
    quote: Ints
    replaces: Ints
    equipment: Ints
    contract: Ints
    """Key of the contract in force, or -1."""
    plan: Ints
    """Index into ``rules.crm.contracts.PLANS`` of that contract, or -1."""

    @property
    def end(self) -> Ints:
        """Minute at which each is over."""
        return self.start + self.length


def as_columns(day: Day, visits: list[Visit]) -> Visits:
    """The day's visits in order of start, each with its key and the contract it falls under."""
    visits = sorted(visits, key=lambda visit: (visit.start, visit.technician, visit.device))
    first = day.books.next_id("service_calls")
    given: dict[str, Any] = {}
    for name in (field.name for field in fields(Visit) if field.name != "work"):
        values = [getattr(visit, name) for visit in visits]
        given[name] = np.array(values, np.bool_ if name in _FLAGS else np.int64)
    contract, plan = contracts_on(day, given["customer"])
    call = first + np.arange(len(visits), dtype=np.int64)
    return Visits(call=call, contract=contract, plan=plan, **given)


_FLAGS = ("is_callback", "awaits_part")


def contracts_on(day: Day, customer: Ints) -> tuple[Ints, Ints]:
    """The contract in force today a customer, and its plan; -1 for none."""
    held = day.books.read(
        "select customer_id as customer, max(subscription_id) as id,"
        " service_plan as plan from subscriptions"
        " where start_date <= ?1 and coalesce(cancelled_date, end_date) >= ?1"
        " and customer_id in (select value from json_each(?2))"
        " group by customer_id order by customer_id",
        iso(day.number), keys(customer), customer=INT, id=INT, plan=TEXT,
    )  # fmt: skip
    if not len(held):
        none = np.full(len(customer), -1, np.int64)
        return none, none
    row = np.minimum(np.searchsorted(held.customer, customer), len(held) - 1)
    holds = held.customer[row] == customer
    plan = held.plan.map({name: number for number, name in enumerate(PLAN_NAMES)})
    return np.where(holds, held.id[row], -1), np.where(holds, plan[row], -1)


def goes_first(day: Day, customer: Ints) -> Mask:
    """Whether the contract in force today gives its customer priority."""
    _, plan = contracts_on(day, customer)
    return contracts.goes_first(plan)


def discounts(day: Day, contract: Ints) -> Ints:
    """Percent that each contract (key, -1 for none) takes off a repair."""
    known = day.books.tables["subscriptions"]
    percent: Ints = known.at("discount_percentage", np.maximum(contract, 1))
    return np.where(contract >= 0, percent, 0)
