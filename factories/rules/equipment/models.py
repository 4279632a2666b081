"""The catalog of equipment models: their invented numbers, in each maker's style, and prices."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any, Final, NamedTuple

import numpy as np

from factories.engine.money import half_up
from factories.rules.equipment.kinds import (
    AC,
    AIR_HANDLER,
    BOILER,
    BRAND_PRICES,
    BRANDS,
    FURNACE,
    GASES,
    HEAT_PUMP,
    KINDS,
    MINI_SPLIT,
    PACKAGE_UNIT,
    TWO_VINTAGE_DEVICES,
    TWO_VINTAGE_WEIGHTS,
    VINTAGE_DEVICES,
    VINTAGE_WEIGHTS,
    VINTAGES,
    WATER_HEATER,
    Tier,
    refrigerant_of,
)
from hvac_models.catalog import EquipmentKind, RatingUnit, Refrigerant

CATALOG_MIX: Final = {
    AC: 26,
    FURNACE: 18,
    HEAT_PUMP: 18,
    MINI_SPLIT: 9,
    PACKAGE_UNIT: 10,
    AIR_HANDLER: 11,
    WATER_HEATER: 4,
    BOILER: 4,
}
"""Share of the catalog's models, %. Assumption: about the mix of what is installed [E], with more
heat pumps and air handlers, so that a new one is not always the same."""

DEVICES_MIX: Final = {
    AC: 29,
    FURNACE: 25,
    HEAT_PUMP: 17,
    MINI_SPLIT: 7,
    PACKAGE_UNIT: 8,
    AIR_HANDLER: 9,
    WATER_HEATER: 5,
    BOILER: 4,
}
"""Share of the devices, %: what is installed in the default company [E]."""

EQUIPMENT_SHARE: Final = 70
"""The equipment's part of an installed price, %; labor and materials are the rest. Assumption."""

AT_HOMES_AT_MOST: Final = {PACKAGE_UNIT: 60}
"""Thousands of BTU an hour that a unit of a kind has at most at a household's: residential packages
end at five tons [K]. What else is larger is for businesses."""

ROOMS_STAY: Final = {MINI_SPLIT: (2, 3)}
"""Eras that begin with the most common size again: a zone is one room, and the room stays [K]."""

# {k}: thousands of BTU, two digits or more; {K}: three digits; {t}: efficiency; {v}: era.
_DUCTED_KINDS = (AC, HEAT_PUMP, FURNACE, PACKAGE_UNIT, AIR_HANDLER)
_DUCTED_STYLES = {
    "Carrier": ("24A{v}{t}{k}", "25H{v}{t}{k}", "59S{v}{t}{K}", "48V{v}{t}{K}", "FB{t}{v}P{K}"),
    "Goodman": ("GSX{t}0{k}{v}", "GSZ{t}0{k}{v}", "GM{v}S{t}{K}", "GPG{t}{k}{v}", "ARUF{k}{v}{t}"),
    "Trane": ("4TT{v}{t}{K}", "4TW{v}{t}{K}", "S{t}{v}2B{K}", "4YC{v}{t}{K}", "TEM{t}{v}0C{k}"),
    "Rheem": ("RA{t}{k}{v}J1", "RP{t}{k}{v}J1", "R{t}{v}A{K}", "RGE{v}{t}{K}", "RH{t}{v}{k}17"),
    "Lennox": ("{t}AC{v}-{K}", "{t}HP{v}-{K}", "SL{t}{v}H{K}", "LG{v}{t}H{K}", "CB{v}{t}-{K}"),
    "American Standard": (
        "4A7{v}{t}{K}",
        "4A6{v}{t}{K}",
        "A{t}{v}2M{K}",
        "4YA{v}{t}{K}",
        "TAM{t}{v}{k}",
    ),
    "Bryant": ("1{t}{v}NA{K}", "2{t}{v}NA{K}", "9{t}{v}TB{K}", "58{v}{t}{K}", "FV{t}{v}F{K}"),
    "York": ("YC{v}{k}B{t}", "YH{v}{k}B{t}", "TG{t}{v}{K}", "ZJ{v}{t}{K}", "AHE{k}{v}{t}"),
    "Daikin": ("DX{t}S{v}0{k}", "DZ{t}S{v}0{k}", "DM{t}{v}C{K}", "DP{t}G{v}{K}", "DFVE{k}{v}{t}"),
    "Ruud": ("UA{t}{k}{v}J1", "UP{t}{k}{v}J1", "U{t}{v}A{K}", "UGE{v}{t}{K}", "UH{t}{v}{k}17"),
    "Amana": ("ASX{t}0{k}{v}", "ASZ{t}0{k}{v}", "AM{v}S{t}{K}", "APG{t}{k}{v}", "AVPT{k}{v}{t}"),
}
_OTHER_STYLES = {
    (MINI_SPLIT, "Mitsubishi"): "MSZ-{v}L{k}-{t}",
    (MINI_SPLIT, "Daikin"): "FTX{k}{v}{t}",
    (MINI_SPLIT, "Fujitsu"): "ASU{k}RL{v}{t}",
    (MINI_SPLIT, "LG"): "LS{K}HS{v}{t}",
    (MINI_SPLIT, "Carrier"): "40MA{v}{k}{t}",
    (WATER_HEATER, "Rheem"): "XG{k}T{v}{t}U",
    (WATER_HEATER, "A. O. Smith"): "GCR-{k}{v}-{t}",
    (WATER_HEATER, "Bradford White"): "RG2{k}{v}{t}N",
    (BOILER, "Weil-McLain"): "CG{v}-{K}-{t}",
    (BOILER, "Burnham"): "ES{v}{K}-{t}",
    (BOILER, "Lochinvar"): "WB{v}{K}N{t}",
}
_STYLES = {
    (kind, brand): style
    for brand, styles in _DUCTED_STYLES.items()
    for kind, style in zip(_DUCTED_KINDS, styles, strict=True)
} | _OTHER_STYLES
_UNNAMED = {(kind, brand) for kind, brands in BRANDS.items() for brand in brands} - _STYLES.keys()
assert not _UNNAMED, "no style of model numbers in models.py for " + ", ".join(
    sorted(f"{brand} {kind.value}" for kind, brand in _UNNAMED)
)


