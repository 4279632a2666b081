"""The lines of invoices, whoever writes them: what was worked, used, charged and taken off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import NULL, Coded
from factories.rules.accounting.billing import FEES
from factories.wording import billing as wording
from hvac_models import LineType

LINE_TYPES = tuple(str(line_type) for line_type in LineType)
LABOR, PART, FEE, DISCOUNT = (
    LINE_TYPES.index(name) for name in ("labor", "part", "fee", "discount")
)


@dataclass(frozen=True)
class Lines:
    """Lines of any invoices, by row of the invoice; amounts in cents, quantities in hundredths."""

    invoice: Ints
    type: Ints
    """Index into ``LINE_TYPES``."""
    description: list[str]
    quantity: Ints
    price: Ints
    amount: Ints
    usage: Ints
    """Key of the part used, or NULL."""

    @classmethod
    def joined(cls, *groups: Lines) -> Lines:
        """All lines of the groups: by invoice, and by type within it."""
        columns = {
            name: np.concatenate([vars(group)[name] for group in groups])
            for name in ("invoice", "type", "quantity", "price", "amount", "usage")
        }
        said = [text for group in groups for text in group.description]
        order = np.argsort(columns["invoice"] * len(LINE_TYPES) + columns["type"], kind="stable")
        ordered = {name: column[order] for name, column in columns.items()}
        return cls(description=[said[row] for row in order.tolist()], **ordered)

    @classmethod
    def single(cls, type_: int, invoice: Ints, description: list[str], amount: Ints) -> Lines:
        """Lines of one piece each."""
        count = len(invoice)
        return cls(
            invoice,
            np.full(count, type_, np.int64),
            description,
            np.full(count, 100, np.int64),
            amount,
            amount,
            np.full(count, NULL, np.int64),
        )

    def rows(self, row: Ints) -> Lines:
        """The same columns at other rows."""
        columns = {
            name: vars(self)[name][row]
            for name in ("invoice", "type", "quantity", "price", "amount", "usage")
        }
        return Lines(description=[self.description[n] for n in row.tolist()], **columns)

    def subtotals(self, invoices: int) -> Ints:
        """Sum of the amounts of each of so many invoices."""
        return np.bincount(self.invoice, self.amount, invoices).astype(np.int64)

    def columns(self, first_invoice: int) -> dict[str, Any]:
        """What ``InvoiceLineFactory`` is given; ``first_invoice`` is the key of row 0."""
        return {
            "invoice_id": first_invoice + self.invoice,
            "line_number": np.arange(len(self)) - np.searchsorted(self.invoice, self.invoice) + 1,
            "line_type": Coded(self.type, LINE_TYPES),
            "description": self.description,
            "quantity": self.quantity,
            "unit_price": self.price,
            "amount": self.amount,
            "usage_id": self.usage,
        }

    def __len__(self) -> int:
        return len(self.invoice)


def labor(
    chance: Chance, visit: Sequence[str], kind: Sequence[str], hours: Ints, rate: Ints, cost: Ints
) -> Lines:
    """One line an invoice: hours (hundredths) of a type of visit to a kind of device."""
    count = len(hours)
    return Lines(
        invoice=np.arange(count),
        type=np.full(count, LABOR, np.int64),
        description=wording.labor_line(chance, visit, kind, hours // 10),
        quantity=hours,
        price=rate,
        amount=cost,
        usage=np.full(count, NULL, np.int64),
    )


def parts(
    invoice: Ints,
    usage: Ints,
    name: Sequence[str],
    quantity: Ints,
    price: Ints,
    by_warranty: Mask,
    by_contract: Mask,
) -> Lines:
    """A line a part used; who pays for what is not charged stands behind its name."""
    free = np.where(by_warranty, 1, np.where(by_contract, 2, 0)).tolist()
    said = [text + wording.PAID_BY[why] for text, why in zip(name, free, strict=True)]
    type_ = np.full(len(invoice), PART, np.int64)
    return Lines(invoice, type_, said, 100 * quantity, price, quantity * price, usage)


def fees(invoice: Ints, fee: Ints, price: Ints) -> Lines:
    """Fees by index into ``rules.accounting.billing.FEES``."""
    return Lines.single(FEE, invoice, [FEES[number].name for number in fee.tolist()], price)


def discounts(invoice: Ints, plan: Sequence[str], percent: Ints, off: Ints) -> Lines:
    """What contracts take off: cents, where it is any."""
    row = np.flatnonzero(off > 0)
    said = wording.discount_line([plan[n] for n in row.tolist()], percent[row])
    return Lines.single(DISCOUNT, invoice[row], said, -off[row])
