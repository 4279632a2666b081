"""What is installed where, what stands beside it, and what breaks in it."""

from typing import Final, NamedTuple

from factories.rules.equipment.kinds import (
    AC,
    AIR_HANDLER,
    BOILER,
    BRAND_FAILURES,
    BRANDS,
    FURNACE,
    HEAT_PUMP,
    KINDS,
    MINI_SPLIT,
    PACKAGE_UNIT,
    REFRIGERANT_KINDS,
    WATER_HEATER,
    KindRule,
    failure_percent,
    life_days,
)
from factories.rules.equipment.models import (
    CATALOG_MIX,
    MIN_EQUIPMENT_TYPES,
    EquipmentSpec,
    Models,
    equipment_catalog,
    fits_a_home,
    installed_price,
)
from hvac_models.catalog import EquipmentKind
from hvac_models.customers import CustomerType, InstallationLocation
from hvac_models.service import FailedComponent
from hvac_models.workforce import Climate

__all__ = [
    "BRANDS",
    "BRAND_FAILURES",
    "CATALOG_MIX",
    "COMPANIONS",
    "FAILURES",
    "KINDS",
    "KIND_MIX",
    "LOCATIONS",
    "MIN_EQUIPMENT_TYPES",
    "REFRIGERANT_KINDS",
    "EquipmentSpec",
    "Failures",
    "KindRule",
    "Models",
    "companions",
    "components",
    "equipment_catalog",
    "failure_percent",
    "fits_a_home",
    "installed_price",
    "life_days",
    "locations",
]

RESIDENTIAL, COMMERCIAL = CustomerType.RESIDENTIAL, CustomerType.COMMERCIAL

KIND_MIX: Final[dict[tuple[Climate, CustomerType], dict[EquipmentKind, int]]] = {
    (Climate.MIXED_HUMID, RESIDENTIAL): {
        AC: 29,
        FURNACE: 27,
        HEAT_PUMP: 20,
        AIR_HANDLER: 11,
        MINI_SPLIT: 6,
        WATER_HEATER: 5,
        PACKAGE_UNIT: 2,
    },
    (Climate.HOT_HUMID, RESIDENTIAL): {
        AC: 35,
        FURNACE: 25,
        HEAT_PUMP: 16,
        AIR_HANDLER: 12,
        MINI_SPLIT: 6,
        WATER_HEATER: 5,
        PACKAGE_UNIT: 1,
    },
    (Climate.COLD, RESIDENTIAL): {
        AC: 24,
        FURNACE: 36,
        HEAT_PUMP: 8,
        AIR_HANDLER: 4,
        MINI_SPLIT: 8,
        WATER_HEATER: 7,
        BOILER: 13,
    },
    (Climate.MIXED_HUMID, COMMERCIAL): {
        PACKAGE_UNIT: 34,
        AC: 20,
        FURNACE: 16,
        MINI_SPLIT: 11,
        HEAT_PUMP: 9,
        AIR_HANDLER: 6,
        WATER_HEATER: 4,
    },
    (Climate.HOT_HUMID, COMMERCIAL): {
        PACKAGE_UNIT: 38,
        AC: 22,
        FURNACE: 12,
        MINI_SPLIT: 10,
        HEAT_PUMP: 8,
        AIR_HANDLER: 6,
        WATER_HEATER: 4,
    },
    (Climate.COLD, COMMERCIAL): {
        PACKAGE_UNIT: 34,
        AC: 14,
        FURNACE: 18,
        MINI_SPLIT: 9,
        HEAT_PUMP: 4,
        AIR_HANDLER: 4,
        WATER_HEATER: 5,
        BOILER: 12,
    },
}
"""What devices are, %, by climate and customer. All customers together have about calibration's mix
(AC 26, furnace 24, heat pump 14, air handler 8, rooftop 8, mini-split 7, boiler 4, water heater 4)
[E; S9, S10]; the split by climate and customer is Assumption. Boilers in the cold climate only."""

