"""Requests keep their distance."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from factories.steps.requests import fits

DAYS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 300)), max_size=25)


@given(DAYS, DAYS, st.integers(2, 90))
def test_visits_that_fit_are_apart_from_all_others(
    there: list[tuple[int, int]], new: list[tuple[int, int]], apart: int
) -> None:
    """Also where a visit between the two went, because it was too close itself."""
    device, day = np.array(there, np.int64).reshape(-1, 2).T
    new_device, new_day = np.array(new, np.int64).reshape(-1, 2).T
    good = fits(device, day, new_device, new_day, apart)
    kept = [one for one, fit in zip(new, good.tolist(), strict=True) if fit]
    for number, (where, then) in enumerate(kept):
        others = [*there, *kept[:number], *kept[number + 1 :]]
        assert all(abs(then - when) >= apart for unit, when in others if unit == where)
    if new and not there:
        assert kept
