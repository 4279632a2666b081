"""The texts of a call know the weather, and what the office has on file."""

import re
from itertools import product

import numpy as np
import pytest

from factories.engine.streams import Chance
from factories.wording import access, appointments, work_orders
from factories.wording.access import SOMEBODY_HOME
from tests.factories.wording.cases import (
    NO,
    NONE,
    PART,
    SIZE,
    TYPE,
    YES,
    all_work,
    descriptions,
)


@pytest.fixture
def chance() -> Chance:
    return Chance(42, ("texts",), np.arange(1, SIZE + 1))


def inside(chance: Chance, month: int, low: int, high: int) -> list[int]:
    """How many F it is told to be indoors."""
    told = (re.search(r"(\d+) F", text) for text in descriptions(chance, month, low, high))
    return [int(match[1]) for match in told if match]


def test_indoors_follow_the_weather(chance: Chance) -> None:
    cold, bitter = inside(chance, 1, 25, 40), inside(chance, 1, -12, 8)
    warm, hot = inside(chance, 7, 70, 86), inside(chance, 7, 80, 106)
    assert min(len(told) for told in (cold, bitter, warm, hot)) > 20
    assert max(bitter) < min(cold) < max(cold) < 68
    assert min(bitter) > 40
    assert 78 <= min(warm) <= max(warm) < min(hot) <= max(hot) < 95


def test_what_is_on_file_is_known(chance: Chance) -> None:
    """Who has no address, was not there, or has the unit from us, is not said to."""
    known = work_orders.OnFile(emailed=YES, ours=YES, yearly=YES, away=YES)
    for month, said in ((1, "Annual"), (4, "Spring")):
        texts, other = descriptions(chance, month, on_file=known), descriptions(chance, month)
        assert any(text.startswith(f"{said} tune-up") for text in texts)
        assert not any(text.startswith("Annual") for text in other)
        assert any("Report by email." in text for text in texts)
        assert not any("by email" in text for text in other)
        assert not any("Second opinion" in text or "will be present" in text for text in texts)
        assert any("Second opinion" in text for text in other)
        assert any("will be present" in text for text in other)


def test_nobody_is_met_who_is_away(chance: Chance) -> None:
    for part, flag in product((PART, NONE), (NO, YES)):
        told = work_orders.completion_notes(
            chance, all_work(part), work_orders.Closing(YES, YES, flag, YES)
        )
        assert not any(
            "with the customer" in text
            for text, kind in zip(told, TYPE, strict=True)
            if kind not in SOMEBODY_HOME
        )


EVERYBODY = np.arange(1, 3001)
HOUSEHOLDS = ["residential"] * len(EVERYBODY)


def instructions(kind: str, emailed: bool) -> list[str | None]:
    chance = Chance(42, ("office",), EVERYBODY)
    names, addresses = [""] * len(EVERYBODY), np.full(len(EVERYBODY), emailed)
    kinds = [kind] * len(EVERYBODY)
    return appointments.special_instructions(chance, kinds, EVERYBODY, HOUSEHOLDS, names, addresses)


def test_a_report_is_mailed_to_whom_there_is_an_address() -> None:
    said = "Email the report the same day."
    assert any(said in text for text in instructions("Inspection", True) if text)
    assert not any(said in text for text in instructions("Inspection", False) if text)


def test_who_leaves_a_key_is_not_met_and_is_at_home_for_what_takes_both() -> None:
    chance = Chance(42, ("office",), EVERYBODY)
    leaves = access.leaves_the_key(chance, EVERYBODY, HOUSEHOLDS)
    assert 50 < leaves.sum() < 200
    told = [text or "" for text in instructions("Maintenance", True)]
    assert [access.LOCKBOX in text for text in told] == leaves.tolist()
    assert not any("customer" in text.lower() for text in told if access.LOCKBOX in text)
    for kind in SOMEBODY_HOME:
        assert not any(access.LOCKBOX in (text or "") for text in instructions(kind, True))
        kinds = [kind] * len(EVERYBODY)
        assert not access.nobody_home(chance, EVERYBODY, HOUSEHOLDS, kinds).any()
    ways = access.ways_to_unit(
        chance, EVERYBODY, HOUSEHOLDS, [""] * len(EVERYBODY), ["Garage"] * len(EVERYBODY)
    )
    opened = np.array(["Customer will open" in way for way in ways])
    assert opened.any()
    assert not (opened & leaves).any()
