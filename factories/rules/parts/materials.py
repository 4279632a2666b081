"""Goods that mend no component: refrigerants, filters, and what tune-ups and installations use up.

Costs are cents a unit: refrigerants and filters [E], otherwise Assumption.
"""

from typing import Final

from factories.rules.equipment.kinds import (
    AC,
    AIR_HANDLER,
    BOILER,
    FURNACE,
    HEAT_PUMP,
    MINI_SPLIT,
    PACKAGE_UNIT,
    REFRIGERANT_KINDS,
    WATER_HEATER,
)
from factories.rules.parts.family import Capacity, Family, Fits, Grade
from hvac_models.catalog import EquipmentKind, PartCategory, Refrigerant, UnitOfMeasure

_P, _U = PartCategory, UnitOfMeasure

_COOLING: Fits = frozenset(REFRIGERANT_KINDS)
_AIR: Fits = frozenset({AC, HEAT_PUMP, FURNACE, PACKAGE_UNIT, AIR_HANDLER})
_SPLIT: Fits = frozenset({AC, HEAT_PUMP, MINI_SPLIT})
_BURNERS: Fits = frozenset({FURNACE, PACKAGE_UNIT, BOILER, WATER_HEATER})
_VENTED: Fits = frozenset({FURNACE, BOILER, WATER_HEATER})
_WATER: Fits = frozenset({BOILER, WATER_HEATER})
_ALL: Fits = frozenset(EquipmentKind)


def _install(
    category: PartCategory,
    name: str,
    sizes: dict[str, int],
    fits: Fits,
    unit: UnitOfMeasure = _U.EACH,
    capacities: dict[str, Capacity] | None = None,
    grades: dict[str, Grade] | None = None,
) -> Family:
    return Family(
        category,
        name,
        sizes,
        fits,
        role="install",
        unit=unit,
        capacities=capacities or {},
        grades=grades or {},
    )


def _consumable(
    name: str,
    sizes: dict[str, int],
    fits: Fits,
    unit: UnitOfMeasure = _U.EACH,
    capacities: dict[str, Capacity] | None = None,
) -> Family:
    return Family(
        _P.CONSUMABLE,
        name,
        sizes,
        fits,
        role="consumable",
        unit=unit,
        capacities=capacities or {},
    )


def _gas(name: Refrigerant, cents: int) -> Family:
    return Family(
        _P.REFRIGERANT,
        "{} refrigerant",
        {str(name.value): cents},
        _COOLING,
        role="refrigerant",
        unit=_U.LB,
        refrigerant=name,
        branded=False,
    )


# between R-410A and R-454B, Assumption.
REFRIGERANTS: Final = (
    _gas(Refrigerant.R_410A, 1450),
    _gas(Refrigerant.R_22, 4200),
    _gas(Refrigerant.R_454B, 2650),
    _gas(Refrigerant.R_32, 2150),
)

