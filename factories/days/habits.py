"""Rates learned from the populated history, which later days keep to: what is asked for, how
much is used up, what the makers grant. The sizes that it was populated with decide that.

Only what stood when the history ended counts: whenever a run looks, it learns the same.
"""

from __future__ import annotations

import json

import numpy as np
from numpy.typing import NDArray

from factories.days.books import CENTS, FLAG, INT, TEXT, Found, iso
from factories.days.day import Day, once_a_run
from factories.days.price_list import list_year, this_year
from factories.engine.set_operations import distinct
from factories.engine.streams import Chance, Ints
from factories.rules.accounting import billing
from factories.rules.accounting.diagnosis import as_dear
from factories.rules.accounting.rises import rate_then
from factories.rules.calls import warranty
from factories.rules.calls.demand import FIRST_TYPES, FIRST_VISITS, INSPECTION_BY_MONTH
from factories.rules.calls.service import TYPES
from factories.rules.crew.workforce import LEVELS
from factories.rules.crm import customers
from factories.rules.crm.quotes import OFFERS, QUOTE_TYPES
from factories.rules.crm.sales import URGENCIES
from factories.rules.equipment.devices import CAME_TO_BUY, usually_owned
from factories.rules.habits import (
    DIAGNOSTIC_FEE_PERCENTILE,
    PRIOR_LEADS,
    PRIOR_NEWCOMERS,
    PRIOR_OWNERS,
    PRIOR_QUOTES,
)
from factories.rules.hours.calendar import month_of
from factories.rules.parts import usage
from factories.rules.parts.usage import NOT_THE_MAKERS
from factories.rules.region.climate import MAINTENANCE_BY_MONTH
from factories.wording.billing import DIAGNOSTIC_FEE

_DIAGNOSTIC = [fee.name for fee in billing.FEES].index(DIAGNOSTIC_FEE)
SAMPLE = 10
"""Branches in whose history habits are looked up: enough to know them."""

_LINES = """
    select s.service_type as type, count(distinct s.service_call_id) as calls,
           count(u.usage_id) as lines
    from service_calls as s left join parts_usage as u on u.service_call_id = s.service_call_id
    where s.service_call_id <= ?1 group by s.service_type"""
_INSTALLED = """
    select count(*) as lines
    from service_calls as s join parts_usage as u on u.service_call_id = s.service_call_id
    where s.service_call_id <= ?1 and s.service_type = 'Installation'
    group by s.service_call_id order by lines"""
BY_THE_MAKER = (
    "u.covered_by_warranty and s.service_date <= d.warranty_end_date and s.failed_component not in"
    f" ({', '.join(repr(name) for name in NOT_THE_MAKERS)})"
)
"""SQL for a part used (u) on a call (s) at a device (d) that the maker of the unit pays for, not
the guarantee of an earlier part."""
_CLAIMS = f"""
    select sum(u.quantity_used * p.unit_cost) as cost,
           exists (select 1 from warranty_claims as w
                   where w.service_call_id = u.service_call_id and w.claim_date <= ?3) as known
    from parts_usage as u join parts as p on p.part_id = u.part_id
    join service_calls as s on s.service_call_id = u.service_call_id
    join installed_devices as d on d.installation_id = s.installation_id
    where u.service_call_id <= ?1 and u.usage_date <= ?2 and {BY_THE_MAKER}
    group by u.service_call_id order by u.service_call_id"""


_DIAGNOSED = """
    select s.service_call_id as call, s.total_cost as cost
    from service_calls as s
    cross join invoices as i on i.service_call_id = s.service_call_id
    cross join invoice_lines as n on n.invoice_id = i.invoice_id
    where s.service_call_id <= ?1 and n.description = ?2 and i.issue_date <= ?3
      and s.service_type = 'Repair' and s.failed_component is not null
    order by s.service_call_id"""
