"""The goods of the trade, family by family: sizes, what they fit, what they mend, what they cost.

Costs are cents a unit, inside calibration's ranges (``COSTS`` in ``parts``) where it has one [E],
otherwise Assumption. Names are generic and invented, such as a technician would write them.
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
from factories.rules.parts.family import Family, Fits, Grade, only
from hvac_models.catalog import PartCategory, UnitOfMeasure
from hvac_models.service import FailedComponent

_P, _U, _C = PartCategory, UnitOfMeasure, FailedComponent

_OUTDOOR: Fits = frozenset({AC, HEAT_PUMP, PACKAGE_UNIT})
_SPLIT: Fits = frozenset({AC, HEAT_PUMP, AIR_HANDLER})
_COOLING: Fits = frozenset(REFRIGERANT_KINDS)
_CENTRAL: Fits = _COOLING - {MINI_SPLIT}
_AIR: Fits = frozenset({AC, HEAT_PUMP, FURNACE, PACKAGE_UNIT, AIR_HANDLER})


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
            "40/5": 1540,
            "35/5": 1420,
            "55/5": 1960,
            "70/5": 2480,
            "50/5": 1790,
            "30/5": 1330,
            "80/5": 2790,
            "60/5": 2150,
            "25/5": 1260,
        },
        _OUTDOOR,
        _C.CAPACITOR,
        capacities={
            "25/5": (18, 18),
            "30/5": (18, 24),
            "35/5": (24, 30),
            "40/5": (30, 36),
            "45/5": (36, 36),
            "50/5": (42, 42),
            "55/5": (42, 48),
            "60/5": (48, 48),
            "70/5": (60, 60),
            "80/5": (60, 60),
        },
    ),
    # A three-phase compressor has none: what fails there is the fans'.
    Family(
        _P.CAPACITOR,
        "Fan capacitor {} uF 440 V round",
        {"10": 1020, "15": 1180},
        only(PACKAGE_UNIT),
        _C.CAPACITOR,
        capacities={"10": (90, 120), "15": (180, 300)},
    ),
    # Goes in with a new motor.
    Family(
        _P.CAPACITOR,
        "Fan capacitor {} uF 370 V oval",
        {"5": 820, "7.5": 880, "10": 940},
        _AIR,
        role="companion",
        capacities={"5": (18, 30), "7.5": (36, 48), "10": (60, 300)},
        grades=dict.fromkeys(("5", "7.5", "10"), Grade.STANDARD),
    ),
    Family(
        _P.CONTACTOR,
        "Contactor {} 24 V coil",
        {
            "1 pole 30 A": 1480,
            "2 pole 40 A": 2140,
            "3 pole 40 A": 3280,
            "2 pole 30 A": 1820,
            "1 pole 40 A": 1690,
            "3 pole 50 A": 3890,
        },
        _OUTDOOR,
        _C.CONTACTOR,
        capacities={
            "1 pole 30 A": (18, 36),
            "2 pole 30 A": (18, 36),
            "1 pole 40 A": (42, 60),
            "2 pole 40 A": (42, 60),
            "3 pole 40 A": (90, 120),
            "3 pole 50 A": (180, 300),
        },
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
        capacities={"1/4 in 052": (18, 24), "3/8 in 083": (30, 60), "1/2 in 164": (90, 300)},
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
            "1/6 hp 1075 rpm": 9800,
            "1/3 hp 1075 rpm": 13900,
            "1/2 hp 1075 rpm": 17600,
            "3/4 hp 1075 rpm": 22400,
            "1/5 hp 825 rpm": 10600,
            "1/4 hp 1075 rpm": 11200,
        },
        _OUTDOOR,
        _C.CONDENSER_FAN_MOTOR,
        capacities={
            "1/6 hp 1075 rpm": (18, 24),
            "1/5 hp 825 rpm": (24, 30),
            "1/4 hp 825 rpm": (36, 42),
            "1/4 hp 1075 rpm": (36, 48),
            "1/3 hp 1075 rpm": (48, 60),
            "1/2 hp 1075 rpm": (90, 120),
            "3/4 hp 1075 rpm": (180, 300),
        },
    ),
    Family(
        _P.FAN_MOTOR,
        "Mini-split outdoor fan motor {} DC",
        {"50 W": 14200, "70 W": 17300},
        only(MINI_SPLIT),
        _C.CONDENSER_FAN_MOTOR,
        capacities={"50 W": (9, 18), "70 W": (24, 48)},
    ),
    Family(
        _P.FAN_MOTOR,
        "Blower motor {}",
        {
            "1/2 hp PSC 4 speed": 15400,
            "1/2 hp ECM": 34800,
            "3/4 hp ECM": 41200,
            "3/4 hp PSC 4 speed": 18900,
            "1/3 hp PSC 4 speed": 13600,
            "1 hp ECM": 46900,
        },
        _AIR,
        _C.BLOWER_MOTOR,
        capacities={
            "1/3 hp PSC 4 speed": (18, 30),
            "1/2 hp PSC 4 speed": (36, 42),
            "3/4 hp PSC 4 speed": (48, 60),
            "1/2 hp ECM": (18, 36),
            "3/4 hp ECM": (42, 48),
            "1 hp ECM": (60, 300),
        },
        grades={
            "1/3 hp PSC 4 speed": Grade.STANDARD,
            "1/2 hp PSC 4 speed": Grade.STANDARD,
            "3/4 hp PSC 4 speed": Grade.STANDARD,
            "1/2 hp ECM": Grade.EFFICIENT,
            "3/4 hp ECM": Grade.EFFICIENT,
        },
    ),
    Family(
        _P.FAN_MOTOR,
        "Mini-split indoor blower motor {} DC",
        {"30 W": 12600, "40 W": 14800},
        only(MINI_SPLIT),
        _C.BLOWER_MOTOR,
        capacities={"30 W": (9, 18), "40 W": (24, 48)},
    ),
    Family(
        _P.CONTROL_BOARD,
        "Outdoor unit control board {}",
        {"24 V time delay": 9600},
        only(AC),
        _C.CONTROL_BOARD,
    ),
    Family(
        _P.CONTROL_BOARD,
        "Heat pump control board {}",
        {"demand defrost": 12900, "defrost and delay": 11700},
        only(HEAT_PUMP),
        _C.CONTROL_BOARD,
    ),
    Family(
        _P.CONTROL_BOARD,
        "Furnace control board {}",
        {"single stage": 17900, "two stage": 23800, "variable speed": 29400},
        only(FURNACE),
        _C.CONTROL_BOARD,
        grades={
            "single stage": Grade.STANDARD,
            "two stage": Grade.EFFICIENT,
            "variable speed": Grade.EFFICIENT,
        },
    ),
    Family(
        _P.CONTROL_BOARD,
        "Package unit control board {}",
        {"gas/electric": 22600, "economizer": 28700},
        only(PACKAGE_UNIT),
        _C.CONTROL_BOARD,
        capacities={"gas/electric": (36, 60), "economizer": (90, 300)},
    ),
    Family(
        _P.CONTROL_BOARD,
        "Mini-split inverter control board {}",
        {"12k": 21400, "24k": 28900, "18k": 25200, "9k": 19800},
        only(MINI_SPLIT),
        _C.CONTROL_BOARD,
    ),
    Family(
        _P.CONTROL_BOARD,
        "Air handler control board {}",
        {"fan relay": 9800, "variable speed": 24300},
        only(AIR_HANDLER),
        _C.CONTROL_BOARD,
        grades={"fan relay": Grade.STANDARD, "variable speed": Grade.EFFICIENT},
    ),
    Family(
        _P.CONTROL_BOARD,
        "Boiler control board {}",
        {"aquastat": 18700, "modulating": 33600},
        only(BOILER),
        _C.CONTROL_BOARD,
        grades={"aquastat": Grade.STANDARD, "modulating": Grade.EFFICIENT},
    ),
    Family(
        _P.THERMOSTAT,
        "Thermostat {}",
        {
            "programmable 2 heat 1 cool": 5200,
            "Wi-Fi 2 heat 2 cool": 11800,
            "non-programmable 1 heat 1 cool": 3100,
            "Wi-Fi with humidity control": 16800,
        },
        frozenset({AC, FURNACE}),
        _C.THERMOSTAT,
    ),
    Family(
        _P.THERMOSTAT,
        "Heat pump thermostat {}",
        {"3 heat 2 cool": 7900, "Wi-Fi 4 heat 2 cool": 13900},
        frozenset({HEAT_PUMP, AIR_HANDLER}),
        _C.THERMOSTAT,
    ),
    Family(
        _P.THERMOSTAT,
        "Multistage thermostat {}",
        {"7 day": 14200, "Wi-Fi": 17600},
        only(PACKAGE_UNIT),
        _C.THERMOSTAT,
    ),
    Family(
        _P.THERMOSTAT,
        "Heating thermostat {}",
        {"24 V programmable": 4700},
        only(BOILER),
        _C.THERMOSTAT,
    ),
    Family(
        _P.THERMOSTAT,
        "Water heater thermostat {}",
        {"gas immersion": 4400, "gas immersion with ECO": 5600},
        only(WATER_HEATER),
        _C.THERMOSTAT,
        capacities={"gas immersion": (30, 50), "gas immersion with ECO": (76, 76)},
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
        {"12k": 51200, "24k": 67600, "18k": 58800, "9k": 46800, "36k": 79800},
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
        {"5 ton": 82600, "10 ton": 109000, "3 ton": 63800, "7.5 ton": 98400, "4 ton": 73100},
        only(PACKAGE_UNIT),
        _C.EVAPORATOR_COIL,
    ),
    Family(
        _P.COIL,
        "Mini-split indoor coil {}",
        {"12k": 33800, "24k": 45200, "18k": 39600, "9k": 31600},
        only(MINI_SPLIT),
        _C.EVAPORATOR_COIL,
    ),
    Family(
        _P.VALVE,
        "Thermostatic expansion valve {}",
        _tons(8900, 8600, 8300, 9700, 10900, 9300, 8100) | {"7.5 ton": 12800, "10 ton": 14200},
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
