"""What the visits of a day use up, and who pays for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from factories.days import habits
from factories.days.books import INT, iso, keys
from factories.days.day import Day, as_one
from factories.days.ducts import address, first_on_ducts, renewed
from factories.days.estimates import Jobs, listed
from factories.days.firm_prices import agreed, firm_prices, within_price
from factories.days.price_list import part_prices, tables_of
from factories.days.visit_rows import Visits
from factories.engine.columns import Columns
from factories.engine.packing import packed
from factories.engine.set_operations import among, distinct
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import coded
from factories.rules.calls.left_undone import DECLINED
from factories.rules.calls.service import A_CALL, INSTALLATION
from factories.rules.parts.covered import Covered, covered, is_small, makers_may_pay
from factories.rules.parts.lines import (
    extra_parts,
    needed_parts,
    other_parts,
    own_filters,
    quantities,
)
from factories.rules.parts.tasks import STAYS_OFF, Tasks, gases
from factories.rules.parts.usage import GUARANTEED, PART_GUARANTEE_DAYS


@dataclass
class Lines(Columns):
    """One row a part used, by visit (its row) and the part that mends first."""

    visit: Ints
    part: Ints
    """Position in ``parts``."""
    quantity: Ints
    by_warranty: Mask
    by_contract: Mask
    again: Mask
    """True where it failed so soon that its own guarantee gives another one."""
    is_main: Mask
    price: Ints
    """What one is charged at, cents."""

    @property
    def main(self) -> Ints:
        """Rows of the parts that mend, or that are put in."""
        return np.flatnonzero(self.is_main)


def used_up(day: Day, visits: Visits) -> Lines:
    """Branch by branch: a device takes the same parts as in its history."""
    installs = visits.kind == INSTALLATION
    groups = [
        _of_branch(day, visits, branch, np.flatnonzero((visits.branch == branch) & ~installs))
        for branch in distinct(visits.branch[~installs]).tolist()
    ]
    if installs.any():
        groups.append(_as_listed(day, visits, np.flatnonzero(installs)))
    if not groups:
        none = np.zeros(0, np.int64)
        no = np.zeros(0, np.bool_)
        return Lines(none, none, none, no, no, no, no, none)
    visit, part, quantity, is_main = (
        np.concatenate(column) for column in zip(*groups, strict=True)
    )
    firm = agreed(day, visits, visit[is_main & tables_of(day).opens[part]])
    quantity = within_price(day, firm, visit, part, quantity, is_main)
    order = np.lexsort((part, ~is_main, visit))
    order = order[quantity[order] > 0]
    visit, part, quantity, is_main = visit[order], part[order], quantity[order], is_main[order]
    paid = _covered(day, visits, visit, part, quantity, is_main)
    free = np.logical_or.reduce(paid)
    price = firm_prices(day, firm, visit, part, quantity, free, is_main)
    return Lines(visit, part, quantity, *paid, is_main, price)


class _Needs(NamedTuple):
    """Parts that visits take, before anybody asks who pays."""

    visit: Ints
    """Row of the visits."""
    part: Ints
    """Position in ``parts``."""
    quantity: Ints
    is_main: Mask
    """Whether it mends, or is put in."""


def _as_listed(day: Day, visits: Visits, rows: Ints) -> _Needs:
    """What installations take: what was listed when they were quoted."""
    stored, device = day.books.tables["installed_devices"], visits.device[rows]
    on_roof = stored.at("installation_location", device).is_("Roof")
    jobs = Jobs(visits.customer[rows], stored.at("equipment_id", device), on_roof)
    lines = listed(day, jobs, visits.quote[rows] >= 0)
    return _Needs(rows[lines.job], lines.part, lines.quantity, lines.is_main)


def _of_branch(day: Day, visits: Visits, branch: int, rows: Ints) -> _Needs:
    """What a branch's other visits take. Those that carry out a quote have what else they may use,
    in quantity 0."""
    tasks = _tasks(day, visits, branch, rows, visits.awaits_part[rows] | (visits.left[rows] > 0))
    call, part, is_main = needed_parts(tasks)
    usual = habits.parts_a_visit(day)[tasks.kind]
    chance = day.chance("extra parts", visits.call[rows])
    whole = np.floor(usual).astype(np.int64)
    wanted = int((whole + chance.happens("one more", usual - whole)).sum())
    more_call, more_part = extra_parts(tasks, call, part, max(wanted - len(call), 0))
    call, part = np.concatenate([call, more_call]), np.concatenate([part, more_part])
    is_main = np.concatenate([is_main, np.zeros(len(more_call), np.bool_)])
    quantity = quantities(tasks, call, part)
    quoted = np.flatnonzero(visits.quote[rows] >= 0)
    more_call, more_part = other_parts(tasks, quoted, call, part)
    none = np.zeros(len(more_call), np.int64)
    return _Needs(
        rows[np.concatenate([call, more_call])],
        np.concatenate([part, more_part]),
        np.concatenate([quantity, none]),
        np.concatenate([is_main, none > 0]),
    )


def second_visit_parts(day: Day, visits: Visits, rows: Ints) -> Ints:
    """What the parts will be charged at, cents, on the visits that complete these ones."""
    charge = np.zeros(len(visits), np.int64)
    for branch in distinct(visits.branch[rows]).tolist():
        theirs = rows[visits.branch[rows] == branch]
        tasks = _tasks(day, visits, branch, theirs, np.zeros(len(theirs), np.bool_))
        call, part, _ = needed_parts(tasks)
        quantity = quantities(tasks, call, part)
        lately = put_in_lately(day, visits.device[theirs][call], part)
        cost = np.where(lately, 0, part_prices(day, part) * quantity)
        np.add.at(charge, theirs[call], cost)
    found: Ints = charge[rows]
    return found


@dataclass
class _Visits(Tasks):
    """A branch's visits of today. Devices of the history take the parts that they took in it, those
    of later days what was listed for customer and model."""

    seed: int
    branch: int
    known_by: Ints
    """The device: see ``ducts.address``."""
    first: Ints
    """The same of the device for which the ducts were made."""
    found: Ints
    """Key of the call on which the fault was found: what it takes comes on the second visit."""
    call: Ints

    def by_device(self, label: str, visit: Ints, number: Ints | int = 0) -> Chance:
        """As in the history, and as listed."""
        return self._lasting(label, self.known_by[visit], number)

    def by_house(self, label: str, visit: Ints, number: Ints | int = 0) -> Chance:
        """As those of the first device on the ducts."""
        return self._lasting(label, self.first[visit], number)

    def _lasting(self, label: str, device: Ints, number: Ints | int) -> Chance:
        return Chance(self.seed, ("branch", self.branch, label), packed(device, number, A_CALL))

    def by_fault(self, label: str, visit: Ints, number: Ints | int = 0) -> Chance:
        """By the key of the first visit."""
        return self._of_call(label, self.found[visit], number)

    def by_visit(self, label: str, visit: Ints, number: Ints | int = 0) -> Chance:
        """By the key of the call."""
        return self._of_call(label, self.call[visit], number)

    def _of_call(self, label: str, call: Ints, number: Ints | int) -> Chance:
        ids = packed(call, np.asarray(number, np.int64), A_CALL)
        return Chance(self.seed, ("days", "branch", self.branch, label), ids)


def _tasks(day: Day, visits: Visits, branch: int, rows: Ints, awaits_part: Mask) -> _Visits:
    stored, device = day.books.tables["installed_devices"], visits.device[rows]
    equipment = stored.at("equipment_id", device)
    customer = visits.customer[rows]
    first, first_model = first_on_ducts(day, customer, device, equipment)
    second = (visits.returns_to[rows] >= 0) & ~visits.is_callback[rows]
    return _Visits(
        tables=tables_of(day),
        kind=visits.kind[rows],
        component=np.where(visits.left[rows] == DECLINED, STAYS_OFF, visits.component[rows]),
        awaits_part=awaits_part,
        equipment=equipment - 1,
        on_roof=stored.at("installation_location", device).is_("Roof"),
        gas=gases(day.books.tables["equipment_types"]["refrigerant"])[equipment - 1],
        day=np.full(len(rows), day.number, np.int64),
        customer=customer,
        device=device,
        renewed=renewed(day, customer),
        own_filters=own_filters(visits.kind[rows], visits.plan[rows]),
        first_equipment=first_model - 1,
        seed=day.books.seed,
        branch=branch,
        known_by=address(day, branch, customer, device, equipment),
        first=address(day, branch, customer, first, first_model),
        found=np.where(second, visits.returns_to[rows], visits.call[rows]),
        call=visits.call[rows],
    )


def _covered(
    day: Day, visits: Visits, visit: Ints, part: Ints, quantity: Ints, is_main: Mask
) -> Covered:
    """Who pays: the makers grant what they did in the history."""
    ends = day.books.tables["installed_devices"].at("warranty_end_date", visits.device)
    in_warranty = ends.astype(np.int64) >= day.number
    may = makers_may_pay(visits.kind, visits.component, in_warranty)
    stored = day.books.tables["parts"]
    cost = stored["unit_cost"][part] * quantity
    share = habits.granted(day, np.where(is_main, cost, 0))
    asked = day.chance("warranty", visits.call[visit]).happens("asked", share)
    before = put_in_lately(day, visits.device[visit], part)
    small = is_small(coded(stored["part_category"]), stored["unit_cost"])[part]
    return covered(visit, visits.kind, may, visits.plan, is_main & asked, before, small)


def put_in_lately(day: Day, device: Ints, part: Ints) -> Mask:
    """Where a part (position in ``parts``) was put in on the device so lately that it is
    guaranteed."""
    found = day.books.read(
        "select s.installation_id as device, u.part_id as part from service_calls as s"
        " join parts_usage as u on u.service_call_id = s.service_call_id"
        " where s.installation_id in (select value from json_each(?))"
        " and +s.service_date >= ? and +s.service_date < ?",
        keys(distinct(device)), iso(day.number - PART_GUARANTEE_DAYS), iso(day.number),
        device=INT, part=INT,
    )  # fmt: skip
    category = coded(day.books.tables["parts"]["part_category"]).is_(*GUARANTEED)
    there = among(as_one(device, part), as_one(found.device, found.part - 1))
    lately: Mask = there & category[part]
    return lately
