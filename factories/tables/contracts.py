"""Maintenance contracts, a row a term of one year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np

from factories.engine.declarations import Choice, Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.lookups import Looked
from factories.engine.streams import Chance, Ints
from factories.engine.traits import Trait
from factories.engine.usage_errors import BadValue
from factories.engine.values import Coded, Column, Day, Days, Minutes, coded, texts
from factories.rules.crm.contracts import (
    COMMERCIAL,
    PAYMENT_FREQUENCY,
    PLAN_NAMES,
    PLANS,
    RENEWS_AUTOMATICALLY,
    VISIT_EVERY_DAYS,
    bounces,
    customer_of,
)
from factories.rules.hours.calendar import ONE_DAY, months_later, next_office_day
from factories.rules.single import ACCOUNT_AGE
from factories.single import fitting
from factories.single.earlier import day_said, opened
from factories.single.planned import next_booked
from factories.tables.customers import TYPES, CustomerFactory
from factories.tables.recorded import NEVER, Changed, Recorded, known, overnight
from factories.wording import sales as wording
from hvac_models import Subscription


def _next_start(contract: Any, said: Mapping[str, Any]) -> date | None:
    """The first day of the customer's earliest contract, where this one is the term before."""
    customer = contract.customer
    # Somebody's own customer may have none.
    terms = getattr(customer, "subscriptions", [])
    if not terms or "start_date" in said:
        return None
    start: date = min(term.start_date for term in terms)
    if customer.created_at.date() > start - timedelta(days=366):
        raise BadValue(
            "SubscriptionFactory",
            f"customer={customer!r}",
            f"has a contract from {start} on and was not yet a customer a year before that;"
            " give start_date, or a customer with an earlier created_at",
        )
    return start


def _a_year_before(end: date) -> date:
    """The first day of the term that ends on a day."""
    found: date = months_later(np.datetime64(end + timedelta(days=1), "D"), -12).tolist()
    return found


def _term(least: int, most: int) -> Any:
    """A term that began so many days ago, or that ended when the customer's next one began."""

    @derived
    def start_date(chance: Chance, next_start: Column, today: Day) -> Days:
        following = np.asarray(known(next_start), "datetime64[D]")
        alone = today - chance.between("days", least, most) * ONE_DAY
        return np.where(np.isnat(following), alone, months_later(following, -12))

    return start_date