COMPANIONS: Final = {
    AC: (FURNACE, WATER_HEATER, MINI_SPLIT),
    FURNACE: (AC, WATER_HEATER, MINI_SPLIT),
    HEAT_PUMP: (AIR_HANDLER, WATER_HEATER, MINI_SPLIT),
    AIR_HANDLER: (HEAT_PUMP, WATER_HEATER, MINI_SPLIT),
    MINI_SPLIT: (MINI_SPLIT, WATER_HEATER, FURNACE),
    PACKAGE_UNIT: (PACKAGE_UNIT, MINI_SPLIT, WATER_HEATER),
    BOILER: (WATER_HEATER, MINI_SPLIT, AC),
    WATER_HEATER: (FURNACE, AC, MINI_SPLIT),
}
"""What else a customer with this device has, likeliest first [K]: split systems come in pairs, an
air conditioner with a furnace and a heat pump with an air handler."""


def companions(kind: EquipmentKind) -> tuple[EquipmentKind, ...]:
    """Kinds of a customer's second, third and fourth device, by the first one's kind."""
    return COMPANIONS[kind]


_L = InstallationLocation

LOCATIONS: Final[dict[EquipmentKind, dict[InstallationLocation, int]]] = {
    AC: {_L.OUTDOOR_PAD: 68, _L.ROOF: 32},
    HEAT_PUMP: {_L.OUTDOOR_PAD: 70, _L.ROOF: 30},
    FURNACE: {
        _L.ATTIC: 30,
        _L.CRAWL_SPACE: 28,
        _L.UTILITY_CLOSET: 15,
        _L.BASEMENT: 13,
        _L.GARAGE: 10,
        _L.MECHANICAL_ROOM: 4,
    },
    MINI_SPLIT: {_L.MAIN_FLOOR: 66, _L.GARAGE: 18, _L.ATTIC: 12, _L.BASEMENT: 4},
    PACKAGE_UNIT: {_L.ROOF: 88, _L.OUTDOOR_PAD: 12},
    BOILER: {_L.BASEMENT: 80, _L.MECHANICAL_ROOM: 14, _L.UTILITY_CLOSET: 6},
    AIR_HANDLER: {
        _L.ATTIC: 38,
        _L.CRAWL_SPACE: 24,
        _L.UTILITY_CLOSET: 22,
        _L.BASEMENT: 9,
        _L.MECHANICAL_ROOM: 7,
    },
    WATER_HEATER: {
        _L.UTILITY_CLOSET: 40,
        _L.GARAGE: 36,
        _L.BASEMENT: 14,
        _L.MECHANICAL_ROOM: 10,
    },
}
"""Where each kind stands, %. Houses of the Piedmont stand on crawl spaces and slabs, and about one
in eight has a basement. Assumption: usual practice [K]."""

IN_THE_COLD: Final[dict[EquipmentKind, dict[InstallationLocation, int]]] = {
    FURNACE: {
        _L.BASEMENT: 83,
        _L.UTILITY_CLOSET: 6,
        _L.ATTIC: 4,
        _L.CRAWL_SPACE: 3,
        _L.MECHANICAL_ROOM: 3,
        _L.GARAGE: 1,
    },
    MINI_SPLIT: {_L.MAIN_FLOOR: 70, _L.ATTIC: 12, _L.BASEMENT: 10, _L.GARAGE: 8},
    AIR_HANDLER: {
        _L.BASEMENT: 62,
        _L.ATTIC: 22,
        _L.UTILITY_CLOSET: 8,
        _L.MECHANICAL_ROOM: 6,
        _L.CRAWL_SPACE: 2,
    },
    WATER_HEATER: {
        _L.BASEMENT: 82,
        _L.UTILITY_CLOSET: 9,
        _L.MECHANICAL_ROOM: 6,
        _L.GARAGE: 3,
    },
}
"""The same where it differs in upstate New York: footings go below the frost, so nearly every house
has a basement [K]. Assumption."""

