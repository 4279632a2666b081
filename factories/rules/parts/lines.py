"""Which parts visits use, and how much of each: in the history, on a day and in a quote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from factories.engine.columns import Columns
from factories.engine.set_operations import among, distinct
from factories.engine.streams import Ints, Mask, keep_weighted
from factories.rules.calls import service
from factories.rules.calls.nothing_found import FILTER_DUE
from factories.rules.calls.service import (
    COMPONENTS,
    INSPECTION,
    INSTALLATION,
    MAINTENANCE,
    TYPES,
)
from factories.rules.crm.contracts import has_no_filters
from factories.rules.equipment.charges import full_charges, topped_up
from factories.rules.parts import due
from factories.rules.parts.catalog import FEET, FEET_APART
from factories.rules.parts.jobs import CERTAIN
from factories.rules.parts.tasks import STAYS_OFF, Tasks, of_family
from factories.rules.parts.usage import (
    FILTERS,
    TWO_FILTERS,
)

_LEAK = COMPONENTS.index("Refrigerant Leak")


def quantities(tasks: Tasks, visit: Ints, part: Ints) -> Ints:
    """How much of each: refrigerant as the unit holds and the work takes, filters as it has
    slots."""
    tables = tasks.tables
    chance = tasks.by_fault("quantities", visit, part)
    quantity = chance.between("quantity", tables.low[part], tables.high[part])
    of_model = tables.filters[tasks.first_model[visit]]
    two = tasks.by_house("filters", visit).happens("two", TWO_FILTERS)
    filters = np.where(two & tables.pleated[part], np.maximum(of_model, 2), of_model)
    filled = np.where(tables.is_filter[part], filters, quantity)
    charged = np.flatnonzero(tables.gas[part])
    filled[charged] = _pounds(tasks, visit[charged], part[charged])
    cut = np.flatnonzero(tables.by_the_foot[part])
    filled[cut] = _feet(tasks, visit[cut], part[cut])
    return filled


def _feet(tasks: Tasks, visit: Ints, part: Ints) -> Ints:
    """Lines and wire go the same way from unit to unit, rarely a very short or a very long one."""
    way = tasks.by_house("way", visit)
    low, high = FEET[0] - FEET_APART[0], FEET[1] - FEET_APART[1]
    long = (way.between("one half", low, high) + way.between("the other", low, high)) // 2
    feet: Ints = long + tasks.by_fault("quantities", visit, part).between("apart", *FEET_APART)
    return feet


def _pounds(tasks: Tasks, visit: Ints, part: Ints) -> Ints:
    """What a leak lost; a circuit that was open was evacuated, and is filled."""
    btu = 1_000 * tasks.tables.kbtu[tasks.model[visit]]
    full = full_charges(tasks.by_device("charge", visit), tasks.tables.gas[part], btu)
    lost = topped_up(tasks.by_fault("quantities", visit, part), full)
    return np.where(tasks.opened[visit], full, lost)


def needed_parts(tasks: Tasks) -> tuple[Ints, Ints, Mask]:
    """Visit, part and whether it is what the visit is for: the part that mends, the unit put in
    with its first materials, the refrigerant that was lost."""
    fixed, fix = tasks.fixes
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


def _with_units(tasks: Tasks, installs: Ints) -> tuple[Ints, Ints]:
    """What no unit is put in without: the first materials of its job, and the coil that matches."""
    tables, model, job = tasks.tables, tasks.model, tasks.job
    visits, parts = [], []
    for slot in range(CERTAIN):
        has = installs[tables.extras_count[model[installs], job[installs]] > slot]
        visits.append(has)
        parts.append(of_family(tasks, has, tables.extras[model[has], job[has], slot]))
    coiled = installs[tables.coil[model[installs]] >= 0]
    visits.append(coiled)
    parts.append(of_family(tasks, coiled, tables.coil[model[coiled]]))
    return np.concatenate(visits), np.concatenate(parts)


def own_filters(kind: Ints, plan: Ints) -> Mask:
    """Which visits are included in a plan without filters, by their types and plans."""
    routine: Mask = (kind == MAINTENANCE) | (kind == INSPECTION)
    return routine & has_no_filters(plan)


@dataclass(frozen=True)
class _Choices(Columns):
    """What visits may take besides what they cannot do without, visit by visit, in the order in
    which each would take it."""

    visit: Ints
    part: Ints
    place: Ints
    """Whose it is, see ``due.places``."""
    lasts: Ints
    """Days for which it is not due again; 0 of what is not used up."""

    def turn(self) -> Ints:
        """How many of the same visit come before each."""
        turn: Ints = np.arange(len(self)) - np.searchsorted(self.visit, self.visit, side="left")
        return turn


def extra_parts(tasks: Tasks, have: Ints, part: Ints, count: int) -> tuple[Ints, Ints]:
    """Filters, small goods and materials, by weight over what each visit still may take; fewer
    than ``count`` where there is room for no more.

    ``have`` and ``part`` are the lines that there are. What was renewed lately is not due, whatever
    the visit is for: lines that come out too near to another give way to others.
    """
    choices, done = _choices(tasks, np.arange(len(tasks))), _renewed(tasks, have, part)
    day, lines = tasks.day[choices.visit], np.bincount(have, minlength=len(tasks))
    taken = np.zeros(len(choices), np.bool_)
    for _ in range(_ROUNDS):
        if (left := count - int(taken.sum())) <= 0:
            break
        open_ = ~taken & ~due.recent(choices.lasts, choices.place, day, done)
        free = choices.rows(np.flatnonzero(open_))
        extra = np.bincount(choices.visit[taken], minlength=len(tasks))
        more = _wanted(tasks, np.bincount(free.visit, minlength=len(tasks)), lines, extra, left)
        picked = np.flatnonzero(open_)[free.turn() < more[free.visit]]
        if not len(picked):
            break
        picked = picked[_may_all_be(tasks, choices.rows(picked), done)]
        taken[picked] = True
        done = done.joined(choices.place[picked], day[picked])
    return choices.visit[taken], choices.part[taken]


_ROUNDS: Final = 8
"""More than it takes until nothing has to give way any more."""


def _wanted(tasks: Tasks, free: Ints, lines: Ints, extra: Ints, count: int) -> Ints:
    """How many more lines each visit takes, of ``count`` in all: one that may have so many that are
    ``free``, and has so many ``lines`` that it needs and so many ``extra``."""
    slots = np.clip(_most(tasks) - lines - extra, 0, free)
    visit = np.repeat(np.arange(len(tasks)), slots)
    number = np.arange(len(visit)) - np.repeat(np.cumsum(slots) - slots, slots) + extra[visit]
    usual = np.array([round(100 * service.JOBS[name].parts) for name in TYPES])[tasks.kind[visit]]
    weight = np.maximum(usual * 40 // (number + 1) ** 2, 1)
    chance = tasks.by_visit("extra parts", visit, number)
    chosen = visit[keep_weighted(chance, "extra", weight, min(count, len(visit)))]
    return np.bincount(chosen, minlength=len(tasks))


def _may_all_be(tasks: Tasks, lines: _Choices, done: due.Renewed) -> Mask:
    """Which of these lines are not too near to one another. A new unit comes with what it needs;
    others find that done."""
    day, new = tasks.day[lines.visit], tasks.kind[lines.visit] == INSTALLATION
    with_units = done.joined(lines.place[new], day[new])
    stays: Mask = new | ~due.recent(lines.lasts, lines.place, day, with_units)
    rest = np.flatnonzero(stays & ~new)
    stays[rest] = due.apart(lines.lasts[rest], lines.place[rest], day[rest])
    return stays


def _renewed(tasks: Tasks, visit: Ints, part: Ints) -> due.Renewed:
    """What was renewed before these visits, and what these lines renew."""
    used = np.flatnonzero(tasks.tables.lasts[part] > 0)
    visit, part = visit[used], part[used]
    return tasks.renewed.joined(_places(tasks, visit, part), tasks.day[visit])


def _places(tasks: Tasks, visit: Ints, part: Ints) -> Ints:
    """Whose each part is."""
    tables = tasks.tables
    shared = tables.shares[tasks.model[visit]] & tables.one_a_house[tables.family[part]]
    families = len(tables.one_a_house)
    return due.places(
        shared, tasks.customer[visit], tasks.device[visit], tables.family[part], families
    )


def _choices(tasks: Tasks, visits: Ints) -> _Choices:
    """All that these ``visits`` may take on top."""
    tables, taken = tasks.tables, _taken(tasks)[visits]
    key = tasks.model[visits], tasks.job[visits]
    count = np.maximum(tables.extras_count[key] - taken, 0)
    row = np.repeat(np.arange(len(visits)), count)
    place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count) + taken[row]
    first = tables.in_order[key]
    turns = np.maximum(tables.extras_count[key] - first, 1)
    lot = tasks.by_visit("extra parts", visits).below("turn", turns)
    turn = (lot[row] + place - first[row]) % turns[row]
    then = np.where(place < first[row], place, first[row] + turn)
    family = tables.extras[key[0][row], key[1][row], then]
    visit = visits[row]
    # Where nothing had failed there is a filter to change at most.
    looks = tasks.by_visit("nothing found", visit).happens("filter", FILTER_DUE)
    looks &= tasks.component[visit] != STAYS_OFF
    fits = (family == FILTERS) & looks | ~tasks.found_nothing[visit]
    fits = np.flatnonzero(fits & ~((family == FILTERS) & tasks.own_filters[visit]))
    visit, family = visit[fits], family[fits]
    part = of_family(tasks, visit, family)
    return _Choices(visit, part, _places(tasks, visit, part), tables.lasts[part])


def room_for_more(tasks: Tasks, have: Ints) -> Ints:
    """How many lines each visit may have besides those that it has: ``have`` names their
    visits."""
    room = np.maximum(tasks.tables.extras_count[tasks.model, tasks.job] - _taken(tasks), 0)
    more = np.maximum(_most(tasks) - np.bincount(have, minlength=len(tasks)), 0)
    slots: Ints = np.minimum(more, room)
    return slots


def _most(tasks: Tasks) -> Ints:
    """Lines that each visit has at most."""
    most: Ints = np.array([service.JOBS[name].most_parts for name in TYPES])[tasks.kind]
    return most


def _taken(tasks: Tasks) -> Ints:
    """How many of the families of its job each visit has already."""
    return np.where(tasks.kind == INSTALLATION, CERTAIN, 0)


def further_parts(tasks: Tasks, chosen: Ints) -> Ints:
    """What comes on top, a row for each time that a visit (in their order) is ``chosen``."""
    choices = _choices(tasks, distinct(chosen))
    wanted = np.bincount(chosen, minlength=len(tasks))
    part: Ints = choices.part[choices.turn() < wanted[choices.visit]]
    return part


def other_parts(tasks: Tasks, visits: Ints, have: Ints, part: Ints) -> tuple[Ints, Ints]:
    """What these ``visits`` may use besides the parts that they ``have``: one of each family of
    their job of which they have none, unless it was renewed lately."""
    tables, model, job = tasks.tables, tasks.model[visits], tasks.job[visits]
    count = tables.extras_count[model, job]
    row = np.repeat(np.arange(len(visits)), count)
    slot = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    family = tables.extras[model[row], job[row], slot]
    others = of_family(tasks, visits[row], family)
    fitting = tables.variants[model[row], family]
    parts = len(tables.low)
    theirs = visits[row][:, None] * parts + fitting
    had = among(theirs.ravel(), have * parts + part).reshape(theirs.shape).any(axis=1)
    lasts, place = tables.lasts[others], _places(tasks, visits[row], others)
    day = tasks.day[visits[row]]
    known = _renewed(tasks, have, part)
    open_ = np.flatnonzero(~had & ~due.recent(lasts, place, day, known))
    open_ = open_[due.apart(lasts[open_], place[open_], day[open_])]
    return visits[row][open_], others[open_]
