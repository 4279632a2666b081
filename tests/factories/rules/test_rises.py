"""Hours and fees cost more each January."""

import numpy as np

from factories.rules.accounting.rises import RATE_RISES, rate_then


def test_each_january_adds_what_the_rule_says() -> None:
    rate = np.array([1_000_000], np.int64)
    for year in range(2020, 2040):
        before, then = (rate_then(rate, at, 2026)[0] for at in (year - 1, year))
        assert abs(then / before - 1 - RATE_RISES[year % len(RATE_RISES)] / 100) < 0.0002


def test_a_rate_is_that_of_its_list_in_the_year_of_the_list() -> None:
    rate = np.arange(75, 150)
    assert (rate_then(rate, 2026, 2026) == rate).all()


def test_rates_never_fall_and_keep_to_their_steps() -> None:
    fee = np.arange(75, 205, 5)
    years = np.arange(2010, 2040)
    then = np.array([rate_then(fee, year, 2026, 5) for year in years.tolist()])
    assert (np.diff(then, axis=0) >= 0).all()
    assert (then % 5 == 0).all()
    assert (then[-1] > 1.5 * fee).all()
