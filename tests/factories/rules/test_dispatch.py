"""Dispatch asks the technicians in turn."""

import numpy as np

from factories.engine.streams import Chance
from factories.rules.calls import service
from factories.rules.crew import dispatch


def test_who_is_asked_first_stays_so_when_somebody_joins() -> None:
    crew, turns = np.arange(1, 9), np.arange(dispatch.TURNS)
    level = crew % 2
    chance = Chance(5, ("x",), turns)
    before = dispatch.in_turn(chance, service.REPAIR, crew, level, turns)
    after = dispatch.in_turn(
        chance, service.REPAIR, np.append(crew, 20), np.append(level, 1), turns
    )
    assert [[one for one in order if one < len(crew)] for order in after] == before
    assert len({order[0] for order in after}) > len(crew) / 2


def test_nobody_is_asked_who_is_not_suited() -> None:
    level = np.array([0, 1, 2, 3])
    suited = np.flatnonzero(service.JOBS["Installation"].levels).tolist()
    turns = np.arange(dispatch.TURNS)
    asked = dispatch.in_turn(
        Chance(5, ("x",), turns), service.INSTALLATION, np.arange(4), level, turns
    )
    assert all(sorted(order) == suited for order in asked)
