"""Maintenance contracts, a row a term of one year."""

from __future__ import annotations

from typing import Any

import factory
import numpy as np

from factories.customers import CustomerFactory
from factories.engine.declarations import Choice, Flag, Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.values import coded, texts
from factories.recorded import NEVER, Changed, Recorded, overnight
from factories.rules.calendar import next_office_day
from factories.rules.contracts import COMMERCIAL, FREQUENCY, PLAN_NAMES, PLANS, VISIT_EVERY_DAYS
from factories.wording import sales as wording
from factories.workforce import DAY
from hvac_models import Subscription


class SubscriptionFactory(HvacFactory[Subscription]):
    """A contract in its first year."""

    class Meta:
        model = Subscription
        exclude = ("signed_on", "changed_at")

    class Params:
        expired: Any = factory.Trait(
            customer=Parent(CustomerFactory, created_at=derived(lambda today: today - 700 * DAY)),
            start_date=derived(
                lambda chance, today: today - chance.between("days", 380, 420) * DAY
            ),
            status="Expired",
            auto_renewal=False,
        )
        cancelled: Any = factory.Trait(
            status="Cancelled",
            cancelled_date=derived(lambda start_date: start_date + 7 * DAY),
        )
        suspended: Any = factory.Trait(status="Suspended")

    subscription_id = RowId()
    customer = Parent(CustomerFactory)
    status: Any = "Active"
    payment_frequency = Choice(FREQUENCY)
    auto_renewal = Flag(0.7)
    cancelled_date: Any = None
    created_at_utc = Recorded(
        "signed_on", after="customer__created_at_utc", branch="customer__branch_id"
    )
    updated_at_utc = Changed("cancelled_date", "changed_at", branch="customer__branch_id")

    @derived
    def signed_on(start_date: Any) -> Any:
        """The eve of the term."""
        return start_date - DAY

    @derived
    def changed_at(start_date: Any, end_date: Any, status: Any, today: Any) -> Any:
        """When it expired, or the visit that was next last was planned."""
        visits = (today - start_date) // DAY // VISIT_EVERY_DAYS
        planned = overnight(start_date + visits * VISIT_EVERY_DAYS * DAY)
        status = coded(status)
        return np.select(
            [status.is_("Expired"), status.is_("Active")],
            [overnight(end_date + DAY), planned],
            NEVER,
        )

    @derived
    def service_plan(chance: Any, customer__customer_type: Any) -> Any:
        drawn = chance.choose("plan", [plan.residential_weight for plan in PLANS])
        commercial = coded(customer__customer_type).is_("commercial")
        return [PLAN_NAMES[i] for i in np.where(commercial, COMMERCIAL, drawn).tolist()]

    @derived
    def start_date(chance: Any, today: Any) -> Any:
        return today - chance.between("days", 8, 50) * DAY

    @derived
    def end_date(start_date: Any) -> Any:
        """The last day of a year from the start."""
        month = start_date.astype("datetime64[M]")
        return (
            (month + np.timedelta64(12, "M")).astype("datetime64[D]")
            + (start_date - month.astype("datetime64[D]"))
            - DAY
        )

    @derived
    def annual_cost(service_plan: Any) -> Any:
        return coded(service_plan).map({plan.name: plan.annual_cost for plan in PLANS})

    @derived
    def services_included(service_plan: Any) -> Any:
        return wording.services_included(texts(service_plan))

    @derived
    def discount_percentage(chance: Any, service_plan: Any) -> Any:
        low = coded(service_plan).map({plan.name: plan.discount[0] // 5 for plan in PLANS})
        high = coded(service_plan).map({plan.name: plan.discount[1] // 5 for plan in PLANS})
        return chance.between("percent", low, high) * 5

    @derived
    def next_service_date(start_date: Any, end_date: Any, status: Any, today: Any) -> Any:
        """The office day of the next of the two visits a year; none when it would fall after the
        term."""
        visits = (today - start_date) // DAY // VISIT_EVERY_DAYS + 1
        due = next_office_day(start_date + visits * VISIT_EVERY_DAYS * DAY)
        running = coded(status).is_("Active") & (due <= end_date)
        return np.where(running, due, np.datetime64("NaT", "D"))
