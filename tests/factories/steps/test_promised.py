"""What contracts promise is kept, and what stands in one home goes together."""

import numpy as np
import pytest

from factories.engine.values import coded, texts
from factories.rules.calls.service import MAINTENANCE
from factories.rules.crm.contracts import VISITS_A_YEAR
from factories.rules.equipment.devices import KIND_NAMES
from factories.steps.world import World
from tests.factories.support.finished_worlds import SEEDS, company


def whole_terms(world: World) -> list[int]:
    """Days with tune-ups in each contract's term that lies in the history as a whole."""
    calls, contracts = world.calls, world.contracts
    tuned = calls.kind == MAINTENANCE
    found = []
    terms = (contracts.customer, contracts.start, contracts.end, contracts.covers_until)
    for who, start, end, until in zip(*(column.tolist() for column in terms), strict=True):
        if start >= world.start and end <= world.today and until == end:
            own = tuned & (calls.customer == who) & (calls.day >= start) & (calls.day <= end)
            found.append(len(set(calls.day[own].tolist())))
    return found


def test_most_terms_have_the_visits_that_were_sold() -> None:
    visits = np.concatenate([whole_terms(company(seed)) for seed in SEEDS])
    assert len(visits) > 100
    assert (visits == VISITS_A_YEAR).mean() > 0.7
    assert (visits == 0).mean() < 0.05


def test_contracts_of_who_has_no_device_promise_nothing() -> None:
    world = company(1, rows=(("installed_devices", 250),))
    assert not np.isin(world.contracts.customer, world.devices.customer).all()
    assert np.isin(world.calls.customer, world.devices.customer).all()


def test_homes_have_the_furnace_tuned_in_autumn_and_what_cools_in_spring() -> None:
    asked, wrong = 0, 0
    for world in map(company, SEEDS):
        kind = np.array(KIND_NAMES)[world.devices.kind]
        furnace, cooler = (world.devices.customer[kind == n] for n in ("Furnace", "Central AC"))
        both = np.isin(world.calls.customer, np.intersect1d(furnace, cooler))
        month = world.calls.day.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
        tuned = both & (world.calls.kind == MAINTENANCE)
        of = kind[world.calls.device]
        for season, other in (((2, 3, 4), "Furnace"), ((8, 9, 10), "Central AC")):
            own = tuned & np.isin(month, season) & np.isin(of, ("Furnace", "Central AC"))
            asked, wrong = asked + int(own.sum()), wrong + int((own & (of == other)).sum())
    assert asked > 150
    assert wrong / asked < 0.2


@pytest.mark.parametrize("seed", SEEDS)
def test_both_halves_of_a_heat_pump_hold_the_same_refrigerant(seed: int) -> None:
    world = company(seed)
    devices, models = world.devices, world.tables["equipment_types"]
    kind = np.array(texts(coded(models["equipment_type"])))[devices.equipment]
    gas = np.array([str(name) for name in texts(coded(models["refrigerant"]))])[devices.equipment]
    stays = ~np.isin(np.arange(len(kind)), devices.replaces[devices.replaces >= 0])
    handlers = np.flatnonzero((kind == "Air Handler") & stays)
    assert len(handlers) > 10
    for handler in handlers.tolist():
        pump = (kind == "Heat Pump") & (devices.customer == devices.customer[handler]) & stays
        pump &= devices.installed == devices.installed[handler]
        assert gas[handler] in gas[pump]
