"""What technicians have noted on devices, and what of it fails later."""

from __future__ import annotations

import numpy as np

from factories.days.books import DAY, INT, TEXT, Found, iso, keys
from factories.days.day import Day
from factories.engine.set_operations import among, distinct, firsts
from factories.engine.streams import Ints, Mask
from factories.engine.values import index_in
from factories.rules.calls import findings as rules
from factories.rules.calls.service import COMPONENTS, PART_HOLDS_DAYS, holds
from factories.wording.repairs import noted


def noted_since(day: Day, since: int, devices: Ints | None = None) -> Found:
    """What was noted after the day ``since``, on all devices or on some: the ``call``, the
    ``device``, ``what`` (index into ``COMPONENTS``) and the day (``on``)."""
    on_some = " and installation_id in (select value from json_each(?))"
    told = day.books.read(
        "select service_call_id as call, installation_id as device, service_date as [on],"
        " technician_notes as notes from service_calls where service_date > ?"
        " and service_type in ('Maintenance', 'Inspection') and technician_notes like '%Noted %'"
        f"{'' if devices is None else on_some} order by service_call_id",
        iso(since), *(() if devices is None else (keys(devices),)),
        call=INT, device=INT, on=DAY, notes=TEXT,
    )  # fmt: skip
    number: dict[str | None, int] = {name: n for n, name in enumerate(COMPONENTS)}
    what = [number.get(noted(text), -1) for text in told.notes.tolist()]
    told = told.with_(what=np.array(what, np.int64))
    return told.rows(np.flatnonzero(told.what >= 0))


def open_notes(day: Day, device: Ints) -> tuple[Ints, Mask]:
    """What was noted last on each device and has not been mended since, index into ``COMPONENTS``,
    -1 for nothing; and whether anybody has looked at it before today."""
    looked = day.books.read(
        "select max(service_call_id) as call, installation_id as id from service_calls"
        " where installation_id in (select value from json_each(?))"
        " and service_type in ('Maintenance', 'Inspection') and +service_date < ?"
        " group by installation_id order by installation_id",
        keys(distinct(device)), iso(day.number), call=INT, id=INT,
    )  # fmt: skip
    last = day.books.read(
        "select s.installation_id as id, s.technician_notes as notes,"
        " coalesce(group_concat(n.failed_component), '') as mended"
        " from service_calls as s left join service_calls as n"
        " on n.installation_id = s.installation_id and n.failed_component is not null"
        " and +n.service_date >= s.service_date"
        " where s.service_call_id in (select value from json_each(?))"
        " and s.technician_notes like '%Noted %' group by s.service_call_id",
        keys(looked.call), id=INT, notes=TEXT, mended=TEXT,
    )  # fmt: skip
    rows = zip(*(column.tolist() for column in (last.id, last.notes, last.mended)), strict=True)
    told = {one: (noted(notes), mended) for one, notes, mended in rows}
    of = {
        one: COMPONENTS.index(what)
        for one, (what, mended) in told.items()
        if what is not None and what not in mended.split(",")
    }
    known = np.array([of.get(one, -1) for one in device.tolist()], np.int64)
    return known, among(device, looked.id)


def mended_lately(day: Day, device: Ints) -> set[tuple[int, int]]:
    """What was mended on these devices, with its device, and holds today."""
    done = day.books.read(
        "select installation_id as id, failed_component as what, service_date as [on]"
        " from service_calls where failed_component is not null and +service_date > ?"
        " and installation_id in (select value from json_each(?))",
        iso(day.number - PART_HOLDS_DAYS), keys(device), id=INT, what=TEXT, on=DAY,
    )  # fmt: skip
    what = index_in(done.what, COMPONENTS)
    lasts = np.array(holds(), np.int64)[what] > day.number - done.on
    return set(zip(done.id[lasts].tolist(), what[lasts].tolist(), strict=True))


def as_noted(day: Day, device: Ints, choices: list[Ints]) -> list[Ints]:
    """What fails on each device, by choice: first some of what was noted on it before."""
    first, last = rules.NOTED_FAILS_AFTER
    told = noted_since(day, day.number - last - 1, device)
    told = told.rows(np.flatnonzero(told.on < day.number - first))
    # What was noted several times counts once.
    latest = len(told) - 1 - firsts(told.device[::-1])
    told = told.rows(np.sort(latest))
    fails = day.chance("fails as noted", told.call).happens("fails", rules.NOTED_FAILS)
    told = told.rows(np.flatnonzero(fails))
    if not len(told):
        return choices
    mended = mended_lately(day, told.device)
    pairs = zip(told.device.tolist(), told.what.tolist(), strict=True)
    of = dict(pair for pair in pairs if pair not in mended)
    worn = np.array([of.get(one, -1) for one in device.tolist()], np.int64)
    ahead = [worn, *choices[:-1]]
    return [np.where(worn >= 0, new, usual) for new, usual in zip(ahead, choices, strict=True)]
