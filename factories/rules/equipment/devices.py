"""How old the devices are that customers bring along, and how often each fails."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Final, TypeAlias

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask, cut_points, cut_table
from factories.engine.values import Coded, Days
from factories.rules.calls.service import COMPONENTS
from factories.rules.equipment.end_of_life import GONE_GAS_MENDED, on_gone_gas
from factories.rules.equipment.installed_base import (
    KINDS,
    EquipmentSpec,
    Models,
    components,
    equipment_catalog,
    failure_percent,
    fits_a_home,
    locations,
)
from factories.rules.equipment.kinds import GASES, NEWER_GAS, SOLD_OFF
from factories.rules.hours.calendar import next_office_day
from hvac_models import Climate, CustomerType, EquipmentKind, InstallationLocation

KIND_ORDER: Final = tuple(KINDS)
KIND_NAMES: Final = tuple(str(kind) for kind in KIND_ORDER)
HEAT_PUMP, AIR_HANDLER = KIND_NAMES.index("Heat Pump"), KIND_NAMES.index("Air Handler")
SEASONS: Final = ("cooling", "heating", "both")

OLDEST_MODEL_YEAR: Final = 1985
"""The oldest model year in the catalog."""
INSTALLED_AT_MOST: Final = 0.35
"""Largest share of all devices that is installed within the history. Assumption."""
REPLACEMENT_SHARE: Final = 0.64
"""Share of the installations that replace a device; the others are additions and new customers'
first devices. Assumption."""
CAME_TO_BUY: Final = 0.22
"""Share of the customers won within the history who came for an installation. Assumption."""
SAME_SIZE: Final = 2_000
"""BTU/h by which a replacement may be further off the old size than the nearest model.
Assumption."""
UPGRADE_SIZE: Final = 35
"""Percent by which an upgrade may be off the old capacity: the next sizes makers offer.
Assumption."""
BUYERS_INSTALLED_WITHIN: Final = 18
"""Days within which a customer who came for a new device has it. Assumption."""
TO_HEAT_PUMP: Final = 0.08
"""Share of the replaced central ACs that a heat pump replaces. Assumption."""
ALSO_REPLACES: Final = {"Heat Pump": ("Central AC",)}
"""Other kinds whose work a kind does, so that a new one may take the place of an old one of those:
a heat pump cools as a central AC does [K]."""
DEVICES_MORE: Final = {
    "residential": (30, 6, 2, 1, 1, 1, 1),
    "commercial": (75, 50, 34, 22, 14, 9, 6),
}
"""Weights of a second, third ... device: households have 1 + Poisson(0.35), businesses 1 + a mean
of 2.0 [E]."""
INSTALLERS: Final = {"Builder": 35, "Other Contractor": 65}
"""Who put in what was there before the customer came to us. Assumption."""
COMPONENT_WEAR: Final = {
    "Capacitor": (2.0, 9), "Contactor": (2.0, 12), "Igniter": (1.8, 7), "Blower Motor": (2.5, 16),
    "Compressor": (3.0, 18), "Control Board": (1.2, 20), "Heat Exchanger": (3.0, 22),
    "Condenser Fan Motor": (1.8, 14), "Inducer Motor": (1.8, 14),
}  # fmt: skip
"""Weibull shape and scale (years) [E; the last three are assumptions: metal tires, motors wear]:
which component fails shifts with the device's age."""


_AFTER: Final = 2100
BUYERS_JOIN_BETWEEN: Final = (3, 40)
"""Days from the start of the history, and to its end, between which customers are won by an
installation, at least. Assumption: it is done before the history is over."""
BUYERS_ONE_IN: Final = 4
"""Of how many installations at least one may be a new customer's first device. Assumption."""
INSTALLED_BEFORE_CONTRACT: Final = (3, 400)
"""Days from the installation of a first device to its contract: at least, and how many more at
most. Assumption."""
INSTALLATIONS_FROM_DAY: Final = 2
"""Days from the start of the history to its first installation, at least. Assumption: it is booked
within the history."""
NEW_CUSTOMERS_WAIT: Final = 10
"""Days more until a new customer's old device is replaced. Assumption."""
DEVICES_MORE_SPREAD: Final = (96, 64)
"""Least of the draw by which the weights of a further device are multiplied, and how many values it
has. Assumption."""
DEVICES_MORE_OUT_OF: Final = 125
"""The weights of a second, third ... device as shares where no history tells: out of so many.
Assumption: it gives businesses two more on average [E]."""
REPLACED_FROM_DAYS: Final = 2_920
"""Least age in days of the device that a lead wants replaced. Assumption."""
RETIRED_SHARE: Final = 0.01
"""Share of the devices out of use, of those that were never visited. Assumption."""
REPLACED_FROM_YEARS: Final = 5
"""Age in years from which devices are replaced, older ones more often. Assumption."""
CUSTOMER_BEFORE_PURCHASE: Final = (60, 45)
"""Days as a customer before the as-of date, at least, of who has a device replaced, and of who has
one more installed. Assumption."""
Size: TypeAlias = int | Models
"""Of the catalog: see ``equipment_catalog``."""


