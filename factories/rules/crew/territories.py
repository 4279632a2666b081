"""Where technicians live, which is where they are sent first: each has an area of his own."""

from __future__ import annotations

from typing import Final

from factories.engine.streams import Chance, Ints
from factories.rules.region import places

HOMES_AROUND: Final = (14_000, 16_000)
"""Millionths of a degree north and east of the middle of their ZIP code within which technicians
live, at one standard deviation. Assumption: a mile, as their customers."""
A_SHARE: Final = 1_327_217_885
"""The golden ratio of 2**31: of people in a row each is given a place as far as can be from those
of the others before, whoever leaves or joins. Assumption: an area has technicians by how many
people live there."""


def homes(chance: Chance, technician: Ints, branch_ids: Ints) -> tuple[Ints, Ints]:
    """Where each technician (key) lives, in millionths of a degree north and east: for good, in a
    ZIP code that the branch serves."""
    begins = chance.common(("territories",), branch_ids).below("first", 2**31)
    place = (begins + technician * A_SHARE) % 2**31
    codes = places.towns(branch_ids, place, "postal_code")
    lives = chance.common(("home of",), technician)
    north, east = (
        places.middles(codes, branch_ids, axis) + lives.bell(label, around)
        for axis, label, around in zip(
            ("latitude", "longitude"), ("north", "east"), HOMES_AROUND, strict=True
        )
    )
    return north, east
