"""Requests: the visits that customers need, before anybody has been sent.

Each request lands on a device and a day. Days follow what drives them (weather, season, contracts),
devices follow their share of it (age, make, who put them in), and the number is exactly what the
scenario wants.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Chance, Ints, Mask
from factories.errors import UserError
from factories.steps.world import on_day

ROUNDS = 60
"""Rounds of drawing again what fell too close to another visit, before the scenario is called
impossible."""
LEAST_DRAWN = 400
"""Visits drawn in a round at least: of the last few that are missing, most would not fit."""


@dataclass
class Exposure:
    """Stretches of time in which a device may call. Indexes of days count from the first day of the
    history."""

    device: Ints
    first: Ints
    last: Ints
    """Index of the last day, included; stretches with ``last < first`` are empty."""
    weight: Ints
    driver: Ints
    """Row of the drivers' table: which daily weights apply."""


def draw_days(
    chance: Chance,
    count: int,
    exposure: Exposure,
    drivers: Ints,
    *,
    taken: tuple[Ints, Ints],
    apart: int,
    near: tuple[Ints, Ints] | None = None,
    most: int = 0,
) -> tuple[Ints, Ints]:
    """Devices and day indexes of exactly ``count`` visits, in the order drawn.

    ``drivers`` holds cumulated daily weights, one row a driver, one column more than there are
    days. Two of these visits to a device are ``apart`` days from each other and from those of
    ``near`` (devices, days), as far as there is room, and never on a day of ``taken``. No device
    has more than ``most`` within a year (0 for any number), as far as there is room for that.
    """
    first = np.minimum(exposure.first, drivers.shape[1] - 1)
    span = drivers[exposure.driver, np.maximum(exposure.last + 1, first)]
    start = drivers[exposure.driver, first]
    edges = np.cumsum((span - start) * exposure.weight)
    if count and (len(edges) == 0 or edges[-1] <= 0):
        raise too_many()
    nothing = np.zeros(0, np.int64)
    near_device, near_day = near or (nothing, nothing)
    device, day = nothing, nothing
    for attempt in range(ROUNDS):
        missing = count - len(device)
        if not missing:
            return device, day
        # Many at once would crowd out each other where they are most.
        drawn = max(2 * missing, LEAST_DRAWN) if attempt else missing
        tries = chance.at(np.arange(drawn, dtype=np.int64)).bits(attempt)
        point = (tries % np.uint64(edges[-1])).astype(np.int64)
        stretch = np.searchsorted(edges, point, side="right")
        within = (point - np.where(stretch > 0, edges[stretch - 1], 0)) // exposure.weight[stretch]
        drawn_day = day_at(drivers, exposure.driver[stretch], start[stretch] + within)
        new_device, new_day = exposure.device[stretch], drawn_day
        gap = max(apart >> max(attempt - 8, 0) // 4, 1)
        others = (np.concatenate([near_device, device]), np.concatenate([near_day, day]))
        good = fits(*others, new_device, new_day, gap) & free(new_device, new_day, taken)
        good &= new_day <= exposure.last[stretch]
        if most:
            more = most << max(attempt - 8, 0) // 4
            good[good] = ~_crowded(device, day, new_device[good], new_day[good], more)
        device = np.concatenate([device, new_device[good]])[:count]
        day = np.concatenate([day, new_day[good]])[:count]
    raise too_many()


class TooManyCallsError(UserError):
    """The devices cannot take so many visits; ``fit`` are known to find room."""

    def __init__(self, calls: int | None = None, fit: int | None = None) -> None:
        what = "service_calls are" if calls is None else f"service_calls={calls} is"
        most = "" if fit is None else f" (about {fit:,})"
        super().__init__(
            "--rows",
            f"{what} more than the devices and calendars take{most}; lower service_calls, or raise"
            " installed_devices, technicians or --history-days",
        )
        self.args = (calls, fit)
        self.fit = fit


def too_many() -> UserError:
    """To be raised where visits are left over."""
    return TooManyCallsError()


def day_at(drivers: Ints, driver: Ints, value: Ints) -> Ints:
    """The day on which a driver's cumulated weight passes ``value``."""
    day = np.zeros(len(value), np.int64)
    for row in range(len(drivers)):
        mine = driver == row
        day[mine] = np.searchsorted(drivers[row], value[mine], side="right") - 1
    last: Ints = np.minimum(day, drivers.shape[1] - 2)
    return last


def free(
    device: Ints, day: Ints, taken: tuple[Ints, Ints]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which visits to devices fall on no day of ``taken`` (devices, days)."""
    return ~among(on_day(device, day), on_day(*taken))


def fits(
    device: Ints, day: Ints, new_device: Ints, new_day: Ints, apart: int
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which new visits are ``apart`` days from all others to the device; of two new ones the later
    goes."""
    stay = np.ones(len(new_device), np.bool_)
    left = np.arange(len(new_device))
    # Who stood between two visits may have gone: then these are neighbors.
    while len(close := _close(device, day, new_device[left], new_day[left], apart)):
        stay[left[close]] = False
        left = np.flatnonzero(stay)
    return stay


def _crowded(device: Ints, day: Ints, new_device: Ints, new_day: Ints, most: int) -> Mask:
    """Which new visits are of a year with more than ``most`` to the device."""
    all_devices, all_days = np.append(device, new_device), np.append(day, new_day)
    order = np.lexsort((all_days, all_devices))
    sorted_device, sorted_day = all_devices[order], all_days[order]
    close = sorted_device[most:] == sorted_device[:-most]
    close &= sorted_day[most:] - sorted_day[:-most] < _YEAR
    crowded = np.zeros(len(order), np.bool_)
    for row in np.flatnonzero(close).tolist():
        crowded[order[row : row + most + 1]] = True
    return crowded[len(device) :]


_YEAR = 365


def _close(device: Ints, day: Ints, new_device: Ints, new_day: Ints, apart: int) -> Ints:
    """Positions of the new visits that come too soon after another, or before one that is there."""
    all_devices = np.concatenate([device, new_device])
    all_days = np.concatenate([day, new_day])
    is_new = np.arange(len(all_devices)) >= len(device)
    order = np.lexsort((is_new, all_days, all_devices))
    sorted_device, sorted_day, sorted_new = all_devices[order], all_days[order], is_new[order]
    close = (sorted_device[1:] == sorted_device[:-1]) & (sorted_day[1:] - sorted_day[:-1] < apart)
    drop = np.zeros(len(order), np.bool_)
    drop[1:] |= close & sorted_new[1:]
    drop[:-1] |= close & sorted_new[:-1] & ~sorted_new[1:]
    dropped: Ints = order[drop] - len(device)
    return dropped
