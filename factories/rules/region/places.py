"""Columns of the territory: the town that a row's ``place`` draw (uniform in [0, 2**31)) falls
on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from factories.engine.set_operations import distinct
from factories.engine.streams import FEW, Ints, cut_points
from factories.rules.region.territory import METROS, metro_for

METROS_BY_NAME = {metro.name: metro for metro in METROS}


def towns(branch_ids: Ints, place: Ints, attribute: str) -> list[Any]:
    """An attribute of the place a row, drawn by the places' weights within its branch's metro
    area."""
    branches = branch_ids.tolist()
    values = {number: _of_towns(metro_for(number).name, attribute) for number in set(branches)}
    rows = zip(branches, numbers(branch_ids, place), strict=True)
    return [values[number][town] for number, town in rows]


def draw_of(branch: int, **wanted: str) -> int | None:
    """A ``place`` draw that falls on a town of the branch's metro area that has these attributes;
    None where no town has."""
    metro = metro_for(branch)
    for row, town in enumerate(metro.places):
        if all(getattr(town, name) == value for name, value in wanted.items()):
            start = _cuts(metro.name)[row - 1] if row else 0
            return (start + 1) // 2
    return None


def states(branch_ids: Ints) -> list[str]:
    """The state a row."""
    branches = branch_ids.tolist()
    states = {number: metro_for(number).state for number in set(branches)}
    return [states[number] for number in branches]


def middles(postal_codes: Sequence[str], branch_ids: Ints, attribute: str) -> Ints:
    """Latitude or longitude of the ZIP code's middle in millionths of a degree; that of the office
    for one that nobody serves."""
    known = _micro_degrees(attribute)
    rows = zip(postal_codes, branch_ids.tolist(), strict=True)
    found = [
        known[code if code in known else metro_for(branch).office.postal_code]
        for code, branch in rows
    ]
    return np.array(found, np.int64)


def numbers(branch_ids: Ints, place: Ints) -> list[int]:
    """The number of the place a row, within its branch's metro area."""
    if len(place) <= FEW:
        rows = zip(branch_ids.tolist(), place.tolist(), strict=True)
        return [bisect_right(_cuts(metro_for(branch).name), draw * 2) for branch, draw in rows]
    found = np.empty(len(place), np.int64)
    branches = distinct(branch_ids).tolist()
    for branch in branches:
        mine: Any = branch_ids == branch if len(branches) > 1 else slice(None)
        cuts = np.array(_cuts(metro_for(branch).name))
        found[mine] = cuts.searchsorted(place[mine] * 2, side="right")
    which: list[int] = found.tolist()
    return which


@lru_cache(maxsize=2)
def _micro_degrees(attribute: str) -> dict[str, int]:
    """By ZIP code."""
    return {
        place.postal_code: round(getattr(place, attribute) * 10**6)
        for metro in METROS
        for place in metro.places
    }


@lru_cache(maxsize=len(METROS))
def _cuts(metro: str) -> list[int]:
    cuts: list[int] = cut_points(METROS_BY_NAME[metro].weights).tolist()
    return cuts


@lru_cache(maxsize=8 * len(METROS))
def _of_towns(metro: str, attribute: str) -> tuple[Any, ...]:
    return tuple(getattr(town, attribute) for town in METROS_BY_NAME[metro].places)
