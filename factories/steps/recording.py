"""When rows were recorded and changed, where only the operation as a whole knows it."""

from __future__ import annotations

from typing import Any

import numpy as np

from factories.engine.streams import Ints, Mask
from factories.rules.calls.left_undone import DECLINED
from factories.rules.calls.service import INSTALLATION, MAINTENANCE
from factories.rules.hours.office import NIGHT_RUN
from factories.steps.world import World, minutes
from factories.tables.recorded import NEVER


def moments(numbers: Ints) -> Any:
    """Minute numbers as a timestamp column; -1 is never."""
    return np.where(numbers >= 0, minutes(numbers), NEVER)


def put_in(world: World) -> Ints:
    """The minute at which our call had each device put in; -1 for others."""
    calls = world.calls
    put_in_at = np.full(len(world.devices.customer), -1, np.int64)
    ours = (calls.kind == INSTALLATION) & world.devices.by_call[calls.device]
    np.maximum.at(put_in_at, calls.device[ours], calls.end[ours])
    return put_in_at


def device_changes(world: World, put_in_at: Ints, gone: Mask, left: Ints) -> Any:
    """The last visit that changed each device's row, its replacement, or the morning on which the
    customer was gone."""
    calls, devices = world.calls, world.devices
    changed = np.full(len(devices.customer), -1, np.int64)
    tells = (calls.kind == MAINTENANCE) | calls.awaits_part | (calls.left == DECLINED)
    answered = calls.returns_to[calls.returns_to >= 0]
    tells[calls.returns_to >= 0] |= calls.awaits_part[answered]
    np.maximum.at(changed, calls.device[tells], calls.end[tells])
    new = np.flatnonzero(devices.replaces >= 0)
    np.maximum.at(changed, devices.replaces[new], put_in_at[new])
    morning = left[devices.customer] * 1440 + NIGHT_RUN
    return moments(np.where(gone, np.maximum(changed, morning), changed))


def last_used(world: World, parts: int) -> Any:
    """The end of the last visit that took each part off the shelf."""
    used = np.full(parts, -1, np.int64)
    lines = world.part_lines
    np.maximum.at(used, lines.part, world.calls.end[lines.call])
    return moments(used)
