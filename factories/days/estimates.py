"""Estimates of installations: the material for a home and a model, as quoted and as taken along."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from factories.days import habits
from factories.days.day import Day, as_one
from factories.days.devices import kinds
from factories.days.price_list import tables_of
from factories.days.revealed import revealed
from factories.engine.columns import Columns
from factories.engine.packing import packed
from factories.engine.set_operations import distinct
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import Coded, texts
from factories.rules.calls.service import INSTALLATION
from factories.rules.crm import quotes as rules
from factories.rules.parts.usage import ON_GROUND, ON_ROOF
from factories.scenario import Scenario
from factories.steps.facts import Calls, Devices
from factories.steps.parts import (
    further_parts,
    needed_parts,
    other_parts,
    quantities,
    room_for_more,
)
from factories.steps.world import A_CALL, World
from factories.tables.devices import InstalledDeviceFactory


@dataclass(frozen=True)
class Jobs(Columns):
    """One row an installation; keys."""

    customer: Ints
    equipment: Ints
    on_roof: Mask


@dataclass(frozen=True)
class Listed(Columns):
    """One row a part of a job."""

    job: Ints
    """Row of ``Jobs``."""
    part: Ints
    """Position in ``parts``."""
    quantity: Ints
    """0 for what the job may take besides."""
    is_main: Mask
    """True for the unit."""


def offered_jobs(day: Day, kind: Ints, customer: Ints, equipment: Ints) -> Jobs:
    """The jobs that quotes of these types (indexes into ``rules.crm.quotes.QUOTE_TYPES``) offer."""
    old = in_place_of(day, kind, customer, equipment)
    return Jobs(customer, equipment, places(day, customer, equipment, old).is_("Roof"))


def in_place_of(day: Day, kind: Ints, customer: Ints, equipment: Ints) -> Ints:
    """The customer's oldest device of the kind of each model, -1 where there is none or the quote
    is for one more."""
    devices = day.devices
    old = np.full(len(customer), -1, np.int64)
    rows = zip(customer.tolist(), kinds(day, equipment).tolist(), kind.tolist(), strict=True)
    for row, (who, of, offered) in enumerate(rows):
        own = np.flatnonzero((devices.customer == who) & (devices.kind == of))
        if offered != rules.INSTALLATION and len(own):
            old[row] = devices.id[own[np.argmin(devices.installed[own])]]
    return old


def places(day: Day, customer: Ints, equipment: Ints, old: Ints) -> Coded:
    """Where each new unit stands: a successor of the same kind where the ``old`` one (key, or -1)
    did, else where the home has room for such a unit."""
    drawn = texts(
        revealed(
            day,
            InstalledDeviceFactory,
            as_one(customer, equipment),
            ["installation_location"],
            customer_id=customer,
            equipment_id=equipment,
        )["installation_location"]
    )
    stored = day.books.tables["installed_devices"]
    rows = np.flatnonzero(old >= 0)
    same = kinds(day, stored.at("equipment_id", old[rows])) == kinds(day, equipment[rows])
    stood = texts(stored.at("installation_location", old[rows[same]]))
    for row, place in zip(rows[same].tolist(), stood, strict=True):
        drawn[row] = place
    return Coded.of(drawn)


def listed(day: Day, jobs: Jobs, besides: Mask) -> Listed:
    """All that the jobs take; with what else those may take that are named ``besides``."""
    branch = day.books.tables["customers"].at("branch_id", jobs.customer)
    groups = [
        _of_branch(day, jobs, besides, number, np.flatnonzero(branch == number))
        for number in distinct(branch).tolist()
    ]
    if not groups:
        none = np.zeros(0, np.int64)
        return Listed(none, none, none, none > 0)
    return Listed.joined(*groups)


def _of_branch(day: Day, jobs: Jobs, besides: Mask, branch: int, rows: Ints) -> Listed:
    bench = _Bench(day, jobs, branch, rows)
    tables = tables_of(day)
    job = np.where(jobs.on_roof[rows], ON_ROOF, ON_GROUND)
    call, part, is_main = needed_parts(bench, tables, job)
    more = _how_many(day, bench) - np.bincount(call, minlength=len(rows))
    more = np.clip(more, 0, room_for_more(bench, tables, job, call))
    more_call = np.repeat(np.arange(len(rows)), more)
    more_part = further_parts(bench, tables, job, more_call)
    call, part = np.concatenate([call, more_call]), np.concatenate([part, more_part])
    quantity = quantities(bench, tables, call, part)
    other_call, other_part = other_parts(
        bench, tables, job, np.flatnonzero(besides[rows]), call, part
    )
    rest = len(more_call) + len(other_call)
    return Listed(
        rows[np.concatenate([call, other_call])],
        np.concatenate([part, other_part]),
        np.concatenate([quantity, np.zeros(len(other_call), np.int64)]),
        np.concatenate([is_main, np.zeros(rest, np.bool_)]),
    )


def _how_many(day: Day, bench: _Bench) -> Ints:
    """Lines of each job: as many as one of the history had."""
    usual = habits.lines_of_installations(day)
    jobs = np.arange(len(bench.calls))
    chosen = bench.by_call("lines", jobs).below("like", len(usual))
    lines: Ints = usual[chosen]
    return lines


class _Bench(World):
    """A branch's jobs, as the steps that choose parts see them: each a call at a device of its own.

    All draws hang on the customer and the model: whoever reckons, and whenever, finds the same.
    """

    def __init__(self, day: Day, jobs: Jobs, branch: int, rows: Ints) -> None:
        super().__init__(plain(day), branch)
        customer, equipment = jobs.customer[rows], jobs.equipment[rows]
        self._key = as_one(customer, equipment)
        row = np.arange(len(rows))
        self.devices = devices_at(len(rows), row, equipment, kinds(day, equipment))
        self.tables = {"equipment_types": day.books.tables["equipment_types"]}
        none = np.full(len(rows), -1, np.int64)
        columns = {field.name: none for field in fields(Calls)}
        no = np.zeros(len(rows), np.bool_)
        flags = {"is_callback": no, "awaits_part": no, "appointment": no}
        known = {"customer": customer, "device": row, "kind": np.full(len(rows), INSTALLATION)}
        self.calls = Calls(**{**columns, **flags, **known})

    def by_call(self, label: str, call: Ints, number: Ints | int = 0) -> Chance:
        """By customer and model."""
        ids: Ints = packed(self._key[call], np.asarray(number, np.int64), A_CALL)
        return Chance(self.scenario.seed, ("days", "branch", self.number, "jobs", label), ids)

    def by_device(self, label: str, device: Ints, number: Ints | int = 0) -> Chance:
        """By customer and model, as on all later visits to the device."""
        return self.chance(label, packed(self._key[device], number, A_CALL))


def plain(day: Day) -> Scenario:
    """The scenario as the steps of a branch take it."""
    return Scenario(
        seed=day.books.seed,
        as_of=day.scenario.as_of,
        history_days=day.scenario.history_days,
        scale=day.scenario.scale,
        rows=day.scenario.rows,
    )


def devices_at(count: int, place: Ints, equipment: Ints, kind: Ints) -> Devices:
    """So many devices, of which those at these places are known; ``equipment`` are keys."""
    zeros = np.zeros(count, np.int64)
    devices = Devices(
        customer=zeros,
        kind=zeros.copy(),
        equipment=zeros.copy(),
        installed=zeros,
        served_from=zeros,
        served_until=zeros,
        builder=np.zeros(count, np.bool_),
        replaces=zeros - 1,
        by_call=np.zeros(count, np.bool_),
    )
    devices.equipment[place] = equipment - 1
    devices.kind[place] = kind
    return devices
