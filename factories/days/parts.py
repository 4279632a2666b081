"""What the visits of a day use up, and who pays for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from factories.days import habits
from factories.days.books import INT, iso, keys
from factories.days.day import Day, as_one
from factories.days.devices import kinds
from factories.days.estimates import Jobs, devices_at, listed, plain
from factories.days.firm_prices import agreed, firm_prices, within_price
from factories.days.price_list import part_prices
from factories.days.visit_rows import Visits
from factories.engine.columns import Columns
from factories.engine.packing import packed
from factories.engine.set_operations import among, distinct
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import Coded, coded
from factories.rules.calls.service import COMPONENTS, EMERGENCY, INSTALLATION, MAINTENANCE, REPAIR
from factories.rules.crm.contracts import PLANS
from factories.rules.parts.usage import GUARANTEED, NOT_THE_MAKERS, PART_GUARANTEE_DAYS, part_tables
from factories.steps.facts import Calls
from factories.steps.parts import (
    MENDING,
    QUANTITIES,
    extra_parts,
    jobs_of,
    needed_parts,
    other_parts,
    quantities,
)
from factories.steps.world import A_CALL, World


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
    firm = agreed(day, visits)
    quantity = within_price(day, firm, visit, part, quantity, is_main)
    order = np.lexsort((part, ~is_main, visit))
    order = order[quantity[order] > 0]
    visit, part, quantity, is_main = visit[order], part[order], quantity[order], is_main[order]
    covered = _covered(day, visits, visit, part, quantity, is_main)
    free = np.logical_or.reduce(covered)
    price = firm_prices(day, firm, visit, part, quantity, free, is_main)
    return Lines(visit, part, quantity, *covered, is_main, price)


def _as_listed(day: Day, visits: Visits, rows: Ints) -> tuple[Ints, Ints, Ints, Mask]:
    """The same of installations: what was listed when they were quoted."""
    stored, device = day.books.tables["installed_devices"], visits.device[rows]
    on_roof = stored.at("installation_location", device).is_("Roof")
    jobs = Jobs(visits.customer[rows], stored.at("equipment_id", device), on_roof)
    lines = listed(day, jobs, visits.quote[rows] >= 0)
    return rows[lines.job], lines.part, lines.quantity, lines.is_main


def _of_branch(day: Day, visits: Visits, branch: int, rows: Ints) -> tuple[Ints, Ints, Ints, Mask]:
    """Visit, part, quantity and whether it mends, of a branch's visits. Visits that carry out a
    quote have what else they may use, in quantity 0."""
    bench = _Bench(day, visits, branch, rows)
    tables = part_tables(*(bench.rows(name) for name in ("parts", "suppliers", "equipment_types")))
    job = jobs_of(bench)
    call, part, is_main = needed_parts(bench, tables, job)
    usual = habits.parts_a_visit(day)[bench.calls.kind]
    chance = day.chance("extra parts", visits.call[rows])
    whole = np.floor(usual).astype(np.int64)
    wanted = int((whole + chance.happens("one more", usual - whole)).sum())
    more = max(wanted - len(call), 0)
    more_call, more_part = extra_parts(bench, tables, job, call, more)
    call, part = np.concatenate([call, more_call]), np.concatenate([part, more_part])
    is_main = np.concatenate([is_main, np.zeros(len(more_call), np.bool_)])
    quantity = quantities(bench, tables, call, part)
    quoted = np.flatnonzero(visits.quote[rows] >= 0)
    more_call, more_part = other_parts(bench, tables, job, quoted, call, part)
    none = np.zeros(len(more_call), np.int64)
    return (
        rows[np.concatenate([call, more_call])],
        np.concatenate([part, more_part]),
        np.concatenate([quantity, none]),
        np.concatenate([is_main, none > 0]),
    )


def second_visit_parts(day: Day, visits: Visits, rows: Ints) -> Ints:
    """What the parts will be charged at, cents, on the visits that complete these ones."""
    charge = np.zeros(len(visits), np.int64)
    for branch in distinct(visits.branch[rows]).tolist():
        bench = _Bench(day, visits, branch, rows[visits.branch[rows] == branch])
        bench.calls.awaits_part[:] = False
        tables = part_tables(
            *(bench.rows(name) for name in ("parts", "suppliers", "equipment_types"))
        )
        call, part, _ = needed_parts(bench, tables, jobs_of(bench))
        quantity = quantities(bench, tables, call, part)
        lately = put_in_lately(day, visits.device[rows][visits.branch[rows] == branch][call], part)
        cost = np.where(lately, 0, part_prices(day, part) * quantity)
        np.add.at(charge, rows[visits.branch[rows] == branch][call], cost)
    found: Ints = charge[rows]
    return found


class _Bench(World):
    """A branch's visits of today, as the steps that choose parts see them.

    Devices keep the places they have in the branch's history, by which their parts are drawn; those
    of later days have what was listed for customer and model. Draws that hang on calls hang on
    their keys.
    """

    def __init__(self, day: Day, visits: Visits, branch: int, rows: Ints) -> None:
        super().__init__(plain(day), branch)
        self._day = day
        self._calls = visits.call[rows]
        second = (visits.returns_to[rows] >= 0) & ~visits.is_callback[rows]
        self._found = np.where(second, visits.returns_to[rows], self._calls)
        stored = day.books.tables["installed_devices"]
        place = _places(day, branch, visits.device[rows])
        equipment = stored.at("equipment_id", visits.device[rows])
        count = int(place.max(initial=0)) + 1
        self.devices = devices_at(count, place, equipment, kinds(day, equipment))
        spot = stored.at("installation_location", visits.device[rows])
        codes = np.zeros(count, np.int64)
        codes[place] = spot.codes
        self.tables = {
            "installed_devices": {"installation_location": Coded(codes, spot.values)},  # type: ignore[dict-item]
            "equipment_types": day.books.tables["equipment_types"],
        }
        self.calls = _calls(visits, rows, place)
        later = visits.device[rows] > _populated(day)
        self._parts_by = np.arange(count)
        self._parts_by[place[later]] = as_one(visits.customer[rows], equipment)[later]

    def by_device(self, label: str, device: Ints, number: Ints | int = 0) -> Chance:
        """By the place in the history, else as listed by customer and model."""
        return super().by_device(label, self._parts_by[device], number)

    def by_call(self, label: str, call: Ints, number: Ints | int = 0) -> Chance:
        """By the keys of the calls; what was found on the first visit is put in on the second, and
        as much of it."""
        of_first = label in (MENDING, QUANTITIES)
        key: Ints = (self._found if of_first else self._calls)[call]
        ids: Ints = packed(key, np.asarray(number, np.int64), A_CALL)
        return Chance(self.scenario.seed, ("days", "branch", self.number, label), ids)


def _populated(day: Day) -> int:
    """The highest key of the history's devices."""
    return day.scenario.rows["installed_devices"] * day.scenario.scale


