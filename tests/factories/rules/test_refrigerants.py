"""A refrigerant comes beside the one that goes, and takes its place over some time."""

from collections import Counter
from functools import cache

from tests.factories.support.default_companies import companies

_PUT_IN = """
SELECT cast(substr(installation_date, 1, 4) AS int), refrigerant
FROM installed_devices JOIN equipment_types USING (equipment_id) WHERE refrigerant IS NOT NULL"""
_OLD, _NOW, _NEXT = {"R-22"}, {"R-410A"}, {"R-454B", "R-32"}


@cache
def _counted() -> Counter[tuple[int, str]]:
    return Counter(row for company in companies() for row in company.execute(_PUT_IN))


def _share(gases: set[str], first: int, last: int) -> float:
    """Of what was put in in these years."""
    counted = _counted()
    whole = sum(n for (year, _), n in counted.items() if first <= year <= last)
    return (
        sum(n for (year, g), n in counted.items() if first <= year <= last and g in gases) / whole
    )


def test_r410a_grows_from_2002_on() -> None:
    assert _share(_OLD, 1990, 2001) == 1
    shares = [_share(_NOW, *years) for years in ((2002, 2004), (2005, 2007), (2008, 2009))]
    assert 0.02 < shares[0] < 0.25
    assert shares[0] < shares[1] < shares[2] < 0.85


def test_its_successors_come_in_2024_and_it_is_sold_off_in_2025() -> None:
    assert 0 < _share(_NEXT, 2024, 2024) < 0.5
    assert 0.05 < _share(_NOW, 2025, 2025) < 0.5
    assert _share(_NEXT, 2026, 2026) == 1


def test_nothing_is_on_a_refrigerant_that_is_gone_or_to_come() -> None:
    years = {gas: {year for year, g in _counted() if g == gas} for _, gas in _counted()}
    assert max(years["R-22"]) <= 2010
    assert min(years["R-410A"]) >= 2002
    assert max(years["R-410A"]) == 2025
    assert min(years["R-454B"] | years["R-32"]) == 2024
