"""Telephone numbers that are not there, or written as somebody pleased."""

from __future__ import annotations

import re

from factories.mess.cells import Cell, CellKind
from factories.rules import mess as rules

_USUAL = re.compile(r"\((\d{3})\) (\d{3})-(\d{4})")


def _left_out(cell: Cell) -> str | None:
    return "" if cell.value else None


def _in_another_shape(cell: Cell) -> str | None:
    number = _USUAL.fullmatch(cell.value)
    if number is None:
        return None
    shape = rules.PHONE_SHAPES[cell.bits % len(rules.PHONE_SHAPES)]
    return shape.format(area=number[1], exchange=number[2], line=number[3])


MISSING = CellKind(
    "missing_phone",
    {"customers": ("phone",), "leads": ("phone",)},
    rules.MISSING_PHONE,
    _left_out,
)
FORMAT = CellKind(
    "phone_format",
    {"customers": ("phone",), "leads": ("phone",), "mailing_list": ("phone",)},
    rules.PHONE_FORMAT,
    _in_another_shape,
)
