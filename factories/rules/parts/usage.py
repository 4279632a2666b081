"""Which parts a call takes: the catalog as look-up tables, for whole columns of calls.

Parts are chosen in two steps. The job says which *families* it takes (a family differs in size and
maker only); the unit says which of a family fit: the nearest size that the catalog has. Where
several fit, the device decides, so that it takes the same one on every visit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from factories.engine.streams import Ints, Mask
from factories.rules.calls.service import COMPONENTS
from factories.rules.equipment.charges import OF_GAS
from factories.rules.equipment.installed_base import EquipmentSpec, Models, equipment_catalog
from factories.rules.equipment.kinds import FURNACE, PACKAGE_UNIT
from factories.rules.parts import due, jobs
from factories.rules.parts.catalog import PartSpec, part_catalog, quantities
from factories.rules.parts.family import Grade
from hvac_models import EquipmentKind, FailedComponent, RatingUnit, Refrigerant, UnitOfMeasure

REFRIGERANTS = tuple(str(name) for name in Refrigerant)
MATCHED_COIL = frozenset({"Central AC", "Heat Pump"})
"""An outdoor unit is replaced together with the indoor coil that it was rated with [K]."""
WARRANTY_LINES = 0.11
"""Of the lines on repairs, those that the maker pays for: 8-15 % [E]."""
NOT_THE_MAKERS: Final = ("Drain Line", "Thermostat")
"""Components that no maker of the unit pays for: the installer's drain, another maker's thermostat.
Assumption."""
GUARANTEED: Final = (
    *("Compressor", "Coil", "Fan Motor", "Capacitor", "Contactor", "Control Board", "Igniter"),
    *("Flame Sensor", "Sensor", "Gas Valve", "Valve", "Pump", "Heat Exchanger", "Thermostat"),
)
"""Categories of parts that come with a guarantee of their own: what is used up, or topped up, has
none [K]."""
PART_GUARANTEE_DAYS: Final = 365
"""A part that fails on the unit within so many days of being put in is not charged again: the
supply house gives another one for it. Assumption: one year on parts, as the quotes promise."""
MENDS_FIRST: Final = 50
"""Times that what mends rather counts among a company's parts used than what comes on top, where
their number is short of what its repairs need. Assumption."""
CLAIM_RATE = 0.88
"""Of the lines that makers pay for, the least share that is claimed. Assumption."""

EFFICIENT_FROM: Final = {
    RatingUnit.AFUE: 9_000,
    RatingUnit.EF: 80,
    RatingUnit.UEF: 80,
    RatingUnit.SEER: 1_600,
    RatingUnit.SEER2: 1_520,
}
"""Ratings from which a unit counts as efficient: a burner condenses from 90 % AFUE on and is vented
in plastic pipe [K]; cooling from the second step of the price lists. Assumption."""

TWO_FILTERS: Final = 0.25
"""Of the units with a pleated filter, those with two return grilles. Assumption."""

DRIER: Final = "Filter drier {} liquid line"
"""Goes in where a circuit is opened, and only there [K]."""
FILTERS: Final = 0
"""The number of the family of filters."""

TUNE_UP, TUNE_UP_ON_GROUND, ON_ROOF, ON_GROUND = (len(COMPONENTS) + 1 + place for place in range(4))
"""Jobs: a component at fault (its index), none found (``len(COMPONENTS)``), and these: the tune-up
of a unit on a roof, that of any other, and what is put in on a roof or elsewhere."""


@dataclass(frozen=True)
class PartTables:
    """Ragged lists are rows padded by repetition, with their true lengths beside. A *model* is a
    kind, size and grade of equipment; families are numbered, parts are positions in the catalog."""

    model: Ints
    """[equipment type]."""
    variants: Ints
    """[model, family, choice]: the parts that fit."""
    variants_count: Ints
    fixes: Ints
    """[model, component, choice]: families that mend a failure; -1 where there is none."""
    fixes_count: Ints
    extras: Ints
    """[model, job, choice]: families that the job also uses up."""
    extras_count: Ints
    in_order: Ints
    """[model, job]: so many of them come first, in their order."""
    units: Ints
    """[equipment type]: the unit that an installation of it takes."""
    coil: Ints
    """[model]: family of the coil that goes in with it, or -1."""
    refrigerant: Ints
    """[refrigerant]: the cylinder's part, -1 where there is none."""
    kbtu: Ints
    """[model]: thousands of BTU an hour."""
    gas: Ints
    """[part]: of a refrigerant, the percent of the usual charge that units hold; 0 of others."""
    filters: Ints
    """[model]: filters it takes at a time."""
    is_filter: Mask
    """[part]."""
    opens: Mask
    """[part]: goes into a circuit that is open, and mends by itself."""
    pleated: Mask
    """[part]: filters of an inch, of which there may be two."""
    family: Ints
    """[part]: -1 of units and refrigerants."""
    lasts: Ints
    """[part]: days until it is due again, see ``due``; 0 of what is not used up."""
    one_a_house: Mask
    """[family]: what the units of a house share."""
    shares: Mask
    """[model]: whether it shares them."""
    by_the_foot: Mask
    """[part]: runs from unit to unit."""
    low: Ints
    high: Ints
    """Quantities a line, by part."""


