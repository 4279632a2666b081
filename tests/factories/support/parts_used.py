"""Units that left the shelves of a company."""

from typing import Any

import numpy as np

from factories.steps.world import World


def used(world: World) -> Any:
    """Units by part and day of the history."""
    lines = world.part_lines
    table = np.zeros((world.rows("parts"), world.today - world.start + 1), np.int64)
    np.add.at(table, (lines.part, world.calls.day[lines.call] - world.start), lines.quantity)
    return table
