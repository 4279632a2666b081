"""Streets have their place in a town, and houses theirs along the street."""

from itertools import combinations

import numpy as np

from factories.engine.streams import Chance
from factories.rules.contact_details import people
from factories.rules.region import places, streets
from factories.rules.region.territory import METROS

MICRO_DEGREES_A_KILOMETER = 9_000


def homes(count: int, branch: int = 1, seed: int = 42) -> list[str]:
    """Of so many households of a branch."""
    chance = Chance(seed, ("customers", "street"), np.arange(count))
    return streets.streets(chance, np.full(count, branch), chance.below("place", 2**31))


def road(street: str) -> str:
    return street.partition(" ")[2]


def test_a_house_lies_along_its_street_by_its_number() -> None:
    numbers = range(100, 4_000, 100)
    street = [f"{number} Old Mill Road" for number in numbers]
    codes = ["28269"] * len(street)
    north = streets.latitudes(street, codes, np.ones(len(street), np.int64))
    east = streets.longitudes(street, codes, np.ones(len(street), np.int64))
    step = np.abs(np.diff(north)) + np.abs(np.diff(east))
    assert 900 <= step.max() <= 1_401
    # All on one line, and nobody beyond its ends.
    assert len(set(zip(np.diff(north).tolist(), np.diff(east).tolist(), strict=True))) <= 4
    assert np.abs(north - 35_329_200).max() < 6 * MICRO_DEGREES_A_KILOMETER


def test_streets_of_a_name_lie_elsewhere_in_every_zip_code() -> None:
    codes = [place.postal_code for place in METROS[0].places]
    street = ["1200 Main Street"] * len(codes)
    branches = np.ones(len(codes), np.int64)
    off = streets.latitudes(street, codes, branches) - places.middles(codes, branches, "latitude")
    assert len(set(off.tolist())) > 10


def test_courts_are_short_and_roads_are_long() -> None:
    numbers: dict[str, list[int]] = {}
    for home in homes(4_000):
        numbers.setdefault(home.rpartition(" ")[2], []).append(int(home.partition(" ")[0]))
    short = {"Court", "Circle", "Place", "Square", "Terrace"}
    assert all(max(numbers[kind]) < 2_000 for kind in short)
    assert max(numbers["Road"]) > 4_000
    assert all(max(numbers[kind]) < 2_500 for kind in ("Lane", "Way", "Trail"))
    assert 0.05 < sum(len(numbers[kind]) for kind in short) / 4_000 < 0.2


def test_a_name_is_in_one_town_and_has_one_suffix() -> None:
    for metro in METROS:
        names = [name for town in streets._names(metro.name) for name in town]
        stems = [name.rpartition(" ")[0] for name in names if name not in streets.EVERYWHERE]
        assert len(set(stems)) == len(stems) == len(names) - len(streets.EVERYWHERE)


def test_cities_have_streets_of_their_own() -> None:
    """Main Street and its like are everywhere."""
    maps = [set(map(road, homes(2_000, branch))) for branch in (1, 2, 3, 4)]
    for one, other in combinations(maps, 2):
        assert len(one & other) < 0.12 * len(one)
        assert "Main Street" in one & other


def test_few_streets_bear_a_last_name() -> None:
    lasts = set(people.last_names(Chance(1, ("people",), np.arange(20_000)), "en_US"))
    for branch in (1, 2, 3):
        roads = set(map(road, homes(2_000, branch)))
        assert sum(name.rpartition(" ")[0] in lasts for name in roads) < 0.16 * len(roads)


def test_the_map_is_no_companys() -> None:
    one, other = (set(map(road, homes(5_000, seed=seed))) for seed in (1, 2))
    assert len(one ^ other) < 0.05 * len(one)
