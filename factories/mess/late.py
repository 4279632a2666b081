"""Invoices that lay on a desk: entered, and dated, more than ten days late.

Their due date is still that of the day they belong to, which tells them from invoices that were
written late on purpose.
"""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from factories.mess.cells import Cell, CellKind, drawn
from factories.rules import mess as rules

if TYPE_CHECKING:
    from factories.mess.known import Known


KIND, TABLE, DATED = "late_invoice", "invoices", "issue_date"
_LONGEST = timedelta(days=int(rules.ENTERED_LATE_BY[-1]))


def entered_on(dated: str, bits: int) -> date:
    """The day on which such an invoice is entered."""
    delays = rules.ENTERED_LATE_BY
    return date.fromisoformat(dated) + timedelta(days=int(delays[bits % len(delays)]))


def _entered(cell: Cell) -> str | None:
    """The day of entry; none for an invoice that would not have come yet."""
    entered = entered_on(cell.value, cell.bits)
    return entered.isoformat() if entered <= cell.known.as_of else None


LATE = CellKind(KIND, {TABLE: (DATED,)}, rules.LATE_INVOICES, _entered)


def not_yet_entered(connection: sqlite3.Connection, known: Known, since: date) -> dict[int, date]:
    """Of the invoices since a day, those that are entered today or later, and when."""
    first = max(since + timedelta(days=1), known.as_of - _LONGEST)
    rows = connection.execute(
        f"SELECT invoice_id, {DATED} FROM {TABLE} WHERE {DATED} >= ? ORDER BY 1",
        (first.isoformat(),),
    ).fetchall()
    ids = np.array([row[0] for row in rows], np.int64)
    found = {}
    for row, bits in drawn(LATE, TABLE, DATED, ids, known.mess):
        invoice_id, dated = rows[row]
        entered = entered_on(dated, bits)
        if entered >= known.as_of:
            found[invoice_id] = entered
    return found
