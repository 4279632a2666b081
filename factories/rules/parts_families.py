"""The goods of the trade, family by family: sizes, what they fit, what they mend, what they cost.

Costs are cents a unit, inside calibration's ranges (``COSTS`` in ``parts``) where it has one [E],
otherwise Assumption. Names are generic and invented, such as a technician would write them.
"""

from dataclasses import dataclass
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
from hvac_models.catalog import EquipmentKind, PartCategory, Refrigerant, UnitOfMeasure
from hvac_models.service import FailedComponent

Fits = frozenset[EquipmentKind]
_P, _U, _C = PartCategory, UnitOfMeasure, FailedComponent


@dataclass(frozen=True)
class Family:
    """Goods that differ in size only. ``name`` has a gap for the size; ``sizes`` -> cents a unit.

    ``role``: component (mends a failure), refrigerant, filter, consumable, or install (materials
    of an installation). ``branded``: several makers sell it, so long catalogs list each of them.
    """

    category: PartCategory
    name: str
    sizes: dict[str, int]
    fits: Fits
    component: FailedComponent | None = None
    role: str = "component"
    unit: UnitOfMeasure = _U.EACH
    refrigerant: Refrigerant | None = None
    branded: bool = True


_OUTDOOR: Fits = frozenset({AC, HEAT_PUMP, PACKAGE_UNIT})
_SPLIT: Fits = frozenset({AC, HEAT_PUMP, AIR_HANDLER})
_COOLING: Fits = frozenset(COOLING_KINDS)
_CENTRAL: Fits = _COOLING - {MINI_SPLIT}
_AIR: Fits = frozenset({AC, HEAT_PUMP, FURNACE, PACKAGE_UNIT, AIR_HANDLER})


def only(kind: EquipmentKind) -> Fits:
    return frozenset({kind})


_BY_TON = ("3 ton", "2.5 ton", "2 ton", "4 ton", "5 ton", "3.5 ton", "1.5 ton")


def _tons(*cents: int) -> dict[str, int]:
    """Costs in the order of popularity: 3, 2.5, 2, 4, 5, 3.5 and 1.5 tons."""
    return dict(zip(_BY_TON, cents, strict=False))


