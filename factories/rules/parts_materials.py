"""Goods that mend no component: refrigerants, filters, and what tune-ups and installations use up.

Costs are cents a unit: refrigerants and filters [E], otherwise Assumption.
"""

from typing import Final

from factories.rules.equipment_kinds import (
    AC,
    AIR_HANDLER,
    BOILER,
    COOLING_KINDS,
    FURNACE,
    HEAT_PUMP,
    MINI_SPLIT,
    PACKAGE_UNIT,
    WATER_HEATER,
)
from factories.rules.parts_families import Family, Fits
from hvac_models.catalog import EquipmentKind, PartCategory, Refrigerant, UnitOfMeasure

_P, _U = PartCategory, UnitOfMeasure

_COOLING: Fits = frozenset(COOLING_KINDS)
_AIR: Fits = frozenset({AC, HEAT_PUMP, FURNACE, PACKAGE_UNIT, AIR_HANDLER})
_SPLIT: Fits = frozenset({AC, HEAT_PUMP, MINI_SPLIT})
_BURNERS: Fits = frozenset({FURNACE, PACKAGE_UNIT, BOILER, WATER_HEATER})
_VENTED: Fits = frozenset({FURNACE, BOILER, WATER_HEATER})
_ALL: Fits = frozenset(EquipmentKind)


def _install(
    category: PartCategory,
    name: str,
    sizes: dict[str, int],
    fits: Fits,
    unit: UnitOfMeasure = _U.EACH,
) -> Family:
    return Family(category, name, sizes, fits, role="install", unit=unit)


def _consumable(
    name: str, sizes: dict[str, int], fits: Fits, unit: UnitOfMeasure = _U.EACH
) -> Family:
    return Family(_P.CONSUMABLE, name, sizes, fits, role="consumable", unit=unit)


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
            "18x24x1": 530,
            "12x24x1": 440,
            "24x24x2": 890,
        },
        _AIR,
        role="filter",
    ),
    Family(
        _P.FILTER,
        "Media air filter {} MERV 11",
        {"16x25x4": 1690, "20x25x4": 1840, "20x20x4": 1720, "20x25x5": 2280},
        _AIR,
        role="filter",
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
    _consumable("Drain pan tablets {}", {"5 ton": 640, "10 ton": 890}, _COOLING, _U.BOX),
    _consumable("Burner cleaning brush kit {}", {"small": 780, "large": 1140}, _BURNERS, _U.KIT),
    _consumable(
        "Boiler water treatment {}", {"1 qt": 1680, "1 gal": 3950}, frozenset({BOILER}), _U.CAN
    ),
    _consumable(
        "Anode rod {} magnesium", {"33 in": 2150, "44 in": 2680}, frozenset({WATER_HEATER})
    ),
    _consumable("Contact cleaner {}", {"11 oz": 860}, _ALL, _U.CAN),
    _consumable("Nitrogen purge {}", {"20 cu ft": 1450}, _COOLING),
    _consumable("Leak detector dye {}", {"1/4 oz": 1240}, _COOLING, _U.KIT),
    _consumable("Foil tape {}", {"2.5 in x 60 yd": 1480}, _AIR, _U.ROLL),
    _consumable("Blower belt {}", {"A42": 980, "A56": 1160}, frozenset({PACKAGE_UNIT})),
    _install(
        _P.DUCTWORK,
        "Copper line set {} insulated",
        {"3/8 x 3/4 in": 520, "3/8 x 7/8 in": 610, "1/4 x 1/2 in": 430, "3/8 x 1-1/8 in": 790},
        _SPLIT,
        _U.FT,
    ),
    _install(
        _P.CONSUMABLE,
        "Equipment pad {}",
        {"36x36x3": 3450, "32x32x3": 2980, "40x40x3": 4160, "48x48x4": 6200},
        _SPLIT | {PACKAGE_UNIT},
    ),
    _install(
        _P.ELECTRICAL,
        "Disconnect {}",
        {"60 A non-fused": 1380, "60 A fused": 2240, "100 A fused": 6450},
        _COOLING,
    ),
    _install(
        _P.ELECTRICAL,
        "Electrical whip {}",
        {"3/4 in x 6 ft": 1890, "1/2 in x 6 ft": 1620},
        _COOLING,
        _U.KIT,
    ),
    _install(_P.ELECTRICAL, "Surge protector {}", {"120/240 V": 6900}, _COOLING | {FURNACE}),
    _install(
        _P.DUCTWORK,
        "Supply plenum {}",
        {"17.5 in": 8800, "21 in": 9600, "24.5 in": 10500},
        frozenset({FURNACE, AIR_HANDLER}),
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
    _install(
        _P.DUCTWORK,
        "Flue vent kit {}",
        {"3 in PVC": 5400, "2 in PVC": 4600, "4 in B-vent": 7800},
        _VENTED,
        _U.KIT,
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
        frozenset({AIR_HANDLER, FURNACE, WATER_HEATER}),
    ),
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
    ),
)
"""Every kind has something for its tune-up, and three materials for its installation."""
