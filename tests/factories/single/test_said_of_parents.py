"""What is said of rows further up is heard by the row that is made, or refused."""

import re
from collections.abc import Callable
from typing import Any

import factory
import pytest
from sqlalchemy.orm import Session

from factories import (
    AppointmentFactory,
    BadValue,
    BranchFactory,
    CustomerFactory,
    FactoryError,
    InstalledDeviceFactory,
    InvoiceFactory,
    LeadFactory,
    PaymentFactory,
    QuoteFactory,
    ServiceCallFactory,
    UnknownName,
)
from tests.factories.support.empty_database import violations


class OwnInvoiceFactory(InvoiceFactory):
    class Params:
        firm: Any = factory.Trait(customer__customer_type="commercial")


own: Any = OwnInvoiceFactory


def test_a_body_speaks_of_rows_further_up(session: Session) -> None:
    class FirmFactory(InvoiceFactory):
        customer__customer_type = "commercial"
        technician__technician_level = "lead"

    invoices = FirmFactory.create_batch(3)
    assert {invoice.customer.customer_type for invoice in invoices} == {"commercial"}
    assert {i.service_call.technician.technician_level for i in invoices} == {"lead"}
    named = FirmFactory(customer=CustomerFactory(residential=True))
    assert named.customer.customer_type == "residential"
    assert violations(session) == {}


def test_a_trait_speaks_of_rows_further_up(session: Session) -> None:
    assert own(firm=True).customer.customer_type == "commercial"
    assert own(customer__residential=True).customer.customer_type == "residential"
    assert own(overdue=True, firm=True).customer.customer_type == "commercial"
    assert violations(session) == {}


def test_a_body_with_a_typo_is_refused(session: Session) -> None:
    class TypoFactory(InvoiceFactory):
        custmer__customer_type = "commercial"

    class BareFactory(CustomerFactory):
        custmer_name = "Ada Park"

    with pytest.raises(UnknownName, match=r"TypoFactory: .* 'custmer__.* did you mean customer\?"):
        TypoFactory()
    with pytest.raises(UnknownName, match=r"BareFactory: .* did you mean customer_name\?"):
        BareFactory()


def test_the_customer_of_a_call_is_that_of_its_device(session: Session) -> None:
    home = {"customer__residential": True}
    call = ServiceCallFactory(device__customer__customer_name="Ada Park", **home)
    assert call.customer.customer_name == "Ada Park"
    ada = CustomerFactory()
    session.flush()
    for said in ({"device__customer": ada}, {"device__customer_id": ada.customer_id}):
        call = ServiceCallFactory(**said)
        assert call.customer is call.device.customer is ada
    assert violations(session) == {}


def test_a_technician_s_branch_is_that_of_the_customer(session: Session) -> None:
    BranchFactory()
    other = BranchFactory()
    call = ServiceCallFactory(technician__branch=other)
    assert call.customer.branch is call.technician.branch is other
    session.flush()
    assert ServiceCallFactory(technician__branch_id=2).customer.branch is other
    assert violations(session) == {}


def test_a_call_that_comes_along_is_for_the_same_customer(session: Session) -> None:
    ada = CustomerFactory()
    kept: Any = AppointmentFactory(completed=True, customer=ada)
    assert kept.customer is kept.service_call.customer is ada
    kept = AppointmentFactory(completed=True, customer__customer_name="Ada Park")
    assert kept.service_call.customer.customer_name == "Ada Park"
    kept = AppointmentFactory(service_call__repair=True, technician__lead=True)
    assert kept.service_call.technician.technician_level == "lead"
    quote: Any = QuoteFactory(service_call__repair=True, customer=ada)
    assert quote.service_call.customer is ada
    assert violations(session) == {}


def test_the_customer_of_a_quote_is_that_of_its_lead() -> None:
    said = {"lead__converted": True, "customer__customer_name": "Bo Li"}
    quote: Any = QuoteFactory.build(**said)
    assert quote.customer is quote.lead.customer
    assert quote.customer.customer_name == "Bo Li"


