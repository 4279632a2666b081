"""Columns of the territory: the town that a row's ``place`` draw (uniform in [0, 2**31)) falls
on."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from factories.engine.sets import distinct
from factories.engine.streams import Ints, cut_points
from factories.rules.territory import METROS, metro_for

_METROS = {metro.name: metro for metro in METROS}


def towns(branch_ids: Ints, place: Ints, attribute: str) -> list[Any]:
    """An attribute of the place a row, drawn by the places' weights within its branch's metro
    area."""
    branches = distinct(branch_ids).tolist()
    if len(branches) == 1:
        values = _of_towns(metro_for(branches[0]).name, attribute)
        return [values[i] for i in _index(branches[0], place)]
    values_of = {number: _of_towns(metro_for(number).name, attribute) for number in branches}
    indexes = {number: _index(number, place) for number in branches}
    return [
        values_of[number][indexes[number][row]] for row, number in enumerate(branch_ids.tolist())
    ]


def states(branch_ids: Ints) -> list[str]:
    """The state a row."""
    return [metro_for(number).state for number in branch_ids.tolist()]


def micro_degrees(branch_ids: Ints, place: Ints, attribute: str) -> Ints:
    """Latitude or longitude of the place's centre in millionths of a degree."""
    degrees = towns(branch_ids, place, attribute)
    return np.rint(np.array(degrees, np.float64) * 10**6).astype(np.int64)


def numbers(branch_ids: Ints, place: Ints) -> Ints:
    """The number of the place a row, within its branch's metro area."""
    found = np.zeros(len(place), np.int64)
    for branch in distinct(branch_ids).tolist():
        mine = branch_ids == branch
        found[mine] = _index(branch, place[mine])
    return found


def _index(branch: int, place: Ints) -> list[int]:
    found: list[int] = np.searchsorted(
        _cuts(metro_for(branch).name), place * 2, side="right"
    ).tolist()
    return found


@lru_cache(maxsize=len(METROS))
def _cuts(metro: str) -> Ints:
    return cut_points(_METROS[metro].weights)


@lru_cache(maxsize=8 * len(METROS))
def _of_towns(metro: str, attribute: str) -> tuple[Any, ...]:
    return tuple(getattr(town, attribute) for town in _METROS[metro].places)