ON_SLABS: Final[dict[EquipmentKind, dict[InstallationLocation, int]]] = {
    FURNACE: {_L.ATTIC: 58, _L.UTILITY_CLOSET: 22, _L.GARAGE: 14, _L.MECHANICAL_ROOM: 6},
    MINI_SPLIT: {_L.MAIN_FLOOR: 69, _L.GARAGE: 19, _L.ATTIC: 12},
    AIR_HANDLER: {_L.ATTIC: 62, _L.UTILITY_CLOSET: 29, _L.MECHANICAL_ROOM: 9},
    WATER_HEATER: {_L.GARAGE: 50, _L.UTILITY_CLOSET: 39, _L.MECHANICAL_ROOM: 11},
}
"""The same where it differs on the Gulf coast, whose houses have neither basements nor, most of
them, crawl spaces [K]. Assumption."""

AT_HOMES: Final[dict[EquipmentKind, dict[InstallationLocation, int]]] = {
    AC: {_L.OUTDOOR_PAD: 100},
    HEAT_PUMP: {_L.OUTDOOR_PAD: 100},
    PACKAGE_UNIT: {_L.OUTDOOR_PAD: 96, _L.ROOF: 4},
}
"""The same where it differs at households: beside the house, where its roof is pitched [K].
Assumption."""

_OTHER_LOCATIONS: Final = {Climate.COLD: IN_THE_COLD, Climate.HOT_HUMID: ON_SLABS}


def locations(
    kind: EquipmentKind, climate: Climate, customer: CustomerType = COMMERCIAL
) -> dict[InstallationLocation, int]:
    """Weights of the places where a kind stands in a climate, %."""
    if customer == RESIDENTIAL and kind in AT_HOMES:
        return AT_HOMES[kind]
    return _OTHER_LOCATIONS.get(climate, {}).get(kind, LOCATIONS[kind])


class Failures(NamedTuple):
    """What breaks in a kind: components, their shares in %, and the season each breaks in."""

    components: tuple[FailedComponent, ...]
    weights: tuple[int, ...]
    seasons: tuple[str, ...]


COOLING, HEATING, BOTH = "cooling", "heating", "both"
_C = FailedComponent

_COMPRESSION = {
    _C.CAPACITOR: 27,
    _C.REFRIGERANT_LEAK: 17,
    _C.CONTACTOR: 10,
    _C.DRAIN_LINE: 10,
    _C.CONDENSER_FAN_MOTOR: 8,
    _C.BLOWER_MOTOR: 7,
    _C.CONTROL_BOARD: 7,
    _C.THERMOSTAT: 5,
    _C.COMPRESSOR: 4,
    _C.EVAPORATOR_COIL: 3,
    _C.EXPANSION_VALVE: 2,
}
"""AC and heat pump [E; R11]."""


def _failures(
    weights: dict[FailedComponent, int],
    season: str,
    others: dict[FailedComponent, str] | None = None,
) -> Failures:
    others = others or {}
    return Failures(
        tuple(weights), tuple(weights.values()), tuple(others.get(c, season) for c in weights)
    )