@lru_cache(maxsize=8)
def choices(size: Size) -> Ints:
    """Cut points over the catalog's entries, one row a (customer, kind, half of a year from 1985
    on): first of businesses, then of households, at whose homes nothing stands that is too large.

    All that are offered are as likely: the catalog has the brands in proportion to their shares.
    But where a refrigerant goes and another comes, the year says how many take the new one.
    """
    specs = equipment_catalog(size)
    halves = range(2 * OLDEST_MODEL_YEAR, 2 * _AFTER)
    of_kind = np.array([[spec.kind == kind for spec in specs] for kind in KIND_ORDER])
    offered = np.zeros((len(KIND_ORDER), len(halves), len(specs)))
    for row, kind in enumerate(KIND_ORDER):
        for place, half in enumerate(halves):
            for model, weight in _by_gas(size, str(kind), half).items():
                offered[row, place, model] = weight
    anywhere = np.where(offered.any(axis=2, keepdims=True), offered, of_kind[:, None, :])
    small = anywhere * np.array([fits_a_home(spec) for spec in specs])
    at_homes = np.where(small.any(axis=2, keepdims=True), small, anywhere)
    return cut_table(np.concatenate([anywhere, at_homes]).reshape(-1, len(specs)))


def _by_gas(size: Size, kind: str, half: int) -> dict[int, float]:
    """Weights of the models of a kind on offer in a half of a year, and of what is sold off."""
    year, second = divmod(half, 2)
    models = dict.fromkeys((*on_offer(size, kind, half), *_sold_off(size, kind, year)))
    if year not in NEWER_GAS:
        return dict.fromkeys(models, 1.0)
    gases = {model: gas_of(equipment_catalog(size)[model]) for model in models}
    newest = max(gases.values(), default=0)
    new = sum(gas == newest for gas in gases.values())
    if new == len(models):
        return dict.fromkeys(models, 1.0)
    share = (NEWER_GAS[year] + NEWER_GAS.get(year + second, 100)) / 2
    weights = (share / new, (100 - share) / (len(models) - new))
    return {model: weights[gas < newest] for model, gas in gases.items()}


def _sold_off(size: Size, kind: str, year: int) -> list[int]:
    """The catalog's entries whose refrigerant goes in that year."""
    if year not in SOLD_OFF.values():
        return []
    return [
        number
        for number, entry in enumerate(equipment_catalog(size))
        if entry.kind == kind
        and entry.refrigerant in SOLD_OFF
        and year == entry.discontinued_year == SOLD_OFF[entry.refrigerant]
    ]


def gas_of(spec: EquipmentSpec) -> int:
    """Which of ``GASES`` a model is charged with, below 0 for none."""
    return next((n for n, gases in enumerate(GASES) if spec.refrigerant in gases), -1)


def choice_group(kind: Ints, half: Ints, homes: Mask) -> Ints:
    """The row of :func:`choices` for a kind (index into ``KIND_ORDER``) and a half of a year, and
    whether it is put in at a household's."""
    first, after = 2 * OLDEST_MODEL_YEAR, 2 * _AFTER
    row: Ints = kind + len(KIND_ORDER) * homes
    return row * (after - first) + np.clip(half, first, after - 1) - first


def half_year(day: Ints | Days) -> Ints:
    """Halves of years since the year 0."""
    months = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    half: Ints = 2 * 1970 + months // 6
    return half


def ends_model_year(day: int) -> bool:
    """Whether the next day on which anything is put in lies in another year."""
    then = next_office_day(np.array([day + 1]).astype("datetime64[D]"))
    return bool(
        (then.astype("datetime64[Y]") != np.datetime64(day, "D").astype("datetime64[Y]"))[0]
    )


@lru_cache(maxsize=4096)
def on_offer(size: Size, kind: str, half: int) -> tuple[int, ...]:
    """The catalog's entries of a kind that are offered in a half of a year.

    What is sold in December is put in in January. So a model is offered from the middle of its
    first year to the middle of its last, where there is another one.
    """
    year, other = half // 2, half // 2 + (1 if half % 2 else -1)
    entries = equipment_catalog(size)
    sold = [n for n, e in enumerate(entries) if e.kind == kind and e.sold_in(year)]
    return tuple(n for n in sold if entries[n].sold_in(other)) or tuple(sold)


