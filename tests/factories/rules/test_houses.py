"""What size of unit stands where."""

from typing import Any

import numpy as np
import pytest

from factories.engine.streams import Chance
from factories.rules.equipment import houses
from factories.rules.equipment.devices import KIND_NAMES, half_year, like_models, on_offer
from factories.rules.equipment.installed_base import equipment_catalog, fits_a_home
from factories.rules.equipment.models import Models
from factories.rules.equipment.systems import FURNACE_SIZE, matched

MANY = 3_000
TODAY = int(np.datetime64("2015-05-05", "D").astype(np.int64))
AC, FURNACE, PACKAGE = (
    KIND_NAMES.index(name) for name in ("Central AC", "Furnace", "Package Unit")
)


def _put_in(kind: int, homes: bool = True, load: int | None = None) -> Any:
    """Capacities of many units of a kind."""
    ids = np.arange(MANY)
    chance = Chance(5, ("units",), ids)
    loads = houses.loads(chance, ids) if load is None else np.full(MANY, load)
    model = houses.models_for(
        200, chance, np.full(MANY, kind), np.full(MANY, TODAY), np.full(MANY, homes), loads
    )
    return houses.capacities(200)[model]


def test_a_home_has_no_large_package_unit() -> None:
    assert _put_in(PACKAGE).max() <= 60_000
    assert _put_in(PACKAGE, homes=False).max() > 60_000


@pytest.mark.parametrize("size", [26, 40, 50, 150])
def test_there_is_always_one_for_a_home(size: int) -> None:
    for half in range(2 * 1985, 2 * 2032):
        models = Models(size, 2026)
        offered = [equipment_catalog(models)[n] for n in on_offer(models, "Package Unit", half)]
        assert any(fits_a_home(spec) for spec in offered), half / 2
        for number, spec in enumerate(equipment_catalog(models)):
            if spec.kind == "Package Unit" and fits_a_home(spec):
                like = like_models(models, number, half)
                assert all(fits_a_home(equipment_catalog(models)[n]) for n in like)


@pytest.mark.parametrize("kind", [AC, FURNACE])
def test_large_houses_have_large_units(kind: int) -> None:
    small, large = (_put_in(kind, load=load).mean() for load in (18_000, 60_000))
    assert large > 1.3 * small


def test_a_house_has_the_same_load_whoever_asks() -> None:
    who = np.arange(1, 50)
    one = houses.loads(Chance(5, ("base",), who), who)
    other = houses.loads(Chance(5, ("days", "newcomers"), who[::-1]), who[::-1])
    assert (one == other[::-1]).all()
    assert len(set(one.tolist())) > 3


def test_what_is_sold_together_fits_the_house_and_each_other() -> None:
    catalog = equipment_catalog(200)
    ratios, half = [], int(half_year(np.array([TODAY]))[0])
    for lot in range(40):
        for load in (24_000, 48_000):
            model = matched(
                200,
                second=np.array([1]),
                kind=np.array([AC, FURNACE]),
                half=np.full(2, half),
                model=np.zeros(2, np.int64),
                lot=np.full(2, lot),
                load=np.full(2, load),
            )
            cooler, furnace = (catalog[n].btu_rating for n in model.tolist())
            assert abs(cooler - load) <= 12_000
            ratios.append(furnace * 10 / FURNACE_SIZE / cooler)
    assert 0.6 < min(ratios) <= max(ratios) < 1.6
