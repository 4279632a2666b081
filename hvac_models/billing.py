"""Invoices, their lines and the payments on them."""

import enum
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hvac_models.base import (
    Base,
    Money,
    cents_equal,
    cents_rounded,
    document_number,
    in_order,
    not_negative,
    one_of,
    positive,
)

if TYPE_CHECKING:
    from hvac_models.customers import Customer
    from hvac_models.service import PartsUsage, ServiceCall


class PaymentTerms(enum.StrEnum):
    DUE_ON_RECEIPT = "Due on Receipt"
    NET_15 = "Net 15"
    NET_30 = "Net 30"
    NET_45 = "Net 45"


class InvoiceStatus(enum.StrEnum):
    PAID = "Paid"
    PENDING = "Pending"
    OVERDUE = "Overdue"
    CANCELLED = "Cancelled"


class LineType(enum.StrEnum):
    LABOR = "labor"
    PART = "part"
    FEE = "fee"
    DISCOUNT = "discount"


class PaymentMethod(enum.StrEnum):
    CREDIT_CARD = "Credit Card"
    CHECK = "Check"
    CASH = "Cash"
    ACH_TRANSFER = "ACH Transfer"
    ONLINE_PAYMENT = "Online Payment"
    FINANCING = "Financing"


class PaymentStatus(enum.StrEnum):
    COMPLETED = "Completed"
    PENDING = "Pending"
    FAILED = "Failed"
    REFUNDED = "Refunded"


class Invoice(
    Base, area="billing", guide_order=12, telling=("invoice_number", "total_amount", "status")
):
    """One row per invoice; a service call has at most one."""

    __tablename__ = "invoices"
    __table_args__ = (
        document_number("invoice_number", "INV", dated="issue_date"),
        in_order("issue_date", "due_date"),
        CheckConstraint(
            "(payment_terms = 'Due on Receipt') = (due_date = issue_date)", name="due_date_by_terms"
        ),
        not_negative("subtotal"),
        CheckConstraint("tax_rate >= 0 AND tax_rate < 1", name="tax_rate_range"),
        cents_rounded("tax_amount", "subtotal * tax_rate"),
        cents_equal("total_amount", "subtotal + tax_amount"),
    )

    invoice_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the invoice")
    invoice_number: Mapped[str] = mapped_column(
        String(20), unique=True, comment="Number on the invoice: INV-YYYY-NNNN, year of issue_date"
    )
    service_call_id: Mapped[int] = mapped_column(
        ForeignKey("service_calls.service_call_id"), unique=True, comment="Call it bills"
    )
    customer_id: Mapped[int] = mapped_column(
        ForeignKey("customers.customer_id"), index=True, comment="Customer of that call"
    )
    issue_date: Mapped[date] = mapped_column(comment="Day of issue, never before the call")
    due_date: Mapped[date] = mapped_column(comment="issue_date plus the days of payment_terms")
    payment_terms: Mapped[PaymentTerms] = mapped_column(comment="When payment is due")
    subtotal: Mapped[Money] = mapped_column(comment="Sum of the lines before tax, US dollars")
    tax_rate: Mapped[Decimal] = mapped_column(
        Numeric(5, 4), comment="Sales tax as a fraction of the subtotal: 0.0825 is 8.25 percent"
    )
    tax_amount: Mapped[Money] = mapped_column(
        comment="subtotal times tax_rate, rounded to the cent, US dollars"
    )
    total_amount: Mapped[Money] = mapped_column(comment="subtotal plus tax_amount, US dollars")
    status: Mapped[InvoiceStatus] = mapped_column(
        comment="State on the as-of date: Paid when paid in full, Overdue when due and unpaid"
    )
    notes: Mapped[str | None] = mapped_column(
        String(500), comment="Remark to the customer; NULL when there is none"
    )

    service_call: Mapped["ServiceCall"] = relationship(back_populates="invoice")
    customer: Mapped["Customer"] = relationship(back_populates="invoices")
    lines: Mapped[list["InvoiceLine"]] = relationship(
        back_populates="invoice", order_by="InvoiceLine.line_number"
    )
    payments: Mapped[list["Payment"]] = relationship(back_populates="invoice")


class InvoiceLine(
    Base, area="billing", guide_order=27, telling=("line_number", "line_type", "amount")
):
    """One row per line of an invoice; the lines add up to its subtotal to the cent."""

    __tablename__ = "invoice_lines"
    __table_args__ = (
        UniqueConstraint("invoice_id", "line_number"),
        positive("line_number"),
        positive("quantity"),
        cents_rounded("amount", "quantity * unit_price"),
        CheckConstraint(
            "CASE WHEN line_type = 'discount' THEN amount <= 0 ELSE amount >= 0 END",
            name="only_discounts_reduce",
        ),
        CheckConstraint("usage_id IS NULL OR line_type = 'part'", name="usage_only_on_parts"),
    )

    invoice_line_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the line")
    invoice_id: Mapped[int] = mapped_column(
        ForeignKey("invoices.invoice_id"), comment="Invoice it belongs to"
    )
    line_number: Mapped[int] = mapped_column(comment="Position on the invoice, from 1")
    line_type: Mapped[LineType] = mapped_column(comment="What is charged or taken off")
    description: Mapped[str] = mapped_column(String(200), comment="Text of the line")
    quantity: Mapped[Decimal] = mapped_column(
        Numeric(8, 2), comment="Hours of labor, units of a part, or 1"
    )
    unit_price: Mapped[Money] = mapped_column(
        comment="Price of one, US dollars; negative on a discount"
    )
    amount: Mapped[Money] = mapped_column(
        comment="quantity times unit_price, rounded to the cent, US dollars"
    )
    usage_id: Mapped[int | None] = mapped_column(
        ForeignKey("parts_usage.usage_id"),
        unique=True,
        comment="Part used that the line charges; NULL on all but part lines",
    )

    invoice: Mapped["Invoice"] = relationship(back_populates="lines")
    usage: Mapped["PartsUsage | None"] = relationship()


class Payment(Base, area="billing", guide_order=13, telling=("payment_date", "amount", "status")):
    """One row per attempt to pay an invoice, failed and refunded ones included."""

    __tablename__ = "payments"
    __table_args__ = (
        positive("amount"),
        not_negative("processing_fee"),
        CheckConstraint("transaction_id LIKE 'TXN-%'", name="transaction_id_form"),
        CheckConstraint(
            "processing_fee = 0 OR "
            + one_of("payment_method", "Credit Card", "ACH Transfer", "Online Payment"),
            name="fee_fits_method",
        ),
    )

    payment_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the payment")
    invoice_id: Mapped[int] = mapped_column(
        ForeignKey("invoices.invoice_id"), index=True, comment="Invoice it pays"
    )
    payment_date: Mapped[date] = mapped_column(comment="Day of payment, never before the invoice")
    amount: Mapped[Money] = mapped_column(comment="Amount paid by the customer, US dollars")
    payment_method: Mapped[PaymentMethod] = mapped_column(comment="How it was paid")
    transaction_id: Mapped[str] = mapped_column(
        String(40), unique=True, comment="Reference of the transaction, TXN- first"
    )
    status: Mapped[PaymentStatus] = mapped_column(
        comment="State on the as-of date; only Completed counts towards the invoice"
    )
    processing_fee: Mapped[Money] = mapped_column(
        comment="Fee the processor keeps, US dollars; 0 for cash, check and financing"
    )
    notes: Mapped[str | None] = mapped_column(
        String(500), comment="Bookkeeper's remark; NULL when there is none"
    )

    invoice: Mapped["Invoice"] = relationship(back_populates="payments")
