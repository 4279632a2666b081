"""Write a reminder for each overdue invoice: `python reminders.py sqlite:///hvac.sqlite DATE`."""

import sys
from datetime import date

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from hvac_models import Invoice, InvoiceStatus

FRIENDLY_DAYS = 14


def reminders(session: Session, today: date) -> list[str]:
    """One text an invoice, the longest overdue first."""
    late = select(Invoice).where(
        Invoice.status.in_([InvoiceStatus.PENDING, InvoiceStatus.OVERDUE]),
        Invoice.due_date < today,
    )
    rows = session.scalars(late.order_by(Invoice.due_date, Invoice.invoice_id))
    return [reminder(invoice, today) for invoice in rows]


def reminder(invoice: Invoice, today: date) -> str:
    days = (today - invoice.due_date).days
    tone = "A friendly reminder" if days <= FRIENDLY_DAYS else "Second notice"
    name = invoice.customer.customer_name
    return f"{tone} to {name}: {invoice.invoice_number}, ${invoice.total_amount}, {days} days late"


if __name__ == "__main__":
    url, day = sys.argv[1:]
    with Session(create_engine(url)) as opened:
        print("\n".join(reminders(opened, date.fromisoformat(day))))