@lru_cache(maxsize=4096)
def like_models(size: Size, model: int, half: int, kind: str = "") -> tuple[int, ...]:
    """The catalog's entries to replace one with: about its size, and of its kind or another. What
    could stand at a home is followed by what can."""
    was, entries = equipment_catalog(size)[model], equipment_catalog(size)
    sold = on_offer(size, kind or str(was.kind), half)
    if fits_a_home(was):
        sold = tuple(n for n in sold if fits_a_home(entries[n])) or sold
    off = {n: abs(entries[n].btu_rating - was.btu_rating) for n in sold}
    return tuple(n for n in sold if off[n] <= min(off.values()) + SAME_SIZE)


INDOORS: Final = ("Blower Motor", "Evaporator Coil", "Drain Line")
"""What of a heat pump is in its air handler [K]: it fails there, where that is a device of its own.
A thermostat or an expansion valve may be either's."""
SYSTEMS: Final = {
    ("Central AC", "Furnace"): 65,
    ("Furnace", "Central AC"): 65,
    ("Heat Pump", "Air Handler"): 100,
}
"""Percent of such pairs in a home that one contractor put in together. Assumption for furnaces: a
coil on a new one is rarely left for another day. The halves of a heat pump share a refrigerant, so
they come and go together [K]."""


@lru_cache(maxsize=2)
def usually_owned(customer: str) -> tuple[float, ...]:
    """Shares of the customers of a type with one, two ... devices, each of the further ones by its
    own weight (``DEVICES_MORE``)."""
    ways = [1]
    for weight in DEVICES_MORE[customer]:
        without = [n * (DEVICES_MORE_OUT_OF - weight) for n in ways] + [0]
        ways = [n + more * weight for n, more in zip(without, [0, *ways], strict=True)]
    return tuple(n / sum(ways) for n in ways)


def put_in_together(kind: Ints, slot: Ints, lot: Ints) -> Ints:
    """Rows of second devices (``slot`` 1, right after the first) that came with the first; ``lot``
    is below a hundred."""
    percent = np.zeros((len(KIND_ORDER), len(KIND_ORDER)), np.int64)
    for (one, other), share in SYSTEMS.items():
        percent[KIND_NAMES.index(one), KIND_NAMES.index(other)] = share
    second = np.flatnonzero(slot == 1)
    together: Ints = second[lot[second] < percent[kind[second - 1], kind[second]]]
    return together


def stands_for(kind: int) -> tuple[tuple[str, ...], ...]:
    """Kinds in whose place a new unit goes: its own first, then those whose work it does."""
    return (KIND_NAMES[kind],), ALSO_REPLACES.get(KIND_NAMES[kind], ())


def halves(customer: Ints, kind: Ints) -> Mask:
    """Which devices are one half of a heat pump: nobody replaces it alone."""
    handler = kind == AIR_HANDLER
    pump = kind == HEAT_PUMP
    found: Mask = handler | pump & among(customer, customer[handler])
    return found


@lru_cache(maxsize=4096)
def better_models(size: Size, model: int, half: int) -> tuple[int, ...]:
    """Those to upgrade one to: as near in size, of a higher efficiency, and not the least that is
    sold of their kind."""
    was, entries = equipment_catalog(size)[model], equipment_catalog(size)
    kin = on_offer(size, str(was.kind), half)
    least = min((entries[n].energy_rating for n in kin), default=0)
    return tuple(
        n
        for n in kin
        if entries[n].energy_rating > max(was.energy_rating, least)
        and abs(entries[n].btu_rating - was.btu_rating) * 100 <= UPGRADE_SIZE * was.btu_rating
    )


@lru_cache(maxsize=8)
def brand_failures(size: Size) -> Ints:
    """Failures compared with the average brand, percent, for each entry of the catalog."""
    return np.array([failure_percent(spec.brand) for spec in equipment_catalog(size)], np.int64)


@lru_cache(maxsize=1)
def season_share() -> Ints:
    """Percent of a kind's failures that come in each season: rows in ``KIND_ORDER``, columns in
    ``SEASONS``."""
    table = np.zeros((len(KIND_ORDER), len(SEASONS)), np.int64)
    for row, kind in enumerate(KIND_ORDER):
        failures = components(kind)
        for weight, season in zip(failures.weights, failures.seasons, strict=True):
            table[row, SEASONS.index(season)] += weight
    return table


OLDEST_AGE: Final = 30
"""Age in years from which the causes of failures no longer change with age. Assumption."""


