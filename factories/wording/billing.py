"""Texts of billing: notes on invoices and payments, and the lines of an invoice."""

from collections.abc import Sequence
from enum import StrEnum
from functools import cache

import numpy as np

from factories.engine.streams import Chance, Ints
from factories.wording.phrases import (
    FULL,
    KIND_NOUN,
    Clauses,
    Flags,
    draws,
    flags,
    picked,
    whole,
)


class InvoiceReason(StrEnum):
    """Why an invoice was cancelled."""

    PLAN = "covered by plan"
    ERROR = "billed in error"
    CLAIMED = "claimed from the maker"
    WARRANTY = "warranty job"
    REPAIRED = "own repair"
    INSTALLED = "own installation"
    GUARANTEED = "own repair of before"


REASONS = (None, *InvoiceReason)
"""Why an invoice is void; None where it stands."""

_VOIDED: dict[str | None, Clauses] = {
    InvoiceReason.PLAN: (
        "Voided: covered by the service plan.",
        "Voided, visit is included in the service plan.",
    ),
    InvoiceReason.ERROR: (
        "Voided: billed in error, the visit was agreed at no charge.",
        "Billed in error, voided: a courtesy visit.",
        "Voided: billed in error, the branch manager had waived the charge.",
    ),
    InvoiceReason.CLAIMED: (
        "Voided: warranty job, no charge to the customer.",
        "Warranty job, billed to the manufacturer instead.",
    ),
    InvoiceReason.WARRANTY: ("Voided: warranty job, no charge to the customer.",),
    InvoiceReason.REPAIRED: (
        "Voided: return on our own repair, no charge under our guarantee.",
        "Voided: return visit under our guarantee, our own repair did not hold.",
    ),
    InvoiceReason.GUARANTEED: (
        "Voided: our repair of the same fault is still guaranteed.",
        "Voided: same fault within a year of our repair, no charge under our guarantee.",
    ),
    InvoiceReason.INSTALLED: (
        "Voided: installed by us within the last year, labor is guaranteed.",
        "Voided: first year of our own installation, no charge under our guarantee.",
    ),
    None: ("Voided by the office, nothing due.",),
}
_REMINDERS: dict[int, tuple[str | None, ...]] = {
    0: (None,),
    5: ("First reminder sent.", "First reminder sent with a copy of the invoice."),
    30: ("Second reminder mailed.", "Second reminder sent, statement attached."),
    50: (
        "Called about the balance, left a voicemail.",
        "Called about the balance, customer asked for more time to pay.",
        "Spoke to the customer, promised to pay by the end of the month.",
    ),
    100: (
        "Final notice mailed.",
        "Final notice sent, no answer so far.",
        "Statement sent after the final notice, balance still open.",
    ),
}
"""What is done about a bill from so many days after its due date on (assumption)."""
REMINDED_ON: tuple[int, ...] = tuple(days for days in _REMINDERS if days)
"""Days after the due date on which the office does the next thing about a bill."""
_OPEN: Clauses = ("Purchase order number requested.", "Sent on to accounts payable.")
_PAID: Clauses = ("Paid, thank you.", "Receipt sent.")

_INVOICE_NOTED = {"Cancelled": 100, "Overdue": 55, "Pending": 8, "Paid": 4}
"""Percent of invoices with a note, by status (assumption)."""

_SAID_OF_STATUS = {"Pending": _OPEN, "Paid": _PAID}

_CENT = FULL // 100


@cache
def _invoice_said(status: str, reason: str | None, reminded: int) -> tuple[str | None, ...]:
    if status == "Overdue":
        return _REMINDERS[reminded]
    return _VOIDED[reason] if status == "Cancelled" else _SAID_OF_STATUS[status]


def reminded_on(overdue: Ints | Sequence[int]) -> list[int]:
    """Days after the due date on which the last thing was done, by days overdue now; 0 before."""
    days = np.array((0, *REMINDED_ON), np.int64)
    reached = np.searchsorted(days[1:], whole(overdue), side="right")
    return whole(days[reached])


def reminders(chance: Chance, overdue: Ints | Sequence[int]) -> list[str | None]:
    """What has been done last about each bill that is overdue for so many days."""
    _, first = draws(chance, "invoice notes", 2)
    return picked((_REMINDERS[days] for days in reminded_on(overdue)), first)


def invoice_notes(
    chance: Chance,
    status: Sequence[str],
    reason: Sequence[str | None],
    overdue: Ints | Sequence[int],
    dunned: Flags | None = None,
) -> list[str | None]:
    """Why it was cancelled (one of InvoiceReason), what has been done about what is ``overdue``
    (days after the due date); mostly None. ``dunned`` says for which something has, else that is
    drawn."""
    noted, first = draws(chance, "invoice notes", 2)
    notes = picked(map(_invoice_said, status, reason, reminded_on(overdue)), first)
    told = [
        draw < _INVOICE_NOTED[state] * _CENT or state == "Cancelled"
        for draw, state in zip(noted, status, strict=True)
    ]
    if dunned is not None:
        told = [
            own if state == "Overdue" else drawn
            for own, drawn, state in zip(flags(dunned), told, status, strict=True)
        ]
    return [text if said else None for text, said in zip(notes, told, strict=True)]


