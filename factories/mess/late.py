"""Invoices that lay on a desk: entered, and dated, more than ten days late.

Their due date is still that of the day they belong to, which tells them from invoices that were
written late on purpose.
"""

from __future__ import annotations

from datetime import date, timedelta

from factories.mess.cells import Cell, CellKind
from factories.rules import mess as rules


def _entered(cell: Cell) -> str | None:
    """The day of entry; none for an invoice that would not have come yet."""
    delays = rules.ENTERED_LATE_BY
    entered = date.fromisoformat(cell.value) + timedelta(days=int(delays[cell.bits % len(delays)]))
    return entered.isoformat() if entered <= cell.known.as_of else None


LATE = CellKind("late_invoice", {"invoices": ("issue_date",)}, rules.LATE_INVOICES, _entered)
