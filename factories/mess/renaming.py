"""Columns that somebody renamed in the source system, without a word."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np

from factories.mess.asked import Mess
from factories.mess.batch import Defect
from factories.rules import mess as rules

KIND = "renamed_column"
NAMES: Final = {
    "appointments": ("special_instructions", "instructions"),
    "customer_feedback": ("comments", "comment_text"),
    "leads": ("lead_source", "source"),
    "mailing_list": ("interests", "interest"),
    "quotes": ("created_by", "author"),
    "technician_certifications": ("certificate_number", "cert_no"),
    "vehicle_fleet": ("license_plate", "plate_number"),
    "work_orders": ("safety_requirements", "safety_level"),
}
"""The column of a table that may have another name, and the other name. Columns that other kinds
of defects fall on, or are found by, are not among them."""


def renamed(mess: Mess) -> dict[str, str]:
    """The tables with a renamed column, and its other name."""
    tables = sorted(NAMES)
    order = mess.chance(np.arange(len(tables), dtype=np.int64), KIND).order("which").tolist()
    return {tables[row]: NAMES[tables[row]][1] for row in order[: rules.RENAMED[mess.level]]}


def is_renamed_on(mess: Mess, table: str, day: date) -> bool:
    """Whether a change feed has the other name on that day."""
    if table not in NAMES:
        return False
    chance = mess.chance(np.array([day.toordinal()], np.int64), KIND, table)
    return bool(chance.happens("hit", mess.times(rules.RENAMED_DAYS))[0])


def rename(table: str, header: list[str], key: str = "") -> tuple[list[str], Defect]:
    """The header with the other name, and the line of the answer key."""
    name, other = NAMES[table]
    new = [other if column == name else column for column in header]
    return new, Defect(table, key, other, KIND, name)
