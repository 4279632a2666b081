"""Which parts a call takes: the catalog as look-up tables, for whole columns of calls."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from factories.engine.streams import Ints
from factories.rules.devices import KIND_ORDER
from factories.rules.equipment import equipment_catalog
from factories.rules.parts import PartSpec, part_catalog, quantities
from factories.rules.service import COMPONENTS
from hvac_models import Refrigerant

REFRIGERANTS = tuple(str(name) for name in Refrigerant)
SMALL_ROLES = ("filter", "consumable")
MATCHED_COIL = frozenset({"Central AC", "Heat Pump"})
"""An outdoor unit is replaced together with the indoor coil that it was rated with [K]."""
WARRANTY_LINES = 0.11
"""Of the lines on repairs, those that the maker pays for: 8-15 % [E]."""
CLAIM_RATE = 0.88
"""Of those, claims filed at least. Assumption."""


@dataclass(frozen=True)
class PartTables:
    """Positions in the catalog; ragged lists are rows padded by repetition, with their true lengths
    beside."""

    fixes: Ints
    """[kind, component, choice]: parts that mend a failure; -1 where there is none."""
    fixes_count: Ints
    small: Ints
    """[kind, choice]: filters and consumables."""
    small_count: Ints
    materials: Ints
    """[kind, choice]: what goes in with a new unit."""
    materials_count: Ints
    units: Ints
    """[equipment type]: the unit that an installation of it takes: same kind, nearest capacity."""
    refrigerant: Ints
    """[refrigerant]: the cylinder's part, -1 where there is none."""
    low: Ints
    high: Ints
    """Quantities a line, by part."""


@lru_cache(maxsize=4)
def part_tables(parts: int, suppliers: int, equipment: int) -> PartTables:
    """The tables of a catalog of that size."""
    specs = part_catalog(parts, suppliers)
    fixes = [
        [
            [
                i
                for i, s in enumerate(specs)
                if s.role == "component" and s.component == name and kind in s.fits
            ]
            for name in COMPONENTS
        ]
        for kind in KIND_ORDER
    ]
    fixes_table, fixes_count = _padded([row for rows in fixes for row in rows])
    small, small_count = _padded([_of(specs, kind, SMALL_ROLES) for kind in KIND_ORDER])
    materials, materials_count = _padded([_of(specs, kind, ("install",)) for kind in KIND_ORDER])
    shape = (len(KIND_ORDER), len(COMPONENTS))
    ranges = [quantities(spec) for spec in specs]
    return PartTables(
        fixes=fixes_table.reshape(*shape, -1),
        fixes_count=fixes_count.reshape(shape),
        small=small,
        small_count=small_count,
        materials=materials,
        materials_count=materials_count,
        units=np.array([_unit(specs, spec) for spec in equipment_catalog(equipment)], np.int64),
        refrigerant=np.array([_refrigerant(specs, name) for name in REFRIGERANTS], np.int64),
        low=np.array([low for low, _ in ranges], np.int64),
        high=np.array([high for _, high in ranges], np.int64),
    )


def _of(specs: tuple[PartSpec, ...], kind: object, roles: tuple[str, ...]) -> list[int]:
    return [i for i, spec in enumerate(specs) if spec.role in roles and kind in spec.fits]


def _unit(specs: tuple[PartSpec, ...], equipment: object) -> int:
    kind, btu = getattr(equipment, "kind"), getattr(equipment, "btu_rating")  # noqa: B009
    units = [i for i, spec in enumerate(specs) if spec.role == "equipment" and kind in spec.fits]
    return min(units, key=lambda i: (abs((specs[i].btu or 0) - btu), i))


def _refrigerant(specs: tuple[PartSpec, ...], name: str) -> int:
    found = [i for i, s in enumerate(specs) if s.role == "refrigerant" and s.refrigerant == name]
    return found[0] if found else -1


def _padded(rows: list[list[int]]) -> tuple[Ints, Ints]:
    width = max(1, *map(len, rows))
    table = np.array(
        [[row[i % len(row)] if row else -1 for i in range(width)] for row in rows], np.int64
    )
    return table, np.array([len(row) for row in rows], np.int64)
