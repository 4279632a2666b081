"""What visits do to units, as far as it decides which parts they take."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import Coded
from factories.rules.calls import service
from factories.rules.calls.service import (
    COMPONENTS,
    EMERGENCY,
    INSPECTION,
    INSTALLATION,
    MAINTENANCE,
    REPAIR,
)
from factories.rules.parts import due
from factories.rules.parts.usage import (
    FILTERS,
    ON_GROUND,
    ON_ROOF,
    REFRIGERANTS,
    TUNE_UP,
    TUNE_UP_ON_GROUND,
    PartTables,
)

_LEAK = COMPONENTS.index("Refrigerant Leak")
STAYS_OFF: Final = -2
"""In the place of a component: nothing is put into a unit that its owner gives up."""


@dataclass
class Tasks(ABC):
    """One row a visit of a branch: what is done there, on which hangs what parts it takes.

    What is drawn hangs on what the visits are known by, which the history, a day and a quote each
    have their own way of saying. Parts are positions in ``parts``, visits are rows here.
    """

    tables: PartTables
    kind: Ints
    """Index into ``rules.calls.service.TYPES``."""
    component: Ints
    """Index into ``rules.calls.service.COMPONENTS``, or -1; ``STAYS_OFF`` where a unit is given
    up."""
    awaits_part: Mask
    equipment: Ints
    """Of the device, position in ``equipment_types``."""
    on_roof: Mask
    gas: Ints
    """Index into ``REFRIGERANTS`` of what the device holds, or -1."""
    day: Ints
    customer: Ints
    device: Ints
    """Of the branch, as ``renewed`` has them too."""
    renewed: due.Renewed
    """What was renewed before all of these visits."""
    own_filters: Mask
    """True where a plan includes the visit but no filter: nobody sends a bill for one, and the
    customer's own is put in."""
    first_equipment: Ints
    """The same as ``equipment`` of the unit for which the ducts were made: the first in the house
    of those that share them, else the device."""

    @abstractmethod
    def by_device(self, label: str, visit: Ints, number: Ints | int = 0) -> Chance:
        """Draws that are the same on all visits to a device."""

    @abstractmethod
    def by_house(self, label: str, visit: Ints, number: Ints | int = 0) -> Chance:
        """Draws that are the same for all units on the same ducts: those of the first one."""

    @abstractmethod
    def by_fault(self, label: str, visit: Ints, number: Ints | int = 0) -> Chance:
        """Draws that are the same on the visit at which a fault is found, and on the one on which
        the part for it comes."""

    @abstractmethod
    def by_visit(self, label: str, visit: Ints, number: Ints | int = 0) -> Chance:
        """Draws of each visit."""

    def __len__(self) -> int:
        return len(self.kind)

    @cached_property
    def model(self) -> Ints:
        """Of the device, as ``PartTables`` has it."""
        return self.tables.model[self.equipment]

    @cached_property
    def first_model(self) -> Ints:
        """Of the unit for which the ducts were made."""
        return self.tables.model[self.first_equipment]

    @cached_property
    def repaired(self) -> Mask:
        """True for repairs, urgent ones included."""
        repaired: Mask = (self.kind == REPAIR) | (self.kind == EMERGENCY)
        return repaired

    @cached_property
    def found_nothing(self) -> Mask:
        """True for those at which no component was found that had failed."""
        none: Mask = self.repaired & (self.component < 0)
        return none

    @cached_property
    def fixes(self) -> tuple[Ints, Ints]:
        """The visits on which a part is fitted, and that part."""
        return _fixes(self)

    @cached_property
    def opened(self) -> Mask:
        """True where the circuit is opened, so that all of its charge goes in: for a part of it,
        and for a leak that takes a new drier. Other leaks are stopped under pressure."""
        opened = filled_anew(self.component)
        visit, part = self.fixes
        opened[visit[self.tables.opens[part]]] = True
        return opened

    @cached_property
    def job(self) -> Ints:
        """What each is to the tables: a component, a tune-up, an installation by its place."""
        mended = self.repaired & (self.component >= 0) & ~self.awaits_part
        job = np.where(mended, self.component, len(COMPONENTS))
        looks = among(self.kind, (MAINTENANCE, INSPECTION))
        job[looks] = np.where(self.on_roof[looks], TUNE_UP, TUNE_UP_ON_GROUND)
        installs = self.kind == INSTALLATION
        return np.where(installs, np.where(self.on_roof, ON_ROOF, ON_GROUND), job)


def gases(names: Coded) -> Ints:
    """Index into ``REFRIGERANTS`` of each model of ``equipment_types``, -1 where it has none."""
    codes = [REFRIGERANTS.index(name) if name else -1 for name in names.values]
    return np.array(codes, np.int64)[names.codes]


def of_family(tasks: Tasks, visit: Ints, family: Ints) -> Ints:
    """The part of a family that the device takes, on every visit the same; a filter is that of the
    house."""
    part = np.empty(len(visit), np.int64)
    filters = family == FILTERS
    for rows, draws, models in (
        (np.flatnonzero(~filters), tasks.by_device, tasks.model),
        (np.flatnonzero(filters), tasks.by_house, tasks.first_model),
    ):
        model, of = models[visit[rows]], family[rows]
        count = np.maximum(tasks.tables.variants_count[model, of], 1)
        pick = draws("device parts", visit[rows], of).below("variant", count)
        part[rows] = tasks.tables.variants[model, of, pick]
    return part


def filled_anew(component: Ints) -> Mask:
    """Failures (indexes into ``COMPONENTS``) for whose part a circuit is opened that was tight: all
    of its charge goes in again."""
    anew: Mask = among(component, service.SEALED) & (component != _LEAK)
    return anew


def _fixes(tasks: Tasks) -> tuple[Ints, Ints]:
    tables, model = tasks.tables, tasks.model
    mended = (tasks.component >= 0) & ~tasks.awaits_part
    choices = np.where(mended, tables.fixes_count[model, tasks.component], 0)
    chance = tasks.by_fault("parts", np.arange(len(tasks)))
    pick = chance.below("fix", np.maximum(choices, 1))
    family = tables.fixes[model, tasks.component, pick]
    fixed = np.flatnonzero(choices > 0)
    return fixed, of_family(tasks, fixed, family[fixed])
