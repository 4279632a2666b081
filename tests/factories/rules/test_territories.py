"""Each technician lives in an area of his own."""

import numpy as np

from factories.engine.streams import Chance
from factories.rules.crew.territories import homes
from factories.rules.region.territory import metro_for


def _homes(technicians: range, branch: int = 1, seed: int = 42) -> list[tuple[int, int]]:
    ids = np.array(technicians, np.int64)
    live = homes(Chance(seed, ("x",), ids), ids, np.full(len(ids), branch))
    return list(zip(*(axis.tolist() for axis in live), strict=True))


def test_a_home_is_for_good_whoever_joins() -> None:
    assert _homes(range(1, 16))[4:] == _homes(range(5, 16))
    assert _homes(range(1, 16)) != _homes(range(1, 16), seed=43)


def test_an_area_has_technicians_by_how_many_people_live_there() -> None:
    for branch in (1, 2, 5):
        places = metro_for(branch).places
        live = _homes(range(31, 131), branch)
        nearest = [
            min(
                range(len(places)),
                key=lambda n: (
                    abs(places[n].latitude * 10**6 - north)
                    + abs(places[n].longitude * 10**6 - east)
                ),
            )
            for north, east in live
        ]
        people = np.array([place.weight for place in places])
        found = np.bincount(nearest, minlength=len(places))
        # Neighbors across a border are counted on the other side.
        assert np.abs(found - 100 * people / people.sum()).max() < 8
        assert np.corrcoef(found, people)[0, 1] > 0.6
