"""What repairs like one cost: those that the company did in its history."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factories.days.books import CENTS, INT, TEXT, Found
from factories.days.day import Day, once_a_run
from factories.days.devices import kinds
from factories.days.habits import SAMPLE
from factories.engine.streams import Chance, Ints
from factories.engine.values import NULL, index_in
from factories.rules.appointments.estimates import diagnosed_hours
from factories.rules.calls.service import COMPONENTS
from factories.rules.equipment.devices import KIND_NAMES


@dataclass
class Like:
    """One row a device; NULL where no such repair was ever done."""

    hours: Ints
    """Hundredths, as who has found the fault says."""
    parts: Ints
    """Cents."""


def like(day: Day, chance: Chance, kind: Ints, component: Ints) -> Like:
    """The same repair of a device of each kind (index into ``KIND_NAMES``), parts charged."""
    done = _done(day)
    group = kind * len(COMPONENTS) + component
    sizes = np.bincount(done.group, minlength=len(KIND_NAMES) * len(COMPONENTS))
    first = (np.cumsum(sizes) - sizes)[group]
    known = np.flatnonzero(sizes[group] > 0)
    none = np.full(len(kind), NULL, np.int64)
    found = Like(none, none.copy())
    row = (first + chance.below("like", np.maximum(sizes[group], 1)))[known]
    found.hours[known], found.parts[known] = done.hours[row], done.parts[row]
    return found


@once_a_run
def _done(day: Day) -> Found:
    """The history's repairs by kind and component; those of the first branches."""
    found = day.books.read(
        "select s.service_call_id as id, s.equipment_id as equipment,"
        " s.failed_component as component, s.duration_hours as hours, s.parts_cost as parts,"
        " s.total_cost as total from service_calls as s"
        " where s.service_call_id <= ? and s.service_type = 'Repair' and s.parts_cost > 0"
        " and s.failed_component is not null"
        " and not exists (select 1 from parts_usage as u"
        "  where u.service_call_id = s.service_call_id"
        "  and (u.covered_by_warranty or u.covered_by_contract))"
        " order by s.service_call_id",
        day.scenario.rows["service_calls"] * min(day.scenario.scale, SAMPLE),
        id=INT, equipment=INT, component=TEXT, hours=CENTS, parts=CENTS, total=CENTS,
    )  # fmt: skip
    kind = kinds(day, found.equipment)
    said = diagnosed_hours(day.chance("said", found.id), found.id, found.component, found.hours)
    group = kind * len(COMPONENTS) + index_in(found.component, COMPONENTS)
    return found.with_(group=group, hours=said).rows(np.argsort(group, kind="stable"))
