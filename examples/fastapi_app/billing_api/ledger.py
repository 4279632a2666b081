"""The rules of the service: what is due, and which payments are taken."""

from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from billing_api.payloads import CustomerIn, PaymentIn
from hvac_models import Customer, Invoice, InvoiceStatus, Payment, PaymentStatus, ServiceCall


class RefusedError(Exception):
    """A request that the books do not bear."""


def due(invoice: Invoice) -> Decimal:
    """What is left to pay. Books in which more came in than was billed need a person."""
    completed = (row.amount for row in invoice.payments if row.status == PaymentStatus.COMPLETED)
    left = invoice.total_amount - sum(completed, Decimal(0))
    if left < 0:
        raise RefusedError(f"{invoice.invoice_number} is overpaid by {-left}")
    return left


def pay(session: Session, invoice: Invoice, paid: PaymentIn) -> None:
    """Take a payment, and settle the invoice by it when nothing is left."""
    if invoice.status == InvoiceStatus.CANCELLED:
        raise RefusedError(f"{invoice.invoice_number} is cancelled")
    left = due(invoice)
    if paid.amount > left:
        raise RefusedError(f"{invoice.invoice_number} has {left} due, not {paid.amount}")
    number = len(invoice.payments) + 1
    reference = uuid5(NAMESPACE_URL, f"{invoice.invoice_number}/{number}").hex[:12].upper()
    invoice.payments.append(
        Payment(
            **paid.model_dump(),
            transaction_id=f"TXN-{reference}",
            status=PaymentStatus.COMPLETED,
            processing_fee=Decimal(0),
        )
    )
    if paid.amount == left:
        invoice.status = InvoiceStatus.PAID
    session.commit()


def register(session: Session, asked: CustomerIn, branch_id: int, now: datetime) -> Customer:
    """A new customer; nobody is recorded twice."""
    address = f"{asked.street}, {asked.city}, {asked.state} {asked.postal_code}"
    same = Customer.customer_name == asked.customer_name, Customer.address == address
    if session.scalar(select(Customer).where(*same)) is not None:
        raise RefusedError(f"{asked.customer_name} is recorded already")
    customer = Customer(**asked.model_dump(), address=address, branch_id=branch_id, created_at=now)
    session.add(customer)
    session.commit()
    return customer


def clashes(session: Session, technician_id: int) -> list[tuple[int, int]]:
    """The pairs of visits that a technician makes at the same time."""
    calls = session.scalars(
        select(ServiceCall)
        .where(ServiceCall.technician_id == technician_id)
        .order_by(ServiceCall.started_at, ServiceCall.service_call_id)
    ).all()
    return [
        (first.service_call_id, second.service_call_id)
        for first, second in pairwise(calls)
        if second.started_at < first.completed_at
    ]


OVERDUE = (
    select(
        Customer.customer_name,
        func.count().label("invoices"),
        func.sum(Invoice.total_amount).label("amount"),
    )
    .join(Invoice, Invoice.customer_id == Customer.customer_id)
    .where(Invoice.status == InvoiceStatus.OVERDUE)
    .group_by(Customer.customer_id)
    .order_by(Customer.customer_name)
)
