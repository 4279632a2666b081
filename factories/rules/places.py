"""Columns of the territory: the town that a row's ``place`` draw (uniform in [0, 2**31)) falls
on."""

from __future__ import annotations

from typing import Any

import numpy as np

from factories.engine.sets import distinct
from factories.engine.streams import Ints, cut_points
from factories.rules.territory import Metro, metro_for


def towns(branch_ids: Ints, place: Ints, attribute: str) -> list[Any]:
    """An attribute of the place a row, drawn by the places' weights within its branch's metro
    area."""
    metros = _by_branch(branch_ids)
    if len(metros) == 1:
        metro = next(iter(metros.values()))
        values = [getattr(town, attribute) for town in metro.places]
        return [values[i] for i in _index(metro, place).tolist()]
    indexes = {number: _index(metro, place).tolist() for number, metro in metros.items()}
    return [
        getattr(metros[number].places[indexes[number][row]], attribute)
        for row, number in enumerate(branch_ids.tolist())
    ]


def states(branch_ids: Ints) -> list[str]:
    """The state a row."""
    metros = _by_branch(branch_ids)
    return [metros[number].state for number in branch_ids.tolist()]


def micro_degrees(branch_ids: Ints, place: Ints, attribute: str) -> Ints:
    """Latitude or longitude of the place's centre in millionths of a degree."""
    degrees = towns(branch_ids, place, attribute)
    return np.rint(np.array(degrees, np.float64) * 10**6).astype(np.int64)


def _index(metro: Metro, place: Ints) -> Ints:
    return np.searchsorted(cut_points(metro.weights), place * 2, side="right")


def _by_branch(branch_ids: Ints) -> dict[int, Metro]:
    return {number: metro_for(number) for number in distinct(branch_ids).tolist()}
