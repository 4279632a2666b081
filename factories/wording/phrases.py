"""How a text is put together: options a fact allows, one drawn for each row, joined by spaces.

A text is a row of clauses. Every clause comes from a closed tuple of options that the row's facts
select, so nothing can be said that did not happen; chance only decides between ways to say it.
Options may hold the marks {brand}, {part}, {name} and their like, filled with ``filled``. An
empty option leaves the clause out.
"""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from factories.engine.streams import Chance, Ints

Clauses = tuple[str, ...]
Flags = NDArray[np.bool_]
T = TypeVar("T")

_FIELD = 16
FULL = 1 << _FIELD
"""Draws are integers in [0, FULL): four of them are cut from the 64 bits of one stream."""

KIND_NOUN = {
    "Central AC": "AC",
    "Heat Pump": "heat pump",
    "Furnace": "furnace",
    "Ductless Mini-Split": "mini-split",
    "Package Unit": "package unit",
    "Boiler": "boiler",
    "Air Handler": "air handler",
    "Water Heater": "water heater",
}
KINDS: Clauses = tuple(KIND_NOUN)

COMPONENTS: Clauses = (
    "Capacitor",
    "Refrigerant Leak",
    "Contactor",
    "Drain Line",
    "Condenser Fan Motor",
    "Blower Motor",
    "Control Board",
    "Thermostat",
    "Compressor",
    "Evaporator Coil",
    "Expansion Valve",
    "Igniter",
    "Flame Sensor",
    "Pressure Switch",
    "Limit Switch",
    "Inducer Motor",
    "Gas Valve",
    "Heat Exchanger",
    "Circulator Pump",
    "Zone Valve",
    "Heating Element",
)

PLACE = {
    "Main Floor": "on the main floor",
    "Basement": "in the basement",
    "Attic": "in the attic",
    "Garage": "in the garage",
    "Roof": "on the roof",
    "Utility Closet": "in the utility closet",
    "Crawl Space": "in the crawl space",
    "Outdoor Pad": "on the outdoor pad",
    "Mechanical Room": "in the mechanical room",
}

FIXES = ("Repair", "Emergency")
"""Service types that put right what failed."""

NOTHING: Clauses = ("",)
"""A clause that says nothing."""

SEASON: Clauses = (
    "",
    *("winter",) * 2,
    *("spring",) * 3,
    *("summer",) * 3,
    *("fall",) * 3,
    "winter",
)
"""Season by month number, 1 to 12; the first entry is unused."""

FLAME_PARTS = (
    "Igniter",
    "Flame Sensor",
    "Pressure Switch",
    "Inducer Motor",
    "Gas Valve",
    "Heat Exchanger",
)
"""Components of a burner: they are missed only when heat is called for."""


def mode_of(kind: str, month: int, component: str | None = None) -> str:
    """What the customer wants of the unit: cool, heat, water, or mild (April and October:
    either)."""
    if kind == "Water Heater":
        return "water"
    if kind == "Central AC":
        return "cool"
    if kind in ("Furnace", "Boiler") or component in (*FLAME_PARTS, "Heating Element"):
        return "heat"
    if month in (4, 10):
        return "mild"
    return "cool" if 5 <= month <= 9 else "heat"


def with_article(noun: str) -> str:
    """'an igniter', 'a contactor', 'an AC'."""
    return f"an {noun}" if noun[0] in "aeiouA" else f"a {noun}"


def sentence(clause: str) -> str:
    """Upper-case first letter and a full stop."""
    return f"{clause[0].upper()}{clause[1:]}."


def crossed(frames: Iterable[str], *values: Iterable[str | int]) -> Clauses:
    """Every frame with every combination of values in its %s marks."""
    choices = tuple(product(*(tuple(column) for column in values)))
    return tuple(frame % choice for frame in frames for choice in choices)


def drawn_columns(chance: Chance, label: str, slots: int) -> list[Ints]:
    """``slots`` columns of independent draws in [0, FULL)."""
    columns: list[Ints] = []
    mask = np.uint64(FULL - 1)
    for first in range(0, slots, 4):
        drawn = chance.bits(f"wording/{label}/{first}")
        shifts = [np.uint64(_FIELD * slot) for slot in range(min(4, slots - first))]
        columns += [((drawn >> shift) & mask).view(np.int64) for shift in shifts]
    return columns


def draws(chance: Chance, label: str, slots: int) -> list[list[int]]:
    """The same as Python's own numbers, which pick one by one."""
    return [column.tolist() for column in drawn_columns(chance, label, slots)]


def picked(options: Iterable[Sequence[T]], drawn: Sequence[int]) -> list[T]:
    """One option for each row, all equally likely."""
    return [some[d * len(some) >> _FIELD] for some, d in zip(options, drawn, strict=True)]


def picked_of(options: Sequence[T], drawn: Sequence[int]) -> list[T]:
    """As :func:`picked`, with the same options for all rows."""
    size = len(options)
    return [options[d * size >> _FIELD] for d in drawn]


def stretched(drawn: Sequence[int]) -> list[int]:
    """Further draws out of those that have picked already: what their low bits say."""
    return [draw * 251 & FULL - 1 for draw in drawn]


def filled(texts: Iterable[str], mark: str, values: Iterable[str]) -> list[str]:
    """The texts with ``mark`` replaced by each row's value."""
    return [text.replace(mark, value) for text, value in zip(texts, values, strict=True)]


def joined(*columns: Iterable[str]) -> list[str]:
    """Each row's clauses, empty ones left out, separated by a space."""
    return [" ".join(filter(None, clauses)) for clauses in zip(*columns, strict=True)]


def whole(numbers: Ints | Sequence[int]) -> list[int]:
    """A column of integers as Python's own, which are faster one by one."""
    listed: list[int] = np.asarray(numbers, np.int64).tolist()
    return listed


def flags(values: Flags | Sequence[bool]) -> list[bool]:
    """A column of booleans as Python's own."""
    listed: list[bool] = np.asarray(values, np.bool_).tolist()
    return listed
