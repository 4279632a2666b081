"""Serial numbers tell when a unit was made: some time before it was put in, by its brand."""

import sqlite3
from statistics import fmean, median

import numpy as np

from factories.engine.streams import Chance
from factories.engine.values import Coded
from factories.rules.equipment.serials import LONGEST_ON_THE_WAY, made_in
from tests.factories.support.default_companies import companies

_MADE = """
SELECT brand, 12 * cast(substr(installation_date, 1, 4) AS int)
       + cast(substr(installation_date, 6, 2) AS int)
       - 12 * (CASE WHEN substr(serial_number, 2, 2) < '70' THEN 2000 ELSE 1900 END
               + cast(substr(serial_number, 2, 2) AS int))
       - cast(substr(serial_number, 4, 2) AS int)
FROM installed_devices JOIN equipment_types USING (equipment_id)"""


def _waited(company: sqlite3.Connection) -> list[tuple[str, int]]:
    """Brand of each device, and its months on the way."""
    return company.execute(_MADE).fetchall()


def test_units_wait_some_months_and_some_wait_long() -> None:
    months = [month for company in companies() for _, month in _waited(company)]
    assert 2 <= median(months) <= 4
    assert min(months) == 0
    assert 12 < max(months) <= LONGEST_ON_THE_WAY
    assert max(months.count(month) for month in set(months)) < 0.35 * len(months)


def test_some_brands_wait_longer_than_others() -> None:
    rows = [row for company in companies() for row in _waited(company)]
    quick = [month for brand, month in rows if brand in ("Goodman", "Amana")]
    slow = [month for brand, month in rows if brand in ("Mitsubishi", "Fujitsu", "LG")]
    assert fmean(quick) + 1 < fmean(slow)


def test_nothing_is_made_before_its_model() -> None:
    ids = np.arange(2_000)
    installed = np.full(2_000, "2025-05-15", "datetime64[D]")
    brand = Coded(ids % 2, ("LG", "Somebody's"))
    made = made_in(Chance(1, ("x",), ids), brand, installed, np.full(2_000, 2025))
    first, last = np.array(["2025-01", "2025-05"], "datetime64[M]").astype(np.int64)
    # Of the five months, none takes all those that would have been made before.
    counts = np.bincount(made - first)
    assert made.min() == first
    assert made.max() == last
    assert counts.max() < 4 * counts.min()
