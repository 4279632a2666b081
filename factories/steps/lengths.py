"""How long the history's visits take: known in full when it is known who comes."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from factories.engine.streams import Ints
from factories.rules.calls import on_site
from factories.rules.calls.on_site import SKILLS, Work
from factories.rules.calls.putting_in import harder
from factories.rules.calls.service import TENTH
from factories.steps.needs import Demand
from factories.steps.world import World


def work_of(world: World, demand: Demand) -> Work:
    """What is done at each visit; finding out what is missing takes less than mending it."""
    device = world.devices.kind[demand.device]
    btu = world.tables["equipment_types"]["btu_rating"][world.devices.equipment[demand.device]]
    key = world.keys("installed_devices", demand.device)
    return Work(
        on_site.jobs(demand.kind, demand.component, device, demand.awaits_part | (demand.left > 0)),
        on_site.hardness(world.chance("on site", len(demand)), key)
        + harder(demand.kind, device, btu),
        on_site.percents(demand.kind, device, btu),
    )


def paces(world: World) -> Ints:
    """How slow each technician is at what each of ``SKILLS`` counts for."""
    crew = world.tables["technicians"]
    return on_site.pace(np.stack([crew[name] for name in SKILLS], axis=1).astype(np.int64))


def slowest(world: World, demand: Demand, work: Work) -> Ints:
    """Minutes that each stop takes if the slowest comes, the second device included."""
    minutes = work.minutes(paces(world).max(axis=0)[work.skill])
    second = np.flatnonzero(demand.after >= 0)
    stop = minutes.copy()
    np.add.at(stop, demand.after[second], minutes[second])
    return stop


class Lengths:
    """The minutes that a booking takes a technician. Plain lists: asked visit by visit."""

    def __init__(self, world: World, demand: Demand, work: Work, lead: Ints, planned: Ints) -> None:
        self._planned = planned.tolist()
        stops = [[row] for row in lead.tolist()]
        place = np.full(len(demand), -1, np.int64)
        place[lead] = np.arange(len(lead))
        second = np.flatnonzero(demand.after >= 0)
        for row, stop in zip(second.tolist(), place[demand.after[second]].tolist(), strict=True):
            stops[stop].append(row)
        self._stops = stops
        self._paces = paces(world).tolist()
        self._work = list(
            zip(
                work.job.tolist(),
                work.hardness.tolist(),
                work.percent.tolist(),
                work.skill.tolist(),
                strict=True,
            )
        )
        self._edges = on_site.edges().tolist()
        self._table = on_site.minutes_table().tolist()

    def of(self, booking: int, technician: int) -> int:
        """As ``Work.minutes`` has it; what is no visit takes what was planned."""
        if booking >= len(self._stops):
            return int(self._planned[booking])
        pace, total = self._paces[technician], 0
        for row in self._stops[booking]:
            job, hardness, percent, skill = self._work[row]
            minutes = self._table[job][bisect_left(self._edges, hardness + pace[skill])]
            total += (minutes * percent // 100 + TENTH // 2) // TENTH * TENTH
        return total