def test_a_body_may_ask_for_a_call(session: Session) -> None:
    class KeptFactory(AppointmentFactory):
        service_call__repair = True

    kept: Any = KeptFactory(customer__customer_name="Ada Park")
    assert kept.customer is kept.service_call.customer
    assert kept.customer.customer_name == "Ada Park"
    assert violations(session) == {}


@pytest.mark.parametrize(
    ("wrong", "error", "line"),
    [
        (
            lambda: ServiceCallFactory(device__customer__typo=1),
            UnknownName,
            "CustomerFactory: there is no field or trait 'typo'",
        ),
        (
            lambda: InvoiceFactory(service_call__device__customer__branch__cty="X"),
            UnknownName,
            "BranchFactory: there is no field or trait 'cty'; did you mean city?",
        ),
        (
            lambda: ServiceCallFactory(
                device=InstalledDeviceFactory(), customer__customer_name="Ada"
            ),
            BadValue,
            (
                "ServiceCallFactory: customer__customer_name='Ada' changes nothing:"
                " the customer is that of the device"
            ),
        ),
        (
            lambda: QuoteFactory(lead=LeadFactory(converted=True), customer__commercial=True),
            BadValue,
            (
                "QuoteFactory: customer__commercial=True changes nothing:"
                " the customer is that of the lead"
            ),
        ),
        (
            lambda: ServiceCallFactory(customer=CustomerFactory(), customer__commercial=True),
            UnknownName,
            (
                "ServiceCallFactory: there is no field or trait 'customer__commercial';"
                " customer is given, so say it there"
            ),
        ),
        (
            lambda: InvoiceFactory(service_call=ServiceCallFactory(), customer__commercial=True),
            UnknownName,
            (
                "InvoiceFactory: there is no field or trait 'customer__commercial';"
                " service_call is given, so say it there"
            ),
        ),
        (
            lambda: InvoiceFactory(payments__amuont=5),
            UnknownName,
            (
                "InvoiceFactory: there is no field or trait 'payments__amuont';"
                " it comes along with paid=True"
            ),
        ),
        (
            lambda: InvoiceFactory(lines__amuont=5),
            UnknownName,
            "InvoiceLineFactory: there is no field or trait 'amuont'; did you mean amount?",
        ),
        (
            lambda: InvoiceFactory(lines=3),
            BadValue,
            "InvoiceFactory: lines=3 must be None or True",
        ),
        (
            lambda: InvoiceFactory(status__foo="x"),
            UnknownName,
            (
                "InvoiceFactory: there is no field or trait 'status__foo';"
                " status has no fields of its own"
            ),
        ),
        (lambda: InvoiceFactory(notes__len=5), UnknownName, "InvoiceFactory: there is no field"),
        (
            lambda: InvoiceFactory(paid=True, payments=2),
            BadValue,
            "InvoiceFactory: payments=2 must be None or True",
        ),
        (
            lambda: InvoiceFactory(payments=2),
            BadValue,
            "InvoiceFactory: payments=2 is not a list of Payment rows",
        ),
        (
            lambda: ServiceCallFactory(parts=0, parts__quantty_used=2),
            UnknownName,
            "PartsUsageFactory: there is no field or trait 'quantty_used'",
        ),
        (
            lambda: ServiceCallFactory(parts=0, parts__quantity_used=2),
            BadValue,
            "ServiceCallFactory: parts__quantity_used=2 changes nothing: there are no parts",
        ),
    ],
)
def test_what_would_change_nothing_is_refused(
    session: Session, wrong: Callable[[], Any], error: type[FactoryError], line: str
) -> None:
    with pytest.raises(error, match=f"^{re.escape(line)}"):
        wrong()
    session.commit()


def test_lines_can_be_different_or_left_out(session: Session) -> None:
    invoice = InvoiceFactory(lines__description="As agreed")
    assert [line.description for line in invoice.lines] == ["As agreed"]
    assert InvoiceFactory(lines=None).lines == []
    assert len(InvoiceFactory(lines=True).lines) == 1
    assert PaymentFactory.build().invoice.lines