@dataclass(frozen=True)
class EquipmentSpec:
    """A model. ``energy_rating`` in hundredths of ``rating_unit``; money in cents.

    ``installed_price``: what a customer pays for it in place, before tax; ``list_price``: for the
    equipment alone.
    """

    brand: str
    model: str
    kind: EquipmentKind
    btu_rating: int
    energy_rating: int
    rating_unit: RatingUnit
    refrigerant: Refrigerant | None
    installed_price: int
    list_price: int
    expected_life_years: int
    warranty_months: int
    introduced_year: int
    discontinued_year: int | None

    def sold_in(self, year: int) -> bool:
        """Whether a new one could be bought in that year."""
        last = self.discontinued_year
        return self.introduced_year <= year and (last is None or year <= last)


def fits_a_home(spec: EquipmentSpec) -> bool:
    """Whether a model may stand at a household's."""
    most = AT_HOMES_AT_MOST.get(spec.kind)
    return most is None or spec.btu_rating <= 1000 * most


ERA_PRICE: Final = 65
"""What a unit of today costs more than one of the first era, %. Assumption: puts the installations
of today into the upper half of the published ranges, where the invoices of calibration lie."""

EFFICIENCY_PRICE: Final = 8
"""What the most efficient of a size and era costs more than the least efficient, %. Assumption:
less than the next size."""


def installed_price(
    kind: EquipmentKind, kbtu: int, step: int, steps: int, brand: str = "", era: int | None = None
) -> int:
    """Price installed, cents, whole 10 dollars, within the kind's range.

    It grows with the size, with the efficiency (``step`` of ``steps``) and with the ``era`` it was
    sold in (None: today's). The smallest and plainest of the first era is at the low end of the
    range, the largest and best of today at the high end. Assumption.
    """
    rule = KINDS[kind]
    low, high = rule.price
    smallest, largest = min(rule.capacities), max(rule.capacities)
    last = len(VINTAGES[kind]) - 1
    aged = 1000 + 10 * ERA_PRICE * (last if era is None else era) // last
    rated = 1000 + 10 * EFFICIENCY_PRICE * step // max(1, steps - 1)
    plain = high * 10_000 // ((100 + ERA_PRICE) * (100 + EFFICIENCY_PRICE))
    dollars = low + (plain - low) * (kbtu - smallest) // (largest - smallest)
    dollars = dollars * aged * rated * BRAND_PRICES.get(brand, 100) // 100_000_000
    tens: int = half_up(min(max(dollars, low), high), 10)
    return 1_000 * tens


