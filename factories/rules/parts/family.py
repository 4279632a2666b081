"""What a family of parts is: goods that differ in size only, and the units that each size fits."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from hvac_models.catalog import EquipmentKind, PartCategory, Refrigerant, UnitOfMeasure
from hvac_models.service import FailedComponent

Fits = frozenset[EquipmentKind]
Capacity = tuple[int, int]


class Grade(StrEnum):
    """How much a unit makes of its fuel: what it is vented with, what runs it."""

    STANDARD = "standard"
    EFFICIENT = "efficient"


@dataclass(frozen=True)
class Family:
    """Goods that differ in size only. ``name`` has a gap for the size; ``sizes`` -> cents a unit.

    ``role``: component (mends a failure), companion (goes in with one), refrigerant, filter,
    consumable, or install (materials of an installation). ``branded``: several makers sell it, so
    long catalogs list each of them.
    ``capacities``: size -> thousands of BTU an hour of the smallest and largest unit that it fits,
    where the size does not say so itself (``capacity``). ``grades``: size -> the only grade of
    units that it fits. Assumption: sizing charts of the trade [K], simplified.
    """

    category: PartCategory
    name: str
    sizes: dict[str, int]
    fits: Fits
    component: FailedComponent | None = None
    role: str = "component"
    unit: UnitOfMeasure = UnitOfMeasure.EACH
    refrigerant: Refrigerant | None = None
    branded: bool = True
    capacities: dict[str, Capacity] = field(default_factory=dict)
    grades: dict[str, Grade] = field(default_factory=dict)

    def capacity(self, size: str) -> Capacity | None:
        """Smallest and largest unit that it fits: "3-5 ton" are 36 to 60, "80k" is 80."""
        if size in self.capacities:
            return self.capacities[size]
        named = _TONS.fullmatch(size)
        if named:
            low, high = named.groups()
            return round(12 * float(low)), round(12 * float(high or low))
        return (int(size[:-1]),) * 2 if _THOUSANDS.fullmatch(size) else None


_TONS = re.compile(r"([\d.]+)(?:-([\d.]+))? ton")
_THOUSANDS = re.compile(r"\d+k")


def only(kind: EquipmentKind) -> Fits:
    return frozenset({kind})
