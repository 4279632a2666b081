"""Estimates of installations: the material for a home and a model, as quoted and as taken along."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factories.days import habits
from factories.days.day import Day, as_one
from factories.days.devices import kinds
from factories.days.ducts import address, first_on_ducts
from factories.days.price_list import tables_of
from factories.days.revealed import revealed
from factories.engine.columns import Columns
from factories.engine.packing import packed
from factories.engine.set_operations import among, distinct
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import Coded, texts
from factories.rules.calls.service import A_CALL, INSTALLATION
from factories.rules.crm import quotes as rules
from factories.rules.equipment.devices import KIND_NAMES, stands_for
from factories.rules.parts import due
from factories.rules.parts.lines import (
    further_parts,
    needed_parts,
    other_parts,
    quantities,
    room_for_more,
)
from factories.rules.parts.tasks import Tasks, gases
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
    """The customer's oldest device of the kind of each model, or else of one whose work it does; -1
    where there is none or the quote is for one more."""
    devices = day.devices
    old = np.full(len(customer), -1, np.int64)
    rows = zip(customer.tolist(), kinds(day, equipment).tolist(), kind.tolist(), strict=True)
    for row, (who, of, offered) in enumerate(rows):
        if offered == rules.INSTALLATION:
            continue
        for names in stands_for(of):
            numbers = np.array([KIND_NAMES.index(name) for name in names], np.int64)
            own = np.flatnonzero((devices.customer == who) & among(devices.kind, numbers))
            if len(own):
                old[row] = devices.id[own[np.argmin(devices.installed[own])]]
                break
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
    tasks = _tasks(day, jobs, branch, rows)
    call, part, is_main = needed_parts(tasks)
    more = _how_many(day, tasks) - np.bincount(call, minlength=len(rows))
    more = np.clip(more, 0, room_for_more(tasks, call))
    more_call = np.repeat(np.arange(len(rows)), more)
    more_part = further_parts(tasks, more_call)
    call, part = np.concatenate([call, more_call]), np.concatenate([part, more_part])
    quantity = quantities(tasks, call, part)
    other_call, other_part = other_parts(tasks, np.flatnonzero(besides[rows]), call, part)
    rest = len(more_call) + len(other_call)
    return Listed(
        rows[np.concatenate([call, other_call])],
        np.concatenate([part, other_part]),
        np.concatenate([quantity, np.zeros(len(other_call), np.int64)]),
        np.concatenate([is_main, np.zeros(rest, np.bool_)]),
    )


def _how_many(day: Day, tasks: Tasks) -> Ints:
    """Lines of each job: as many as one of the history had."""
    usual = habits.lines_of_installations(day)
    chosen = tasks.by_visit("lines", np.arange(len(tasks))).below("like", len(usual))
    lines: Ints = usual[chosen]
    return lines


@dataclass
class _Quoted(Tasks):
    """A branch's jobs. All draws hang on the customer and the model: whoever reckons, and whenever,
    finds the same."""

    seed: int
    branch: int
    key: Ints
    """Customer and model as one."""
    first: Ints
    """The device for which the ducts were made, see ``ducts.address``."""

    def by_device(self, label: str, visit: Ints, number: Ints | int = 0) -> Chance:
        """As on all later visits to the device."""
        ids = packed(self.key[visit], number, A_CALL)
        return Chance(self.seed, ("branch", self.branch, label), ids)

    def by_house(self, label: str, visit: Ints, number: Ints | int = 0) -> Chance:
        """As on all visits to the house."""
        ids = packed(self.first[visit], number, A_CALL)
        return Chance(self.seed, ("branch", self.branch, label), ids)

    def by_fault(self, label: str, visit: Ints, number: Ints | int = 0) -> Chance:
        """By the job."""
        return self.by_visit(label, visit, number)

    def by_visit(self, label: str, visit: Ints, number: Ints | int = 0) -> Chance:
        """By the job."""
        ids = packed(self.key[visit], np.asarray(number, np.int64), A_CALL)
        return Chance(self.seed, ("days", "branch", self.branch, "jobs", label), ids)


def _tasks(day: Day, jobs: Jobs, branch: int, rows: Ints) -> _Quoted:
    customer, equipment = jobs.customer[rows], jobs.equipment[rows]
    # What is not there yet has no key: later than all.
    new = np.iinfo(np.int32).max - np.arange(len(rows))
    first, first_model = first_on_ducts(day, customer, new, equipment)
    return _Quoted(
        tables=tables_of(day),
        kind=np.full(len(rows), INSTALLATION),
        component=np.full(len(rows), -1, np.int64),
        awaits_part=np.zeros(len(rows), np.bool_),
        equipment=equipment - 1,
        on_roof=jobs.on_roof[rows],
        gas=gases(day.books.tables["equipment_types"]["refrigerant"])[equipment - 1],
        day=np.full(len(rows), day.number, np.int64),
        customer=customer,
        device=new,
        # New units come with what they need, however lately the old one had it.
        renewed=due.NOTHING,
        own_filters=np.zeros(len(rows), np.bool_),
        first_equipment=first_model - 1,
        seed=day.books.seed,
        branch=branch,
        key=as_one(customer, equipment),
        first=address(day, branch, customer, first, first_model),
    )
