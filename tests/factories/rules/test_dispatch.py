"""Dispatch asks the technicians by level and by how near they are."""

import numpy as np

from factories.engine.streams import Chance
from factories.rules.calls import service
from factories.rules.crew import dispatch


def test_who_is_asked_first_stays_so_when_somebody_joins() -> None:
    crew, turns = np.arange(1, 9), np.arange(dispatch.TURNS)
    level = crew % 2
    chance = Chance(5, ("x",), turns)
    before = dispatch.lots(chance, service.REPAIR, crew, level, turns)
    after = dispatch.lots(chance, service.REPAIR, np.append(crew, 20), np.append(level, 1), turns)
    assert (after[:, :8] == before).all()
    assert len(set(after.argmin(axis=1).tolist())) > len(crew) / 2


def test_nobody_is_asked_who_is_not_suited() -> None:
    level = np.array([0, 1, 2, 3])
    suited = np.array(service.JOBS["Installation"].levels) > 0
    drawn = dispatch.lots(
        Chance(5, ("x",), level), service.INSTALLATION, np.arange(4), level, np.arange(61)
    )
    assert ((drawn < dispatch.NOT_SENT) == suited).all()
    assert not suited.all()


def test_who_is_bent_to_it_is_asked_more_often() -> None:
    crew, turns = np.arange(1, 9), np.arange(400)
    bent = np.where(crew == 3, 300, 100)
    drawn = dispatch.lots(
        Chance(5, ("x",), turns), service.REPAIR, crew, np.ones(8, np.int64), turns, bent
    )
    first = np.bincount(drawn.argmin(axis=1), minlength=8)
    assert first[2] > 1.5 * np.delete(first, 2).max()


def test_who_is_near_is_asked_more_often_and_who_is_out_rather() -> None:
    crew, turns = np.arange(1, 5), np.arange(2_000)
    drawn = dispatch.lots(
        Chance(5, ("x",), turns), service.REPAIR, crew, np.ones(4, np.int64), turns
    )
    minutes = np.array([5, 5, 30, 60])
    way = dispatch.ways(minutes)
    way[1] = dispatch.ways_on(minutes[1])
    first = np.bincount((drawn * way).argmin(axis=1), minlength=4)
    assert first[1] > first[0] > first[2] > first[3] > 0
