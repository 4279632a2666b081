"""Prices of new systems: what the installation will be billed at, for a quote is a firm price.

The unit is sold at about the list, and how long a home takes is known to who has been there; how
much of the rest is called labor, and how much material, is another matter, as in the history.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from factories.days import habits, lengths
from factories.days.bills import fee_prices
from factories.days.day import Day, as_one
from factories.days.devices import kinds
from factories.days.estimates import Jobs, listed, offered_jobs
from factories.days.price_list import part_prices, unit_prices
from factories.engine.money import percent
from factories.engine.set_operations import among
from factories.engine.streams import Ints, Mask
from factories.engine.values import NULL
from factories.rules.accounting.billing import FEES
from factories.rules.appointments.estimates import ESTIMATE_RATIO_LIMITS, EXPECTED_HUNDREDTHS
from factories.rules.calls.on_site import told
from factories.rules.calls.putting_in import usual_percent
from factories.rules.crm import quotes as rules
from factories.rules.crm.unit_prices import offered_percent
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.equipment.kinds import COMPRESSOR_KINDS
from factories.wording.billing import RECOVERY_FEE

_RECOVERY = [fee.name for fee in FEES].index(RECOVERY_FEE)
_SEALED = np.array([KIND_NAMES.index(name) for name in COMPRESSOR_KINDS])


def materials(day: Day, jobs: Jobs) -> Ints:
    """What is listed for each job beside the unit, cents, by the price list of today."""
    lines = listed(day, jobs, np.zeros(len(jobs), np.bool_))
    cost = np.where(lines.is_main, 0, part_prices(day, lines.part) * lines.quantity)
    return np.bincount(lines.job, cost, len(jobs)).astype(np.int64)


def fees(day: Day, jobs: Jobs, replaces: Mask) -> Ints:
    """Cents for the refrigerant that is recovered from what goes out."""
    customers = day.books.tables["customers"]
    branch = customers.at("branch_id", jobs.customer)
    commercial = customers.at("customer_type", jobs.customer).is_("commercial")
    price = fee_prices(day, branch, np.full(len(jobs), _RECOVERY, np.int64), commercial)
    fee: Ints = price * (replaces & among(kinds(day, jobs.equipment), _SEALED))
    return fee


def without_labor(day: Day, jobs: Jobs, replaces: Mask, unit: Ints) -> Ints:
    """What each job is billed at but for the hours, with what was agreed upon for the ``unit``;
    cents."""
    cost: Ints = unit + materials(day, jobs) + fees(day, jobs, replaces)
    return cost


def labor(day: Day, jobs: Jobs, planned: Ints) -> Ints:
    """What the hours of each job come to, cents: those of its home, with whoever usually comes, and
    the more the more are ``planned`` (hundredths)."""
    key, kind = as_one(jobs.customer, jobs.equipment), kinds(day, jobs.equipment)
    work = lengths.putting_in(day, "quoted", key, jobs.equipment)
    btu = day.books.tables["equipment_types"].at("btu_rating", jobs.equipment)
    usual = EXPECTED_HUNDREDTHS["Installation"] * usual_percent(kind, btu) // 100
    work.hardness += told(np.clip(planned / usual, *ESTIMATE_RATIO_LIMITS))
    cents: Ints = work.minutes(np.zeros_like(key)) * habits.installers_rate(day) * 100 // 60
    return cents


@dataclass(frozen=True)
class Reckoned:
    """One row an offer of a new system; cents."""

    row: Ints
    """Of all the offers."""
    unit: Ints
    material: Ints
    fee: Ints
    labor: Ints

    @property
    def total(self) -> Ints:
        """What it will be billed at."""
        return self.unit + self.material + self.fee + self.labor

    def hours(self, planned: Ints, rate: Ints) -> Ints:
        """The hours (hundredths) that are written into the quotes at these rates (dollars an hour):
        those ``planned``, in so far as the price leaves room for them."""
        written, beside = planned.copy(), self.total - self.labor
        hours = rules.firm_hours(planned[self.row], self.total, beside, rate[self.row])
        price = self.total - self.unit
        written[self.row] = rules.hours_within(hours, price, self.material, rate[self.row])
        return written

    def beside(self, labor_cost: Ints) -> Ints:
        """What is called material, where so much is called labor."""
        rest = self.total - self.unit - labor_cost[self.row]
        least = self.material * rules.LEAST_MATERIAL_PERCENT // 100
        beside: Ints = np.maximum(rest, least)
        return beside


def offered_percents(day: Day, ids: Ints) -> Ints:
    """What the unit in each quote is offered at, percent of the list; of the history's none is
    known but by its price, and they are talked about as if they were as the list has it."""
    drawn = offered_percent(day.chance("quote prices", ids))
    of_history = ids <= day.scenario.rows["quotes"] * day.scenario.scale
    return np.where(of_history, 100, drawn)


def reckoned(
    day: Day, ids: Ints, kind: Ints, customer: Ints, equipment: Ints, planned: Ints
) -> Reckoned:
    """What those of the offers of these types (indexes into ``rules.crm.quotes.QUOTE_TYPES``), for
    which so many hours (hundredths) are ``planned``, come to that are of new systems."""
    row = np.flatnonzero(among(kind, np.array(rules.EQUIPPING)))
    jobs, replaces = offered(day, kind[row], customer[row], equipment[row])
    return Reckoned(
        row,
        percent(unit_prices(day, equipment[row]), offered_percents(day, ids[row])),
        materials(day, jobs),
        fees(day, jobs, replaces),
        labor(day, jobs, planned[row]),
    )


def offered(day: Day, kind: Ints, customer: Ints, equipment: Ints) -> tuple[Jobs, Mask]:
    """The jobs that such quotes offer, and which of them take something out."""
    replaces = among(kind, np.array([rules.QUOTE_TYPES.index(name) for name in rules.REPLACING]))
    return offered_jobs(day, kind, customer, equipment), replaces


def agreed(day: Day, ids: Ints, price: Reckoned, labor_cost: Ints, raised: Mask) -> dict[str, Any]:
    """The ``agreed_`` columns of new quotes with so much labor (cents); those that are ``raised``
    are to be talked down.

    What is no equipment has the price that the factory knows.
    """
    chance = day.chance("quote prices", ids)
    more = np.where(raised, chance.between("raised", *rules.REVISED_PERCENT), 100)[price.row]
    unit, material = np.full((2, len(ids)), NULL, np.int64)
    unit[price.row] = percent(price.unit, more)
    material[price.row] = percent(price.beside(labor_cost), more)
    return {"agreed_equipment": unit, "agreed_parts": material}


def is_firm(day: Day, jobs: Jobs, replaces: Mask, unit: Ints, planned: Ints, total: Ints) -> Mask:
    """Whether quotes for equipment, of which the ``unit`` costs so much, with so many hours
    (hundredths) are about what it will be billed at; cents."""
    expected = without_labor(day, jobs, replaces, unit) + labor(day, jobs, planned)
    firm: Mask = np.abs(total - expected) * 100 <= expected * rules.QUOTED_OFF_PERCENT
    return firm