@dataclass(frozen=True)
class _Model:
    kind: EquipmentKind
    kbtu: int
    grade: Grade


STAND_IN_PARTS: Final = 25_000.0
"""Cents of parts a repair, in a company whose history has none. Assumption."""
STAND_IN_LINES: Final = 7
"""Lines of parts used on an installation, in a company whose history has none. Assumption."""


def grade_of(spec: EquipmentSpec) -> Grade:
    """Whether a model counts as efficient."""
    efficient = spec.energy_rating >= EFFICIENT_FROM[spec.rating_unit]
    return Grade.EFFICIENT if efficient else Grade.STANDARD


@lru_cache(maxsize=4)
def part_tables(parts: int, suppliers: int, equipment: int | Models) -> PartTables:
    """The tables of catalogs of that size."""
    specs = part_catalog(parts, suppliers)
    catalog = equipment_catalog(equipment)
    keys = [_Model(s.kind, s.btu_rating // 1000, grade_of(s)) for s in catalog]
    models = list(dict.fromkeys(keys))
    families = _families(specs)
    names = list(families)
    of_kind = [_by_kind(specs, families[name]) for name in names]
    fitting = [
        [_fitting(specs, kinds.get(model.kind, ()), model) for kinds in of_kind] for model in models
    ]
    variants, variants_count = _ragged([[[i for i, _ in some] for some in row] for row in fitting])
    fixes, fixes_count = _ragged([_fixes(specs, row) for row in fitting])
    listed = [_extras(names, row, model) for model, row in zip(models, fitting, strict=True)]
    extras, extras_count = _ragged([[families_ for families_, _ in row] for row in listed])
    ranges = [quantities(spec) for spec in specs]
    whole_units = _by_kind(specs, [i for i, s in enumerate(specs) if s.role == "equipment"])
    coil = fixes[:, COMPONENTS.index("Evaporator Coil"), 0]
    return PartTables(
        model=np.array([models.index(key) for key in keys], np.int64),
        variants=variants,
        variants_count=variants_count,
        fixes=fixes,
        fixes_count=fixes_count,
        extras=extras,
        extras_count=extras_count,
        in_order=np.array([[first for _, first in row] for row in listed], np.int64),
        units=np.array([_unit(specs, whole_units, spec) for spec in catalog], np.int64),
        coil=np.where([str(model.kind) in MATCHED_COIL for model in models], coil, -1),
        refrigerant=np.array([_refrigerant(specs, name) for name in REFRIGERANTS], np.int64),
        kbtu=np.array([model.kbtu for model in models], np.int64),
        gas=np.array([OF_GAS.get(str(spec.refrigerant), 0) for spec in specs], np.int64),
        filters=np.array([_filters(model) for model in models], np.int64),
        is_filter=np.array([spec.role == "filter" for spec in specs]),
        opens=np.array([spec.family == DRIER and spec.role == "component" for spec in specs]),
        pleated=np.array([spec.family.startswith("Pleated") for spec in specs]),
        family=_family_of(families, len(specs)),
        lasts=np.array([due.LASTS.get(spec.family, 0) for spec in specs], np.int64),
        one_a_house=np.array([name in due.ONE_A_HOUSE for name in names]),
        shares=np.array([model.kind in due.SHARING for model in models]),
        by_the_foot=np.array([spec.unit_of_measure is UnitOfMeasure.FT for spec in specs]),
        low=np.array([low for low, _ in ranges], np.int64),
        high=np.array([high for _, high in ranges], np.int64),
    )


def _families(specs: tuple[PartSpec, ...]) -> dict[str, list[int]]:
    """The parts of each family but units and refrigerants; all filters are one family."""
    families: dict[str, list[int]] = {jobs.FILTER: []}
    for i, spec in enumerate(specs):
        if spec.role not in ("equipment", "refrigerant"):
            name = jobs.FILTER if spec.role == "filter" else spec.family
            families.setdefault(name, []).append(i)
    return families


def _family_of(families: dict[str, list[int]], parts: int) -> Ints:
    """The number of each part's family, -1 where it has none."""
    number = np.full(parts, -1, np.int64)
    for place, members in enumerate(families.values()):
        number[members] = place
    return number


def _by_kind(specs: tuple[PartSpec, ...], family: list[int]) -> dict[EquipmentKind, list[int]]:
    """The parts of a family that some kind of equipment takes."""
    kinds: dict[EquipmentKind, list[int]] = {}
    for i in family:
        for kind in specs[i].fits:
            kinds.setdefault(kind, []).append(i)
    return kinds


_OTHER_GRADE: Final = 1_000
"""How far off a part of the other grade is: further than any size."""


def _fitting(
    specs: tuple[PartSpec, ...], family: Sequence[int], model: _Model
) -> list[tuple[int, int]]:
    """The parts of a family for a kind that fit best, with how far off they are.

    What mends a failure has to be found, however short the catalog; for the rest, what is of the
    other grade does not fit.
    """
    if not family:
        return []
    some = [
        (i, _distance(specs[i], model))
        for i in family
        if specs[i].role == "component" or specs[i].grade in (None, model.grade)
    ]
    nearest = min((distance for _, distance in some), default=0)
    return [(i, distance) for i, distance in some if distance == nearest]


def _distance(spec: PartSpec, model: _Model) -> int:
    """Thousands of BTU an hour between the unit and those that the part fits.

    Where a part fits other kinds as well, a furnace counts by the cooling that its blower is
    sized for: half its heat [K].
    """
    distance = 0 if spec.grade in (None, model.grade) else _OTHER_GRADE
    if spec.capacity:
        low, high = spec.capacity
        kbtu = model.kbtu // 2 if model.kind is FURNACE and len(spec.fits) > 1 else model.kbtu
        distance += max(low - kbtu, kbtu - high, 0)
    return distance


def _fixes(specs: tuple[PartSpec, ...], fitting: list[list[tuple[int, int]]]) -> list[list[int]]:
    """For each component the families that mend it, those of the nearest size only."""
    of: dict[str, list[tuple[int, int]]] = {name: [] for name in COMPONENTS}
    for number, some in enumerate(fitting):
        for i, distance in some[:1]:
            if specs[i].role == "component":
                of[str(specs[i].component)].append((number, distance))
    return [
        [number for number, distance in some if distance == min(d for _, d in some)]
        for some in of.values()
    ]


def _extras(
    names: list[str], fitting: list[list[tuple[int, int]]], model: _Model
) -> list[tuple[list[int], int]]:
    """For each job the families that it may use up, and how many of them come in order."""
    numbers = {name: number for number, name in enumerate(names) if fitting[number]}

    def of(wanted: Iterable[str]) -> list[int]:
        return [numbers[name] for name in dict.fromkeys(wanted) if name in numbers]

    listed = []
    for component in COMPONENTS:
        name = FailedComponent(component)
        along = jobs.ALONG.get(name, ())
        families = of((*along, *jobs.ON_REPAIRS, *jobs.BESIDE.get(name, ())))
        listed.append((families, len(of(along))))
    listed.append((of(jobs.ON_REPAIRS), 0))
    for elsewhere in (jobs.GROUND_ONLY, jobs.ROOF_ONLY):
        goods = of(name for name in jobs.ON_TUNE_UPS if name not in elsewhere)
        listed.append((goods, jobs.IN_ORDER["tune-up"]))
    needless = {n for n, kinds in jobs.CHARGED_IN_PLACE.items() if model.kind not in kinds}
    for elsewhere in (jobs.GROUND_ONLY, jobs.ROOF_ONLY):
        materials = of(
            name for name in jobs.WITH_NEW_UNITS if name not in elsewhere and name not in needless
        )
        listed.append((materials, min(jobs.IN_ORDER["installation"], len(materials))))
    return listed


def _filters(model: _Model) -> int:
    """A rooftop unit has a bank of filters, by its size; others take one. Assumption."""
    if model.kind is not PACKAGE_UNIT:
        return 1
    return 2 if model.kbtu <= 60 else 4 if model.kbtu <= 120 else 6


def _unit(
    specs: tuple[PartSpec, ...], units: dict[EquipmentKind, list[int]], model: EquipmentSpec
) -> int:
    """The unit of the nearest size, of the grade where the catalog has both."""
    return min(
        units[model.kind],
        key=lambda i: (
            abs((specs[i].btu or 0) - model.btu_rating),
            specs[i].grade is not grade_of(model),
            i,
        ),
    )


def _refrigerant(specs: tuple[PartSpec, ...], name: str) -> int:
    found = [i for i, s in enumerate(specs) if s.role == "refrigerant" and s.refrigerant == name]
    return found[0] if found else -1


def _ragged(rows: list[list[list[int]]]) -> tuple[Ints, Ints]:
    width = max(1, *(len(some) for row in rows for some in row))
    table = [[(some * width)[:width] if some else [-1] * width for some in row] for row in rows]
    counts = [[len(some) for some in row] for row in rows]
    return np.array(table, np.int64), np.array(counts, np.int64)


def put_in_before(device: Ints, part: Ints, day: Ints) -> Mask:
    """Where the same part was put in on the same device, on an earlier day, so lately that it is
    guaranteed; one row a part used."""
    order = np.lexsort((day, part, device))
    by, of, on = device[order], part[order], day[order]
    # Day by day: two visits of a day, to the same unit, have the same earlier one.
    new = np.ones(len(day), np.bool_)
    new[1:] = (np.diff(by) != 0) | (np.diff(of) != 0) | (np.diff(on) != 0)
    by, of, on = by[new], of[new], on[new]
    lately = np.zeros(len(on), np.bool_)
    lately[1:] = (np.diff(by) == 0) & (np.diff(of) == 0) & (np.diff(on) <= PART_GUARANTEE_DAYS)
    again = np.empty(len(day), np.bool_)
    again[order] = lately[np.cumsum(new) - 1]
    return again
