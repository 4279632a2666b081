"""What goes along with the part that mends, and what else each kind of visit uses up.

By family of parts, in the order in which a technician would reach for them. All Assumption: what
the work takes [K]; nothing dear is sold by the way, and what belongs to the sealed circuit is used
on it only.
"""

from typing import Final

from factories.rules.equipment.kinds import AC, HEAT_PUMP
from hvac_models.catalog import EquipmentKind
from hvac_models.service import FailedComponent

_C = FailedComponent

FILTER: Final = "filter"
"""The filters of all families together: a device has one of them."""

_CIRCUIT = ("Filter drier {} liquid line", "Nitrogen purge {}")
_LEAK = ("Leak detector dye {}",)
_MOTOR = ("Fan capacitor {} uF 370 V oval",)

ALONG: Final[dict[FailedComponent, tuple[str, ...]]] = {
    _C.COMPRESSOR: _CIRCUIT,
    _C.EVAPORATOR_COIL: _CIRCUIT,
    _C.EXPANSION_VALVE: _CIRCUIT,
    _C.REFRIGERANT_LEAK: _LEAK,
    _C.CONDENSER_FAN_MOTOR: _MOTOR,
    _C.BLOWER_MOTOR: _MOTOR,
}
"""Goes in with the part that mends, before anything else."""

_CONTACTOR, _CAPACITOR = "Contactor {} 24 V coil", "Run capacitor {} uF 440 V round"
_PAD, _WIRES = "Flame sensor cleaning pad {}", "Wire terminal kit {}"
_GASKETS = "Union and flange gasket set {}"

BESIDE: Final[dict[FailedComponent, tuple[str, ...]]] = {
    _C.CAPACITOR: (_CONTACTOR, _WIRES),
    _C.CONTACTOR: (_CAPACITOR, _WIRES),
    _C.CONTROL_BOARD: ("Low voltage fuse {}", _WIRES),
    _C.CONDENSER_FAN_MOTOR: (_CONTACTOR, _WIRES),
    _C.BLOWER_MOTOR: (_WIRES,),
    _C.DRAIN_LINE: ("Drain pan tablets {}",),
    _C.IGNITER: ("Flame sensor {}", _PAD),
    _C.FLAME_SENSOR: ("Hot surface igniter {}", _PAD),
    _C.PRESSURE_SWITCH: (_PAD,),
    _C.INDUCER_MOTOR: ("Pressure switch {} in wc", _WIRES),
    _C.GAS_VALVE: (_PAD,),
    _C.HEATING_ELEMENT: (_WIRES,),
    _C.CIRCULATOR_PUMP: (_GASKETS,),
    _C.ZONE_VALVE: (_GASKETS,),
}
"""Worn by the same cause, or cheap to renew while the unit is open: takes turns with what is due on
any repair."""

ON_REPAIRS: Final = (
    FILTER,
    "Thermostat batteries {}",
    "Remote control batteries {}",
    "Condensate drain treatment {}",
    "Tank drain valve cap {}",
)
"""What is found to be due on a repair, all of it small."""

ON_TUNE_UPS: Final = (
    FILTER,
    "Drain pan tablets {}",
    "Thermostat batteries {}",
    "Remote control batteries {}",
    "Condensate drain treatment {}",
    "Coil cleaner {}",
    "Flame sensor cleaning pad {}",
    "Burner cleaning brush kit {}",
    "Blower belt {}",
    "Boiler water treatment {}",
    "Union and flange gasket set {}",
    "Anode rod {} magnesium",
    "Tank drain valve cap {}",
)

WITH_NEW_UNITS: Final = (
    "Copper line set {} insulated",
    "Roof curb adapter {}",
    "Equipment pad {}",
    "Flue vent kit {} PVC",
    "Flue vent kit {} B-vent",
    "Supply plenum {}",
    "Gas connector with shutoff valve {}",
    "Water connection valve kit {}",
    "Mini-split wall mounting kit {}",
    "Auxiliary drain pan {}",
    "Water heater drain pan {}",
    "Disconnect {}",
    "Electrical whip {}",
    "Circuit breaker {} 2 pole",
    "Expansion tank {}",
    "Thermostat wire {}",
    "Thermostat {}",
    "Heat pump thermostat {}",
    "Multistage thermostat {}",
    "Heating thermostat {}",
    "Filter drier {} liquid line",
    "Flexible duct {} R-8",
    "Foil tape {}",
    "Surge protector {}",
    FILTER,
)
"""What a new unit is connected with, the indispensable first."""

CERTAIN: Final = 2
"""So many of them go in with every new unit, as far as the catalog has them."""
IN_ORDER: Final = {"tune-up": 1, "installation": 6}
"""So many are taken in their order before the others take turns: the filter, the connections."""

ROOF_ONLY: Final = frozenset({"Roof curb adapter {}", "Blower belt {}"})
GROUND_ONLY: Final = frozenset({"Equipment pad {}"})
"""Where the unit stands decides what it stands on; and a package unit beside a house has a blower
without a belt [K]."""

CHARGED_IN_PLACE: Final[dict[str, frozenset[EquipmentKind]]] = {
    "Filter drier {} liquid line": frozenset({AC, HEAT_PUMP})
}
"""Comes with a new unit of these kinds only: the others are charged and sealed at the factory, or
have it outdoors."""
