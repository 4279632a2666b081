"""The catalog of parts, and how many a job takes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from itertools import count as counting
from typing import Final, TypeVar

from factories.engine.money import half_up
from factories.rules.equipment.kinds import (
    AC,
    AIR_HANDLER,
    BOILER,
    FURNACE,
    HEAT_PUMP,
    KINDS,
    MINI_SPLIT,
    PACKAGE_UNIT,
    WATER_HEATER,
)
from factories.rules.equipment.models import installed_price
from factories.rules.parts.families import COOLING_PARTS
from factories.rules.parts.family import Capacity, Family, Grade
from factories.rules.parts.heating import HEATING_PARTS
from factories.rules.parts.materials import MATERIALS, REFRIGERANTS
from factories.rules.parts.suppliers import sellers
from hvac_models.catalog import EquipmentKind, PartCategory, Refrigerant, UnitOfMeasure
from hvac_models.service import FailedComponent

_T = TypeVar("_T")
_P = PartCategory

COSTS: Final = {
    _P.FILTER: (4, 25),
    _P.CAPACITOR: (8, 30),
    _P.CONTACTOR: (12, 40),
    _P.IGNITER: (20, 60),
    _P.FLAME_SENSOR: (8, 25),
    _P.THERMOSTAT: (30, 180),
    _P.CONTROL_BOARD: (90, 350),
    _P.FAN_MOTOR: (80, 500),
    _P.COIL: (300, 1_100),
    _P.COMPRESSOR: (450, 1_500),
    _P.REFRIGERANT: (8, 60),
}
"""Unit cost of a category, dollars [E]."""

EQUIPMENT_COST: Final = 44
"""A unit's cost to the company, % of its installed price. Assumption: with the markup below, labor
and materials, an installation then lands in calibration's range of installed prices."""


@dataclass(frozen=True)
class PartSpec:
    """A part; ``unit_cost`` in cents, ``supplier`` a position in the supplier catalog.

    ``fits``: kinds it is used on. ``component``: the failure it mends. ``refrigerant``: the one it
    is. ``btu``: capacity of a whole unit (role "equipment"). ``role``: component, companion,
    refrigerant, filter, consumable, equipment, or install. ``family``: parts that differ in size
    and maker only. ``capacity``, ``grade``: of the units that it fits, None for any.
    """

    name: str
    category: PartCategory
    unit_cost: int
    unit_of_measure: UnitOfMeasure
    part_number: str
    supplier: int
    fits: frozenset[EquipmentKind]
    role: str
    component: FailedComponent | None = None
    refrigerant: Refrigerant | None = None
    btu: int | None = None
    family: str = ""
    capacity: Capacity | None = None
    grade: Grade | None = None


_PREFIXES: Final = {
    _P.FILTER: "FLT",
    _P.COMPRESSOR: "CMP",
    _P.COIL: "COL",
    _P.FAN_MOTOR: "MTR",
    _P.THERMOSTAT: "THM",
    _P.CAPACITOR: "CAP",
    _P.CONTACTOR: "CON",
    _P.REFRIGERANT: "REF",
    _P.DUCTWORK: "DCT",
    _P.VALVE: "VLV",
    _P.CONTROL_BOARD: "BRD",
    _P.IGNITER: "IGN",
    _P.FLAME_SENSOR: "FLS",
    _P.SENSOR: "SNS",
    _P.PUMP: "PMP",
    _P.GAS_VALVE: "GSV",
    _P.HEAT_EXCHANGER: "HEX",
    _P.ELECTRICAL: "ELC",
    _P.DRAIN: "DRN",
    _P.EQUIPMENT: "EQP",
    _P.CONSUMABLE: "CNS",
}

UNIT_NAMES: Final = {
    AC: "Condensing unit {}",
    HEAT_PUMP: "Heat pump outdoor unit {}",
    FURNACE: "Gas furnace {}",
    MINI_SPLIT: "Mini-split system {}",
    PACKAGE_UNIT: "Packaged unit {}",
    BOILER: "Gas boiler {}",
    AIR_HANDLER: "Air handler {}",
    WATER_HEATER: "Gas water heater {}",
}
_IN_TONS = frozenset({AC, HEAT_PUMP, PACKAGE_UNIT, AIR_HANDLER})

# Sizes that long catalogs only list: few are sold where most branches are.
_LATER_UNITS: Final = {
    BOILER: (50, 75, 200, 250),
    PACKAGE_UNIT: (240,),
    AIR_HANDLER: (42,),
    MINI_SPLIT: (48,),
    WATER_HEATER: (30,),
}