class SubscriptionFactory(HvacFactory[Subscription]):
    """A contract in its first year; one more of a customer is the term before those there are."""

    class Meta:
        model = Subscription
        exclude = ("signed_on", "bounced_on", "changed_at", "next_start", "next_booked")
        in_order = (("customer.created_at", "start_date"), ("signed_on", "today"))
        holds = (fitting.within_its_term,)

    class Params:
        expired: Any = Trait(
            {"status": "Expired"},
            customer=Parent(
                CustomerFactory, created_at=derived(lambda today: today - 700 * ONE_DAY)
            ),
            start_date=_term(380, 420),
            status="Expired",
        )
        cancelled: Any = Trait(
            {"status": "Cancelled"},
            status="Cancelled",
            cancelled_date=derived(
                lambda start_date, today: np.minimum(start_date + 7 * ONE_DAY, today)
            ),
        )
        suspended: Any = Trait(
            {"status": "Suspended"}, start_date=_term(70, 300), status="Suspended"
        )

    subscription_id = RowId()
    customer = Parent(CustomerFactory)
    next_start: Any = Looked(_next_start)
    next_booked: Any = Looked(next_booked)
    start_date: Any = _term(8, 50)
    payment_frequency = Choice(PAYMENT_FREQUENCY)
    cancelled_date: Any = None
    created_at_utc = Recorded(
        "signed_on", after="customer__created_at_utc", branch="customer__branch_id"
    )
    updated_at_utc = Changed("cancelled_date", "changed_at", branch="customer__branch_id")

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        """The customer is one whom the plan is for, and was one when the term began."""
        if {"customer", "customer_id"} & said.keys():
            return {}
        more: dict[str, Any] = {}
        start, end = day_said(said, "start_date"), day_said(said, "end_date")
        if start is None and end is not None:
            start = more["start_date"] = _a_year_before(end)
        if start is not None:
            more["customer__created_at"] = opened(*ACCOUNT_AGE, by=start)
        plan = said.get("service_plan")
        told = any(f"customer__{name}" in said for name in TYPES)
        if isinstance(plan, str) and not told:
            more["customer__customer_type"] = customer_of(plan)
        return more

    @derived
    def status(end_date: Days, today: Day) -> Column:
        return Coded((end_date < today).astype(np.int64), ("Active", "Expired"))

    @derived
    def auto_renewal(chance: Chance, status: Column) -> Any:
        """As signed for, until it is cancelled; one that has run out may have been ended by the
        card or by a call."""
        return chance.happens("renews", RENEWS_AUTOMATICALLY) & ~coded(status).is_("Cancelled")

    @derived
    def signed_on(start_date: Days) -> Days:
        """The eve of the term."""
        return start_date - ONE_DAY

    @derived
    def bounced_on(chance: Chance, start_date: Days, today: Day) -> Days:
        """The day on which a payment bounced, where one has: some weeks into the term."""
        bounced = bounces(chance, start_date.astype(np.int64)).astype("datetime64[D]")
        day: Days = np.maximum(np.minimum(bounced, today), start_date)
        return day

    @derived
    def changed_at(
        start_date: Days, end_date: Days, bounced_on: Days, status: Column, today: Day
    ) -> Minutes:
        """When it expired, or was suspended, or the visit that was next last was planned."""
        visits = (today - start_date) // ONE_DAY // VISIT_EVERY_DAYS
        planned = overnight(start_date + visits * VISIT_EVERY_DAYS * ONE_DAY)
        status = coded(status)
        return np.select(
            [status.is_("Expired"), status.is_("Suspended"), status.is_("Active")],
            [overnight(end_date + ONE_DAY), overnight(bounced_on), planned],
            NEVER,
        )

    @derived
    def service_plan(chance: Chance, customer__customer_type: Column) -> Column:
        drawn = chance.choose("plan", [plan.residential_weight for plan in PLANS])
        commercial = coded(customer__customer_type).is_("commercial")
        return [PLAN_NAMES[i] for i in np.where(commercial, COMMERCIAL, drawn).tolist()]

    @derived
    def end_date(start_date: Days) -> Days:
        """The last day of a year from the start."""
        month = start_date.astype("datetime64[M]")
        later: Days = (month + np.timedelta64(12, "M")).astype("datetime64[D]")
        last: Days = later + (start_date - month.astype("datetime64[D]")) - ONE_DAY
        return last

    @derived
    def annual_cost(service_plan: Column) -> Ints:
        return coded(service_plan).map({plan.name: plan.annual_cost for plan in PLANS})

    @derived
    def services_included(service_plan: Column) -> Column:
        return wording.services_included(texts(service_plan))

    @derived
    def discount_percentage(chance: Chance, service_plan: Column) -> Ints:
        low = coded(service_plan).map({plan.name: plan.discount[0] // 5 for plan in PLANS})
        high = coded(service_plan).map({plan.name: plan.discount[1] // 5 for plan in PLANS})
        return chance.between("percent", low, high) * 5

    @derived
    def next_service_date(
        start_date: Days, end_date: Days, status: Column, next_booked: Column, today: Day
    ) -> Days:
        """The tune-up that is booked, or the office day of the next of the two visits a year; none
        when it would fall after the term."""
        visits = (today - start_date) // ONE_DAY // VISIT_EVERY_DAYS + 1
        due = next_office_day(start_date + visits * VISIT_EVERY_DAYS * ONE_DAY)
        booked = np.asarray(known(next_booked), "datetime64[D]")
        due = np.where(booked <= end_date, booked, due)
        running = coded(status).is_("Active") & (due <= end_date)
        return np.where(running, due, np.datetime64("NaT", "D"))
