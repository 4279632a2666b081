"""Which parts a single visit takes: the one that mends, then small goods that fit the unit.

The same families as in whole companies (``factories.rules.parts.usage``), for one call at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from factories.rules.calls.service import REFRIGERANT_WORK
from factories.rules.equipment.kinds import FURNACE
from factories.rules.parts import jobs
from factories.rules.parts.catalog import PartSpec, part_catalog
from hvac_models import EquipmentKind

NOT_ALONE: Final = frozenset({*REFRIGERANT_WORK, "Capacitor"})
"""Failures mended with more than a part: certified hands and refrigerant, or a rating in the
notes."""


SMALL_ROLES: Final = ("filter", "consumable", "companion")
SMALL_GOODS: Final = ("Wire terminal kit {}", "Low voltage fuse {}")
"""Used on any unit that has wires. Assumption."""

KEPT_FOR_LATER: Final = frozenset(
    {
        jobs.FILTER,
        "Thermostat batteries {}",
        "Remote control batteries {}",
        "Blower belt {}",
        "Boiler water treatment {}",
        "Anode rod {} magnesium",
    }
)
"""Renewed seldom, some of them for the whole house: see ``due``. Assumption."""


@dataclass(frozen=True)
class Job:
    """A visit's unit and what it is for; ``component`` is what failed, if anything."""

    kind: str
    btu: int
    component: str | None
    tune_up: bool


@lru_cache(maxsize=256)
def parts_on_hand(job: Job) -> tuple[PartSpec, ...]:
    """The parts for one visit, each once, in the order in which they are taken."""
    kind = EquipmentKind(job.kind)
    fitting = [spec for spec in part_catalog() if kind in spec.fits]
    mending = () if job.component in NOT_ALONE else _mending(fitting, job)
    first = jobs.ON_TUNE_UPS if job.tune_up else jobs.ON_REPAIRS
    # A single visit knows of no other at the house: what may have been renewed there comes last.
    listed = dict.fromkeys((*first, *jobs.ON_TUNE_UPS, *SMALL_GOODS))
    listed = dict.fromkeys(sorted(listed, key=KEPT_FOR_LATER.__contains__))
    order = {name: place for place, name in enumerate(listed)}
    families: dict[str, PartSpec] = {}
    for spec in sorted(fitting, key=lambda spec: _distance(spec, job)):
        name = jobs.FILTER if spec.role == "filter" else spec.family
        if spec.role in SMALL_ROLES and not spec.grade:
            families.setdefault(name, spec)
    usual = sorted((name for name in families if name in order), key=order.__getitem__)
    return (*mending, *(families[name] for name in usual))


def _mending(fitting: list[PartSpec], job: Job) -> tuple[PartSpec, ...]:
    """The part of the nearest size that mends the failure; none where it takes no part."""
    found = [
        spec for spec in fitting if spec.role == "component" and spec.component == job.component
    ]
    return (min(found, key=lambda spec: _distance(spec, job)),) if found else ()


def _distance(spec: PartSpec, job: Job) -> int:
    low, high = spec.capacity or (0, 10_000)
    kbtu = job.btu // (2_000 if job.kind == FURNACE and len(spec.fits) > 1 else 1_000)
    return max(low - kbtu, kbtu - high, 0)
