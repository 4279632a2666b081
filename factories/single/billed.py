"""What comes along with a single invoice: its lines, and the payments that settle it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from factory.declarations import SKIP

from factories.engine import parents
from factories.engine.context import bound_session, current
from factories.engine.declarations import derived
from factories.engine.rows_in_session import unflushed
from factories.engine.usage_errors import BadValue
from factories.engine.values import texts
from factories.rules.accounting.billing import TERM_DAYS
from factories.rules.single import BILL_TO_PAYMENT
from factories.single.earlier import day_said, office_day
from factories.single.fitting import is_made
from hvac_models import ServiceCall


class BringsLines(parents.Brings):
    """A single invoice's lines: its call's labor and parts, and what else makes up its subtotal."""

    def call(self, instance: Any, step: Any, context: Any) -> Any:
        visit = instance.service_call or bound_session().get(ServiceCall, instance.service_call_id)
        lines = [{"line_type": "labor", "unit_price": visit.bill_rate}]
        lines += [_part_line(usage) for usage in visit.parts_usage]
        if visit.parts_cost and not visit.parts_usage:
            lines.append({"line_type": "part", "unit_price": visit.parts_cost})
        rest = instance.subtotal - visit.total_cost
        if rest:
            lines.append({"line_type": "fee" if rest > 0 else "discount", "unit_price": rest})
        return [
            step.recurse(
                self.get_factory(),
                {"invoice": instance, "line_number": number, **line, **context.extra},
            )
            for number, line in enumerate(lines, start=1)
        ]


def _part_line(usage: Any) -> dict[str, Any]:
    return {
        "line_type": "part",
        "description": usage.part.part_name,
        "quantity": usage.quantity_used,
        "unit_price": usage.unit_price,
        "usage": usage,
    }


class BringsPayments(parents.Brings):
    """The payments of a single invoice that is paid: the one asked for, and what it leaves open."""

    def call(self, instance: Any, step: Any, context: Any) -> Any:
        first = super().call(instance, step, context)
        made = [first]
        if _paid(instance) < instance.total_amount:
            rest = {"invoice": instance, "payment_date": first.payment_date}
            made.append(step.recurse(self.get_factory(), rest))
        return made


class BringsTwin(parents.Brings):
    """The payment that stands, where the other one is refunded because it was paid twice."""

    def call(self, instance: Any, step: Any, context: Any) -> Any:
        invoice = instance.invoice
        if invoice is None or _paid(invoice):
            return None
        same = ("invoice", "amount", "payment_date", "payment_method")
        twin = {name: getattr(instance, name) for name in same}
        return step.recurse(self.get_factory(), {**twin, **context.extra})


@derived
def paid_in_full(reason: Any) -> Any:
    """The status of an invoice that is paid, which one that is not owed cannot be."""
    for why in texts(reason):
        if why is not None:
            raise BadValue("InvoiceFactory", "paid=True", f"of {why}, for which no bill stands")
    return "Paid"


def _paid(invoice: Any) -> Decimal:
    """What has arrived."""
    return sum((payment.amount for payment in _arrived(invoice)), Decimal(0))


def _arrived(invoice: Any) -> list[Any]:
    if not hasattr(invoice, "payments"):
        return []
    with unflushed(invoice):
        return [payment for payment in invoice.payments if str(payment.status) == "Completed"]


def left_to_pay(payment: Any, said: Mapping[str, Any]) -> int:
    """For ``Looked``: what its invoice leaves open, in cents."""
    invoice = payment.invoice
    if invoice is None or invoice is SKIP:
        return 0
    left = int((invoice.total_amount - _paid(invoice)) * 100)
    if left <= 0 and said.get("partial"):
        raise BadValue("PaymentFactory", f"invoice={invoice!r}", "is paid; give another")
    return left


def number_of(payment: Any, said: Mapping[str, Any]) -> int:
    """For ``Looked``: 2 where it completes what was paid in part, else 1."""
    invoice = payment.invoice
    begun = invoice is not None and invoice is not SKIP and _paid(invoice) > 0
    return 1 + bool(begun and _paid(invoice) < invoice.total_amount and "amount" not in said)


_DAYS_OF_CALL = ("service_date", "started_at", "completed_at", "days_ago", "callback")
_DAYS_OF_INVOICE = ("issue_date", "due_date", "overdue", "status")


def billed_then(said: Mapping[str, Any]) -> dict[str, Any]:
    """The visit of a bill whose day is said: on that day; of one of a purpose on an office day."""
    if not is_made(said, "service_call", *_DAYS_OF_CALL):
        return {}
    more: dict[str, Any] = {}
    issued, due = day_said(said, "issue_date"), day_said(said, "due_date")
    if issued is None and due is not None:
        terms = said.get("payment_terms", "Due on Receipt" if said.get("overdue") else "Net 30")
        issued = due - timedelta(days=int(TERM_DAYS.get(str(terms), 0)))
        more["issue_date"] = issued
    if issued is None or issued > current.today:
        return {}
    told = any(name.startswith("service_call__") for name in said)
    return {**more, "service_call__service_date": office_day(issued) if told else issued}


def paid_then(said: Mapping[str, Any]) -> dict[str, Any]:
    """The bill of a payment whose day is said."""
    day = day_said(said, "payment_date")
    told = any(name.startswith("invoice__service_call") for name in said)
    if day is None or told or not is_made(said, "invoice", *_DAYS_OF_INVOICE):
        return {}
    return {"invoice__issue_date": office_day(min(day, current.today), BILL_TO_PAYMENT)}
