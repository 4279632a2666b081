"""Single invoices, lines, payments, shelves and orders, as a test would ask for them."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from factories import broken
from factories.audit.checks import all_checks
from factories.audit.run import run_check
from factories.engine.context import bind
from factories.engine.values import to_python
from factories.seeding import DEFAULT_TODAY
from factories.tables.billing import InvoiceFactory, InvoiceLineFactory, PaymentFactory
from factories.tables.service import ServiceCallFactory
from factories.tables.stock import InventoryItemFactory, PurchaseOrderFactory
from factories.tables.usage import PartsUsageFactory
from hvac_models import Base
from hvac_models.base import enforce_foreign_keys

TODAY = DEFAULT_TODAY
# Calling a factory makes a row; its type says otherwise.
an_invoice: Any = InvoiceFactory
a_line: Any = InvoiceLineFactory
a_payment: Any = PaymentFactory
a_shelf: Any = InventoryItemFactory
an_order: Any = PurchaseOrderFactory
a_call: Any = ServiceCallFactory
a_usage: Any = PartsUsageFactory
OF_A_WHOLE_COMPANY = {
    "part-on-every-branch-shelf",
    # A test makes its documents in any order of dates, and they are numbered as they are made.
    "invoice-numbers-run-with-dates",
    "order-numbers-run-with-dates",
}


@pytest.fixture(scope="module")
def engine() -> Iterator[sa.Engine]:
    engine = sa.create_engine("sqlite://")
    enforce_foreign_keys(engine)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture(autouse=True)
def session(engine: sa.Engine) -> Iterator[Session]:
    with Session(engine) as session:
        bind(session)
        yield session
        session.flush()
        connection = session.connection().connection.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        broken = [
            check.name
            for check in all_checks()
            if check.area in ("billing", "stock") and check.name not in OF_A_WHOLE_COMPANY
            if run_check(connection, check, TODAY).count
        ]
        session.rollback()
        bind(None)
        assert broken == []


class TestInvoices:
    def test_one_is_pending_and_brings_its_labor(self) -> None:
        invoice = an_invoice()
        (line,) = invoice.lines
        assert (line.line_type, line.amount) == ("labor", invoice.service_call.labor_cost)
        assert line.quantity == invoice.service_call.duration_hours
        assert invoice.status == "Pending"
        assert invoice.subtotal == invoice.service_call.total_cost
        assert invoice.customer_id == invoice.service_call.customer_id

    def test_one_charges_the_parts_its_call_used(self) -> None:
        usage = a_usage(quantity_used=2)
        labor, part = an_invoice(service_call=usage.service_call).lines
        assert (part.usage, part.quantity, part.unit_price) == (usage, 2, usage.unit_price)
        assert part.description == usage.part.part_name
        assert (labor.line_number, part.line_number) == (1, 2)

    def test_one_charges_parts_that_nobody_listed(self) -> None:
        call = broken.call_with_parts_that_nobody_used(parts_cost=Decimal("80.00"))
        labor, part = an_invoice(service_call=call).lines
        assert (labor.line_type, part.line_type, part.amount) == ("labor", "part", Decimal("80.00"))

    def test_a_subtotal_of_ones_own_is_made_up_by_a_fee(self) -> None:
        invoice = an_invoice(subtotal=Decimal("5000.00"))
        assert sum(line.amount for line in invoice.lines) == Decimal("5000.00")
        assert invoice.lines[-1].line_type == "fee"

    def test_lines_can_be_left_out(self, session: Session) -> None:
        invoice = an_invoice(lines=None)
        assert invoice.lines == []
        a_line(invoice=invoice)
        session.flush()

    def test_one_for_a_call_known_by_its_key(self, session: Session) -> None:
        call = a_call()
        session.flush()
        invoice = an_invoice(service_call_id=call.service_call_id)
        assert invoice.subtotal == call.total_cost
        session.flush()

    def test_a_paid_one_brings_a_payment_in_full(self) -> None:
        invoice = an_invoice(paid=True)
        (payment,) = invoice.payments
        assert (payment.status, payment.amount) == ("Completed", invoice.total_amount)
        assert invoice.status == "Paid"

    def test_an_overdue_one_is_past_due_and_unpaid(self) -> None:
        invoice = an_invoice(overdue=True)
        assert invoice.due_date < TODAY
        assert (invoice.status, invoice.payments) == ("Overdue", [])

    def test_a_cancelled_one_says_why(self) -> None:
        invoice = an_invoice(cancelled=True)
        assert (invoice.status, invoice.payments) == ("Cancelled", [])
        assert "illed in error" in invoice.notes

    def test_businesses_in_texas_are_taxed_and_homes_are_not(self) -> None:
        houston: dict[str, Any] = {"service_call__customer__branch__branch_id": 2}
        home = an_invoice(**houston, service_call__customer__residential=True)
        business = an_invoice(
            service_call__customer__branch=home.service_call.customer.branch,
            service_call__customer__commercial=True,
        )
        assert (home.tax_rate, home.tax_amount) == (0, 0)
        assert business.tax_rate == Decimal("0.0825")


class TestPayments:
    def test_one_pays_its_invoice(self) -> None:
        payment = a_payment()
        assert payment.amount == payment.invoice.total_amount
        assert payment.invoice.status == "Paid"
        assert payment.invoice.issue_date <= payment.payment_date <= TODAY

    def test_the_payment_that_completes_the_sum_settles_the_invoice(self, session: Session) -> None:
        invoice = an_invoice(overdue=True)
        first = a_payment(invoice=invoice, partial=True)
        assert invoice.status == "Overdue"
        assert first.notes == "Installment 1 of 2."
        session.flush()
        rest = invoice.total_amount - first.amount
        a_payment(invoice_id=invoice.invoice_id, amount=rest, installment=2, installments=2)
        assert invoice.status == "Paid"

    @pytest.mark.parametrize("trait", ["failed", "pending", "partial"])
    def test_others_leave_it_open(self, trait: str) -> None:
        assert a_payment(**{trait: True}).invoice.status == "Pending"

    def test_fees_follow_the_method(self) -> None:
        by_card = a_payment(payment_method="Credit Card", invoice__subtotal=Decimal("1000.00"))
        expected = by_card.amount * Decimal("0.029") + Decimal("0.30")
        assert abs(by_card.processing_fee - expected) <= Decimal("0.005")
        assert a_payment(payment_method="Cash").processing_fee == 0
        assert a_payment(failed=True).processing_fee == 0


class TestStock:
    def test_a_shelf_is_as_it_was_filled(self) -> None:
        item = a_shelf()
        assert item.current_stock == item.opening_stock > item.reorder_point
        assert item.stock_status == "In Stock"
        assert item.total_value == item.current_stock * item.part.unit_cost

    def test_low_and_out_of_stock(self) -> None:
        low, out = a_shelf(low_stock=True), a_shelf(out_of_stock=True)
        assert (low.stock_status, low.current_stock) == ("Low Stock", low.reorder_point)
        assert (out.stock_status, out.current_stock, out.total_value) == ("Out of Stock", 0, 0)
        assert a_shelf(current_stock=2, reorder_point=5).stock_status == "Low Stock"

    def test_an_order_is_received_unless_open_or_late(self) -> None:
        order, open_, late = an_order(), an_order(open=True), an_order(late=True)
        assert (order.status, order.received_date) == ("Received", order.expected_date)
        assert (open_.status, open_.received_date) == ("Ordered", None)
        assert late.status == "Ordered"
        assert open_.expected_date > TODAY > late.expected_date
        assert order.supplier_id == order.part.supplier_id
        assert order.total_cost == order.quantity * order.unit_cost
        assert 0.9 < order.unit_cost / order.part.unit_cost < 1.03


def test_single_rows_and_columns_agree() -> None:
    """What depends on the row alone is the same in bulk."""
    item, order = a_shelf(), an_order()
    given: dict[str, Any] = {"branch_id": item.branch_id, "part_id": item.part_id}
    cents = int(item.unit_cost * 100)
    columns = InventoryItemFactory.columns(1, unit_cost=np.array([cents]), **given)
    for name in ("current_stock", "reorder_point", "last_restock_date", "total_value"):
        single = getattr(item, name)
        (bulk,) = to_python(InventoryItemFactory._meta.types[name], columns[name])
        assert single == bulk, name
    given |= {"supplier_id": order.supplier_id, "unit_cost": np.array([cents])}
    columns = PurchaseOrderFactory.columns(1, **given)
    assert columns["quantity"].tolist() == [order.quantity]
    assert columns["ordered_date"].astype(dt.date).tolist() == [order.ordered_date]