_FAILED: dict[str, Clauses] = {
    "Credit Card": (
        "Card declined: insufficient funds.",
        "Card declined: expired card.",
        "Card declined by the issuer.",
    ),
    "Online Payment": ("Card declined: insufficient funds.", "Online payment did not go through."),
    "Check": ("Check returned: insufficient funds.", "Check returned: account closed."),
    "ACH Transfer": ("ACH returned: insufficient funds.", "ACH returned: account not found."),
    "Financing": ("Financing application not funded.",),
    "Cash": ("Cash count did not match, payment not booked.",),
}
_REFUNDED: Clauses = (
    "Refunded: paid twice.",
    "Refunded: duplicate charge.",
    "Duplicate payment, this one was refunded.",
)
"""Money goes back for one reason here: the first payment was booked twice."""
_WAITING: dict[str, Clauses] = {
    "Check": ("Check deposited, not cleared yet.",),
    "ACH Transfer": ("ACH submitted, settles in 1 to 3 business days.",),
    "Financing": ("Waiting for the lender to fund.",),
}
_WAITING_ANY: Clauses = ("Payment is being processed.",)
_COMPLETED: dict[str, Clauses] = {
    "Check": ("Check received by mail.", "Check dropped off at the office."),
    "Cash": ("Cash paid at the office, receipt given.",),
    "Credit Card": ("Card on file charged.", "Card payment taken by phone."),
    "Financing": ("Funded by the lender.",),
    "ACH Transfer": ("Remittance advice received.",),
    "Online Payment": ("Paid by the link on the invoice.",),
}
_AT_THE_DOOR: dict[str, Clauses] = {
    "Check": ("Check handed to the technician.",),
    "Cash": ("Cash paid to the technician, receipt given.",),
    "Credit Card": ("Card on file charged.", "Paid on site by card."),
}
"""Instead, on the day of the visit."""
_COMPLETED_NOTED = 12
"""Percent of ordinary completed payments with a note (assumption)."""


@cache
def _payment_said(method: str, status: str, at_visit: bool) -> Clauses:
    if status == "Failed":
        return _FAILED[method]
    if status == "Refunded":
        return _REFUNDED
    if status == "Pending":
        return _WAITING.get(method, _WAITING_ANY)
    return _AT_THE_DOOR.get(method, _COMPLETED[method]) if at_visit else _COMPLETED[method]


def payment_notes(
    chance: Chance,
    method: Sequence[str],
    status: Sequence[str],
    installment: Ints,
    of: Ints,
    at_visit: Flags,
) -> list[str | None]:
    """'Installment 1 of 2.', why a payment failed or was refunded; mostly None.

    ``installment`` and ``of`` are 1 and 1 for a payment in one go; ``at_visit`` is True on the day
    of the visit, when the technician can have taken it.
    """
    noted, first = draws(chance, "payment notes", 2)
    said = picked(map(_payment_said, method, status, flags(at_visit)), first)
    bound = _COMPLETED_NOTED * _CENT
    notes: list[str | None] = []
    for text, draw, state, number, last in zip(
        said, noted, status, whole(installment), whole(of), strict=True
    ):
        note = text if state != "Completed" or draw < bound else None
        if last > 1:
            note = f"Installment {number} of {last}." + (f" {text}" if state != "Completed" else "")
        notes.append(note)
    return notes


_WORK: dict[str, str] = {
    "Maintenance": "maintenance",
    "Repair": "repair",
    "Installation": "installation",
    "Emergency": "emergency service",
    "Inspection": "inspection",
}


@cache
def _labor(service_type: str, kind: str, tenths: int) -> Clauses:
    unit = KIND_NOUN[kind]
    unit = unit[0].upper() + unit[1:]
    hours = f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)
    spent = f"{hours} hour" if tenths == 10 else f"{hours} hours"
    work = _WORK[service_type]
    return (f"Labor: {unit} {work}, {spent}", f"{unit} {work} labor, {spent}")


def labor_line(
    chance: Chance, service_type: Sequence[str], kind: Sequence[str], tenths: Ints
) -> list[str]:
    """The labor line of an invoice; ``tenths`` are tenths of an hour."""
    (first,) = draws(chance, "labor line", 1)
    return picked(map(_labor, service_type, kind, whole(tenths)), first)


PAID_BY = ("", " (under warranty)", " (included in plan)")
"""Behind the name of a part: the customer, the maker, the contract."""
DIAGNOSTIC_FEE = "Diagnostic fee"
AFTER_HOURS_FEE = "After-hours dispatch fee"
RECOVERY_FEE = "Refrigerant recovery and disposal"
PERMIT_FEE = "Permit and inspection fee"
SUPPLIES_FEE = "Shop supplies"
HAUL_AWAY_FEE = "Equipment haul-away and disposal"
"""The fees of the price book."""


def discount_line(plan: Sequence[str], percent: Ints | Sequence[int]) -> list[str]:
    """'Premium plan discount, 10%'."""
    return [
        f"{name} plan discount, {rate}%" for name, rate in zip(plan, whole(percent), strict=True)
    ]
