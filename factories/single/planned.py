"""The next visit under a contract and the tune-up in the appointment book, which are one visit. In
bulk the steps plan it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from factory.declarations import SKIP

from factories.engine.context import current
from factories.engine.rows_in_session import all_where, unflushed
from factories.single.around import OPEN
from factories.tables.recorded import touch
from hvac_models import Appointment, Subscription


def plan_next_visits(booked: Any) -> None:
    """The running contracts of a customer for whom a tune-up was booked have it as their next."""
    day = booked.appointment_date
    with unflushed(booked):
        for contract in all_where(Subscription, customer_id=booked.customer_id):
            if str(contract.status) == "Active" and day <= contract.end_date:
                contract.next_service_date = min([day, *_days_booked(booked.customer_id)])
                touch(contract, booked)


def next_booked(contract: Any, said: Mapping[str, Any]) -> dt.date | None:  # noqa: ARG001
    """The day of the customer's first tune-up in the book; None where there is none."""
    customer = contract.customer
    if customer is None or customer is SKIP or not hasattr(contract, "customer_id"):
        return None
    return min(_days_booked(contract.customer_id), default=None)


def _days_booked(customer_id: Any) -> list[dt.date]:
    if current.session is None:
        return []
    found = all_where(Appointment, customer_id=customer_id, appointment_type="Maintenance")
    return [each.appointment_date for each in found if str(each.status) in OPEN]
