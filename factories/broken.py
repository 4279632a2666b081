"""Rows that are wrong on purpose, for the tests of an app's own validation.

    from factories import broken

    invoice = broken.invoice_paid_twice(customer=ada)

Each breaks one truth of the audit, which it names, and nothing else; the database takes them all,
since its constraints see one row at a time. Keywords are those of the factory of the row returned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

import numpy as np

from factories.engine.consistency import in_any_order
from factories.engine.context import current
from factories.engine.usage_errors import BadValue
from factories.rules.hours.calendar import previous_office_day
from factories.tables.billing import InvoiceFactory, InvoiceLineFactory, PaymentFactory
from factories.tables.contracts import SubscriptionFactory
from factories.tables.customers import CustomerFactory
from factories.tables.devices import InstalledDeviceFactory
from factories.tables.feedback import CustomerFeedbackFactory
from factories.tables.scheduling import AppointmentFactory
from factories.tables.service import ServiceCallFactory
from factories.tables.stock import InventoryItemFactory
from factories.tables.usage import PartsUsageFactory
from factories.tables.workforce import TechnicianFactory
from hvac_models import (
    Appointment,
    Customer,
    CustomerFeedback,
    InventoryItem,
    Invoice,
    PartsUsage,
    Payment,
    ServiceCall,
    Subscription,
)

P = ParamSpec("P")
T = TypeVar("T")
DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Violation:
    """A way to be wrong: what makes it, what it says, and the audit's check that finds it."""

    make: Callable[..., Any]
    says: str
    check: str


class Undone(BadValue):
    """An argument that would undo what the row is meant to break."""

    def __init__(self, violation: str, name: str, why: str) -> None:
        super().__init__(f"broken.{violation}", name, why)


def _refuse(violation: str, given: dict[str, Any], **why: str) -> None:
    for name, reason in why.items():
        if given.get(name) is not None:
            raise Undone(violation, f"{name}={given[name]!r}", reason)


ALL: Final[dict[str, Violation]] = {}
"""Every violation by its name."""