_GRANTED = """
    select u.quantity_used * p.unit_cost as cost, u.covered_by_warranty as known
    from service_calls as s
    join installed_devices as d on d.installation_id = s.installation_id
    join parts_usage as u on u.service_call_id = s.service_call_id
    join parts as p on p.part_id = u.part_id
    where s.service_call_id <= ?1 and s.service_date <= ?2
      and s.service_type in ('Repair', 'Emergency')
      and s.failed_component not in (select value from json_each(?3))
      and d.warranty_end_date >= s.service_date
      -- Not where the part came with a second visit only.
      and not exists (
        select 1 from service_calls as n
        where n.installation_id = s.installation_id and n.failed_component = s.failed_component
          and n.service_call_id > s.service_call_id and not n.is_callback
          and n.service_date <= date(s.service_date, '+' || ?4 || ' days'))
      -- What mends is written down first; what comes on top may be dearer.
      and u.usage_id = (
        select min(f.usage_id) from parts_usage as f where f.service_call_id = s.service_call_id)
    order by s.service_call_id"""
_ASKED_FOR = """
    select s.service_type as type, count(*) as count
    from service_calls as s join customers as c on c.customer_id = s.customer_id
    where s.service_call_id <= ?1 and s.service_date between ?2 and ?3
      and s.service_type in ('Maintenance', 'Inspection')
      and (c.created_at < ?4 or exists (
          select 1 from service_calls as o
          where o.customer_id = s.customer_id and o.service_call_id < s.service_call_id))
      and not exists (
          select 1 from service_calls as o where o.customer_id = s.customer_id
          and +o.service_date = s.service_date and o.service_type = s.service_type
          and o.service_call_id < s.service_call_id)
      and (s.service_type = 'Inspection' or not exists (
          select 1 from subscriptions as p
          where p.customer_id = s.customer_id and p.start_date <= s.service_date
          and coalesce(p.cancelled_date, p.end_date) >= s.service_date))
    group by s.service_type"""
_ROUTINE = ("Maintenance", "Inspection")
_FIRST_VISITS = """
    select (select s.service_type from service_calls as s
            where s.customer_id = c.customer_id and s.service_call_id <= ?4
            order by s.service_call_id limit 1) as type,
           count(*) as count,
           sum(not exists (select 1 from leads as l
                           where l.customer_id = c.customer_id and l.lead_id <= ?5)) as called
    from customers as c
    where c.customer_id <= ?1 and c.created_at between ?2 and ?3
    group by type order by type"""

_OWNED = """
    select c.customer_type = 'commercial' as commercial, d.devices, count(*) as count
    from (select customer_id, count(*) as devices from installed_devices
          where installation_id <= ?1
          -- What was there before us, or before the history.
          and (installed_by <> 'Company' or installation_date < ?2)
          group by customer_id) as d
    join customers as c on c.customer_id = d.customer_id
    group by commercial, d.devices"""


def claimed(day: Day, cost: Ints) -> NDArray[np.float64]:
    """Of the visits with parts under warranty of such a cost (cents), the share for which the maker
    is asked to pay."""
    return _claimed(day)[warranty.classes(cost)]


def granted(day: Day, cost: Ints) -> NDArray[np.float64]:
    """Of the repairs under the maker's warranty, the share for which a part of such a cost (cents)
    is covered."""
    return _granted(day)[warranty.classes(cost)]


def installers_rate(day: Day) -> int:
    """Dollars an hour at which an average installation is billed today."""
    return int(rate_then(np.array(_rate_as_listed(day)), this_year(day), list_year(day)))


def first_visits(day: Day) -> NDArray[np.float64]:
    """Share of each type of visit among the first ones of new customers, in the order of
    ``TYPES``; who had none as yet asked for a tune-up."""
    return _first_visits(day)[0]


def checks(day: Day) -> float:
    """Of the new customers who want their system looked at, those who ask for an inspection."""
    shares = dict(zip(TYPES, first_visits(day).tolist(), strict=True))
    return float(shares["Inspection"] / (shares["Inspection"] + shares["Maintenance"]))


def just_call(day: Day) -> float:
    """Share of the new customers who were no lead before."""
    return _first_visits(day)[1]


def calls(day: Day) -> int:
    """The highest key of the calls that are looked at."""
    return day.scenario.rows["service_calls"] * min(day.scenario.scale, SAMPLE)


@once_a_run
def _claimed(day: Day) -> NDArray[np.float64]:
    begun = day.books.begun
    found = day.books.read(
        _CLAIMS,
        calls(day), iso(begun - warranty.SENT_WITHIN), iso(begun), cost=CENTS, known=FLAG,
    )  # fmt: skip
    return _by_class(found)


