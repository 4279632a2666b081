"""What repairs like one cost: those that the company did in its history."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factories.days.books import CENTS, INT, TEXT, Found
from factories.days.day import Day, once_a_run
from factories.days.devices import kinds
from factories.days.habits import SAMPLE
from factories.engine.streams import Chance, Ints
from factories.engine.values import NULL
from factories.rules.appointments.estimates import diagnosed_hours
from factories.rules.calls.service import COMPONENTS
from factories.rules.crm.quotes import RUNS_WITH_FAULT
from factories.rules.equipment.devices import KIND_NAMES

DEAREST_OF = ("one", "another", "a third")
"""Of so many like repairs the dearest is quoted: small ones are done without a quote. Assumption,
as in the history."""


@dataclass
class Like:
    """One row a device; NULL and -1 where no such repair was ever done."""

    component: Ints
    """Index into ``rules.calls.service.COMPONENTS``."""
    hours: Ints
    """Hundredths, as who has found the fault says."""
    parts: Ints
    """Cents."""


def like(day: Day, chance: Chance, kind: Ints) -> Like:
    """A repair of a device of each kind (index into ``KIND_NAMES``), parts charged."""
    done = _done(day)
    sizes = np.bincount(done.kind, minlength=len(KIND_NAMES))
    first = (np.cumsum(sizes) - sizes)[kind]
    rows = np.array(
        [first + chance.below(label, np.maximum(sizes[kind], 1)) for label in DEAREST_OF]
    )
    known = sizes[kind] > 0
    if not known.any():
        none = np.full(len(kind), NULL, np.int64)
        return Like(np.full(len(kind), -1, np.int64), none, none)
    rows = np.where(known, rows, 0)
    row = rows[np.argmax(done.total[rows], axis=0), np.arange(len(kind))]
    return Like(
        np.where(known, done.component[row], -1),
        np.where(known, done.hours[row], NULL),
        np.where(known, done.parts[row], NULL),
    )


@once_a_run
def _done(day: Day) -> Found:
    """The history's repairs in the order of their kinds; those of the first branches."""
    found = day.books.read(
        "select s.service_call_id as id, s.equipment_id as equipment,"
        " s.failed_component as component, s.duration_hours as hours, s.parts_cost as parts,"
        " s.total_cost as total from service_calls as s"
        " where s.service_call_id <= ? and s.service_type = 'Repair' and s.parts_cost > 0"
        f" and s.failed_component in ({', '.join('?' * len(RUNS_WITH_FAULT))})"
        " and not exists (select 1 from parts_usage as u"
        "  where u.service_call_id = s.service_call_id"
        "  and (u.covered_by_warranty or u.covered_by_contract))"
        " order by s.service_call_id",
        day.scenario.rows["service_calls"] * min(day.scenario.scale, SAMPLE),
        *sorted(RUNS_WITH_FAULT),
        id=INT, equipment=INT, component=TEXT, hours=CENTS, parts=CENTS, total=CENTS,
    )  # fmt: skip
    kind = kinds(day, found.equipment)
    number: dict[str | None, int] = {name: n for n, name in enumerate(COMPONENTS)}
    component = found.component.map({**number, None: -1})
    said = diagnosed_hours(day.chance("said", found.id), found.id, found.component, found.hours)
    found = found.with_(kind=kind, component=component, hours=said)
    return found.rows(np.argsort(kind, kind="stable"))
