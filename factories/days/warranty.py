"""Warranty claims: sent after the visit, decided weeks later."""

from __future__ import annotations

from typing import Any

import numpy as np

from factories.days import habits
from factories.days.books import CENTS, DAY, INT, MINUTE, iso
from factories.days.day import Day
from factories.days.habits import BY_THE_MAKER
from factories.days.parts import Lines
from factories.days.visit_rows import Visits
from factories.engine.set_operations import distinct
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.values import Coded
from factories.rules.calls import warranty as rules
from factories.rules.hours import office
from factories.tables.usage import WarrantyClaimFactory


def claimed(day: Day, visits: Visits, lines: Lines) -> Mask:
    """Visits of which the old part is tagged: the maker will be asked to pay for it."""
    covered = np.zeros(len(visits), np.bool_)
    covered[lines.visit[lines.by_warranty]] = True
    cost = np.zeros(len(visits), np.int64)
    unit = day.books.tables["parts"]["unit_cost"][lines.part]
    np.add.at(cost, lines.visit[lines.by_warranty], (unit * lines.quantity)[lines.by_warranty])
    tagged: Mask = covered & (filed_after(day, visits.call, cost) >= 0)
    return tagged


def filed_after(day: Day, call: Ints, cost: Ints) -> Ints:
    """Days from the visit to the claim, -1 where none is made; by what the parts ``cost``
    (cents) in the catalog."""
    chance = day.chance("claim", call)
    later = chance.between("filed after", *rules.FILED_AFTER)
    return np.where(chance.happens("claimed", habits.claimed(day, cost)), later, -1)


def claim_warranties(day: Day) -> None:
    """What is sent to the makers today, and what they answer."""
    _send(day)
    _decide(day)


def _send(day: Day) -> None:
    """The office writes on working days what has become due by then."""
    if not day.works:
        return
    lines = day.books.read(
        "select u.service_call_id as call, c.branch_id as branch, s.service_date as [on],"
        " s.completed_at as [end],"
        " sum(u.quantity_used * p.unit_cost) as worth, sum(u.quantity_used * u.unit_cost) as cost"
        " from parts_usage as u"
        " join service_calls as s on s.service_call_id = u.service_call_id"
        " join customers as c on c.customer_id = s.customer_id"
        " join parts as p on p.part_id = u.part_id"
        " join installed_devices as d on d.installation_id = s.installation_id"
        f" where {BY_THE_MAKER} and s.service_date > ?"
        " and not exists (select 1 from warranty_claims as w"
        "  where w.service_call_id = u.service_call_id)"
        " group by u.service_call_id order by u.service_call_id",
        iso(day.number - rules.SENT_WITHIN),
        call=INT, branch=INT, on=DAY, end=MINUTE, worth=CENTS, cost=CENTS,
    )  # fmt: skip
    due = _due(day, lines)
    lines = lines.rows(np.flatnonzero((due > day.books.begun) & (due <= day.number)))
    if not len(lines):
        return
    chance = day.chance("claim", lines.call)
    day.books.add(
        WarrantyClaimFactory,
        len(lines),
        # On the day of the visit, once the technician is back.
        recorded=office.entered_after(chance, "entered", day.number, lines.end),
        service_call_id=lines.call,
        claim_number=day.books.numbers("warranty_claims", "claim_number", "WC", lines.branch),
        claim_date=np.datetime64(day.number, "D"),
        claimed_amount=lines.cost,
        status="Submitted",
        decided_date=np.datetime64("NaT", "D"),
    )


def _due(day: Day, lines: Any) -> Ints:
    """The day from which on a claim for each visit is sent, 0 where none is. Of the history's last
    visits those are left for which it would have been written later."""
    due: Ints = lines.on + filed_after(day, lines.call, lines.worth)
    due[due < lines.on] = 0
    before = np.flatnonzero((lines.on <= day.books.begun) & (due > 0))
    first = (lines.branch[before] - 1) * day.scenario.rows["service_calls"] + 1
    for branch in distinct(lines.branch[before]).tolist():
        here = lines.branch[before] == branch
        row = before[here]
        place = lines.call[row] - first[here]
        chance = Chance(day.books.seed, ("branch", branch, rules.CLAIM), place)
        due[row] = rules.filed_on(chance, lines.on[row])
    return due


def _decide(day: Day) -> None:
    """The makers answer on working days."""
    if not day.works:
        return
    open_ = day.books.read(
        "select claim_id as id, claim_date as [on], claimed_amount as claimed from warranty_claims"
        " where status = 'Submitted' order by claim_id",
        id=INT, on=DAY, claimed=CENTS,
    )  # fmt: skip
    chance = day.chance("verdict", open_.id)
    due = open_.on + rules.decided_after(chance, "after")
    # What the history left open was not decided in it.
    spread = day.books.begun + chance.between("left open", *rules.LEFT_OPEN_DAYS)
    due = np.where(due <= day.books.begun, spread, due)
    rows = np.flatnonzero(due <= day.number)
    open_, chance = open_.rows(rows), chance.at(open_.id[rows])
    verdict = rules.verdicts(chance)
    day.books.change(
        "warranty_claims",
        open_.id,
        at=day.at(office.entered(chance, "answered")),
        status=Coded(verdict, rules.STATUSES),
        decided_date=np.datetime64(day.number, "D"),
        approved_amount=rules.paid(chance, open_.claimed, verdict),
    )
