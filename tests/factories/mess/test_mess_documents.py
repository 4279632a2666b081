"""What docs/mess.md says of kinds, levels and rates is what the program does."""

from typing import Final

import pytest

from factories.mess import KINDS
from factories.mess.days import DAILY
from factories.mess.spoil import CELL_KINDS
from factories.rules import mess as rules
from tests.markdown import Document
from tests.reader import ROOT

MESS = Document(ROOT / "docs" / "mess.md")
RATES: Final = {
    "empty_day": rules.EMPTY_DAYS,
    "double_day": rules.DOUBLE_DAYS,
    "duplicate_customer": rules.DUPLICATES,
    "missing_phone": rules.MISSING_PHONE,
    "missing_email": rules.MISSING_EMAIL,
    "phone_format": rules.PHONE_FORMAT,
    "late_invoice": rules.LATE_INVOICES,
    "time_zone_slip": rules.ZONE_SLIPS,
    "end_before_start": rules.END_BEFORE_START,
}
LEVELS: Final = [level for level in rules.LEVELS if level != "none"]


def test_the_kinds_are_those_of_the_program() -> None:
    rows = MESS.table("Kind", "What is wrong", "`true_value` of the answer key")
    assert [(name.strip("`"), says, true) for name, says, true in rows] == [
        (kind.name, kind.says, kind.true_value) for kind in KINDS
    ]


def test_the_rates_are_those_of_the_program() -> None:
    rows = MESS.table("Kind", "Of", *LEVELS)
    assert [row[0].strip("`") for row in rows] == [kind.name for kind in KINDS]
    for name, _, *told in rows:
        kind = name.strip("`")
        if kind == "renamed_column":
            assert told == [str(rules.RENAMED[level]) for level in LEVELS]
        elif kind == "split_history":
            assert told == [f"{100 * rules.BOOKED_ON_DUPLICATE:g} %"] * len(LEVELS)
        else:
            expected = [100 * RATES[kind] * rules.LEVELS[level] for level in LEVELS]
            assert [float(share.removesuffix(" %")) for share in told] == pytest.approx(expected)


def test_the_tables_that_a_kind_falls_on_are_named() -> None:
    of = {name.strip("`"): what for name, what, *_ in MESS.table("Kind", "Of", *LEVELS)}
    for kind in CELL_KINDS:
        if kind.name.startswith(("missing", "phone")):
            assert all(f"`{table}`" in of[kind.name] for table in kind.columns), kind.name
    for table, daily in DAILY.items():
        assert f"`{table}`" in of["empty_day" if daily.proof else "double_day"]


def test_every_kind_can_be_told_from_clean_rows() -> None:
    rows = MESS.table("Kind", "Look at")
    assert [row[0].strip("`") for row in rows] == [kind.name for kind in KINDS]
