"""What an analyst finds to make equipment fail is what the rules planted, by docs/answers.md."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import Final, NamedTuple

import pytest

from factories.rules.calls import service
from factories.rules.equipment import kinds
from tests.answers import PAGE, asked
from tests.factories.support.default_companies import companies


class Device(NamedTuple):
    """A device in service: years seen, failures, and what both are likely to hang on."""

    kind: str
    brand: str
    by: str
    age: int
    years: float
    covered: float
    failures: int
    under_contract: int


_DEVICES: Final = """
    select equipment_type, brand, installed_by, age, years, covered_years, failures,
           covered_failures
    from device_years"""


@cache
def _devices() -> tuple[Device, ...]:
    view = asked(PAGE.read_text("utf-8"))[0]
    return tuple(device for company in companies() for device in _of(company, view))


def _of(company: sqlite3.Connection, view: str) -> list[Device]:
    company.execute(view)
    rows = [Device(*row) for row in company.execute(_DEVICES)]
    company.execute("drop view device_years")
    return rows


def _found(
    which: Callable[[Device], bool],
    against: Callable[[Device], bool],
    alike: Callable[[Device], object],
) -> float:
    """How often some fail, against others that are alike in the rest."""
    years, failures = defaultdict[object, float](float), defaultdict[object, int](int)
    for device in _devices():
        years[alike(device)] += device.years
        failures[alike(device)] += device.failures
    rates = []
    for some in (which, against):
        chosen = [device for device in _devices() if some(device)]
        expected = sum(
            device.years * failures[alike(device)] / years[alike(device)] for device in chosen
        )
        rates.append(sum(device.failures for device in chosen) / expected)
    return rates[0] / rates[1]


def _kind_and_age(device: Device) -> object:
    return device.kind, device.age // 2


def test_what_the_builder_put_in_fails_more() -> None:
    found = _found(lambda d: d.by == "Builder", lambda d: d.by == "Other Contractor", _kind_and_age)
    assert found == pytest.approx(service.BUILDER_FAILURES / 100, rel=0.25)


def test_heat_pumps_fail_more() -> None:
    found = _found(
        lambda d: d.kind == "Heat Pump", lambda d: d.kind != "Heat Pump", lambda d: d.age // 2
    )
    assert found == pytest.approx(service.HEAT_PUMP_FAILURES / 100, rel=0.25)


def test_brands_fail_as_they_are_made() -> None:
    makes = kinds.failure_percent
    found = _found(lambda d: makes(d.brand) > 100, lambda d: makes(d.brand) < 100, _kind_and_age)
    assert found == pytest.approx(125 / 80, rel=0.35)


def test_what_is_old_fails_as_much_more_as_planted() -> None:
    rate = service.failure_rate()
    old = [d for d in _devices() if d.age >= 16]
    young = [d for d in _devices() if 0 <= d.age < 4]
    found = [sum(d.failures for d in some) / sum(d.years for d in some) for some in (old, young)]
    planted = [
        sum(d.years * int(rate[min(d.age, 60)]) for d in some) / sum(d.years for d in some)
        for some in (old, young)
    ]
    assert found[0] / found[1] == pytest.approx(planted[0] / planted[1], rel=0.35)


def test_a_contract_keeps_from_failing() -> None:
    covered = sum(d.under_contract for d in _devices()) / sum(d.covered for d in _devices())
    bare = [(d.failures - d.under_contract, d.years - d.covered) for d in _devices()]
    without = sum(failures for failures, _ in bare) / sum(years for _, years in bare)
    assert covered / without == pytest.approx(service.MAINTAINED_FAILURES / 100, rel=0.25)
