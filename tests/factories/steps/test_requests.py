"""Requests keep their distance."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from factories.steps.requests import _fits

DAYS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 300)), max_size=25)


@given(DAYS, DAYS, st.integers(2, 90))
def test_visits_that_fit_are_apart_from_all_others(
    there: list[tuple[int, int]], new: list[tuple[int, int]], apart: int
) -> None:
    """Also where a visit between the two went, because it was too close itself."""
    columns = np.array(there, np.int64).reshape(-1, 2).T, np.array(new, np.int64).reshape(-1, 2).T
    fits = _fits(*columns[0], *columns[1], apart)
    kept = [one for one, fit in zip(new, fits.tolist(), strict=True) if fit]
    for number, (device, day) in enumerate(kept):
        others = [*there, *kept[:number], *kept[number + 1 :]]
        assert all(abs(day - when) >= apart for unit, when in others if unit == device)
    if new and not there:
        assert kept
