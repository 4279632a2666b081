"""Invoices, their lines, and the payments on them."""

from collections.abc import Mapping
from typing import Any

import factory
import numpy as np
from factory.declarations import SKIP

from factories.engine import money
from factories.engine.declarations import Choice, Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.lookups import Looked
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.traits import Trait
from factories.engine.usage_errors import BadValue
from factories.engine.values import Coded, Column, Day, Days, Minutes, coded, texts
from factories.rules import single
from factories.rules.accounting import billing as rules
from factories.rules.accounting.documents import written, years
from factories.rules.accounting.payers import HOUSEHOLD_METHODS
from factories.rules.calls.service import LABOR_WARRANTY_DAYS
from factories.rules.hours.calendar import ONE_DAY, next_office_day
from factories.single import fitting
from factories.single.around import LATELY
from factories.single.backwards import billed_enough, charged, financed, tax_rates
from factories.single.billed import (
    BringsLines,
    BringsPayments,
    BringsTwin,
    billed_then,
    left_to_pay,
    number_of,
    paid_in_full,
    paid_then,
)
from factories.tables.recorded import NEVER, Changed, Recorded, overnight, touch
from factories.tables.service import ServiceCallFactory
from factories.wording import billing as wording
from factories.wording.billing import InvoiceReason as Reason
from hvac_models import Invoice, InvoiceLine, InvoiceStatus, Payment

ONE = 100
"""A quantity of 1.00."""


_DAY = "datetime64[D]"


class InvoiceFactory(HvacFactory[Invoice]):
    """An invoice sent lately and not due yet; a single one brings its call and its lines."""

    class Meta:
        model = Invoice
        exclude = ("reason", "changed_at")
        in_order = (("service_call.completed_at", "issue_date"), ("issue_date", "today"))

    class Params:
        paid: Any = Trait(
            {"status": "Paid"},
            status=paid_in_full,
            payments=BringsPayments(
                "factories.tables.billing.PaymentFactory", factory_related_name="invoice"
            ),
        )
        overdue: Any = Trait(
            {"status": "Overdue"},
            # The visit is gone so long that what it costs is due by now.
            service_call__days_ago=factory.LazyAttribute(
                lambda call: LATELY + rules.TERM_DAYS[call.factory_parent.payment_terms]
            ),
            payment_terms="Due on Receipt",
            issue_date=derived(
                lambda service_call__completed_at: service_call__completed_at.astype(_DAY)
            ),
        )
        cancelled: Any = Trait(
            {"status": "Cancelled"}, status="Cancelled", reason="billed in error"
        )

    invoice_id = RowId()
    service_call = Parent(ServiceCallFactory)
    customer: Any = factory.SelfAttribute("service_call.customer", default=SKIP)
    payment_terms: Any = "Net 30"
    lines: Any = BringsLines("factories.tables.billing.InvoiceLineFactory")
    created_at_utc = Recorded(
        "issue_date",
        "service_call__completed_at",
        after="service_call__created_at_utc",
        branch="service_call__customer__branch_id",
    )
    updated_at_utc = Changed("changed_at", branch="service_call__customer__branch_id")

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        both = ("paid", "payments__pending")
        if all(said.get(name) for name in both):
            why = "contradict each other: what is pending has not paid it; leave one out"
            raise BadValue(cls.__name__, ", ".join(f"{name}=True" for name in both), why)
        return {**charged(said), **billed_then(said)}

    @derived
    def changed_at(chance: Chance, status: Column, issue_date: Days, due_date: Days) -> Minutes:
        """Overdue from the morning after; void by the evening, when the day's bills are looked
        through. It is a payment that makes one paid."""
        status = coded(status)
        evening = issue_date.astype("datetime64[m]") + chance.between(
            "evening", *rules.BILLS_CHECKED_AT
        )
        moments = [overnight(due_date + ONE_DAY), evening]
        return np.select([status.is_("Overdue"), status.is_("Cancelled")], moments, NEVER)

    @derived
    def customer_id(service_call__customer_id: Ints) -> Ints:
        return service_call__customer_id

    @derived
    def issue_date(service_call__completed_at: Minutes, today: Day) -> Days:
        """The day of the visit; after an old one an office day, so lately that it is not due."""
        visit: Days = service_call__completed_at.astype(_DAY)
        day: Days = np.maximum(visit, next_office_day(today - 20 * ONE_DAY))
        return day

    @derived
    def invoice_number(ids: Ints, issue_date: Days) -> Column:
        return written("INV", years(issue_date), ids)

    @derived
    def due_date(issue_date: Days, payment_terms: Column) -> Days:
        return issue_date + coded(payment_terms).map(rules.TERM_DAYS) * ONE_DAY

    @derived
    def subtotal(service_call__total_cost: Ints) -> Ints:
        return service_call__total_cost

    @derived
    def tax_rate(
        service_call__customer__branch_id: Ints,
        service_call__customer__customer_type: Column,
        service_call__service_type: Column,
    ) -> Ints:
        rate: Ints = tax_rates(
            service_call__customer__branch_id,
            service_call__customer__customer_type,
            service_call__service_type,
        )
        return rate

    @derived
    def tax_amount(subtotal: Ints, tax_rate: Ints) -> Ints:
        return money.tax(subtotal, tax_rate)

    @derived
    def total_amount(subtotal: Ints, tax_amount: Ints) -> Ints:
        return subtotal + tax_amount

    @derived
    def reason(
        service_call__service_type: Column,
        service_call__is_callback: Mask,
        service_call__service_date: Days,
        service_call__device__installed_by: Column,
        service_call__device__installation_date: Days,
    ) -> Column:
        """What is done under our own guarantee is not billed."""
        repair = coded(service_call__service_type).is_("Repair", "Emergency")
        age = (service_call__service_date - service_call__device__installation_date) // ONE_DAY
        ours = coded(service_call__device__installed_by).is_("Company")
        ours &= age <= LABOR_WARRANTY_DAYS
        why = np.select([repair & service_call__is_callback, repair & ours], [0, 1], 2)
        return Coded(why, (Reason.REPAIRED, Reason.INSTALLED, None))

    @derived
    def status(due_date: Days, reason: Column, today: Day) -> Column:
        """Of an invoice on which nothing was paid."""
        late = (due_date < today).astype(np.int64)
        free = ~coded(reason).is_(None)
        return Coded(np.where(free, 2, late), ("Pending", "Overdue", "Cancelled"))

    @derived
    def notes(chance: Chance, status: Column, reason: Column, due_date: Days, today: Day) -> Column:
        overdue = (today - due_date).astype(np.int64)
        return wording.invoice_notes(chance, texts(status), texts(reason), overdue)


