"""A day that is said carries the parents back with it; contradicting days are refused."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from factories import (
    AppointmentFactory,
    BadValue,
    CustomerFactory,
    CustomerFeedbackFactory,
    IncidentResponseFactory,
    InstalledDeviceFactory,
    InvoiceFactory,
    PartsUsageFactory,
    PaymentFactory,
    QuoteFactory,
    ServiceCallFactory,
    SubscriptionFactory,
    TechnicianFactory,
    WarrantyClaimFactory,
    WorkOrderFactory,
    bind,
)
from tests.factories.support.empty_database import violations

TODAY = dt.date(2026, 1, 2)
DAYS = [dt.date(year, 3, 4) for year in range(2008, 2026)] + [
    dt.date(2025, 12, 29),
    dt.date(2025, 12, 31),
    dt.date(2026, 1, 2),
]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_visit_of_any_day_has_parents_from_before(session: Session, day: dt.date) -> None:
    call = ServiceCallFactory(service_date=day)
    assert call.service_date == day
    assert call.customer.created_at <= call.started_at
    assert call.technician.hire_date <= day
    assert call.device.installation_date <= day
    ServiceCallFactory(started_at=dt.datetime.combine(day, dt.time(9)), repair=True)
    assert violations(session).keys() <= {"routine-visit-on-working-day"}


def test_a_visit_on_a_weekend_is_an_emergency(session: Session) -> None:
    saturday = dt.date(2023, 3, 4)
    assert ServiceCallFactory(service_date=saturday).service_type == "Emergency"
    assert ServiceCallFactory(service_date=saturday, repair=True).service_type == "Repair"


OLD: dict[str, Callable[[dt.date], Any]] = {
    "invoice": lambda day: InvoiceFactory(issue_date=day),
    "paid": lambda day: InvoiceFactory(issue_date=day, paid=True),
    "overdue": lambda day: InvoiceFactory(due_date=day, overdue=True),
    "due": lambda day: InvoiceFactory(due_date=day),
    "payment": lambda day: PaymentFactory(payment_date=day),
    "feedback": lambda day: CustomerFeedbackFactory(feedback_date=day),
    "quote": lambda day: QuoteFactory(quote_date=day),
    "contract": lambda day: SubscriptionFactory(start_date=day),
    "contract-end": lambda day: SubscriptionFactory(end_date=day),
    "premium": lambda day: SubscriptionFactory(start_date=day, service_plan="Premium"),
    "appointment": lambda day: AppointmentFactory(appointment_date=day),
    "missed": lambda day: AppointmentFactory(appointment_date=day, missed=True),
    "installation": lambda day: ServiceCallFactory(service_date=day, installation=True),
    "callback": lambda day: ServiceCallFactory(service_date=day, callback=True),
    "failed": lambda day: ServiceCallFactory(
        service_date=day, repair=True, failed_component="Igniter"
    ),
    "work-order": lambda day: WorkOrderFactory(service_call__service_date=day),
    "parts": lambda day: PartsUsageFactory(service_call__service_date=day),
    "claim": lambda day: WarrantyClaimFactory(service_call__service_date=day),
    "incident": lambda day: IncidentResponseFactory(service_call__service_date=day),
}


@pytest.mark.parametrize("day", [dt.date(2018, 5, 2), dt.date(2025, 12, 23)], ids=str)
@pytest.mark.parametrize("name", OLD)
def test_what_is_dated_back_takes_its_parents_along(
    session: Session, name: str, day: dt.date
) -> None:
    OLD[name](day)
    assert violations(session) == {}


@pytest.mark.parametrize(
    "said",
    [
        {"technician__hire_date": dt.date(2025, 12, 29)},
        {"customer__created_at": dt.datetime(2025, 12, 30, 9)},
        {"device__installation_date": dt.date(2025, 12, 29)},
        {"technician__left_date": dt.date(2025, 3, 4)},
    ],
    ids=str,
)
def test_a_visit_follows_the_days_of_its_parents(session: Session, said: dict[str, Any]) -> None:
    calls = ServiceCallFactory.create_batch(3, **said)
    assert all(call.technician.hire_date <= call.service_date <= TODAY for call in calls)
    assert violations(session) == {}


EARLY, LATE = dt.date(2018, 5, 2), dt.date(2030, 5, 2)
WRONG: dict[str, tuple[Callable[[], Any], str]] = {
    "before the branch": (
        lambda: ServiceCallFactory(service_date=dt.date(2001, 3, 4)),
        r"service_date=datetime.date\(2001, 3, 4\) cannot be: customer.branch.opened_date \(20",
    ),
    "call to come": (
        lambda: ServiceCallFactory(service_date=LATE),
        r"service_date \(2030-05-02\) is after today \(2026-01-02\); give another, or another tod",
    ),
    "customer to come": (
        lambda: CustomerFactory(created_at=dt.datetime(2030, 5, 2)),
        "CustomerFactory: created_at=.* is after today",
    ),
    "new customer": (
        lambda: ServiceCallFactory(service_date=EARLY, customer=CustomerFactory()),
        r"customer=Customer\(.* cannot be: customer.created_at \(20.*\) is after started_at \(2018",
    ),
    "new technician": (
        lambda: ServiceCallFactory(
            service_date=EARLY, technician=TechnicianFactory(hire_date=dt.date(2020, 5, 4))
        ),
        r"technician.hire_date \(2020-05-04\) is after service_date \(2018-05-02\)",
    ),
    "new device": (
        lambda: ServiceCallFactory(
            service_date=dt.date(2025, 6, 2),
            device=InstalledDeviceFactory(installation_date=dt.date(2025, 9, 2)),
        ),
        r"device.installation_date \(2025-09-02\) is after service_date",
    ),
    "bill before visit": (
        lambda: InvoiceFactory(issue_date=EARLY, service_call=ServiceCallFactory()),
        r"InvoiceFactory: issue_date=.*, service_call=.* cannot be: service_call.completed_at",
    ),
    "bill to come": (lambda: InvoiceFactory(issue_date=LATE), "issue_date .* is after today"),
    "payment before bill": (
        lambda: PaymentFactory(payment_date=EARLY, invoice=InvoiceFactory()),
        r"PaymentFactory: payment_date=.* cannot be: invoice.issue_date \(2025-.*2018-05-02\)",
    ),
    "feedback before visit": (
        lambda: CustomerFeedbackFactory(feedback_date=EARLY, service_call=ServiceCallFactory()),
        r"service_call.completed_at \(2025-.*\) is after feedback_date \(2018-05-02\)",
    ),
    "quote to a stranger": (
        lambda: QuoteFactory(quote_date=EARLY, customer=CustomerFactory()),
        r"customer.created_at .* is after quote_date \(2018-05-02\)",
    ),
    "contract of a stranger": (
        lambda: SubscriptionFactory(start_date=EARLY, customer=CustomerFactory()),
        r"customer.created_at .* is after start_date \(2018-05-02\)",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_days_that_contradict_each_other_are_refused(session: Session, name: str) -> None:
    make, line = WRONG[name]
    with pytest.raises(BadValue, match=line):
        make()
    session.flush()


def test_another_today_allows_a_later_day(session: Session) -> None:
    bind(session, today=LATE)
    assert ServiceCallFactory(service_date=dt.date(2030, 4, 30)).service_date.year == 2030
    ServiceCallFactory(service_date=dt.date(2016, 4, 28))
    session.flush()


def test_built_rows_may_contradict_each_other() -> None:
    call = ServiceCallFactory.build()
    assert InvoiceFactory.build(service_call=call, issue_date=EARLY).issue_date == EARLY