def _slots(count: int) -> Iterator[tuple[EquipmentKind, int]]:
    """Kind and era of each entry: first every pair once, then in proportion."""
    done: Counter[object] = Counter()
    pairs = [(kind, era) for kind in KINDS for era in range(len(VINTAGES[kind]))]
    for number in range(count):
        if number < len(pairs):
            kind, era = pairs[number]
        else:
            kind = min(CATALOG_MIX, key=lambda k: (done[k] + 1) * 1000 // CATALOG_MIX[k])
            shares = _by_era(kind, VINTAGE_WEIGHTS, TWO_VINTAGE_WEIGHTS)
            started = {e: done[kind, e] + 1 for e in range(len(shares))}
            era = min(started, key=lambda e: started[e] * 1000 // shares[e])
        done[kind] += 1
        done[kind, era] += 1
        yield kind, era


def _by_era(
    kind: EquipmentKind, of_four: tuple[int, ...], of_two: tuple[int, ...]
) -> tuple[int, ...]:
    return of_four if len(VINTAGES[kind]) == 4 else of_two


@lru_cache(maxsize=1)
def _devices_a_model() -> dict[tuple[EquipmentKind, int], int]:
    """How much of what is installed one model of a kind and era stands for, in a default catalog.

    The one that covers an era was sold throughout and counts twice (below).
    """
    models = Counter(_slots(50))
    return {
        (kind, era): 100 * DEVICES_MIX[kind] * share // models[kind, era]
        for kind in KINDS
        for era, share in enumerate(_by_era(kind, VINTAGE_DEVICES, TWO_VINTAGE_DEVICES))
    }


MIN_EQUIPMENT_TYPES: Final = sum(map(len, VINTAGES.values()))
"""Enough for every kind in every era."""


MAX_EQUIPMENT_TYPES: Final = 1_000
"""Models that the brands, sizes and efficiencies of the rules can tell apart, and some to spare."""
ANNOUNCED_BEFORE: Final = 6
"""Months before its first year from which a model is on the makers' price lists: what is sold in
December is put in in January. Assumption."""


class Models(NamedTuple):
    """How large a catalog is, and the last model year that is on the price lists with it."""

    size: int = 50
    known_in: int = 9999


def models_on(day: Any, count: int = 50) -> Models:
    """The catalog of so many models as it is on a day: numpy's, or the standard library's."""
    month = np.datetime64(day, "M") + np.timedelta64(ANNOUNCED_BEFORE, "M")
    return Models(count, int(month.astype("datetime64[Y]").astype(np.int64)) + 1970)


def announced_on(year: Any) -> Any:
    """The day from which models of a first year are on the price lists; an array for an array."""
    return ((year - 1970) * 12 - ANNOUNCED_BEFORE).astype("datetime64[M]").astype("datetime64[D]")


def most_models(day: Any) -> int:
    """How many models could be told apart on a day."""
    known_in = models_on(day).known_in
    if known_in > NEWEST_GAS:
        return MAX_EQUIPMENT_TYPES
    return sum(spec.introduced_year <= known_in for spec in _stream(MAX_EQUIPMENT_TYPES))


@lru_cache(maxsize=8)
def equipment_catalog(size: int | Models = 50) -> tuple[EquipmentSpec, ...]:
    """So many models, known on the day that ``size`` speaks of, and then those that come later.

    The later ones are of the catalog of today, in the order in which they come. A number alone
    is the size of today's. Raises ValueError when there are not so many.
    """
    count, known_in = size if isinstance(size, Models) else Models(size)
    today = _stream(count)
    later = sorted(
        (spec for spec in today if spec.introduced_year > known_in),
        key=lambda spec: spec.introduced_year,
    )
    if not later:
        return today
    known = [spec for spec in _stream(MAX_EQUIPMENT_TYPES) if spec.introduced_year <= known_in]
    if len(known) < count:
        raise ValueError(f"no {count} models were known in {known_in}")
    return (*known[:count], *later)


@lru_cache(maxsize=8)
def _stream(count: int) -> tuple[EquipmentSpec, ...]:
    """``count`` distinct models, always the same; first one of every kind and era.

    Each next model of a kind has the brand, size and efficiency that are most behind their share.
    Raises ValueError when ``count`` is below MIN_EQUIPMENT_TYPES, or above what can be told apart
    (over a thousand).
    """
    if count < MIN_EQUIPMENT_TYPES:
        raise ValueError(f"{count} models cannot cover {MIN_EQUIPMENT_TYPES} kinds and eras")
    choices = {
        (kind, era): list(product(BRANDS[kind], KINDS[kind].capacities, range(len(vintage.tiers))))
        for kind, vintages in VINTAGES.items()
        for era, vintage in enumerate(vintages)
    }
    used: Counter[object] = Counter()
    specs = []
    for serial, (kind, era) in enumerate(_slots(count)):
        open_ = choices[kind, era]
        if not open_:
            raise ValueError(f"no {count} models can be told apart")
        covering = serial < MIN_EQUIPMENT_TYPES
        if covering:
            # One of each era fits a home.
            open_ = [c for c in open_ if c[2] == 0 and c[1] <= AT_HOMES_AT_MOST.get(kind, c[1])]
        chosen = _most_behind(used, kind, era, open_)
        choices[kind, era].remove(chosen)
        brand, kbtu, step = chosen
        used.update(((kind, era, brand), (kind, era, "size", kbtu), (kind, era, "step", step)))
        used.update(((kind, "size", kbtu),))
        used[brand] += _devices_a_model()[kind, era] * (4 if covering else 2)
        specs.append(_spec(kind, era, brand, kbtu, step, serial, covering))
    return tuple(specs)


def _most_behind(
    used: Counter[object], kind: EquipmentKind, era: int, open_: list[tuple[str, int, int]]
) -> tuple[str, int, int]:
    """A brand that is not in the kind and era yet, the most behind its share of the devices; then
    the size and efficiency that were used least for their share."""
    rule = KINDS[kind]
    devices = _devices_a_model()[kind, era]

    def by_brand(brand: str) -> tuple[int, bool, int]:
        share = BRANDS[kind][brand]
        # The indoor half is of the brand of the outdoor one.
        odd = kind == AIR_HANDLER and not used[HEAT_PUMP, era, brand]
        return (
            used[kind, era, brand] * 10 // share,
            odd,
            (used[brand] + 2 * devices) * 1000 // share,
        )

    def by_size(choice: tuple[str, int, int]) -> int:
        _, kbtu, step = choice
        earlier = 0 if era in ROOMS_STAY.get(kind, ()) else used[kind, "size", kbtu]
        taken = 2 * used[kind, era, "size", kbtu] + earlier
        sizes = (taken + 1) * 1000 // rule.capacities[kbtu]
        return sizes + used[kind, era, "step", step] * 30

    best = min(dict.fromkeys(brand for brand, _, _ in open_), key=by_brand)
    return min((choice for choice in open_ if choice[0] == best), key=by_size)


def _spec(
    kind: EquipmentKind, era: int, brand: str, kbtu: int, step: int, serial: int, covering: bool
) -> EquipmentSpec:
    vintage = VINTAGES[kind][era]
    tier = vintage.tiers[step]
    # UEF is below one, and coded by its hundredths.
    code = tier.rating if tier.rating < 100 else tier.rating // 100
    style = _STYLES[kind, brand]
    first, last = (tier.first, tier.last) if covering else _years(tier, serial)
    rank = sorted(t.rating for t in vintage.tiers).index(tier.rating)
    price = installed_price(kind, kbtu, rank, len(vintage.tiers), brand, era)
    return EquipmentSpec(
        brand=brand,
        model=style.format(k=f"{kbtu:02d}", K=f"{kbtu:03d}", t=code, v="BCDE"[era]),
        kind=kind,
        btu_rating=1000 * kbtu,
        energy_rating=tier.rating,
        rating_unit=vintage.unit,
        refrigerant=refrigerant_of(vintage, brand),
        installed_price=price,
        list_price=500 * half_up(price * EQUIPMENT_SHARE, 50_000),
        expected_life_years=KINDS[kind].life_years,
        warranty_months=_warranty(kind, tier, serial),
        introduced_year=first,
        discontinued_year=last,
    )


_NEWEST_GASES: Final = GASES[-1]
NEWEST_GAS: Final = max(vintages[-1].first for vintages in VINTAGES.values())
"""The year in which the refrigerants of today came [K]."""


def gas_came_in(gas: Refrigerant | None) -> int:
    """The first model year of units on a refrigerant; of none, the oldest of all."""
    first = min(vintage.first for vintages in VINTAGES.values() for vintage in vintages)
    return NEWEST_GAS if gas in _NEWEST_GASES else first


def _years(tier: Tier, serial: int) -> tuple[int, int | None]:
    """Model years of a line within its era: at most ten, the latest still made. Of what came with a
    new refrigerant one in three was ready in its first year. Assumption."""
    if tier.last is None and tier.first >= NEWEST_GAS:
        return tier.first + (serial % 3 > 0), None
    if tier.last is None:
        first = min(tier.first + 3 * (serial % 5), NEWEST_GAS - 1)
        return first, first + 9 if first < 2014 else None
    first = tier.first + (5 * serial) % max(1, tier.last - tier.first - 5)
    return first, min(tier.last, first + 9)


def _warranty(kind: EquipmentKind, tier: Tier, serial: int) -> int:
    """Months of parts warranty: 120 registered, 60 unregistered [K]; tanks 72, before 2010 60 [K].

    Assumption: every fourth model's owners do not register.
    """
    if tier.last is not None and tier.last <= 2010:
        return 60
    if kind is WATER_HEATER:
        return 72
    return 60 if serial % 4 == 3 else 120
