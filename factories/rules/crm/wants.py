"""What new customers and leads have, or want: the kind of equipment, by climate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from factories.engine.streams import Chance, Ints, Mask, cut_points
from factories.rules.calls.urgency import COOLS_ONLY, HEATS_ONLY
from factories.rules.crm.sales import INTERESTS
from factories.rules.equipment import devices as rules
from factories.rules.equipment.ages import AGE_BANDS
from factories.rules.equipment.installations import in_season
from factories.rules.equipment.installed_base import KIND_MIX
from factories.rules.region.territory import metro_for
from hvac_models import Climate, CustomerType

LEADS_REPLACING: Final = 0.27
"""Share of the leads who want a new system in the place of an old one. Assumption, measured: of the
history's new customers whose first visit was an installation most had nothing in use before."""
NAMES_THE_UNIT: Final = 0.55
"""Of the leads who want a new system, those who say which kind; others ask for "a new system".
Assumption."""
LEADS_ASKING_FOR_A_CHECK: Final = 0.38
"""Share of the leads who want their system looked at who ask for an inspection. Assumption,
measured: that of the history's new customers who come for one, so that nothing tells who is won."""
AC_REPAIR, HEATING_REPAIR = INTERESTS.index("AC Repair"), INTERESTS.index("Heating Repair")
INSTALLATION = INTERESTS.index("Installation")


def first_kinds(
    chance: Chance, interest: Ints, branch: Ints, commercial: Mask, asked: Ints
) -> Ints:
    """Index into ``KIND_ORDER`` of what each newcomer has, or wants: by climate, new ones by the
    season of the day (number) on which it was ``asked`` for, and nothing that what they ask for
    does not fit."""
    by_kind = np.arange(len(rules.KIND_ORDER))
    months = in_season(by_kind, asked[:, None]).tolist()
    rows = zip(interest.tolist(), branch.tolist(), commercial.tolist(), months, strict=True)
    cuts = [
        cut_points(_weights(wish, metro_for(number).climate, firm, tuple(month)))
        for wish, number, firm, month in rows
    ]
    table = np.array(cuts, np.int64).reshape(len(cuts), len(by_kind))
    kind = chance.choose_by("kind", table, np.arange(len(cuts)))
    # An air handler is the indoor half of a split system: what stands alone is a heat pump.
    indoor = kind == rules.KIND_NAMES.index("Air Handler")
    return np.where(indoor, rules.KIND_NAMES.index("Heat Pump"), kind)


@lru_cache(maxsize=4096)
def _weights(
    interest: int, climate: Climate, commercial: bool, month: tuple[int, ...]
) -> tuple[int, ...]:
    """How often it is each of ``KIND_ORDER``; ``month`` is what is put in then, in percent."""
    type_ = CustomerType.COMMERCIAL if commercial else CustomerType.RESIDENTIAL
    unfit = {AC_REPAIR: HEATS_ONLY, HEATING_REPAIR: COOLS_ONLY}.get(interest, frozenset())
    mix = KIND_MIX[climate, type_]
    weights = tuple(0 if name in unfit else mix.get(name, 0) for name in rules.KIND_ORDER)
    if interest == INSTALLATION:
        return tuple(weight * here for weight, here in zip(weights, month, strict=True))
    return weights


@dataclass(frozen=True)
class Wants:
    """One row a lead."""

    kind: Ints
    """Index into ``KIND_ORDER`` of the equipment that it is about."""
    replaces: Mask
    """Whether a new one is to take the place of an old one."""
    says: Mask
    """Whether the lead names the kind."""
    component: Ints
    """Index into ``rules.calls.service.COMPONENTS`` of what is broken; -1 for what is no repair."""
    checks: Mask
    """Whether an inspection is asked for, of those who want their system looked at."""


def wants(
    seed: int,
    lead: Ints,
    interest: Ints,
    branch: Ints,
    business: Mask,
    asked: Ints,
) -> Wants:
    """What each lead (a key) of a day (number) is about, whoever it becomes: the notes of one that
    will be won tell no more than those of others."""
    chance = Chance(seed, ("leads", "wants"), lead)
    kind = first_kinds(chance, interest, branch, business, asked)
    installs = interest == INSTALLATION
    replaces = installs & chance.happens("replaces", LEADS_REPLACING)
    says = ~installs | chance.happens("says", NAMES_THE_UNIT)
    says &= interest != INTERESTS.index("Maintenance")
    checks = (interest == INTERESTS.index("Maintenance")) & asks_for_check(seed, lead)
    return Wants(kind, replaces, says, _broken(chance, interest, kind), checks)


def asks_for_check(seed: int, lead: Ints) -> Mask:
    """Which leads (keys) who want their system looked at mean an inspection, and no tune-up."""
    chance = Chance(seed, ("leads", "wants"), lead)
    return chance.happens("checks", LEADS_ASKING_FOR_A_CHECK)


def _broken(chance: Chance, interest: Ints, kind: Ints) -> Ints:
    """What is broken at the places of those who ask for a repair: what fails in the season that
    they miss the unit in, at the age of some unit."""
    cools = interest == AC_REPAIR
    season = np.array(rules.season_share(), np.int64)[kind]
    season[~cools, rules.SEASONS.index("cooling")] = 0
    season[cools, rules.SEASONS.index("heating")] = 0
    edges = np.cumsum(season, axis=1)
    point = chance.below("season", np.maximum(edges[:, -1], 1))
    missed = np.minimum((edges <= point[:, None]).sum(axis=1), len(rules.SEASONS) - 1)
    band = chance.choose("band", [weight for _, _, weight in AGE_BANDS])
    age = np.array([(low + high) // 730 for low, high, _ in AGE_BANDS], np.int64)[band]
    # A heat pump may turn out to have its air handler on file: then that would be the one.
    group = rules.component_group(kind, missed, age, beside_handler=True)
    component = chance.choose_by("component", rules.component_cuts(), group)
    return np.where(cools | (interest == HEATING_REPAIR), component, -1)
