"""People we know already, and people we do not: names and addresses of leads and contacts."""

from __future__ import annotations

from collections.abc import Sequence

from factories.engine.streams import Chance, Ints, Mask
from factories.rules.region import places, streets


def known_or(known: Sequence[str | None], other: Sequence[str]) -> list[str]:
    """What is known a row, else the other."""
    return [b if a is None else a for a, b in zip(known, other, strict=True)]


def first_names(names: Sequence[str | None], people: Mask) -> list[str | None]:
    """The first name a row; None where the name is no person's."""
    rows = zip(names, people.tolist(), strict=True)
    return [name.partition(" ")[0] if person and name else None for name, person in rows]


def last_names(names: Sequence[str | None], people: Mask) -> list[str | None]:
    """All but the first name a row; None where the name is no person's."""
    rows = zip(names, people.tolist(), strict=True)
    return [name.partition(" ")[2] if person and name else None for name, person in rows]


def addresses(chance: Chance, branch_ids: Ints, place: Ints) -> list[str]:
    """Full addresses in the branch's territory; ``place`` is drawn in [0, 2**31)."""
    parts = zip(
        streets.streets(chance, branch_ids, place),
        places.towns(branch_ids, place, "city"),
        places.states(branch_ids),
        places.towns(branch_ids, place, "postal_code"),
        strict=True,
    )
    return [f"{street}, {city}, {state} {code}" for street, city, state, code in parts]
