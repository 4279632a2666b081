"""What may be offered beside what is there."""

import numpy as np

from factories.rules.crm.additions import addition_weights, fitting
from factories.rules.equipment.devices import KIND_NAMES
from hvac_models.workforce import Climate


def offered(*owned: str) -> set[str]:
    fits = fitting(np.array([[name in owned for name in KIND_NAMES]]))[0]
    return {name for name, fit in zip(KIND_NAMES, fits.tolist(), strict=True) if fit}


def test_a_heat_pump_is_for_whom_nothing_cools_and_a_boiler_for_whom_nothing_heats() -> None:
    assert {"Heat Pump", "Central AC"} <= offered("Furnace")
    assert "Boiler" not in offered("Furnace")
    assert "Boiler" in offered("Central AC")
    assert "Heat Pump" not in offered("Central AC")
    assert not {"Heat Pump", "Boiler"} & offered("Heat Pump", "Air Handler")


def test_nothing_is_offered_to_whom_has_nothing() -> None:
    assert offered() == set()


def test_boilers_are_offered_in_the_cold_only() -> None:
    boiler = KIND_NAMES.index("Boiler")
    sold = {climate: bool(addition_weights(climate)[boiler]) for climate in Climate}
    assert sold == {climate: climate == Climate.COLD for climate in Climate}
