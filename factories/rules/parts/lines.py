"""Which parts visits use, and how much of each: in the history, on a day and in a quote."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from factories.engine.set_operations import among
from factories.engine.streams import Chance, Ints, Mask, keep_weighted
from factories.engine.values import Coded
from factories.rules.calls import service
from factories.rules.calls.service import (
    COMPONENTS,
    EMERGENCY,
    INSPECTION,
    INSTALLATION,
    MAINTENANCE,
    REPAIR,
    TYPES,
)
from factories.rules.equipment.charges import full_charges, topped_up
from factories.rules.parts.jobs import CERTAIN
from factories.rules.parts.usage import (
    ON_GROUND,
    ON_ROOF,
    REFRIGERANTS,
    TUNE_UP,
    TWO_FILTERS,
    PartTables,
)

_LEAK = COMPONENTS.index("Refrigerant Leak")


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
    """Index into ``rules.calls.service.COMPONENTS``, or -1."""
    awaits_part: Mask
    equipment: Ints
    """Of the device, position in ``equipment_types``."""
    on_roof: Mask
    gas: Ints
    """Index into ``REFRIGERANTS`` of what the device holds, or -1."""

    @abstractmethod
    def by_device(self, label: str, visit: Ints, number: Ints | int = 0) -> Chance:
        """Draws that are the same on all visits to a device."""

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
    def repaired(self) -> Mask:
        """True for repairs, urgent ones included."""
        repaired: Mask = (self.kind == REPAIR) | (self.kind == EMERGENCY)
        return repaired

    @cached_property
    def job(self) -> Ints:
        """What each is to the tables: a component, a tune-up, an installation by its place."""
        mended = self.repaired & (self.component >= 0) & ~self.awaits_part
        job = np.where(mended, self.component, len(COMPONENTS))
        job[(self.kind == MAINTENANCE) | (self.kind == INSPECTION)] = TUNE_UP
        installs = self.kind == INSTALLATION
        return np.where(installs, np.where(self.on_roof, ON_ROOF, ON_GROUND), job)


def gases(names: Coded) -> Ints:
    """Index into ``REFRIGERANTS`` of each model of ``equipment_types``, -1 where it has none."""
    codes = [REFRIGERANTS.index(name) if name else -1 for name in names.values]
    return np.array(codes, np.int64)[names.codes]


def _of_family(tasks: Tasks, visit: Ints, family: Ints) -> Ints:
    """The part of a family that the device takes, on every visit the same."""
    model = tasks.model[visit]
    chance = tasks.by_device("device parts", visit, family)
    count = tasks.tables.variants_count[model, family]
    part: Ints = tasks.tables.variants[model, family, chance.below("variant", np.maximum(count, 1))]
    return part


def quantities(tasks: Tasks, visit: Ints, part: Ints) -> Ints:
    """How much of each: refrigerant as the unit holds and the work takes, filters as it has
    slots."""
    tables = tasks.tables
    chance = tasks.by_fault("quantities", visit, part)
    quantity = chance.between("quantity", tables.low[part], tables.high[part])
    of_model = tables.filters[tasks.model[visit]]
    two = tasks.by_device("filters", visit).happens("two", TWO_FILTERS)
    filters = np.where(two & tables.pleated[part], np.maximum(of_model, 2), of_model)
    filled = np.where(tables.is_filter[part], filters, quantity)
    charged = np.flatnonzero(tables.gas[part])
    filled[charged] = _pounds(tasks, visit[charged], part[charged])
    return filled


def _pounds(tasks: Tasks, visit: Ints, part: Ints) -> Ints:
    """What a leak lost; a circuit that was open for another part was evacuated, and is filled."""
    btu = 1_000 * tasks.tables.kbtu[tasks.model[visit]]
    full = full_charges(tasks.by_device("charge", visit), tasks.tables.gas[part], btu)
    leak = tasks.component[visit] == _LEAK
    return np.where(leak, topped_up(tasks.by_fault("quantities", visit, part), full), full)


def needed_parts(tasks: Tasks) -> tuple[Ints, Ints, Mask]:
    """Visit, part and whether it is what the visit is for: the part that mends, the unit put in
    with its first materials, the refrigerant that was lost."""
    fixed, fix = _fixes(tasks)
    installs = np.flatnonzero(tasks.kind == INSTALLATION)
    put_in, with_it = _with_units(tasks, installs)
    opened = among(tasks.component, service.SEALED)
    gas = np.where(tasks.gas >= 0, tasks.tables.refrigerant[np.maximum(tasks.gas, 0)], -1)
    refilled = np.flatnonzero(opened & ~tasks.awaits_part & (gas >= 0))
    visit = np.concatenate([fixed, installs, put_in, refilled])
    units = tasks.tables.units[tasks.equipment[installs]]
    part = np.concatenate([fix, units, with_it, gas[refilled]])
    # A leak is mended with what was lost; for other repairs the refrigerant comes on top of the
    # part.
    is_main = np.concatenate(
        [
            np.ones(len(fixed) + len(installs), np.bool_),
            np.zeros(len(put_in), np.bool_),
            (tasks.component[refilled] == _LEAK) & ~among(refilled, fixed),
        ]
    )
    return visit, part, is_main


def _fixes(tasks: Tasks) -> tuple[Ints, Ints]:
    """The visits on which a part is fitted, and that part."""
    tables, model = tasks.tables, tasks.model
    mended = (tasks.component >= 0) & ~tasks.awaits_part
    choices = np.where(mended, tables.fixes_count[model, tasks.component], 0)
    chance = tasks.by_fault("parts", np.arange(len(tasks)))
    pick = chance.below("fix", np.maximum(choices, 1))
    family = tables.fixes[model, tasks.component, pick]
    fixed = np.flatnonzero(choices > 0)
    return fixed, _of_family(tasks, fixed, family[fixed])


def _with_units(tasks: Tasks, installs: Ints) -> tuple[Ints, Ints]:
    """What no unit is put in without: the first materials of its job, and the coil that matches."""
    tables, model, job = tasks.tables, tasks.model, tasks.job
    visits, parts = [], []
    for slot in range(CERTAIN):
        has = installs[tables.extras_count[model[installs], job[installs]] > slot]
        visits.append(has)
        parts.append(_of_family(tasks, has, tables.extras[model[has], job[has], slot]))
    coiled = installs[tables.coil[model[installs]] >= 0]
    visits.append(coiled)
    parts.append(_of_family(tasks, coiled, tables.coil[model[coiled]]))
    return np.concatenate(visits), np.concatenate(parts)


def extra_parts(tasks: Tasks, have: Ints, count: int) -> tuple[Ints, Ints]:
    """Filters, small goods and materials, by weight over what each visit still may take; fewer
    than ``count`` where there is room for no more."""
    if count <= 0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    slots = room_for_more(tasks, have)
    visit = np.repeat(np.arange(len(tasks)), slots)
    number = np.arange(len(visit)) - np.repeat(np.cumsum(slots) - slots, slots)
    usual = np.array([round(100 * service.JOBS[name].parts) for name in TYPES])[tasks.kind[visit]]
    weight = np.maximum(usual * 40 // (number + 1) ** 2, 1)
    chance = tasks.by_visit("extra parts", visit, number)
    chosen = visit[keep_weighted(chance, "extra", weight, min(count, len(visit)))]
    return chosen, further_parts(tasks, chosen)


def room_for_more(tasks: Tasks, have: Ints) -> Ints:
    """How many lines each visit may have besides those that it has: ``have`` names their
    visits."""
    most = np.array([service.JOBS[name].most_parts for name in TYPES])[tasks.kind]
    room = np.maximum(tasks.tables.extras_count[tasks.model, tasks.job] - _taken(tasks), 0)
    more = np.maximum(most - np.bincount(have, minlength=len(tasks)), 0)
    slots: Ints = np.minimum(more, room)
    return slots


def _taken(tasks: Tasks) -> Ints:
    """How many of the families of its job each visit has already."""
    return np.where(tasks.kind == INSTALLATION, CERTAIN, 0)


def further_parts(tasks: Tasks, chosen: Ints) -> Ints:
    """What comes on top, a row for each time that a visit (in their order) is ``chosen``."""
    place = np.arange(len(chosen)) - np.searchsorted(chosen, chosen, side="left")
    place += _taken(tasks)[chosen]
    row = tasks.model[chosen], tasks.job[chosen]
    first = tasks.tables.in_order[row]
    turns = np.maximum(tasks.tables.extras_count[row] - first, 1)
    turn = (tasks.by_visit("extra parts", chosen).below("turn", turns) + place - first) % turns
    family = tasks.tables.extras[(*row, np.where(place < first, place, first + turn))]
    return _of_family(tasks, chosen, family)


def other_parts(tasks: Tasks, visits: Ints, have: Ints, part: Ints) -> tuple[Ints, Ints]:
    """What these ``visits`` may use besides the parts that they ``have``: one of each family of
    their job of which they have none."""
    tables, model, job = tasks.tables, tasks.model[visits], tasks.job[visits]
    count = tables.extras_count[model, job]
    row = np.repeat(np.arange(len(visits)), count)
    slot = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    family = tables.extras[model[row], job[row], slot]
    others = _of_family(tasks, visits[row], family)
    fitting = tables.variants[model[row], family]
    known = len(tables.low)
    theirs = visits[row][:, None] * known + fitting
    had = among(theirs.ravel(), have * known + part).reshape(theirs.shape).any(axis=1)
    return visits[row][~had], others[~had]
