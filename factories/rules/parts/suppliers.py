"""Whom the company buys from: invented distributors, what they sell and how long they take.

Lead times by what is sold: local stock 0-2 days, special order 3-10, compressors, coils and
boards 2-21 [R]. Names, places and terms are invented.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from hvac_models.billing import PaymentTerms
from hvac_models.catalog import PartCategory

_P = PartCategory
_NET_15, _NET_30, _NET_45 = PaymentTerms.NET_15, PaymentTerms.NET_30, PaymentTerms.NET_45


@dataclass(frozen=True)
class SupplierSpec:
    """A supplier; ``lead_time_days`` are calendar days from order to delivery in its own state."""

    name: str
    city: str
    state: str
    area_code: str
    lead_time_days: int
    payment_terms: PaymentTerms
    categories: frozenset[PartCategory]


@dataclass(frozen=True)
class Trade:
    """A kind of supplier: what it sells, usual lead times in days, terms, and words for names."""

    categories: frozenset[PartCategory]
    lead_days: tuple[int, ...]
    terms: PaymentTerms
    nouns: tuple[str, ...]


FULL_LINE = Trade(
    frozenset(
        {
            _P.FILTER,
            _P.CAPACITOR,
            _P.CONTACTOR,
            _P.ELECTRICAL,
            _P.DRAIN,
            _P.CONSUMABLE,
            _P.DUCTWORK,
            _P.THERMOSTAT,
        }
    ),
    (1, 0, 2),
    _NET_30,
    ("Comfort Supply", "Air Supply", "Mechanical Supply", "Climate Wholesale"),
)
EQUIPMENT = Trade(
    frozenset({_P.EQUIPMENT, _P.COIL, _P.HEAT_EXCHANGER}),
    (2, 3, 5),
    _NET_45,
    ("Equipment Distributors", "Equipment Warehouse"),
)
REFRIGERATION = Trade(
    frozenset({_P.REFRIGERANT, _P.COMPRESSOR, _P.VALVE, _P.CONSUMABLE}),
    (2, 3, 4),
    _NET_15,
    ("Refrigeration Supply", "Refrigerant Wholesale"),
)
CONTROLS = Trade(
    frozenset(
        {_P.THERMOSTAT, _P.CONTROL_BOARD, _P.IGNITER, _P.FLAME_SENSOR, _P.SENSOR, _P.GAS_VALVE}
    ),
    (3, 2, 5),
    _NET_30,
    ("Controls Warehouse", "Controls Depot"),
)
MOTORS = Trade(
    frozenset({_P.FAN_MOTOR, _P.PUMP, _P.CAPACITOR}),
    (4, 2, 6),
    _NET_30,
    ("Motor and Pump", "Motor Supply"),
)
SHEET_METAL = Trade(
    frozenset({_P.DUCTWORK, _P.FILTER, _P.DRAIN}),
    (1, 2, 3),
    _NET_30,
    ("Duct and Fitting", "Sheet Metal and Filter"),
)
HYDRONICS = Trade(
    frozenset({_P.PUMP, _P.VALVE, _P.GAS_VALVE, _P.HEAT_EXCHANGER, _P.IGNITER}),
    (5, 3, 8),
    _NET_30,
    ("Hydronic Supply", "Boiler Parts"),
)
FACTORY_PARTS = Trade(
    frozenset({_P.COMPRESSOR, _P.COIL, _P.CONTROL_BOARD, _P.HEAT_EXCHANGER, _P.FAN_MOTOR}),
    (10, 7, 14, 21),
    _NET_30,
    ("Factory Parts Center", "Compressor Exchange"),
)
TRADES: Final = (
    FULL_LINE,
    EQUIPMENT,
    REFRIGERATION,
    CONTROLS,
    MOTORS,
    SHEET_METAL,
    HYDRONICS,
    FACTORY_PARTS,
)

NEXT_STATES: Final = {
    "NC": frozenset({"SC", "GA", "VA", "TN"}),
    "NY": frozenset({"PA", "NJ", "CT", "MA", "VT", "OH"}),
    "TX": frozenset({"LA", "OK", "AR", "NM"}),
}
TRANSIT_DAYS: Final = (0, 1, 3)
"""Days on the road on top: within the state, from the next one, from further away. Assumption:
ground freight."""

MIN_SUPPLIERS: Final = 5
"""The first five sell everything between them."""

_NAMED: Final = (
    ("Piedmont Comfort Supply", "Charlotte", "NC", "704", FULL_LINE),
    ("Blue Ridge Equipment Distributors", "Greensboro", "NC", "336", EQUIPMENT),
    ("Catawba Refrigeration Supply", "Charlotte", "NC", "980", REFRIGERATION),
    ("Susquehanna Controls Warehouse", "Harrisburg", "PA", "717", CONTROLS),
    ("Tri-River Motor and Pump", "Pittsburgh", "PA", "412", MOTORS),
    ("Yadkin Sheet Metal and Filter", "Winston Salem", "NC", "336", SHEET_METAL),
    ("Lakefront Hydronic Supply", "Buffalo", "NY", "716", HYDRONICS),
    ("Bluff City Factory Parts Center", "Memphis", "TN", "901", FACTORY_PARTS),
    ("Lone Prairie Air Supply", "Dallas", "TX", "214", FULL_LINE),
    ("Peach Orchard Climate Wholesale", "Atlanta", "GA", "404", FULL_LINE),
    ("Bluebonnet Equipment Warehouse", "San Antonio", "TX", "210", EQUIPMENT),
    ("Gulf Bend Mechanical Supply", "Houston", "TX", "713", FULL_LINE),
    ("Cumberland Factory Parts Center", "Nashville", "TN", "615", FACTORY_PARTS),
    ("Palmetto Duct and Fitting", "Columbia", "SC", "803", SHEET_METAL),
    ("Northwoods Controls Depot", "Minneapolis", "MN", "612", CONTROLS),
    ("Scioto Motor Supply", "Columbus", "OH", "614", MOTORS),
    ("Tidewater Refrigerant Wholesale", "Norfolk", "VA", "757", REFRIGERATION),
    ("Hudson Bend Boiler Parts", "Albany", "NY", "518", HYDRONICS),
    ("Great Plains Compressor Exchange", "Kansas City", "MO", "816", FACTORY_PARTS),
    ("Old Mill Equipment Distributors", "Rochester", "NY", "585", EQUIPMENT),
    ("Sandhills Sheet Metal and Filter", "Fayetteville", "NC", "910", SHEET_METAL),
    ("Salt City Mechanical Supply", "Syracuse", "NY", "315", FULL_LINE),
    ("Smoky Valley Controls Warehouse", "Knoxville", "TN", "865", CONTROLS),
    ("Hill Country Comfort Supply", "Austin", "TX", "512", FULL_LINE),
)
_STEMS: Final = (
    "Cedar Point",
    "Stone Bridge",
    "River Fork",
    "Iron Gate",
    "Summit Ridge",
    "Maple Grove",
    "Harbor View",
    "Twin Oaks",
    "Copper Hill",
    "Silver Lake",
    "Eagle Rock",
    "Pine Barrens",
    "Granite State",
    "Prairie Rose",
    "Coastal Plain",
    "Red Clay",
    "High Meadow",
    "Millstone",
    "Crossroads",
    "Bay Shore",
    "Fox Hollow",
    "Canal Street",
    "Union Station",
    "Foundry Row",
    "Mesa Verde",
    "Juniper Flats",
    "Lookout",
    "Long Leaf",
    "Quarry Road",
    "Falling Water",
)
_CITIES: Final = (
    ("Raleigh", "NC", "919"),
    ("Louisville", "KY", "502"),
    ("Cleveland", "OH", "216"),
    ("Birmingham", "AL", "205"),
    ("Richmond", "VA", "804"),
    ("Oklahoma City", "OK", "405"),
    ("Indianapolis", "IN", "317"),
    ("Jacksonville", "FL", "904"),
    ("Saint Louis", "MO", "314"),
    ("Baltimore", "MD", "410"),
    ("Greenville", "SC", "864"),
)


def _spec(
    serial: int, name: str, city: str, state: str, area_code: str, trade: Trade
) -> SupplierSpec:
    lead = trade.lead_days[serial // len(TRADES) % len(trade.lead_days)]
    return SupplierSpec(name, city, state, area_code, lead, trade.terms, trade.categories)


def _more() -> Iterator[tuple[str, str, str, str, Trade]]:
    """Suppliers beyond the named ones: every stem with every noun once."""
    for lap in range(max(len(trade.nouns) for trade in TRADES)):
        for row, stem in enumerate(_STEMS):
            for column, trade in enumerate(TRADES):
                if lap < len(trade.nouns):
                    place = _CITIES[(row + 3 * column + lap) % len(_CITIES)]
                    yield (f"{stem} {trade.nouns[lap]}", *place, trade)


@lru_cache(maxsize=8)
def supplier_catalog(count: int = 24) -> tuple[SupplierSpec, ...]:
    """``count`` suppliers, always the same; ValueError when too few or too many are wanted."""
    if not MIN_SUPPLIERS <= count <= MAX_SUPPLIERS:
        raise ValueError(f"{count} suppliers: {MIN_SUPPLIERS} to {MAX_SUPPLIERS} can be made")
    everyone = (*_NAMED, *_more())
    return tuple(_spec(serial, *row) for serial, row in enumerate(everyone[:count]))


MAX_SUPPLIERS: Final = len(_NAMED) + sum(1 for _ in _more())


@lru_cache(maxsize=8)
def sellers(count: int) -> dict[PartCategory, tuple[int, ...]]:
    """Category -> positions in ``supplier_catalog(count)`` of those who sell it, at least one."""
    catalog = supplier_catalog(count)
    return {
        category: tuple(i for i, supplier in enumerate(catalog) if category in supplier.categories)
        for category in PartCategory
    }


@lru_cache(maxsize=64)
def counters(count: int, city: str, state: str) -> dict[str, int]:
    """Category -> position in ``supplier_catalog(count)`` of whom a branch goes to for a part that
    it needs on the day, -1 where nobody sells in its state: one in its city rather than another,
    else one who sells all kinds of things and has it brought over. Assumption."""
    catalog = supplier_catalog(count)
    near = [i for i, supplier in enumerate(catalog) if supplier.state == state]
    if not near:
        return dict.fromkeys(map(str, PartCategory), -1)

    def best(category: PartCategory) -> int:
        def rank(position: int) -> tuple[bool, bool, bool]:
            supplier = catalog[position]
            return (
                category not in supplier.categories,
                supplier.categories != FULL_LINE.categories,
                supplier.city != city,
            )

        return min(near, key=rank)

    return {str(category): best(category) for category in PartCategory}


def transit_days(to: str, origin: str | None) -> int:
    """Days that freight is on the road from one state to another."""
    far = 0 if origin == to else 1 if origin in NEXT_STATES.get(to, ()) else 2
    return TRANSIT_DAYS[far]
