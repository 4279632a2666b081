"""The ways in which delivered data is wrong, and what a finding of each must name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CELL, PAIR, DAY, NAME = "cell", "pair", "day", "name"
"""What names a defect: one cell; two rows that are one; a table's day; a column's header."""


@dataclass(frozen=True)
class Kind:
    """One way of being wrong. `true_value` says what the answer key has in its last column."""

    name: str
    says: str
    named_by: str
    true_value: str
    needs: str | None = None
    """The kind without which this one makes no sense."""


KINDS: Final = (
    Kind(
        "empty_day",
        "The rows of a table's day were not delivered.",
        DAY,
        "how many rows the day has",
    ),
    Kind(
        "double_day",
        "The rows of a table's day were delivered twice.",
        DAY,
        "how many rows the day has",
    ),
    Kind("renamed_column", "A column has another name.", NAME, "the column's name"),
    Kind(
        "duplicate_customer",
        "A customer was entered a second time, spelled another way, under a number of its own.",
        PAIR,
        "`customer_id` of the first entry",
    ),
    Kind(
        "split_history",
        "What belongs to a customer hangs on the second entry.",
        CELL,
        "`customer_id` of the first entry",
        needs="duplicate_customer",
    ),
    Kind("missing_phone", "A telephone number is not there.", CELL, "the number"),
    Kind("missing_email", "An e-mail address is not there.", CELL, "the address"),
    Kind(
        "phone_format",
        "A telephone number is written in another way than (704) 555-0123.",
        CELL,
        "the number as it should be",
    ),
    Kind(
        "late_invoice",
        "An invoice was entered more than ten days late, and dated that day.",
        CELL,
        "the day it should be dated",
    ),
    Kind(
        "time_zone_slip",
        "A moment is in UTC, where all others are local time.",
        CELL,
        "the moment in local time",
    ),
    Kind(
        "end_before_start",
        "An end lies before its start.",
        CELL,
        "the end as it should be",
    ),
)
"""In the order in which they are decided: a cell that one has spoiled is left to it."""

BY_NAME: Final = {kind.name: kind for kind in KINDS}
ORDER: Final = {kind.name: number for number, kind in enumerate(KINDS)}
