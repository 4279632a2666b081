"""What docs/mess.md says of kinds, levels and rates is what the program does."""

import re
from typing import Final

import pytest

from factories.mess import KINDS, duplicates
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
    rows = MESS.table("Kind", "Of", *LEVELS)
    told = {name.strip("`"): set(re.findall(r"`(\w+)`", what)) for name, what, *_ in rows}
    anywhere = {"renamed_column", "split_history"}
    assert {kind for kind, tables in told.items() if tables} == told.keys() - anywhere
    assert told["empty_day"] == {table for table, daily in DAILY.items() if daily.proof}
    assert told["double_day"] == set(DAILY)
    assert told["duplicate_customer"] == {duplicates.TABLE}
    for kind in CELL_KINDS:
        assert told[kind.name] == set(kind.columns), kind.name


def test_every_kind_can_be_told_from_clean_rows() -> None:
    rows = MESS.table("Kind", "Look at")
    assert [row[0].strip("`") for row in rows] == [kind.name for kind in KINDS]
