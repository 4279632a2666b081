"""Rules of contracts: how plans change at a renewal, and what they take off."""

import numpy as np
import pytest

from factories.engine.streams import Chance
from factories.rules.crm import contracts

MANY = Chance(1, ("test",), np.arange(20_000, dtype=np.int64))


def test_households_move_by_one_plan_and_mostly_up() -> None:
    moves = contracts.moves(MANY)
    assert set(moves.tolist()) == {-1, 0, 1}
    assert (moves == 1).mean() == pytest.approx(contracts.MOVES_UP, abs=0.01)
    assert (moves == -1).mean() == pytest.approx(contracts.MOVES_DOWN, abs=0.01)


@pytest.mark.parametrize(
    ("plan", "steps", "then"),
    [
        ("Basic", 1, "Premium"),
        ("Basic", -1, "Basic"),
        ("Comprehensive", 1, "Comprehensive"),
        ("Comprehensive", -2, "Basic"),
        ("Commercial", -1, "Commercial"),
        ("Commercial", 1, "Commercial"),
    ],
)
def test_there_is_no_plan_beyond_the_dearest_and_one_for_businesses(
    plan: str, steps: int, then: str
) -> None:
    number = np.array([contracts.PLAN_NAMES.index(plan)])
    (moved,) = contracts.moved(number, np.array([steps]))
    assert contracts.PLAN_NAMES[moved] == then


def test_discounts_are_fives_within_the_range_of_the_plan() -> None:
    for number, plan in enumerate(contracts.PLANS):
        found = contracts.discounts(MANY, np.full(len(MANY), number))
        assert set(found.tolist()) == set(range(plan.discount[0], plan.discount[1] + 1, 5))
