"""Findings: what today's tune-ups and inspections see coming, and who gets a price for it."""

from __future__ import annotations

import numpy as np

from factories.days.day import Day
from factories.days.devices import beside_handlers, kinds
from factories.days.noted import mended_lately
from factories.days.visit_rows import Visits
from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.rules.calls.findings import findings
from factories.rules.calls.service import INSPECTION, MAINTENANCE
from factories.rules.equipment.devices import gone_gases


def found(day: Day, visits: Visits, before: Ints, looked_at: Mask) -> Ints:
    """What each visit found beside its work, index into ``COMPONENTS``; -1 for nothing. What was
    noted ``before`` is noted again; ``looked_at`` are units that had such a visit before."""
    seen = np.full(len(visits), -1, np.int64)
    row = np.flatnonzero(among(visits.kind, np.array((MAINTENANCE, INSPECTION))))
    if not len(row):
        return seen
    stored, device = day.books.tables["installed_devices"], visits.device[row]
    equipment = stored.at("equipment_id", device)
    age = (day.number - stored.at("installation_date", device).astype(np.int64)) // 365
    gone = gone_gases(day.scenario.models)[equipment - 1]
    chance = day.chance("findings", visits.call[row])
    kind = kinds(day, equipment)
    outdoors = beside_handlers(day, visits.customer[row], kind)
    component = findings(chance, kind, age, gone, outdoors, looked_at[row])
    mended = mended_lately(day, device)
    pairs = zip(device.tolist(), component.tolist(), strict=True)
    new = np.array([-1 if pair in mended else pair[1] for pair in pairs], np.int64)
    seen[row] = np.where(before[row] >= 0, before[row], new)
    return seen