class InvoiceLineFactory(HvacFactory[InvoiceLine]):
    """A line of labor; a single one comes with an invoice that it is the only line of."""

    class Meta:
        model = InvoiceLine
        holds = (fitting.sole_line,)

    invoice_line_id = RowId()
    invoice = Parent(InvoiceFactory, lines=None)
    line_number: Any = 1
    line_type: Any = "labor"
    usage: Any = None
    created_at_utc = Recorded(after="invoice__created_at_utc")
    updated_at_utc = Changed()
    usage_id: Any = factory.LazyAttribute(lambda line: line.usage and line.usage.usage_id)

    @derived
    def quantity(line_type: Column, invoice__service_call__duration_hours: Ints) -> Ints:
        return np.where(coded(line_type).is_("labor"), invoice__service_call__duration_hours, ONE)

    @derived
    def unit_price(invoice__service_call__bill_rate: Ints) -> Ints:
        return invoice__service_call__bill_rate

    @derived
    def amount(quantity: Ints, unit_price: Ints) -> Ints:
        return money.times_hours(unit_price, quantity)

    @derived
    def description(
        chance: Chance,
        line_type: Column,
        quantity: Ints,
        invoice__service_call__service_type: Column,
        invoice__service_call__device__equipment__equipment_type: Column,
    ) -> Column:
        types = texts(invoice__service_call__service_type)
        kinds = texts(invoice__service_call__device__equipment__equipment_type)
        labor = wording.labor_line(chance, types, kinds, quantity // 10)
        other = {"part": "Parts and materials", "fee": "Shop supplies", "discount": "Discount"}
        return [other.get(kind, text) for kind, text in zip(texts(line_type), labor, strict=True)]


class PaymentFactory(HvacFactory[Payment]):
    """A payment; a single one pays its invoice, which is Paid by it."""

    class Meta:
        model = Payment
        exclude = ("installment", "installments", "left", "cleared_at")
        in_order = (("invoice.issue_date", "payment_date"), ("payment_date", "today"))
        holds = (fitting.left_open, fitting.financed, fitting.charged_its_fee)

    class Params:
        failed: Any = Trait({"status": "Failed"}, status="Failed", payment_method="Credit Card")
        refunded: Any = Trait(
            {"status": "Refunded"},
            status="Refunded",
            payment_method="Credit Card",
            twin=BringsTwin("factories.tables.billing.PaymentFactory"),
        )
        pending: Any = Trait(
            {"status": "Pending"},
            status="Pending",
            payment_method="ACH Transfer",
            payment_date=derived(lambda today: today),
        )
        partial: Any = factory.Trait(
            installments=2,
            amount=derived(
                lambda left, invoice__total_amount: np.where(
                    (left > 0) & (left < invoice__total_amount), left, invoice__total_amount // 2
                )
            ),
        )

    payment_id = RowId()
    invoice = Parent(InvoiceFactory)
    payment_method = Choice(
        {name: HOUSEHOLD_METHODS.get(row, 0) for row, name in enumerate(rules.METHODS)}
    )
    status: Any = "Completed"
    left: Any = Looked(left_to_pay, otherwise=0)
    installment: Any = Looked(number_of, otherwise=1)
    created_at_utc = Recorded(
        "payment_date",
        after="invoice__created_at_utc",
        branch="invoice__service_call__customer__branch_id",
    )
    updated_at_utc = Changed("cleared_at", branch="invoice__service_call__customer__branch_id")

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        return {**billed_enough(said), **financed(said), **paid_then(said)}

    @derived
    def cleared_at(
        chance: Chance, payment_date: Days, payment_method: Column, status: Column
    ) -> Minutes:
        """The morning on which it was known what became of what takes days."""
        method = coded(payment_method).map({name: row for row, name in enumerate(rules.METHODS)})
        day = payment_date.astype(np.int64)
        known = rules.known_on(chance, method, coded(status), day)
        return np.where(known > day, overnight(known.astype(_DAY)), NEVER)

    @derived
    def payment_date(chance: Chance, invoice__issue_date: Days, today: Day) -> Days:
        day: Days = np.minimum(
            invoice__issue_date + chance.below("days", single.PAID_WITHIN) * ONE_DAY, today
        )
        return day

    @derived
    def installments(installment: Ints) -> Ints:
        return installment

    @derived
    def amount(left: Ints, invoice__total_amount: Ints) -> Ints:
        """What is left to pay; all of it where that is nothing, or everything."""
        return np.where(left > 0, left, invoice__total_amount)

    @derived
    def transaction_id(chance: Chance) -> Column:
        drawn = chance.below("transaction", 1 << 20).tolist()
        rows = zip(chance.distinct("number", 10**6).tolist(), drawn, strict=True)
        return [f"TXN-{number:06d}-{bits:05X}" for number, bits in rows]

    @derived
    def processing_fee(payment_method: Column, amount: Ints, status: Column) -> Ints:
        method = coded(payment_method).map({name: row for row, name in enumerate(rules.METHODS)})
        return rules.processing_fee(method, amount, coded(status).is_("Failed"))

    @derived
    def notes(
        chance: Chance,
        payment_method: Column,
        status: Column,
        installment: Ints,
        installments: Ints,
        payment_date: Days,
        invoice__service_call__service_date: Days,
    ) -> Column:
        at_visit = payment_date == invoice__service_call__service_date
        return wording.payment_notes(
            chance, texts(payment_method), texts(status), installment, installments, at_visit
        )

    @classmethod
    def _settle(cls, instance: Payment) -> None:
        """Paid means paid in full: the payment that completes the sum settles its invoice."""
        invoice: Invoice | None = instance.invoice
        if invoice is None or invoice.status == "Cancelled":
            return
        payments = {id(payment): payment for payment in (*invoice.payments, instance)}.values()
        paid = sum(payment.amount for payment in payments if payment.status == "Completed")
        if paid == invoice.total_amount:
            invoice.status = InvoiceStatus.PAID
            touch(invoice, instance)
