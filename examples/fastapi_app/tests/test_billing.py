"""Invoices and payments over the API."""

from decimal import Decimal

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from factories import CustomerFactory, InvoiceFactory, broken
from factories.testing import Dataset
from hvac_models import Invoice, InvoiceStatus

pytestmark = pytest.mark.usefixtures("hvac_factories")


def payment(amount: Decimal) -> dict[str, str]:
    """What a client posts."""
    return {"amount": str(amount), "payment_method": "Check", "payment_date": "2026-01-02"}


def test_only_what_is_overdue(client: TestClient, hvac_session: Session) -> None:
    ada = CustomerFactory(commercial=True)
    late = InvoiceFactory.create_batch(2, overdue=True, customer=ada)
    InvoiceFactory(customer=ada)
    InvoiceFactory(overdue=True)
    hvac_session.flush()
    found = client.get(f"/customers/{ada.customer_id}/invoices", params={"status": "Overdue"})
    assert {row["invoice_id"] for row in found.json()} == {row.invoice_id for row in late}


def test_two_payments_settle_an_invoice(client: TestClient, hvac_session: Session) -> None:
    invoice = InvoiceFactory(overdue=True, service_call__parts=3)
    hvac_session.commit()
    half = (invoice.total_amount / 2).quantize(Decimal("0.01"))
    url = f"/invoices/{invoice.invoice_id}/payments"
    rest = invoice.total_amount - half
    assert client.post(url, json=payment(half)).json()["status"] == "Overdue"
    assert client.post(url, json=payment(rest)).json() == {
        "invoice_id": invoice.invoice_id,
        "status": "Paid",
        "due": "0.00",
    }
    hvac_session.refresh(invoice)
    assert invoice.status == InvoiceStatus.PAID


@pytest.mark.parametrize("trait", ["paid", "cancelled"])
def test_a_payment_that_is_not_owed(client: TestClient, hvac_session: Session, trait: str) -> None:
    invoice = InvoiceFactory(**{trait: True})
    hvac_session.commit()
    url = f"/invoices/{invoice.invoice_id}/payments"
    answer = client.post(url, json=payment(Decimal("1.00")))
    assert answer.status_code == 409
    assert invoice.invoice_number in answer.json()["detail"]


def test_books_that_are_wrong_are_noticed(client: TestClient, hvac_session: Session) -> None:
    invoice = broken.invoice_paid_twice()
    hvac_session.commit()
    answer = client.get(f"/invoices/{invoice.invoice_id}/balance")
    assert answer.status_code == 409
    assert "is overpaid by" in answer.json()["detail"]


def test_a_double_booking_is_reported(client: TestClient, hvac_session: Session) -> None:
    late = broken.double_booked_technician()
    hvac_session.commit()
    ((_, second),) = client.get(f"/technicians/{late.technician_id}/clashes").json()
    assert second == late.service_call_id


def test_a_whole_company_balances(client: TestClient, hvac_dataset: Dataset) -> None:
    for invoice in hvac_dataset.all(Invoice):
        answer = client.get(f"/invoices/{invoice.invoice_id}/balance")
        assert answer.status_code == 200
        if invoice.status == InvoiceStatus.PAID:
            assert answer.json()["due"] == "0.00"