@lru_cache(maxsize=1)
def component_cuts() -> Ints:
    """Cut points over ``COMPONENTS``, a row for each (kind, season, years of age): of units in
    general, then of those whose refrigerant is gone; then both once more, with heat pumps whose
    air handler is another device."""
    weights = np.zeros((len(KIND_ORDER), len(SEASONS), OLDEST_AGE + 1, len(COMPONENTS)))
    for row, kind in enumerate(KIND_ORDER):
        failures = components(EquipmentKind(kind))
        for name, weight, season in zip(*failures, strict=True):
            wear = [weight * _wear(str(name), age) for age in range(OLDEST_AGE + 1)]
            weights[row, SEASONS.index(season), :, COMPONENTS.index(str(name))] = wear
        out_of_season = ~weights[row].any(axis=2)
        weights[row, out_of_season, COMPONENTS.index(str(failures.components[0]))] = 1.0
    gone = weights.copy()
    for component, percent in GONE_GAS_MENDED.items():
        gone[..., COMPONENTS.index(str(component))] *= percent / 100
    whole = np.concatenate([weights, gone])
    outdoors = whole.copy()
    pumps = np.arange(HEAT_PUMP, len(whole), len(KIND_ORDER))
    for part in INDOORS:
        outdoors[pumps, ..., COMPONENTS.index(part)] = 0.0
    # Where a season's failures were all of the indoor half, what fails in either is left.
    some, either = np.any(outdoors, axis=3, keepdims=True), SEASONS.index("both")
    outdoors = np.where(some, outdoors, outdoors[:, [either]])
    return cut_table(np.concatenate([whole, outdoors]).reshape(-1, len(COMPONENTS)))


def component_group(
    kind: Ints,
    season: Ints,
    age: Ints,
    gone_gas: Mask | bool = False,
    beside_handler: Mask | bool = False,
) -> Ints:
    """The row of :func:`component_cuts`; ``beside_handler`` as of
    ``systems.beside_handlers``."""
    row = kind + len(KIND_ORDER) * (np.asarray(gone_gas) + 2 * np.asarray(beside_handler))
    group: Ints = (row * len(SEASONS) + season) * (OLDEST_AGE + 1) + np.clip(age, 0, OLDEST_AGE)
    return group


@lru_cache(maxsize=8)
def gone_gases(size: Size) -> Mask:
    """Which entries of the catalog hold a refrigerant that is gone."""
    return on_gone_gas(equipment_catalog(size))


DEFECTS: Final = {
    "Control Board": 2.8,
    "Evaporator Coil": 1.6,
    "Expansion Valve": 1.6,
    "Inducer Motor": 1.5,
    "Gas Valve": 1.5,
    "Blower Motor": 1.2,
    "Condenser Fan Motor": 1.2,
    "Compressor": 0.45,
}
"""Hazard of young components against that at nine years: they fail of defects in boards, motors and
the sealed circuit, before anything wears out. Assumption: what the makers' warranties mostly pay
for, so that claims are worth their form."""
DEFECTS_UNTIL: Final = 10
"""Years of age from which on there is wear only. Assumption: the longest warranty on parts."""


def _wear(component: str, age: int) -> float:
    """The hazard at an age against that at ten years, about the mean age of what fails."""
    shape, _scale = COMPONENT_WEAR.get(component, (1.0, 1))
    ratio: float = ((age + 0.5) / 10.0) ** (shape - 1.0)
    least = DEFECTS.get(component, 0.0) if age < DEFECTS_UNTIL else 0.0
    return round(max(ratio, least), 6)


LOCATION_NAMES: Final = tuple(str(place) for place in InstallationLocation)
CUSTOMER_NAMES: Final = tuple(str(kind) for kind in CustomerType)
CLIMATE_NAMES: Final = tuple(str(climate) for climate in Climate)


@lru_cache(maxsize=1)
def location_cuts() -> Ints:
    """Cut points over ``LOCATION_NAMES``, a row for each (customer, climate, kind)."""
    rows = product(CUSTOMER_NAMES, Climate, KIND_ORDER)
    stands = [locations(kind, climate, CustomerType(who)) for who, climate, kind in rows]
    return np.array(
        [
            cut_points(tuple(float(places.get(place, 0)) for place in InstallationLocation))
            for places in stands
        ]
    )


def location_group(customer: Coded, climate: Coded, kind: Coded) -> Ints:
    """The row of :func:`location_cuts`."""
    who = customer.map({name: number for number, name in enumerate(CUSTOMER_NAMES)})
    row = climate.map({name: number for number, name in enumerate(CLIMATE_NAMES)})
    column = kind.map({name: number for number, name in enumerate(KIND_NAMES)})
    group: Ints = (who * len(CLIMATE_NAMES) + row) * len(KIND_ORDER) + column
    return group
