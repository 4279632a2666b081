"""A trait holds whatever else is said, or what was said is refused."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import factory
import pytest
from sqlalchemy.orm import Session

import factories
from factories import (
    AppointmentFactory,
    BadValue,
    CustomerFactory,
    InventoryItemFactory,
    InvoiceFactory,
    LeadFactory,
    MailingListContactFactory,
    PartFactory,
    PaymentFactory,
    QuoteFactory,
    ServiceCallFactory,
    SubscriptionFactory,
)
from factories.rules.accounting.billing import TERM_DAYS
from factories.seeding import DEFAULT_TODAY
from tests.factories.support.empty_database import violations


@pytest.mark.parametrize("terms", TERM_DAYS)
def test_overdue_holds_with_any_terms(session: Session, terms: str) -> None:
    invoices = InvoiceFactory.create_batch(8, overdue=True, payment_terms=terms)
    assert {invoice.status for invoice in invoices} == {"Overdue"}
    assert {invoice.payment_terms for invoice in invoices} == {terms}
    assert violations(session) == {}


def test_a_business_that_is_won_is_a_business(session: Session) -> None:
    leads: Any = LeadFactory.create_batch(10, business=True, converted=True)
    assert all(lead.company_name == lead.customer.customer_name for lead in leads)
    assert violations(session) == {}


def test_an_optional_parent_is_not_made_for_its_own_defaults(session: Session) -> None:
    assert all(lead.customer is None for lead in LeadFactory.create_batch(5))


def test_a_trait_that_a_declaration_switches_on(session: Session) -> None:
    class SomeLateFactory(InvoiceFactory):
        overdue: Any = factory.Iterator([True, False])

    statuses = [invoice.status for invoice in SomeLateFactory.create_batch(4)]
    assert statuses == ["Overdue", "Pending", "Overdue", "Pending"]


def test_a_trait_that_is_on_for_good_is_seen_by_other_columns() -> None:
    class FirmFactory(CustomerFactory):
        commercial = True

    same = {"customer_id": 9, "branch_id": 1}
    firm, asked = FirmFactory.build(**same), CustomerFactory.build(commercial=True, **same)
    assert firm.customer_name == asked.customer_name


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        (
            lambda: InvoiceFactory(
                overdue=True, service_call=ServiceCallFactory(), payment_terms="Net 45"
            ),
            "InvoiceFactory: overdue=True cannot hold with service_call=ServiceCall(",
        ),
        (
            lambda: InvoiceFactory(overdue=True, status="Paid"),
            "InvoiceFactory: overdue=True cannot hold with status='Paid'",
        ),
        (
            lambda: InvoiceFactory(overdue=True, paid=True),
            "InvoiceFactory: overdue=True cannot hold with paid=True",
        ),
        (
            lambda: QuoteFactory(expired=True, quote_date=DEFAULT_TODAY),
            "QuoteFactory: expired=True cannot hold with quote_date=datetime.date(2026, 1, 2)",
        ),
        (
            lambda: LeadFactory(new=True, created_date=dt.date(2024, 1, 1)),
            "LeadFactory: new=True cannot hold with created_date=datetime.date(2024, 1, 1)",
        ),
        (
            lambda: LeadFactory(new=True, converted=True),
            "LeadFactory: new=True cannot hold with converted=True",
        ),
        (
            lambda: LeadFactory(customer__commercial=True, new=True),
            "LeadFactory: new=True cannot hold with customer__commercial=True",
        ),
        (
            lambda: ServiceCallFactory(emergency=True, repair=True),
            "ServiceCallFactory: emergency=True cannot hold with repair=True",
        ),
        (
            lambda: ServiceCallFactory(emergency=True, service_type="Repair"),
            "ServiceCallFactory: emergency=True cannot hold with service_type='Repair'",
        ),
        (
            lambda: PartFactory(air_filter=True, capacitor=True),
            "PartFactory: air_filter=True cannot hold with capacitor=True",
        ),
        (
            lambda: AppointmentFactory(confirmed=True, completed=True),
            "AppointmentFactory: completed=True cannot hold with confirmed=True",
        ),
        (
            lambda: SubscriptionFactory(cancelled=True, suspended=True),
            "SubscriptionFactory: cancelled=True cannot hold with suspended=True",
        ),
        (
            lambda: InventoryItemFactory(low_stock=True, current_stock=90),
            "InventoryItemFactory: low_stock=True cannot hold with current_stock=90",
        ),
        (
            lambda: MailingListContactFactory(prospect=True, customer=CustomerFactory()),
            "MailingListContactFactory: prospect=True cannot hold with customer=Customer(",
        ),
    ],
)
def test_what_cannot_hold_is_refused(session: Session, wrong: Callable[[], Any], line: str) -> None:
    with pytest.raises(BadValue, match=f"^{re.escape(line)}"):
        wrong()


def test_what_a_trait_does_not_mean_can_be_changed(session: Session) -> None:
    payment = PaymentFactory(failed=True, payment_method="Check")
    assert (payment.status, payment.payment_method) == ("Failed", "Check")
    assert ServiceCallFactory(callback=True, repair=True).is_callback


def test_a_trait_may_refine_another() -> None:
    class UrgentFactory(ServiceCallFactory):
        class Params:
            urgent: Any = factory.Trait(emergency=True, duration_hours=1)
            routine: Any = factory.Trait(emergency=True, service_type="Repair")

    make: Any = UrgentFactory
    assert make.build(urgent=True).service_type == "Emergency"
    assert make.build(routine=True).service_type == "Repair"
    assert make.build(urgent=True, emergency=False).service_type != "Emergency"


@pytest.mark.parametrize("seed", [1, 7])
def test_each_trait_holds_by_itself(seed: int) -> None:
    factories.bind(None, seed=seed)
    for made in factories.ALL.values():
        for trait in made._meta.traits:
            made.build_batch(3, **{trait: True})
    factories.bind(None)
