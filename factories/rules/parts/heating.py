"""Parts of furnaces, boilers and water heaters, and of the auxiliary heat.

Costs as in ``families``.
"""

from typing import Final

from factories.rules.equipment.kinds import (
    AIR_HANDLER,
    BOILER,
    FURNACE,
    PACKAGE_UNIT,
    WATER_HEATER,
)
from factories.rules.parts.family import Family, Fits, Grade, only
from hvac_models.catalog import PartCategory
from hvac_models.service import FailedComponent

_P, _C = PartCategory, FailedComponent

_WARM_AIR: Fits = frozenset({FURNACE, PACKAGE_UNIT})
_FLAME: Fits = _WARM_AIR | {BOILER}
_WATER: Fits = frozenset({BOILER, WATER_HEATER})

_TANKS = {"standard tank": (30, 50), "high input tank": (76, 76)}

HEATING_PARTS: Final = (
    Family(
        _P.IGNITER,
        "Hot surface igniter {}",
        {"nitride 120 V": 3400, "carbide 120 V": 2300, "nitride 80 V": 3900, "carbide 24 V": 2700},
        _WARM_AIR,
        _C.IGNITER,
    ),
    Family(
        _P.IGNITER,
        "Boiler igniter {}",
        {"direct spark": 4600, "hot surface": 5300},
        only(BOILER),
        _C.IGNITER,
    ),
    Family(
        _P.IGNITER,
        "Water heater pilot igniter {}",
        {"standard tank": 3600, "high input tank": 3900},
        only(WATER_HEATER),
        _C.IGNITER,
        capacities=_TANKS,
    ),
    Family(
        _P.FLAME_SENSOR,
        "Flame sensor {}",
        {"90 degree rod": 1150, "straight rod": 980, "4 in rod with lead": 1490, "universal": 1320},
        _FLAME,
        _C.FLAME_SENSOR,
    ),
    Family(
        _P.FLAME_SENSOR,
        "Water heater flame sensor {}",
        {"24 in": 1390, "36 in": 1580},
        only(WATER_HEATER),
        _C.FLAME_SENSOR,
    ),
    Family(
        _P.SENSOR,
        "Pressure switch {} in wc",
        {"0.60": 2680, "0.90": 2740, "1.20": 2890, "1.75": 3120},
        _FLAME,
        _C.PRESSURE_SWITCH,
    ),
    Family(
        _P.SENSOR,
        "Limit switch {} auto reset",
        {"L160-30 F": 1180, "L200-40 F": 1260, "L240-30 F": 1340},
        _WARM_AIR,
        _C.LIMIT_SWITCH,
    ),
    Family(
        _P.SENSOR,
        "High limit switch {} immersion",
        {"200 F": 3900, "240 F": 4300},
        _WATER,
        _C.LIMIT_SWITCH,
    ),
    Family(
        _P.FAN_MOTOR,
        "Inducer motor assembly {}",
        {"3000 rpm": 15800, "3300 rpm": 17200, "two speed": 22900},
        _WARM_AIR,
        _C.INDUCER_MOTOR,
        grades={"two speed": Grade.EFFICIENT},
    ),
    Family(
        _P.GAS_VALVE,
        "Gas valve {} 24 V",
        {"1/2 in single stage": 9800, "3/4 in single stage": 11900, "1/2 in two stage": 16400},
        _FLAME,
        _C.GAS_VALVE,
        grades={"1/2 in two stage": Grade.EFFICIENT},
    ),
    Family(
        _P.GAS_VALVE,
        "Water heater gas valve {}",
        {"standard tank": 12600, "high input tank": 13400},
        only(WATER_HEATER),
        _C.GAS_VALVE,
        capacities=_TANKS,
    ),
    Family(
        _P.HEAT_EXCHANGER,
        "Furnace heat exchanger {}",
        {"80k": 46800, "60k": 41200, "100k": 52900, "120k": 58600, "40k": 37600},
        only(FURNACE),
        _C.HEAT_EXCHANGER,
    ),
    Family(
        _P.HEAT_EXCHANGER,
        "Boiler heat exchanger {}",
        {"100k": 98400, "150k": 121600},
        only(BOILER),
        _C.HEAT_EXCHANGER,
    ),
    Family(
        _P.PUMP,
        "Circulator pump {} cast iron",
        {"1/25 hp": 9200, "1/12 hp": 13800, "1/6 hp": 18400},
        only(BOILER),
        _C.CIRCULATOR_PUMP,
        capacities={"1/25 hp": (50, 100), "1/12 hp": (150, 150), "1/6 hp": (200, 250)},
    ),
    Family(
        _P.VALVE,
        "Zone valve {} 24 V sweat",
        {"3/4 in": 7800, "1 in": 8900},
        only(BOILER),
        _C.ZONE_VALVE,
    ),
    Family(
        _P.ELECTRICAL,
        "Heating element {} 240 V air handler",
        {"5 kW": 6400, "8 kW": 8200, "10 kW": 9700, "15 kW": 13200},
        only(AIR_HANDLER),
        _C.HEATING_ELEMENT,
        capacities={"5 kW": (18, 24), "8 kW": (30, 36), "10 kW": (42, 48), "15 kW": (60, 60)},
    ),
)
"""What mends a failure of flames, hot water and electric heat."""
