"""In which order technicians are asked for a visit: the nearest first, as their level has it.

A lot for each technician and type of visit (``rules.crew.dispatch.lots``) times the way there:
from the stop before on that day, or from home. The ways from home are known beforehand, as one
table; visit by visit only those who are out have theirs reckoned anew.
"""

from __future__ import annotations

from operator import mul

import numpy as np

from factories.engine.streams import Ints
from factories.rules.calls.service import EMERGENCY, REPAIR, TYPES, misses
from factories.rules.crew.dispatch import NOT_SENT, TURNS, driving, lots, ways, ways_on
from factories.rules.crew.territories import homes
from factories.steps.world import World

SEEN_AGAIN = (REPAIR, EMERGENCY)
"""Types of visit that may need another one."""


class Turns:
    """Who is asked first for each booking. Plain lists: asked visit by visit."""

    def __init__(self, world: World, kind: Ints, customer: Ints, follows: Ints) -> None:
        tables = _lots(world)
        sent = [np.flatnonzero(table[0] < NOT_SENT).tolist() for table in tables]
        self.on_call: list[int] = sent[EMERGENCY]
        """Who has his weeks on call."""
        followed = np.zeros(len(kind), np.bool_)
        followed[follows[follows >= 0]] = True
        table = kind.copy()
        for number, again in enumerate(SEEN_AGAIN, len(TYPES)):
            table[followed & (kind == again)] = number
        turn = world.chance("turn", len(kind)).below("turn", TURNS)
        self._row = (table * TURNS + turn).tolist()
        self._sent = [sent[number] for number in table.tolist()]
        self._lots = np.concatenate(tables).tolist()
        self._customer = customer.tolist()
        north, east = sites = _sites(world)
        self.x, self.y = north.tolist(), east.tolist()
        """Customers' sites in driving minutes."""
        self._from_home = _ways_from_home(world, sites)

    def of(self, booking: int, out: dict[int, int]) -> list[int]:
        """Technicians in the order in which they are asked; ``out`` says at whose place those were
        last who are out that day."""
        customer, x, y = self._customer[booking], self.x, self.y
        away = self._from_home[customer].tolist()
        here_x, here_y = x[customer], y[customer]
        for technician, at in out.items():
            minutes = abs(x[at] - here_x) + abs(y[at] - here_y)
            away[technician] = ways_on(minutes)
        score = list(map(mul, self._lots[self._row[booking]], away))
        return sorted(self._sent[booking], key=score.__getitem__)


def _sites(world: World) -> tuple[Ints, Ints]:
    """Customers' sites in driving minutes, north and east."""
    customers = world.tables["customers"]
    return driving(customers["latitude"], customers["longitude"])


def _lots(world: World) -> list[Ints]:
    """Of each type of visit, then of those of ``SEEN_AGAIN`` that will not be mended at once: to
    these somebody is sent the rather the less he is good at finding faults, so that as many of each
    technician's repairs come back as his skill says."""
    crew, turns = world.tables["technicians"], np.arange(TURNS, dtype=np.int64)
    level = crew["technician_level"].codes
    chance = world.chance("turns", turns)
    missed = misses(crew["diagnostics_skill"])
    usual = [lots(chance, kind, crew.ids, level, turns) for kind in range(len(TYPES))]
    return usual + [lots(chance, kind, crew.ids, level, turns, missed) for kind in SEEN_AGAIN]


def _ways_from_home(world: World, to: tuple[Ints, Ints]) -> Ints:
    """What lots are multiplied by, of each customer (row) and technician (column)."""
    ids = world.tables["technicians"].ids
    live = driving(*homes(world.chance("turns", ids), ids, np.full(len(ids), world.number)))
    north, east = (
        np.abs(site[:, None].astype(np.int32) - home.astype(np.int32))
        for site, home in zip(to, live, strict=True)
    )
    away: Ints = ways(north + east)
    return away
