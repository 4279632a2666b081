"""Columns of the territory: the town that a row's ``place`` draw (uniform in [0, 2**31)) falls
on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from factories.engine.sets import distinct
from factories.engine.streams import Ints, cut_points
from factories.rules.territory import METROS, metro_for

METROS_BY_NAME = {metro.name: metro for metro in METROS}


def towns(branch_ids: Ints, place: Ints, attribute: str) -> list[Any]:
    """An attribute of the place a row, drawn by the places' weights within its branch's metro
    area."""
    branches = distinct(branch_ids).tolist()
    if len(branches) == 1:
        values = _of_towns(metro_for(branches[0]).name, attribute)
        return [values[i] for i in _index(branches[0], place).tolist()]
    values_of = {number: _of_towns(metro_for(number).name, attribute) for number in branches}
    indexes = {number: _index(number, place).tolist() for number in branches}
    return [
        values_of[number][indexes[number][row]] for row, number in enumerate(branch_ids.tolist())
    ]


def draw_of(branch: int, **wanted: str) -> int | None:
    """A ``place`` draw that falls on a town of the branch's metro area that has these attributes;
    None where no town has."""
    metro = metro_for(branch)
    for row, town in enumerate(metro.places):
        if all(getattr(town, name) == value for name, value in wanted.items()):
            start = int(_cuts(metro.name)[row - 1]) if row else 0
            return (start + 1) // 2
    return None


def states(branch_ids: Ints) -> list[str]:
    """The state a row."""
    return [metro_for(number).state for number in branch_ids.tolist()]


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


def numbers(branch_ids: Ints, place: Ints) -> Ints:
    """The number of the place a row, within its branch's metro area."""
    found = np.empty(len(place), np.int64)
    for branch, mine in by_branch(branch_ids):
        found[mine] = _index(branch, place[mine])
    return found


def by_branch(branch_ids: Ints) -> Iterator[tuple[int, Any]]:
    """Each branch, and which rows are its own."""
    branches = distinct(branch_ids).tolist()
    for branch in branches:
        yield branch, branch_ids == branch if len(branches) > 1 else slice(None)


def _index(branch: int, place: Ints) -> Ints:
    return _cuts(metro_for(branch).name).searchsorted(place * 2, side="right")


@lru_cache(maxsize=2)
def _micro_degrees(attribute: str) -> dict[str, int]:
    """By ZIP code."""
    return {
        place.postal_code: round(getattr(place, attribute) * 10**6)
        for metro in METROS
        for place in metro.places
    }


@lru_cache(maxsize=len(METROS))
def _cuts(metro: str) -> Ints:
    return cut_points(METROS_BY_NAME[metro].weights)


@lru_cache(maxsize=8 * len(METROS))
def _of_towns(metro: str, attribute: str) -> tuple[Any, ...]:
    return tuple(getattr(town, attribute) for town in METROS_BY_NAME[metro].places)
