"""The order for a visit that goes back to one before says so, and asks nothing that is known."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from factories.engine.streams import Chance
from factories.wording import work_orders
from factories.wording.phrases import FIXES, PLACE
from factories.wording.repairs import NEEDED
from factories.wording.second_visits import Second
from tests.factories.wording.cases import FAILED, KIND, NO, SIZE, TYPE, YES, descriptions, fine

DAY = (dt.date(2026, 2, 8) - dt.date(1970, 1, 1)).days
SINCE = ("Started ", "Noticed it", "Going on for", "On and off", "Comes and goes", "Any day")


@pytest.fixture
def chance() -> Chance:
    return Chance(1, ("texts",), np.arange(SIZE))


def _second(*, brings: bool, day: int = DAY) -> Second:
    days = np.full(SIZE, day)
    return Second.of(YES if brings else NO, NO if brings else YES, days)


def _told(chance: Chance, second: Second) -> list[str]:
    on_file = work_orders.OnFile(emailed=NO, ours=NO, yearly=NO, away=NO, back=second)
    return descriptions(chance, on_file=on_file)


def _orders(chance: Chance, second: Second) -> list[str]:
    place = [tuple(PLACE)[row % len(PLACE)] for row in range(SIZE)]
    people = (np.arange(SIZE), ["residential"] * SIZE, ["Ann Lee"] * SIZE)
    stop = work_orders.Stop(TYPE, KIND, place, *people)
    return work_orders.work_order_instructions(chance, stop, ["Standard PPE"] * SIZE, second)


def test_a_return_visit_brings_what_was_missing(chance: Chance) -> None:
    told = _told(chance, _second(brings=True))
    for text, kind, component in zip(told, TYPE, FAILED, strict=True):
        if kind not in FIXES:
            continue
        assert fine(text)
        assert text.startswith("Return visit")
        assert " Feb 8" in text
        assert not any(said in text for said in SINCE)
        assert component is None or NEEDED.get(component, component.lower()) in text


def test_a_callback_is_told_as_one(chance: Chance) -> None:
    told = _told(chance, _second(brings=False))
    for text, kind in zip(told, TYPE, strict=True):
        if kind in FIXES:
            assert fine(text)
            assert "Callback" in text
            assert " Feb 8" in text
        if kind == "Repair":
            assert not any(said in text for said in SINCE)


@pytest.mark.parametrize("brings", [True, False])
def test_a_visit_whose_first_has_no_date_is_told_without(chance: Chance, brings: bool) -> None:
    for text, kind in zip(_told(chance, _second(brings=brings, day=-1)), TYPE, strict=True):
        if kind in FIXES:
            assert fine(text)
            assert "1969" not in text
            assert "Jan 1" not in text


@pytest.mark.parametrize("brings", [True, False])
def test_nobody_is_sent_to_find_out_what_is_known(chance: Chance, brings: bool) -> None:
    orders = _orders(chance, _second(brings=brings))
    repairs = [text for text, kind in zip(orders, TYPE, strict=True) if kind == "Repair"]
    assert all(map(fine, orders))
    assert not any("Diagnose" in text or "error code" in text for text in repairs)
    said = "Fit the part" if brings else "the last visit first"
    assert any(said in text for text in repairs)


def test_what_was_noted_is_named_and_closes_no_order(chance: Chance) -> None:
    second = Second.of(YES, NO, np.full(SIZE, DAY), YES)
    for text, kind, component in zip(_told(chance, second), TYPE, FAILED, strict=True):
        if kind in FIXES and component is not None:
            assert fine(text)
            assert f"the {component.lower()}, as noted on Feb 8" in text
    assert not any("both orders" in text for text in _orders(chance, second))
