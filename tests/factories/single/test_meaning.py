"""A status means its trait: what one writes first makes a true row, or is refused with a hint."""

import datetime as dt
from functools import cache
from typing import Any

import factory
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from factories import (
    AppointmentFactory,
    BadValue,
    CustomerFactory,
    CustomerFeedbackFactory,
    InvoiceFactory,
    PartFactory,
    PaymentFactory,
    QuoteFactory,
    ServiceCallFactory,
    SubscriptionFactory,
    WorkOrderFactory,
    bind,
)
from factories.engine import context
from hvac_models import InvoiceStatus
from tests.factories.support.empty_database import FACTORIES, Factory, empty_database, violations

NEEDS_OTHERS = {
    "AppointmentFactory-status-Rescheduled",
    "QuoteFactory-status-Revised",
    "WorkOrderFactory-status-Open",
    "WorkOrderFactory-status-Cancelled",
}
STATUSES = [
    pytest.param(made, name, value, id=f"{made.__name__}-{name}-{value}")
    for made in FACTORIES
    for name, type_ in made._meta.types.items()
    if isinstance(type_, sa.Enum) and name.endswith(("status", "service_type", "quote_type"))
    for value in type_.enums
]


@cache
def needs_of(made: Factory) -> set[str]:
    """The checks that rows of this factory fail without more rows around them."""
    before = context.current.session
    with empty_database() as engine, Session(engine) as session:
        bind(session)
        made.create_batch(2)
        found = set(violations(session))
    bind(before)
    return found


@pytest.mark.parametrize(("made", "name", "value"), STATUSES)
def test_every_status_makes_true_rows(
    made: Factory, name: str, value: str, session: Session, request: pytest.FixtureRequest
) -> None:
    if request.node.callspec.id in NEEDS_OTHERS:
        with pytest.raises(BadValue, match=rf"{name}='{value}' takes a .*; or say \w+=True"):
            made.create(**{name: value})
        assert getattr(made.build(**{name: value}), name) == value
        return
    rows = made.create_batch(3, **{name: value})
    assert {getattr(row, name) for row in rows} == {value}
    if found := violations(session):
        assert found.keys() <= needs_of(made)


def test_a_status_is_its_trait(session: Session) -> None:
    for said in ("Paid", InvoiceStatus.PAID):
        invoice = InvoiceFactory(status=said)
        assert sum(payment.amount for payment in invoice.payments) == invoice.total_amount
    assert InvoiceFactory.build(status="Paid").payments
    assert AppointmentFactory(status="Completed").service_call is not None
    assert ServiceCallFactory(is_callback=True).callback_of is not None
    assert CustomerFeedbackFactory(feedback_type="Complaint").overall_satisfaction == 2
    payment = PaymentFactory(invoice__service_call__service_type="Installation")
    assert payment.invoice.service_call.device.installed_by == "Company"
    lead = QuoteFactory(lead__status="New").lead
    assert lead is not None
    assert lead.status == "New"
    assert PartFactory(part_category="Compressor").part_name.count("ompressor") == 1
    assert violations(session) == {}


def test_a_status_from_a_list(session: Session) -> None:
    some = ["Paid", "Overdue", "Pending"]
    invoices = InvoiceFactory.create_batch(3, status=factory.Iterator(some))
    assert [invoice.status for invoice in invoices] == some

    class MixedFactory(InvoiceFactory):
        status: Any = factory.Iterator(["Overdue", "Paid"])

    assert [invoice.status for invoice in MixedFactory.create_batch(2)] == ["Overdue", "Paid"]
    assert violations(session) == {}


def test_a_status_in_a_body(session: Session) -> None:
    class LateFactory(InvoiceFactory):
        status: Any = "Overdue"

    class LaterFactory(LateFactory):
        payment_terms: Any = "Net 45"

    class SettledFactory(LateFactory):
        status: Any = "Paid"

    assert LateFactory().due_date < dt.date(2026, 1, 2)
    assert LaterFactory().status == "Overdue"
    assert SettledFactory().payments
    assert LateFactory(status="Paid").payments
    assert LateFactory(status="Pending").status == "Pending"
    assert violations(session) == {}


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (
            lambda: InvoiceFactory(status="Paid", overdue=True),
            "InvoiceFactory: overdue=True cannot hold with status='Paid'",
        ),
        (
            lambda: InvoiceFactory(status="Overdue", due_date=dt.date(2026, 2, 1)),
            r"InvoiceFactory: status='Overdue' cannot hold with due_date=datetime.date\(2026, 2, 1",
        ),
        (
            lambda: InvoiceFactory(status="Paid", service_call__callback=True),
            "InvoiceFactory: paid=True of .*, for which no bill stands",
        ),
        (
            lambda: InvoiceFactory(status="Pending", due_date=dt.date(2026, 1, 1)),
            r"InvoiceFactory: status='Pending' cannot hold with due_date=.*, which makes it 'Overd",
        ),
        (
            lambda: SubscriptionFactory(status="Active", start_date=dt.date(2024, 1, 1)),
            "SubscriptionFactory: status='Active' cannot hold with start_date=.* it 'Expired'",
        ),
        (
            lambda: WorkOrderFactory(status="Open"),
            "WorkOrderFactory: status='Open' takes a visit that was not done.*in_progress=True",
        ),
        (lambda: InvoiceFactory(paid="no"), "InvoiceFactory: paid='no' is not True or False"),
        (lambda: InvoiceFactory(paid=None), "InvoiceFactory: paid=None is not True or False"),
        (
            lambda: CustomerFactory(commercial=1),
            "CustomerFactory: commercial=1 is not True or False",
        ),
    ],
)
def test_what_cannot_hold_is_refused_as_it_was_said(session: Session, make: Any, line: str) -> None:
    with pytest.raises(BadValue, match=line):
        make()


def test_the_value_alone_where_its_trait_is_off(session: Session) -> None:
    assert not InvoiceFactory(status="Paid", paid=False).payments