MATERIALS: Final = (
    Family(
        _P.FILTER,
        "Pleated air filter {} MERV 8",
        {
            "16x25x1": 480,
            "20x25x1": 520,
            "20x20x1": 500,
            "16x20x1": 450,
            "14x20x1": 430,
            "24x24x2": 890,
            "16x16x2": 740,
            "18x24x1": 530,
        },
        _AIR,
        role="filter",
        capacities={
            "14x20x1": (18, 24),
            "16x20x1": (18, 30),
            "16x25x1": (24, 42),
            "20x20x1": (30, 48),
            "20x25x1": (36, 60),
            "18x24x1": (36, 48),
            "16x16x2": (90, 120),
            "24x24x2": (90, 300),
        },
    ),
    Family(
        _P.FILTER,
        "Media air filter {} MERV 11",
        {"16x25x4": 1690, "20x25x4": 1840, "20x20x4": 1720, "20x25x5": 2280},
        frozenset({FURNACE, AIR_HANDLER}),
        role="filter",
        capacities={
            "16x25x4": (18, 36),
            "20x20x4": (30, 42),
            "20x25x4": (36, 60),
            "20x25x5": (48, 60),
        },
    ),
    Family(
        _P.FILTER,
        "Mini-split washable filter {}",
        {"12k": 1180, "24k": 1420},
        frozenset({MINI_SPLIT}),
        role="filter",
    ),
    _consumable(
        "Coil cleaner {}", {"foaming 18 oz": 920, "no-rinse 18 oz": 1050}, _COOLING, _U.CAN
    ),
    _consumable(
        "Drain pan tablets {}",
        {"5 ton": 320, "10 ton": 640},
        _COOLING,
        _U.BOX,
        {"5 ton": (9, 60), "10 ton": (90, 300)},
    ),
    _consumable("Burner cleaning brush kit {}", {"small": 780}, _BURNERS, _U.KIT),
    _consumable(
        "Boiler water treatment {}", {"1 qt": 1680, "1 gal": 3950}, frozenset({BOILER}), _U.CAN
    ),
    _consumable(
        "Anode rod {} magnesium", {"33 in": 2150, "44 in": 2680}, frozenset({WATER_HEATER})
    ),
    _consumable("Condensate drain treatment {}", {"8 oz": 360}, _COOLING, _U.CAN),
    _consumable("Thermostat batteries {}", {"AA 2 pack": 140}, _AIR | {BOILER}),
    _consumable("Remote control batteries {}", {"AAA 2 pack": 140}, frozenset({MINI_SPLIT})),
    _consumable("Flame sensor cleaning pad {}", {"fine": 110}, _BURNERS),
    _consumable("Low voltage fuse {}", {"5 A": 90}, _ALL - {WATER_HEATER}),
    _consumable("Union and flange gasket set {}", {"3/4 in": 310}, _WATER, _U.KIT),
    _consumable("Tank drain valve cap {}", {"3/4 in": 230}, frozenset({WATER_HEATER})),
    _consumable("Wire terminal kit {}", {"14-10 AWG": 240}, _ALL, _U.KIT),
    _consumable("Nitrogen purge {}", {"20 cu ft": 1450}, _COOLING),
    _consumable("Leak detector dye {}", {"1/4 oz": 1240}, _COOLING, _U.KIT),
    _consumable(
        "Blower belt {}",
        {"A42": 980, "A56": 1160},
        frozenset({PACKAGE_UNIT}),
        capacities={"A42": (36, 60), "A56": (90, 300)},
    ),
    _install(
        _P.DUCTWORK,
        "Copper line set {} insulated",
        {"3/8 x 3/4 in": 520, "3/8 x 7/8 in": 610, "1/4 x 1/2 in": 430, "3/8 x 1-1/8 in": 790},
        _SPLIT,
        _U.FT,
        {
            "1/4 x 1/2 in": (9, 15),
            "3/8 x 3/4 in": (18, 36),
            "3/8 x 7/8 in": (42, 54),
            "3/8 x 1-1/8 in": (60, 60),
        },
    ),
    _install(
        _P.CONSUMABLE,
        "Equipment pad {}",
        {"36x36x3": 3450, "32x32x3": 2980, "40x40x3": 4160, "48x48x4": 6200},
        frozenset({AC, HEAT_PUMP, PACKAGE_UNIT}),
        capacities={
            "32x32x3": (18, 24),
            "36x36x3": (30, 42),
            "40x40x3": (48, 60),
            "48x48x4": (90, 300),
        },
    ),
    _install(
        _P.ELECTRICAL,
        "Disconnect {}",
        {"60 A non-fused": 1380, "60 A fused": 2240, "100 A fused": 6450},
        _COOLING,
        capacities={
            "60 A non-fused": (9, 60),
            "60 A fused": (90, 120),
            "100 A fused": (180, 300),
        },
    ),
    _install(
        _P.ELECTRICAL,
        "Electrical whip {}",
        {"3/4 in x 6 ft": 1890, "1/2 in x 6 ft": 1620},
        _SPLIT | {PACKAGE_UNIT},
        _U.KIT,
        {"1/2 in x 6 ft": (9, 36), "3/4 in x 6 ft": (42, 300)},
    ),
    _install(_P.ELECTRICAL, "Surge protector {}", {"120/240 V": 6900}, _COOLING | {FURNACE}),
    _install(
        _P.ELECTRICAL,
        "Circuit breaker {} 2 pole",
        {"40 A": 1280, "30 A": 1190, "20 A": 1090, "60 A": 1560},
        _COOLING,
        capacities={"20 A": (9, 24), "30 A": (30, 36), "40 A": (42, 48), "60 A": (60, 300)},
    ),
    _install(_P.ELECTRICAL, "Thermostat wire {}", {"18/8": 28}, _AIR - {PACKAGE_UNIT}, _U.FT),
    _install(
        _P.DUCTWORK, "Foil tape {}", {"2.5 in x 60 yd": 1480}, _AIR - {AC, HEAT_PUMP}, _U.ROLL
    ),
    _install(
        _P.DUCTWORK,
        "Supply plenum {}",
        {"17.5 in": 8800, "21 in": 9600, "24.5 in": 10500},
        frozenset({FURNACE, AIR_HANDLER}),
        capacities={"17.5 in": (18, 36), "21 in": (40, 48), "24.5 in": (50, 60)},
    ),
    _install(
        _P.DUCTWORK,
        "Flexible duct {} R-8",
        {"8 in": 210, "6 in": 180, "10 in": 260},
        frozenset({FURNACE, AIR_HANDLER}),
        _U.FT,
    ),
    _install(
        _P.DUCTWORK,
        "Roof curb adapter {}",
        {"3-5 ton": 38500, "7.5-10 ton": 58500},
        frozenset({PACKAGE_UNIT}),
    ),
    # Condensing burners are vented in plastic pipe, the others in metal [K].
    _install(
        _P.DUCTWORK,
        "Flue vent kit {} PVC",
        {"3 in": 5400, "2 in": 4600},
        _VENTED,
        _U.KIT,
        {"2 in": (9, 30), "3 in": (40, 300)},
        {"2 in": Grade.EFFICIENT, "3 in": Grade.EFFICIENT},
    ),
    _install(
        _P.DUCTWORK,
        "Flue vent kit {} B-vent",
        {"4 in": 7800, "3 in": 6900},
        _VENTED,
        _U.KIT,
        {"3 in": (9, 30), "4 in": (40, 300)},
        {"3 in": Grade.STANDARD, "4 in": Grade.STANDARD},
    ),
    _install(
        _P.VALVE,
        "Gas connector with shutoff valve {}",
        {"1/2 in": 2350, "3/4 in": 3180},
        _BURNERS,
        _U.KIT,
    ),
    _install(
        _P.VALVE,
        "Water connection valve kit {}",
        {"3/4 in": 3900, "1 in": 5700},
        frozenset({BOILER, WATER_HEATER}),
        _U.KIT,
    ),
    _install(
        _P.DRAIN,
        "Auxiliary drain pan {}",
        {"30x60": 4850, "24x48": 3920},
        frozenset({AIR_HANDLER}),
        capacities={"24x48": (18, 36), "30x60": (40, 60)},
    ),
    _install(_P.DRAIN, "Water heater drain pan {}", {"26 in": 2450}, frozenset({WATER_HEATER})),
    _install(
        _P.CONSUMABLE,
        "Mini-split wall mounting kit {}",
        {"12 ft cover": 5600, "16 ft cover": 7100},
        frozenset({MINI_SPLIT}),
        _U.KIT,
    ),
    _install(
        _P.PUMP,
        "Expansion tank {}",
        {"2 gal": 3850, "4.4 gal": 5200},
        frozenset({BOILER, WATER_HEATER}),
        capacities={"2 gal": (30, 76), "4.4 gal": (100, 250)},
    ),
)
"""Every kind has something for its tune-up, and three materials for its installation."""