# Units that every catalog lists in two efficiencies: what is installed most. Assumption.
_BETTER: Final = ((AC, (36, 24)), (HEAT_PUMP, (36, 24)), (FURNACE, (80, 60)))

MAKERS: Final = (
    "Northline",
    "ProTorq",
    "Duracore",
    "Airfield",
    "Blue Harbor",
    "Certus",
    "Ironleaf",
    "Kestrel",
    "Maxwell Ridge",
    "Truvane",
    "Alder Forge",
    "Brightwell",
    "Clearmark",
    "Dunmore",
    "Eastgate",
    "Fairhold",
    "Greywater",
    "Hartline",
    "Inverna",
    "Longacre",
    "Novatherm",
    "Oakvale",
)
"""Makers of replacement parts that fit any brand. Invented."""


def _unit(kind: EquipmentKind, kbtu: int, *, efficient: bool = False) -> PartSpec:
    size = f"{kbtu / 12:g} ton" if kind in _IN_TONS else f"{kbtu}k BTU/h"
    price = installed_price(kind, kbtu, 2 if efficient else 0, 3)
    return PartSpec(
        name=UNIT_NAMES[kind].format(size) + (" high efficiency" if efficient else ""),
        category=_P.EQUIPMENT,
        unit_cost=half_up(price * EQUIPMENT_COST, 100),
        unit_of_measure=UnitOfMeasure.EACH,
        part_number="",
        supplier=0,
        fits=frozenset({kind}),
        role="equipment",
        btu=1_000 * kbtu,
        family=UNIT_NAMES[kind],
        grade=Grade.EFFICIENT if efficient else Grade.STANDARD,
    )


def _part(family: Family, size: str, maker: int | None = None) -> PartSpec:
    name, cost = family.name.format(size), family.sizes[size]
    if maker is not None:
        name = f"{name} {MAKERS[maker]}"
        cost = _other_price(family.category, cost, maker)
    return PartSpec(
        name=name,
        category=family.category,
        unit_cost=cost,
        unit_of_measure=family.unit,
        part_number="",
        supplier=0,
        fits=family.fits,
        role=family.role,
        component=family.component,
        refrigerant=family.refrigerant,
        family=family.name,
        capacity=family.capacity(size),
        grade=family.grades.get(size),
    )


def _other_price(category: PartCategory, cost: int, maker: int) -> int:
    """Another maker's cost: 8 % less to 10 % more, inside the category's range. Assumption."""
    low, high = COSTS.get(category, (0, 10_000))
    changed: int = half_up(cost * (92 + 2 * (maker % 10)), 100)
    return min(max(changed, 100 * low), 100 * high)


def _spread(groups: list[list[_T]], ahead: int = 0) -> list[_T]:
    """All members, interleaved so that any first part holds about the same share of each group.

    The first ``ahead`` groups are through after a quarter of the others.
    """
    keyed = [
        ((2 * place + 1) * (1 if row < ahead else 4) / len(group), row, member)
        for row, group in enumerate(groups)
        for place, member in enumerate(group)
    ]
    return [member for _, _, member in sorted(keyed, key=lambda entry: entry[:2])]


def _popular(kind: EquipmentKind) -> list[int]:
    """Capacities listed in every catalog of default size, the commonest first."""
    capacities = KINDS[kind].capacities
    listed = [kbtu for kbtu in capacities if kbtu not in _LATER_UNITS.get(kind, ())]
    return sorted(listed, key=lambda kbtu: -capacities[kbtu])


_FAMILIES: Final = (*COOLING_PARTS, *HEATING_PARTS, *REFRIGERANTS, *MATERIALS)


_INSTALL_CHOICES: Final = 3
"""Materials that every kind's installation can choose from, however short the catalog."""


def _needs(family: Family) -> list[object]:
    """What a family is good for; a companion is never indispensable."""
    if family.role == "companion":
        return []
    if family.refrigerant:
        return [family.refrigerant]
    tune_up = family.role in ("filter", "consumable")
    use = "tune-up" if tune_up else family.component or family.role
    return [(kind, use) for kind in KINDS if kind in family.fits]


