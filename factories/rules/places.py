"""Columns of the territory: the town that a row's ``place`` draw (uniform in [0, 2**31)) falls
on."""

from __future__ import annotations

from collections.abc import Iterator
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
        return [values[i] for i in _index(branches[0], place).tolist()]
    values_of = {number: _of_towns(metro_for(number).name, attribute) for number in branches}
    indexes = {number: _index(number, place).tolist() for number in branches}
    return [
        values_of[number][indexes[number][row]] for row, number in enumerate(branch_ids.tolist())
    ]


def states(branch_ids: Ints) -> list[str]:
    """The state a row."""
    return [metro_for(number).state for number in branch_ids.tolist()]


def micro_degrees(branch_ids: Ints, place: Ints, attribute: str) -> Ints:
    """Latitude or longitude of the place's centre in millionths of a degree."""
    found = np.empty(len(place), np.int64)
    for branch, mine in _by_branch(branch_ids):
        degrees = _micro_degrees(metro_for(branch).name, attribute)
        found[mine] = degrees[_index(branch, place[mine])]
    return found


def numbers(branch_ids: Ints, place: Ints) -> Ints:
    """The number of the place a row, within its branch's metro area."""
    found = np.empty(len(place), np.int64)
    for branch, mine in _by_branch(branch_ids):
        found[mine] = _index(branch, place[mine])
    return found


def _by_branch(branch_ids: Ints) -> Iterator[tuple[int, Any]]:
    """Each branch, and which rows are its own."""
    branches = distinct(branch_ids).tolist()
    for branch in branches:
        yield branch, branch_ids == branch if len(branches) > 1 else slice(None)


def _index(branch: int, place: Ints) -> Ints:
    return _cuts(metro_for(branch).name).searchsorted(place * 2, side="right")


@lru_cache(maxsize=2 * len(METROS))
def _micro_degrees(metro: str, attribute: str) -> Ints:
    degrees = np.array(_of_towns(metro, attribute), np.float64)
    found: Ints = np.rint(degrees * 10**6).astype(np.int64)
    return found


@lru_cache(maxsize=len(METROS))
def _cuts(metro: str) -> Ints:
    return cut_points(_METROS[metro].weights)


@lru_cache(maxsize=8 * len(METROS))
def _of_towns(metro: str, attribute: str) -> tuple[Any, ...]:
    return tuple(getattr(town, attribute) for town in _METROS[metro].places)