FAILURES: Final = {
    AC: _failures(_COMPRESSION, COOLING),
    HEAT_PUMP: _failures(_COMPRESSION, BOTH, {_C.DRAIN_LINE: COOLING}),
    # [E]; airflow problems show at the limit switch, venting problems at the pressure switch.
    FURNACE: _failures(
        {
            _C.IGNITER: 20,
            _C.FLAME_SENSOR: 18,
            _C.BLOWER_MOTOR: 14,
            _C.PRESSURE_SWITCH: 10,
            _C.CONTROL_BOARD: 9,
            _C.LIMIT_SWITCH: 8,
            _C.THERMOSTAT: 7,
            _C.INDUCER_MOTOR: 7,
            _C.GAS_VALVE: 4,
            _C.HEAT_EXCHANGER: 3,
        },
        HEATING,
        {_C.BLOWER_MOTOR: BOTH},
    ),
    # Assumption: inverters have no capacitor or contactor to fail, but boards and narrow drains.
    MINI_SPLIT: _failures(
        {
            _C.CONTROL_BOARD: 26,
            _C.REFRIGERANT_LEAK: 24,
            _C.DRAIN_LINE: 20,
            _C.CONDENSER_FAN_MOTOR: 9,
            _C.BLOWER_MOTOR: 9,
            _C.COMPRESSOR: 6,
            _C.EXPANSION_VALVE: 4,
            _C.EVAPORATOR_COIL: 2,
        },
        BOTH,
        {_C.DRAIN_LINE: COOLING},
    ),
    # Assumption: gas heat and electric cooling, so the AC table and the furnace's at 7 to 3.
    PACKAGE_UNIT: _failures(
        {
            _C.CAPACITOR: 19,
            _C.REFRIGERANT_LEAK: 12,
            _C.CONTACTOR: 7,
            _C.DRAIN_LINE: 7,
            _C.CONDENSER_FAN_MOTOR: 6,
            _C.BLOWER_MOTOR: 9,
            _C.CONTROL_BOARD: 8,
            _C.THERMOSTAT: 6,
            _C.COMPRESSOR: 3,
            _C.EVAPORATOR_COIL: 2,
            _C.EXPANSION_VALVE: 1,
            _C.IGNITER: 6,
            _C.FLAME_SENSOR: 6,
            _C.PRESSURE_SWITCH: 3,
            _C.LIMIT_SWITCH: 2,
            _C.INDUCER_MOTOR: 2,
            _C.GAS_VALVE: 1,
        },
        COOLING,
        {
            _C.BLOWER_MOTOR: BOTH,
            _C.CONTROL_BOARD: BOTH,
            _C.THERMOSTAT: BOTH,
            _C.IGNITER: HEATING,
            _C.FLAME_SENSOR: HEATING,
            _C.PRESSURE_SWITCH: HEATING,
            _C.LIMIT_SWITCH: HEATING,
            _C.INDUCER_MOTOR: HEATING,
            _C.GAS_VALVE: HEATING,
        },
    ),
    # Assumption: the furnace's burner, with water instead of air to move.
    BOILER: _failures(
        {
            _C.CIRCULATOR_PUMP: 24,
            _C.IGNITER: 15,
            _C.ZONE_VALVE: 14,
            _C.FLAME_SENSOR: 12,
            _C.CONTROL_BOARD: 9,
            _C.GAS_VALVE: 8,
            _C.THERMOSTAT: 7,
            _C.PRESSURE_SWITCH: 5,
            _C.LIMIT_SWITCH: 4,
            _C.HEAT_EXCHANGER: 2,
        },
        HEATING,
    ),
    # Assumption: the indoor half of the AC table; the elements are the auxiliary heat.
    AIR_HANDLER: _failures(
        {
            _C.BLOWER_MOTOR: 24,
            _C.DRAIN_LINE: 24,
            _C.CONTROL_BOARD: 14,
            _C.THERMOSTAT: 10,
            _C.HEATING_ELEMENT: 9,
            _C.REFRIGERANT_LEAK: 7,
            _C.EVAPORATOR_COIL: 7,
            _C.EXPANSION_VALVE: 5,
        },
        BOTH,
        {_C.DRAIN_LINE: COOLING, _C.HEATING_ELEMENT: HEATING},
    ),
    # Assumption: gas-fired tanks, in use all year.
    WATER_HEATER: _failures(
        {
            _C.GAS_VALVE: 26,
            _C.FLAME_SENSOR: 24,
            _C.IGNITER: 24,
            _C.THERMOSTAT: 16,
            _C.LIMIT_SWITCH: 10,
        },
        BOTH,
    ),
}


def components(kind: EquipmentKind) -> Failures:
    """What breaks in a kind of equipment, how often of a hundred times, and when."""
    return FAILURES[kind]
