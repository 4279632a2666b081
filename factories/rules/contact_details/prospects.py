"""People we know already, and people we do not: names and addresses of leads and contacts."""

from __future__ import annotations

from collections.abc import Sequence

from factories.engine.streams import Chance, Ints
from factories.engine.values import Column, coded, texts
from factories.rules.region import places, streets


def known_or(known: Sequence[str | None], other: Sequence[str]) -> list[str]:
    """What is known a row, else the other."""
    return [b if a is None else a for a, b in zip(known, other, strict=True)]


def first_names(customers: Column, types: Column, drawn: Sequence[str]) -> list[str]:
    """The first names of customers that are households, by their names; else those ``drawn``."""
    return known_or(_parts(customers, types, 0), drawn)


def last_names(customers: Column, types: Column, drawn: Sequence[str]) -> list[str]:
    """The same of all but the first name."""
    return known_or(_parts(customers, types, 2), drawn)


def _parts(customers: Column, types: Column, part: int) -> list[str | None]:
    """What stands before (0) or after (2) the first blank; None where no person is named."""
    households = coded(types).is_("residential").tolist()
    rows = zip(texts(customers), households, strict=True)
    return [name.partition(" ")[part] if person and name else None for name, person in rows]


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
