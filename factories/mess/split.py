"""What hangs on a customer's second entry.

A visit is booked under one of the two entries, and its papers follow it: appointment, invoice and
feedback. Devices, contracts and the mailing list stay with the first entry, where they were made.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from factories.engine.streams import Ints
from factories.mess.asked import Mess
from factories.mess.batch import Batch, Defect
from factories.mess.duplicates import Duplicate
from factories.rules import mess as rules

if TYPE_CHECKING:
    from factories.mess.known import Known

KIND = "split_history"
MOVES: Final[Mapping[str, str | None]] = {
    "service_calls": None,
    "appointments": "created_date",
    "invoices": None,
    "customer_feedback": None,
    "quotes": "quote_date",
}
"""The tables, and when a row that belongs to no visit was made."""


def moved_calls(
    connection: sqlite3.Connection, mess: Mess, duplicates: Mapping[int, Duplicate]
) -> frozenset[int]:
    """The visits that are booked under the second entry, which was there when they were booked."""
    if not duplicates:
        return frozenset()
    booked = connection.execute(
        "SELECT s.service_call_id, s.customer_id, coalesce(a.created_date, s.started_at)"
        " FROM service_calls AS s LEFT JOIN appointments AS a"
        " ON a.service_call_id = s.service_call_id"
    )
    calls = [
        call
        for call, customer, moment in booked
        if customer in duplicates and duplicates[customer].existed(moment[:19])
    ]
    ids = np.array(calls, np.int64)
    return frozenset(ids[_picked(mess, "service_calls", ids)].tolist())


def spoil(batch: Batch, known: Known) -> Iterator[Defect]:
    """Hang rows on the second entry, in place."""
    if batch.table not in MOVES:
        return
    rows = [
        row
        for row, customer in enumerate(batch.rows)
        if int(customer[batch.position["customer_id"]]) in known.duplicates
    ]
    picked = dict(zip(rows, _picked(known.mess, batch.table, batch.ids[rows]), strict=True))
    for row in rows:
        duplicate = known.duplicates[int(batch.value(row, "customer_id"))]
        if _is_moved(batch, row, duplicate, bool(picked[row]), known.moved_calls):
            batch.take(row, "customer_id")
            if known.mess.wants(KIND):
                yield batch.spoil(row, "customer_id", KIND, str(duplicate.customer_id))


def _is_moved(
    batch: Batch, row: int, duplicate: Duplicate, picked: bool, moved: frozenset[int]
) -> bool:
    made = MOVES[batch.table]
    if made is not None and not duplicate.existed(batch.value(row, made)):
        return False
    call = batch.whole(row, "service_call_id")
    return picked if call is None else call in moved


def _picked(mess: Mess, table: str, ids: Ints) -> NDArray[np.bool_]:
    return mess.chance(ids, KIND, table).happens("moved", rules.BOOKED_ON_DUPLICATE)