def _breaks(check: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    def listed(make: Callable[P, T]) -> Callable[P, T]:
        @wraps(make)
        def made(*given: P.args, **said: P.kwargs) -> T:
            with in_any_order():
                return make(*given, **said)

        ALL[make.__name__] = Violation(made, (make.__doc__ or "").strip(), check)
        return made

    return listed


@_breaks("payments-within-total")
def invoice_paid_twice(**invoice: Any) -> Invoice:
    """A paid invoice that is paid once more."""
    paid = InvoiceFactory(**{"paid": True, **invoice})
    PaymentFactory(invoice=paid)
    return paid


@_breaks("paid-means-paid-in-full")
def invoice_paid_by_nobody(**invoice: Any) -> Invoice:
    """An invoice that is Paid without a payment."""
    return InvoiceFactory(**{"status": "Paid", "paid": False, **invoice})


@_breaks("overdue-means-past-due")
def invoice_overdue_too_early(**invoice: Any) -> Invoice:
    """An invoice that is Overdue before its due date."""
    return InvoiceFactory(**{"status": "Overdue", "overdue": False, **invoice})


@_breaks("invoice-lines-add-up")
def invoice_with_a_line_too_many(**invoice: Any) -> Invoice:
    """An invoice whose lines come to more than its subtotal."""
    made = InvoiceFactory(**invoice)
    fee = {"line_type": "fee", "unit_price": Decimal(5)}
    InvoiceLineFactory(invoice=made, line_number=len(made.lines) + 1, **fee)
    return made


@_breaks("invoice-customer-of-call")
def invoice_to_another_customer(**invoice: Any) -> Invoice:
    """An invoice to a customer whom nobody visited."""
    call = invoice.pop("service_call", None) or ServiceCallFactory()
    alike = {"branch": call.customer.branch, "customer_type": str(call.customer.customer_type)}
    stranger = {"customer": CustomerFactory(**alike)} if "customer" not in invoice else {}
    return InvoiceFactory(service_call=call, **stranger, **invoice)


@_breaks("payment-after-invoice")
def payment_before_its_invoice(**payment: Any) -> Payment:
    """A payment of the day before the invoice was issued."""
    invoice = payment.pop("invoice", None) or InvoiceFactory()
    return PaymentFactory(
        **{"invoice": invoice, "payment_date": invoice.issue_date - DAY, **payment}
    )


@_breaks("cancelled-invoice-has-no-payment")
def payment_of_a_cancelled_invoice(**payment: Any) -> Payment:
    """A payment on an invoice that was cancelled."""
    given = payment.get("invoice")
    if given is not None and given.status != "Cancelled":
        _refuse(
            "payment_of_a_cancelled_invoice", payment, invoice="was not cancelled; give another"
        )
    if given is not None:
        return PaymentFactory(**payment)
    return PaymentFactory(**{"invoice__cancelled": True, **payment})


@_breaks("visits-do-not-overlap")
def double_booked_technician(**call: Any) -> ServiceCall:
    """A call that begins while its technician is still at another."""
    other = ServiceCallFactory(inspection=True, **_of(call, "technician"))
    rest = {name: value for name, value in call.items() if name != "technician"}
    begins = other.started_at + timedelta(minutes=10)
    return ServiceCallFactory(
        **{"inspection": True, "technician": other.technician, "started_at": begins, **rest}
    )


@_breaks("open-appointments-do-not-clash")
def double_booked_appointment(**appointment: Any) -> Appointment:
    """An open appointment at the time of another one of its technician."""
    other = AppointmentFactory(**_of(appointment, "technician"))
    rest = {name: value for name, value in appointment.items() if name != "technician"}
    same = {"technician": other.technician, "scheduled_time": other.scheduled_time}
    return AppointmentFactory(**{**same, **rest})


@_breaks("appointment-of-its-call")
def appointment_kept_by_another(**appointment: Any) -> Appointment:
    """A kept appointment of another technician than the one who came."""
    call = appointment.pop("service_call", None) or ServiceCallFactory(repair=True)
    other = TechnicianFactory(branch=call.technician.branch)
    return AppointmentFactory(**{"service_call": call, "technician": other, **appointment})


@_breaks("technician-hired-before-call")
def call_before_the_technician_was_hired(**call: Any) -> ServiceCall:
    """A visit of last week by a technician who was hired after it."""
    hired = {"technician__hire_date": _working_day(1)}
    begins = datetime.combine(_working_day(9), time(9))
    call = {"started_at": begins, **call}
    if "technician" not in call:
        return ServiceCallFactory(**hired, **call)
    if call["technician"].hire_date <= call["started_at"].date():
        why = f"was hired before {call['started_at']}; give one who was hired since"
        _refuse("call_before_the_technician_was_hired", call, technician=why)
    return ServiceCallFactory(**call)


def _working_day(ago: int) -> date:
    """The last working day that is so many days gone."""
    day: date = previous_office_day(np.datetime64(current.today - ago * DAY, "D")).tolist()
    return day


@_breaks("routine-visit-on-working-day")
def routine_call_on_a_sunday(**call: Any) -> ServiceCall:
    """An inspection on the last Sunday."""
    weekday = ServiceCallFactory.build(inspection=True).started_at
    sunday = current.today - timedelta(days=current.today.isoweekday())
    begins = weekday.replace(year=sunday.year, month=sunday.month, day=sunday.day)
    return ServiceCallFactory(**{"inspection": True, "started_at": begins, **call})


@_breaks("call-for-customer-of-device")
def call_at_somebody_elses_device(**call: Any) -> ServiceCall:
    """A visit to one customer for the device of another."""
    device = call.pop("device", None) or InstalledDeviceFactory()
    customer = call.pop("customer", None) or CustomerFactory(branch=device.customer.branch)
    return ServiceCallFactory(
        **{"inspection": True, "device": device, "customer": customer, **call}
    )


@_breaks("call-parts-cost-is-sum-of-parts")
def call_with_parts_that_nobody_used(**call: Any) -> ServiceCall:
    """A visit that charges parts and names none."""
    why = "names the parts; leave it out, or say parts_cost"
    _refuse("call_with_parts_that_nobody_used", call, parts=why)
    return ServiceCallFactory(**{"parts_cost": Decimal("49.50"), **call})


@_breaks("warranty-pays-while-it-runs")
def part_on_a_warranty_that_ran_out(**usage: Any) -> PartsUsage:
    """A part charged to the maker years after the warranty ended."""
    call = usage.pop("service_call", None) or ServiceCallFactory(device__out_of_warranty=True)
    return PartsUsageFactory(**{"service_call": call, "covered_by_warranty": True, **usage})


@_breaks("feedback-soon-after-call")
def feedback_before_the_visit(**feedback: Any) -> CustomerFeedback:
    """An answer to the survey from the day before the visit."""
    said = {n: feedback.pop(n) for n in list(feedback) if n.partition("__")[0] == "customer"}
    call = feedback.pop("service_call", None)
    if call is not None and said:
        _refuse("feedback_before_the_visit", said, customer="is that of the visit; leave it out")
    call = call or ServiceCallFactory(repair=True, **said)
    early = call.service_date - DAY
    return CustomerFeedbackFactory(**{"service_call": call, "feedback_date": early, **feedback})


@_breaks("contracts-do-not-overlap")
def contracts_at_the_same_time(**contract: Any) -> Subscription:
    """A second contract of a customer whose first one runs."""
    first = SubscriptionFactory(**_of(contract, "customer"))
    rest = {name: value for name, value in contract.items() if name != "customer"}
    same = {"customer": first.customer, "start_date": first.start_date}
    return SubscriptionFactory(**{**same, **rest})


@_breaks("customer-recorded-once")
def customer_recorded_twice(**customer: Any) -> Customer:
    """A customer with the name and the address of another."""
    first = CustomerFactory(**customer)
    same = ("branch", "customer_name", "customer_type", "street", "city", "state", "postal_code")
    return CustomerFactory(**{name: getattr(first, name) for name in same}, email=None)


@_breaks("stock-adds-up")
def stock_that_does_not_add_up(**item: Any) -> InventoryItem:
    """A shelf with one part less than it must hold."""
    counted = InventoryItemFactory(**item)
    counted.opening_stock += 1
    counted.max_stock_level = max(counted.max_stock_level, counted.opening_stock)
    return counted


def _of(given: dict[str, Any], name: str) -> dict[str, Any]:
    return {name: given[name]} if name in given else {}