def _places(day: Day, branch: int, device: Ints) -> Ints:
    """Position of each device in the branch: as populated, then as they came."""
    block, populated = day.scenario.rows["installed_devices"], _populated(day)
    return np.where(
        device <= populated, device - 1 - (branch - 1) * block, block + device - populated - 1
    )


def _calls(visits: Visits, rows: Ints, place: Ints) -> Calls:
    none = np.full(len(rows), -1, np.int64)
    return Calls(
        customer=visits.customer[rows],
        device=place,
        technician=visits.technician[rows],
        kind=visits.kind[rows],
        start=visits.start[rows],
        end=visits.end[rows],
        component=visits.component[rows],
        returns_to=none,
        is_callback=visits.is_callback[rows],
        awaits_part=visits.awaits_part[rows],
        contract=visits.contract[rows],
        appointment=visits.appointment[rows] >= 0,
        late=visits.late[rows],
        reported=visits.reported[rows],
        severity=visits.severity[rows],
    )


def _covered(
    day: Day, visits: Visits, visit: Ints, part: Ints, quantity: Ints, is_main: Mask
) -> tuple[Mask, Mask, Mask]:
    """Who pays: the maker for failed parts under warranty, the contract for what its plan covers,
    the guarantee of a part that was put in lately for that part."""
    ends = day.books.tables["installed_devices"].at("warranty_end_date", visits.device)
    in_warranty = ends.astype(np.int64) >= day.number
    repaired = (visits.kind == REPAIR) | (visits.kind == EMERGENCY)
    makers = ~among(visits.component, np.array([COMPONENTS.index(name) for name in NOT_THE_MAKERS]))
    may = in_warranty & repaired & makers & (visits.component >= 0)
    cost = day.books.tables["parts"]["unit_cost"][part] * quantity
    share = habits.granted(day, np.where(is_main, cost, 0))
    asked = day.chance("warranty", visits.call[visit]).happens("asked", share)
    again = repaired[visit] & put_in_lately(day, visits.device[visit], part)
    by_warranty = may[visit] & (is_main & asked | again)
    again &= ~by_warranty
    covers = np.array([plan.covers_parts for plan in PLANS] + [False])[visits.plan]
    tune_up = (visits.kind == MAINTENANCE) & (visits.contract >= 0)
    by_contract = ((covers & repaired)[visit] | tune_up[visit]) & ~by_warranty & ~again
    return by_warranty, by_contract, again


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
