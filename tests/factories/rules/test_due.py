"""When what is used up is due again."""

import numpy as np
import pytest

from factories.rules.parts import due
from factories.rules.parts.catalog import part_catalog


def test_families_that_last_are_in_the_catalog() -> None:
    assert set(due.LASTS) <= {spec.family for spec in part_catalog(400)}


def test_what_was_renewed_is_due_when_its_time_is_over() -> None:
    renewed = due.Renewed(np.array([7, 8]), np.array([1_000, 1_000]))
    day = np.array([999, 1_000, 1_079, 1_080, 920, 921])
    recent = due.recent(np.full(6, 80), np.full(6, 7), day, renewed)
    assert recent.tolist() == [True, True, True, False, False, True]
    assert not due.recent(np.full(6, 80), np.full(6, 9), day, renewed).any()
    assert not due.recent(np.zeros(6, np.int64), np.full(6, 7), day, renewed).any()
    assert not due.recent(np.full(6, 80), np.full(6, 7), day, due.NOTHING).any()


def test_of_each_place_the_first_is_done_and_then_what_is_due() -> None:
    place = np.array([1, 1, 1, 1, 2, 2, 3])
    day = np.array([50, 10, 100, 90, 10, 11, 12])
    lasts = np.full(7, 80)
    assert due.apart(lasts, place, day).tolist() == [
        *(False, True, False, True),
        *(True, False, True),
    ]
    lasts[5] = 0
    assert due.apart(lasts, place, day)[5], "what is not used up may be taken any day"
    nothing = np.zeros(0, np.int64)
    assert not len(due.apart(nothing, nothing, nothing))


@pytest.mark.parametrize("shared", [True, False])
def test_a_house_shares_what_it_has_one_of(shared: bool) -> None:
    same = np.full(2, shared), np.array([5, 5]), np.array([1, 2]), np.array([0, 0]), 9
    assert (len(set(due.places(*same).tolist())) == 1) is shared
