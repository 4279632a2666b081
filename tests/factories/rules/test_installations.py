"""What cools is put in before and in the heat, what heats before and in the cold."""

from collections import Counter

import numpy as np

from factories.engine.streams import Chance
from factories.rules.crm.wants import HEATING_REPAIR, INSTALLATION, first_kinds
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.equipment.installations import PERCENT, in_season, season_table
from tests.factories.support.default_companies import companies

KINDS = np.arange(len(KIND_NAMES))
JANUARY, JULY = (int(np.datetime64(f"2025-{month}-03", "D").astype(int)) for month in ("01", "07"))


def wanted(wish: int, day: int) -> Counter[str]:
    """Kinds that a thousand new customers of that day want, or have."""
    ids = np.arange(1000)
    chance = Chance(3, ("new",), ids)
    kinds = first_kinds(chance, ids * 0 + wish, ids * 0 + 1, ids < 0, ids * 0 + day)
    return Counter(KIND_NAMES[kind] for kind in kinds.tolist())


def test_a_year_has_what_it_had() -> None:
    assert np.abs(season_table().sum(axis=1) - 12 * PERCENT).max() <= 6
    assert set(season_table()[KIND_NAMES.index("Water Heater")].tolist()) == {PERCENT}


def test_summer_sells_what_cools() -> None:
    winter, summer = (in_season(KINDS, KINDS * 0 + day) for day in (JANUARY, JULY))
    for name, cools in (("Central AC", True), ("Furnace", False), ("Boiler", False)):
        kind = KIND_NAMES.index(name)
        less, more = sorted((int(winter[kind]), int(summer[kind])))
        assert (summer[kind] > winter[kind]) == cools
        assert more > 2 * less


def test_new_customers_want_what_the_season_lacks() -> None:
    winter, summer = (wanted(INSTALLATION, day) for day in (JANUARY, JULY))
    assert summer["Central AC"] > 1.4 * winter["Central AC"]
    assert winter["Furnace"] > 1.4 * summer["Furnace"]
    assert wanted(HEATING_REPAIR, JANUARY) == wanted(HEATING_REPAIR, JULY)


def test_the_history_puts_in_what_the_season_lacks() -> None:
    installed: Counter[tuple[str, bool]] = Counter()
    for company in companies():
        installed.update(
            (kind, month in ("06", "07", "08"))
            for kind, month in company.execute(
                "select equipment_type, substr(service_date, 6, 2) from service_calls"
                " join equipment_types using (equipment_id) where service_type = 'Installation'"
                " and substr(service_date, 6, 2) in ('12', '01', '02', '06', '07', '08')"
            )
        )
    assert 1.5 < installed["Central AC", True] / installed["Central AC", False] < 4
    assert 1.3 < installed["Furnace", False] / installed["Furnace", True] < 4