COOLING_PARTS: Final = (
    Family(
        _P.CAPACITOR,
        "Run capacitor {} uF 440 V round",
        {
            "45/5": 1650,
            "35/5": 1420,
            "40/5": 1540,
            "50/5": 1790,
            "55/5": 1960,
            "60/5": 2150,
            "70/5": 2480,
            "80/5": 2790,
            "30/5": 1330,
            "25/5": 1260,
        },
        _OUTDOOR,
        _C.CAPACITOR,
    ),
    Family(
        _P.CAPACITOR,
        "Fan capacitor {} uF 370 V oval",
        {"5": 820, "7.5": 880, "10": 940, "15": 1080},
        _OUTDOOR,
        _C.CAPACITOR,
    ),
    Family(
        _P.CONTACTOR,
        "Contactor {} 24 V coil",
        {
            "1 pole 30 A": 1480,
            "1 pole 40 A": 1690,
            "2 pole 30 A": 1820,
            "2 pole 40 A": 2140,
            "3 pole 40 A": 3280,
            "3 pole 50 A": 3890,
        },
        _OUTDOOR,
        _C.CONTACTOR,
    ),
    Family(
        _P.VALVE,
        "Service valve core and cap kit {}",
        {"1/4 in": 940, "5/16 in": 1080, "3/8 in": 1320},
        _COOLING,
        _C.REFRIGERANT_LEAK,
        unit=_U.KIT,
    ),
    Family(
        _P.VALVE,
        "Filter drier {} liquid line",
        {"3/8 in 083": 2350, "1/4 in 052": 2080, "1/2 in 164": 3480},
        _CENTRAL,
        _C.REFRIGERANT_LEAK,
    ),
    Family(
        _P.DRAIN,
        "Condensate drain trap kit {}",
        {"3/4 in": 1190, "1 in": 1540},
        _COOLING,
        _C.DRAIN_LINE,
        unit=_U.KIT,
    ),
    Family(
        _P.DRAIN,
        "Condensate float switch {}",
        {"inline": 1780, "pan mount": 1590},
        _COOLING,
        _C.DRAIN_LINE,
    ),
    Family(
        _P.PUMP,
        "Condensate pump {} 120 V",
        {"20 ft lift": 5450, "15 ft lift": 4680},
        _COOLING,
        _C.DRAIN_LINE,
    ),
    Family(
        _P.FAN_MOTOR,
        "Condenser fan motor {}",
        {
            "1/4 hp 825 rpm": 11800,
            "1/4 hp 1075 rpm": 11200,
            "1/5 hp 825 rpm": 10600,
            "1/6 hp 1075 rpm": 9800,
            "1/3 hp 1075 rpm": 13900,
            "1/2 hp 1075 rpm": 17600,
            "3/4 hp 1075 rpm": 22400,
        },
        _OUTDOOR,
        _C.CONDENSER_FAN_MOTOR,
    ),
    Family(
        _P.FAN_MOTOR,
        "Mini-split outdoor fan motor {} DC",
        {"50 W": 14200, "70 W": 17300},
        only(MINI_SPLIT),
        _C.CONDENSER_FAN_MOTOR,
    ),
    Family(
        _P.FAN_MOTOR,
        "Blower motor {}",
        {
            "1/2 hp PSC 4 speed": 15400,
            "1/3 hp PSC 4 speed": 13600,
            "3/4 hp PSC 4 speed": 18900,
            "1/2 hp ECM": 34800,
            "3/4 hp ECM": 41200,
            "1 hp ECM": 46900,
        },
        _AIR,
        _C.BLOWER_MOTOR,
    ),
    Family(
        _P.FAN_MOTOR,
        "Mini-split indoor blower motor {} DC",
        {"30 W": 12600, "40 W": 14800},
        only(MINI_SPLIT),
        _C.BLOWER_MOTOR,
    ),
    Family(
        _P.CONTROL_BOARD,
        "Outdoor unit control board {}",
        {"24 V demand defrost": 12900, "24 V time delay": 9600},
        frozenset({AC, HEAT_PUMP}),
        _C.CONTROL_BOARD,
    ),
    Family(
        _P.CONTROL_BOARD,
        "Furnace control board {}",
        {"single stage": 17900, "two stage": 23800, "variable speed": 29400},
        only(FURNACE),
        _C.CONTROL_BOARD,
    ),
    Family(
        _P.CONTROL_BOARD,
        "Package unit control board {}",
        {"gas/electric": 22600, "economizer": 28700},
        only(PACKAGE_UNIT),
        _C.CONTROL_BOARD,
    ),
    Family(
        _P.CONTROL_BOARD,
        "Mini-split inverter control board {}",
        {"12k": 21400, "9k": 19800, "18k": 25200, "24k": 28900},
        only(MINI_SPLIT),
        _C.CONTROL_BOARD,
    ),
    Family(
        _P.CONTROL_BOARD,
        "Air handler control board {}",
        {"fan relay": 9800, "variable speed": 24300},
        only(AIR_HANDLER),
        _C.CONTROL_BOARD,
    ),
    Family(
        _P.CONTROL_BOARD,
        "Boiler control board {}",
        {"aquastat": 18700, "modulating": 33600},
        only(BOILER),
        _C.CONTROL_BOARD,
    ),
    Family(
        _P.THERMOSTAT,
        "Thermostat {}",
        {
            "programmable 2 heat 1 cool": 5200,
            "non-programmable 1 heat 1 cool": 3100,
            "heat pump 3 heat 2 cool": 7900,
            "Wi-Fi 2 heat 2 cool": 11800,
            "Wi-Fi with humidity control": 16800,
            "commercial 7 day": 14200,
        },
        _AIR | {BOILER},
        _C.THERMOSTAT,
    ),
    Family(
        _P.THERMOSTAT,
        "Water heater thermostat {}",
        {"gas immersion": 4400, "gas immersion with ECO": 5600},
        only(WATER_HEATER),
        _C.THERMOSTAT,
    ),
    Family(
        _P.COMPRESSOR,
        "Scroll compressor {} 208/230 V",
        _tons(78500, 69800, 61500, 94800, 118000, 86400, 54200),
        _OUTDOOR,
        _C.COMPRESSOR,
    ),
    Family(
        _P.COMPRESSOR,
        "Scroll compressor {} 460 V 3 phase",
        {"7.5 ton": 132000, "10 ton": 148500},
        only(PACKAGE_UNIT),
        _C.COMPRESSOR,
    ),
    Family(
        _P.COMPRESSOR,
        "Rotary inverter compressor {}",
        {"12k": 51200, "9k": 46800, "18k": 58800, "24k": 67600},
        only(MINI_SPLIT),
        _C.COMPRESSOR,
    ),
    Family(
        _P.COIL,
        "Evaporator coil {} cased",
        _tons(52400, 47600, 43800, 63200, 74800, 58100, 39900),
        _SPLIT,
        _C.EVAPORATOR_COIL,
    ),
    Family(
        _P.COIL,
        "Package unit evaporator coil {}",
        {"5 ton": 82600, "3 ton": 63800, "7.5 ton": 98400},
        only(PACKAGE_UNIT),
        _C.EVAPORATOR_COIL,
    ),
    Family(
        _P.COIL,
        "Mini-split indoor coil {}",
        {"12k": 33800, "18k": 39600},
        only(MINI_SPLIT),
        _C.EVAPORATOR_COIL,
    ),
    Family(
        _P.VALVE,
        "Thermostatic expansion valve {}",
        _tons(8900, 8600, 8300, 9700, 10900, 9300),
        _CENTRAL,
        _C.EXPANSION_VALVE,
    ),
    Family(
        _P.VALVE,
        "Electronic expansion valve {} mini-split",
        {"12k": 9600, "24k": 11800},
        only(MINI_SPLIT),
        _C.EXPANSION_VALVE,
    ),
)
"""What mends a failure of motors, controls and the refrigerant circuit."""