def _essential_families() -> Iterator[Family]:
    """Families in their order, leaving out those whose needs are already met."""
    met: Counter[object] = Counter()
    for family in _FAMILIES:
        enough = _INSTALL_CHOICES if family.role == "install" else 1
        if any(met[need] < enough for need in _needs(family)):
            met.update(_needs(family))
            yield family


_ESSENTIAL: Final = tuple(_essential_families())


def _essentials() -> Iterator[PartSpec]:
    for kind in KINDS:
        yield _unit(kind, _popular(kind)[0])
    for family in _ESSENTIAL:
        yield _part(family, next(iter(family.sizes)))


def _sizes() -> Iterator[PartSpec]:
    """Every other family in its commonest size, then the sizes.

    The default catalog has all of the units, what is sold by their size, and many other goods.
    """
    essential = {family.name for family in _ESSENTIAL}
    yield from (
        _part(family, next(iter(family.sizes)))
        for family in _FAMILIES
        if family.name not in essential
    )
    units = [[_unit(kind, kbtu) for kbtu in _popular(kind)[1:]] for kind in KINDS]
    units += [[_unit(kind, kbtu, efficient=True) for kbtu in sizes] for kind, sizes in _BETTER]
    by_size: list[list[PartSpec]] = []
    goods: list[list[PartSpec]] = []
    for family in _FAMILIES:
        first, *others = family.sizes
        named = not family.capacities and family.capacity(first) is not None
        (by_size if named else goods).append([_part(family, size) for size in others])
    ahead = [*units, *by_size]
    yield from _spread([*ahead, *goods], ahead=len(ahead))


def _variants() -> Iterator[PartSpec]:
    """Rare sizes, high-efficiency units, and other makers' parts."""
    rare = [[_unit(kind, kbtu) for kbtu in sizes] for kind, sizes in _LATER_UNITS.items()]
    efficient = [
        _unit(kind, kbtu, efficient=True)
        for kind, rule in KINDS.items()
        for kbtu in rule.capacities
        if kbtu not in dict(_BETTER).get(kind, ())
    ]
    branded = [(family, size) for family in _FAMILIES if family.branded for size in family.sizes]
    makers = [[_part(*sold, maker) for sold in branded] for maker in range(len(MAKERS))]
    yield from _spread([*rare, efficient, makers[0]])
    yield from chain.from_iterable(makers[1:])


MIN_PARTS: Final = len(KINDS) + len(_ESSENTIAL)
"""Enough to mend every failure, install every kind and do every tune-up."""

_UNITS = sum(len(rule.capacities) for rule in KINDS.values())

MAX_PARTS: Final = 2 * _UNITS + sum(
    len(family.sizes) * (1 + len(MAKERS) * family.branded) for family in _FAMILIES
)
"""Every unit in two efficiencies, and every size of everything else from every maker."""


@lru_cache(maxsize=8)
def part_catalog(count: int = 200, suppliers: int = 24) -> tuple[PartSpec, ...]:
    """``count`` parts with distinct names and numbers, always the same, of so many suppliers.

    Raises ValueError when ``count`` is not between MIN_PARTS and MAX_PARTS.
    """
    if not MIN_PARTS <= count <= MAX_PARTS:
        raise ValueError(f"{count} parts: {MIN_PARTS} to {MAX_PARTS} can be made")
    selling = sellers(suppliers)
    numbers = {category: counting(101) for category in PartCategory}
    specs = []
    for spec, _ in zip(chain(_essentials(), _sizes(), _variants()), range(count), strict=False):
        number = next(numbers[spec.category])
        offers = selling[spec.category]
        specs.append(
            replace(
                spec,
                part_number=f"{_PREFIXES[spec.category]}-{number:04d}",
                supplier=offers[number % len(offers)],
            )
        )
    return tuple(specs)


QUANTITIES: Final = {"refrigerant": (1, 12), "filter": (1, 2)}
"""Lowest and highest quantity of a line: pounds of refrigerant up to what a usual unit holds (see
``charges``), filters a visit. Assumption."""

FEET: Final = (15, 50)
"""Feet of line set, wire or duct in an installation, fewest and most. Assumption."""
FEET_APART: Final = (-3, 6)
"""Feet by which each of them differs from the way from unit to unit: slack, and corners that the
others do not take. Assumption."""


def quantities(spec: PartSpec) -> tuple[int, int]:
    """Lowest and highest quantity used on a call, in the part's unit of measure."""
    if spec.unit_of_measure is UnitOfMeasure.FT:
        return FEET
    return QUANTITIES.get(spec.role, (1, 1))