@once_a_run
def _granted(day: Day) -> NDArray[np.float64]:
    not_theirs = json.dumps(sorted(NOT_THE_MAKERS))
    found = day.books.read(
        _GRANTED,
        calls(day), iso(day.books.begun), not_theirs, billing.BACK_WITH_THE_PART,
        cost=CENTS, known=FLAG,
    )  # fmt: skip
    return _by_class(found)


def _by_class(found: Found) -> NDArray[np.float64]:
    """The share of which it is ``known``, by class of cost; of a class of which there is none, that
    of all, and all where there is nothing to learn from."""
    classes, count = warranty.classes(found.cost), len(warranty.CLASSES)
    all_, some = np.bincount(classes, minlength=count), np.bincount(classes, found.known, count)
    share = float(found.known.mean()) if len(found) else 1.0
    return np.where(all_ > 0, some / np.maximum(all_, 1), share)


@once_a_run
def diagnosed_up_to(day: Day) -> float:
    """How dear a repair may be taken to be, in cents, that bears a diagnostic fee on top."""
    found = day.books.read(
        _DIAGNOSED, calls(day), DIAGNOSTIC_FEE, iso(day.books.begun), call=INT, cost=CENTS
    )
    if not len(found):
        return 0.0
    # As the history has drawn it, by the call's place in its branch.
    branch, place = np.divmod(found.call - 1, day.scenario.rows["service_calls"])
    dear = np.zeros(len(found), np.int64)
    for number in distinct(branch).tolist():
        here = np.flatnonzero(branch == number)
        fee = place[here] * len(billing.FEES) + _DIAGNOSTIC
        chance = Chance(day.books.seed, ("branch", number + 1, "fees"), fee)
        dear[here] = as_dear(chance, found.cost[here])
    return float(np.sort(dear)[len(found) * DIAGNOSTIC_FEE_PERCENTILE // 100])


@once_a_run
def offered(day: Day) -> NDArray[np.float64]:
    """Share of the quotes by type, in the order of ``rules.crm.quotes.QUOTE_TYPES``."""
    found = day.books.read(
        "select quote_type as type,"
        " count(*) as count from quotes where quote_id <= ? group by quote_type",
        day.scenario.rows["quotes"] * min(day.scenario.scale, SAMPLE), type=TEXT, count=INT,
    )  # fmt: skip
    quoted = dict(zip(found.type.tolist(), found.count.tolist(), strict=True))
    usual = {name: PRIOR_QUOTES * offer.weight / 100 for name, offer in OFFERS.items()}
    counts = np.array([quoted.get(name, 0) + usual[name] for name in QUOTE_TYPES])
    shares: NDArray[np.float64] = counts / counts.sum()
    return shares


@once_a_run
def asked_for(day: Day) -> NDArray[np.float64]:
    """Tune-ups without a contract, and inspections, that a branch does on an average day because
    its customers ask for them: no first visits, nor a second device on the same stop."""
    begun, months = day.books.begun, (MAINTENANCE_BY_MONTH, INSPECTION_BY_MONTH)
    first = max(day.begun_history, begun - 364)
    window = iso(first), iso(begun), iso(day.begun_history)
    found = day.books.read(_ASKED_FOR, calls(day), *window, type=TEXT, count=INT)
    asked = dict(zip(found.type.tolist(), found.count.tolist(), strict=True))
    branches = min(day.scenario.scale, SAMPLE)
    months_of_days = month_of(np.arange(first, begun + 1)).tolist()
    rates = []
    for name, by_month in zip(_ROUTINE, months, strict=True):
        # A history of a winter tells of a winter.
        days = sum(by_month[month] for month in months_of_days)
        rates.append(asked.get(name, 0) / branches / max(days * 12 / sum(by_month), 1))
    return np.array(rates)


@once_a_run
def _first_visits(day: Day) -> tuple[NDArray[np.float64], float]:
    """The shares of the types, and of those who just call."""
    branches = min(day.scenario.scale, SAMPLE)
    found = day.books.read(
        _FIRST_VISITS,
        day.scenario.rows["customers"] * branches,
        *(iso(day.begun_history), iso(day.books.begun - customers.FIRST_VISIT_WITHIN)),
        *(calls(day), day.scenario.rows["leads"] * branches),
        type=TEXT, count=INT, called=INT,
    )  # fmt: skip
    usual = dict(zip(FIRST_TYPES, FIRST_VISITS, strict=True))
    others = PRIOR_NEWCOMERS * (1 - CAME_TO_BUY)
    counts = {name: others * usual.get(name, 0) / 100 for name in TYPES}
    counts["Installation"] = PRIOR_NEWCOMERS * CAME_TO_BUY
    for name, count in zip(found.type.tolist(), found.count.tolist(), strict=True):
        counts[name or "Maintenance"] += count
    total = sum(counts[name] for name in TYPES)
    called = PRIOR_NEWCOMERS * customers.NEW_WITHOUT_LEAD + int(found.called.sum())
    all_ = PRIOR_NEWCOMERS + int(found.count.sum())
    return np.array([counts[name] / total for name in TYPES]), called / all_


@once_a_run
def owned(day: Day) -> Ints:
    """Cumulated weights of one, two ... devices that households, and businesses, bring along: as
    those of the history, whose exact number of devices decides how many they have."""
    branches = min(day.scenario.scale, SAMPLE)
    found = day.books.read(
        _OWNED,
        day.scenario.rows["installed_devices"] * branches,
        iso(day.begun_history),
        commercial=INT, devices=INT, count=INT,
    )  # fmt: skip
    usual = [usually_owned(name) for name in ("residential", "commercial")]
    weights = np.zeros((2, max(len(usual[0]), int(found.devices.max(initial=0)))), np.int64)
    for row, of_usual in enumerate(usual):
        weights[row, : len(of_usual)] = [round(PRIOR_OWNERS * 1000 * part) for part in of_usual]
    np.add.at(weights, (found.commercial, found.devices - 1), found.count * 1000)
    edges: Ints = weights.cumsum(axis=1)
    return edges


@once_a_run
def hurry(day: Day) -> NDArray[np.float64]:
    """Share of each urgency (``rules.crm.sales.URGENCIES``) among the leads that are not won."""
    branches = min(day.scenario.scale, SAMPLE)
    found = day.books.read(
        "select urgency, count(*) as count from leads where lead_id <= ?1"
        # Those won since are among those whom the history did not win.
        " and (customer_id is null or customer_id > ?2) group by urgency",
        day.scenario.rows["leads"] * branches,
        day.scenario.rows["customers"] * day.scenario.scale,
        urgency=TEXT, count=INT,
    )  # fmt: skip
    counts = dict.fromkeys(URGENCIES, PRIOR_LEADS / len(URGENCIES))
    for name, count in zip(found.urgency.tolist(), found.count.tolist(), strict=True):
        counts[name] += count
    return np.array([counts[name] / sum(counts.values()) for name in URGENCIES])


@once_a_run
def repair_parts(day: Day) -> float:
    """Cents that the parts of an average repair come to, of those with parts to pay."""
    found = day.books.read(
        "select parts_cost as parts from service_calls"
        " where service_call_id <= ? and parts_cost > 0 and service_type = 'Repair'"
        " order by service_call_id",
        calls(day), parts=CENTS,
    )  # fmt: skip
    return float(found.parts.mean()) if len(found) else usage.STAND_IN_PARTS


@once_a_run
def _rate_as_listed(day: Day) -> int:
    found = day.books.read(
        "select t.bill_rate as rate from service_calls as s"
        " join technicians as t on t.technician_id = s.technician_id"
        " where s.service_call_id <= ? and s.service_type = 'Installation'"
        " order by s.service_call_id",
        calls(day), rate=INT,
    )  # fmt: skip
    usual = np.array(LEVELS["senior"].bill)
    return round(float((found.rate if len(found) else usual).mean()))


@once_a_run
def parts_a_visit(day: Day) -> NDArray[np.float64]:
    """Lines of parts used on an average visit, by type."""
    found = day.books.read(_LINES, calls(day), type=TEXT, calls=INT, lines=INT)
    usual = np.zeros(len(TYPES))
    for number, name in enumerate(TYPES):
        row = np.flatnonzero(found.type.is_(name))
        usual[number] = (found.lines[row] / found.calls[row])[0] if len(row) else 1.0
    return usual


@once_a_run
def lines_of_installations(day: Day) -> Ints:
    """Lines of parts used on each installation of the history, the unit included."""
    found = day.books.read(_INSTALLED, calls(day), lines=INT)
    return found.lines if len(found) else np.array([usage.STAND_IN_LINES])
