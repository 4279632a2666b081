"""Tune-ups of another device of the same customer on the same stop."""

from __future__ import annotations

import numpy as np

from factories.days import crew as crews
from factories.days import lengths
from factories.days.day import Day, as_one
from factories.days.devices import InUse, cannot_be_run
from factories.days.installing import going
from factories.days.timeline import Timeline
from factories.days.visit_rows import Visit
from factories.engine.streams import Mask
from factories.rules.calls.demand import (
    PAIRED_OUT_OF_SEASON,
    PAIRED_TUNE_UPS_OF_TWO,
    TUNE_UPS_APART,
    out_of_season,
)
from factories.rules.calls.service import MAINTENANCE
from factories.rules.equipment.devices import HEAT_PUMP
from factories.rules.equipment.systems import indoor_halves
from factories.rules.hours.calendar import LAST_END, month_of


def paired_tune_ups(
    day: Day, visits: list[Visit], devices: InUse, timeline: Timeline
) -> list[Visit]:
    """Tune-ups of the customer's other device, right after the first, where there is time."""
    tuned = [visit for visit in visits if visit.kind == MAINTENANCE]
    ids = np.array([visit.device for visit in tuned], np.int64)
    customers = np.array([visit.customer for visit in tuned], np.int64)
    leaves = going(day, customers, devices)
    chance = day.daily("second", ids)
    both = chance.happens("second", PAIRED_TUNE_UPS_OF_TWO).tolist()
    anyway = chance.happens("out of season", PAIRED_OUT_OF_SEASON).tolist()
    waits = out_of_season(devices.kind, month_of(np.full(len(devices), day.number)) + 1)
    indoors = indoor_halves(devices.customer, devices.kind)
    pumps = set(devices.id[devices.kind == HEAT_PUMP].tolist())
    more: list[Visit] = []
    for first, wanted, any_ in zip(tuned, both, anyway, strict=True):
        busy = {visit.device for visit in (*visits, *more)}
        half = -1
        if first.device in pumps:
            half = _other(day, devices, leaves | ~indoors, first, busy)
        other = _other(day, devices, leaves | indoors | (waits & (not any_)), first, busy)
        row = half if half >= 0 else other if wanted else -1
        if row < 0:
            continue
        length, end = _length(day, devices, row, first), first.start + first.length
        start = timeline.earliest(first.technician, end, length, first.customer, MAINTENANCE)
        if start != end or end + length > day.at(LAST_END):
            continue
        visit = Visit(
            customer=first.customer,
            branch=first.branch,
            device=int(devices.id[row]),
            kind=MAINTENANCE,
            technician=first.technician,
            start=start,
            length=length,
            late=first.late,
        )
        timeline.put(visit)
        more.append(visit)
    return more


def _other(day: Day, devices: InUse, leaves: Mask, first: Visit, busy: set[int]) -> int:
    """Row of the customer's other device that had no tune-up for longest; -1 where none needs
    one, such as those that ``leaves``: they are about to be taken out, or left for their season."""
    own = np.flatnonzero((devices.customer == first.customer) & (devices.id != first.device))
    own = own[devices.maintained[own] < day.number - TUNE_UPS_APART]
    own = own[~cannot_be_run(day, devices.rows(own)) & ~leaves[own]]
    own = own[[device not in busy for device in devices.id[own].tolist()]]
    return int(own[np.argmin(devices.maintained[own])]) if len(own) else -1


def _length(day: Day, devices: InUse, row: int, first: Visit) -> int:
    """Minutes that the tune-up of a device takes who is there for the first one."""
    ids = as_one(devices.id[[row]], day.number)
    kind, component = np.array([MAINTENANCE]), np.array([-1])
    work = lengths.work(day, "second", ids, kind, component, devices.rows(np.array([row])))
    pace = crews.paces(day, np.array([first.technician]))[0, work.skill]
    return int(work.minutes(pace)[0])
