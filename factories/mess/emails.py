"""E-mail addresses that are not there, where one must be.

Some customers give none. So a customer's is left out only where the data proves that there was
one: the customer has answered a survey by e-mail.
"""

from __future__ import annotations

from factories.mess.cells import Cell, CellKind
from factories.rules import mess as rules


def _left_out(cell: Cell) -> str | None:
    if not cell.value:
        return None
    if cell.batch.table == "customers" and int(cell.other("customer_id")) not in (
        cell.known.answered_by_email
    ):
        return None
    return ""


MISSING = CellKind(
    "missing_email",
    {"customers": ("email",), "leads": ("email",), "mailing_list": ("email",)},
    rules.MISSING_EMAIL,
    _left_out,
)
