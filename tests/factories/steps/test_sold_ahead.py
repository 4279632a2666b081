"""Who has a new unit on order on the last day."""

import numpy as np

from factories.rules.calls.left_undone import NO_RETURN_DAYS
from factories.rules.calls.service import REPAIR
from factories.steps.left_undone import wait_for_parts
from factories.steps.needs import needed
from factories.steps.sold_ahead import who_agreed
from tests.factories.support.finished_worlds import company


def test_nobody_orders_a_new_unit_and_a_part_for_the_old_one() -> None:
    world = company(1)
    chance = world.chance("sold ahead", 5)
    agreed = who_agreed(world, chance, 5, np.zeros(0, np.int64))
    assert len(agreed) == 5
    others = who_agreed(world, chance, 5, agreed[:2])
    assert len(others) == 5
    assert not np.isin(others, agreed[:2]).any()


def test_a_part_that_was_ordered_long_ago_is_in_by_now() -> None:
    world = company(1)
    devices = np.arange(4)
    ago = np.array([3, NO_RETURN_DAYS - 1, NO_RETURN_DAYS, 3])
    visits = needed(REPAIR, devices, world.today - ago)
    visits.awaits_part[:3] = True
    waiting = wait_for_parts(world, visits)
    assert waiting.tolist() == world.devices.customer[:2].tolist()
