"""What follows for a single row's parents from a value that is theirs to decide: the hours of a
work order are those of its visit, the cost on a shelf that of its part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import factory
import numpy as np
from factory.declarations import SKIP

from factories.engine import money
from factories.engine.context import current
from factories.engine.declarations import derived
from factories.engine.rows_in_session import unflushed
from factories.engine.set_operations import distinct
from factories.engine.streams import Chance
from factories.engine.values import coded
from factories.rules.accounting.rises import rate_then
from factories.rules.calls.service import EMERGENCY_RATE_PERCENT
from factories.rules.crm.quotes import MOST_HOURS, WITH_EQUIPMENT
from factories.rules.hours.calendar import ONE_DAY, ONE_MINUTE, months_later, next_office_day
from factories.rules.region.territory import metro_for
from factories.rules.single import (
    DEAREST_REPAIR,
    HIRED_AGO,
    LABOR_PERCENT,
    LONGEST_REPAIR,
    UNIT_PERCENT,
)
from factories.single.earlier import day_said, office_day
from factories.single.fitting import RATINGS, is_made
from factories.tables.catalog import on_offer
from hvac_models import Customer

Said = Mapping[str, Any]


def account_opened_for(customer: Any) -> dt.datetime:
    """When the account of a single lead was opened: soon after the lead came in, where its day is
    known, else in the middle of the campaign that brought it."""
    lead, campaign = customer.factory_parent, customer.factory_parent.campaign
    if campaign is None or campaign is SKIP:
        day = min(lead.created_date + dt.timedelta(days=1), current.today)
    else:
        ran = min(campaign.end_date, current.today) - campaign.start_date
        day = campaign.start_date + max(ran, dt.timedelta()) / 2
    return dt.datetime.combine(day, dt.time(16, 30))


def of_parent(said: Said, parent: str, **names: str) -> dict[str, Any]:
    """Columns that a parent has under these names, where it is made here."""
    if not is_made(said, parent):
        return {}
    asked = {f"{parent}__{there}": said[here] for here, there in names.items() if here in said}
    return {name: value for name, value in asked.items() if name not in said}


@derived
def _before_its_end(completed_at: Any, duration_hours: Any) -> Any:
    return completed_at - (duration_hours * 60 + 50) // 100 * ONE_MINUTE


@derived
def _until_its_end(completed_at: Any, started_at: Any) -> Any:
    return ((completed_at - started_at) // ONE_MINUTE * 100 + 30) // 60


def begun_then(said: Said) -> dict[str, Any]:
    """When a visit began whose end is said, or how long it took."""
    if not isinstance(said.get("completed_at"), dt.datetime):
        return {}
    if "started_at" not in said:
        return {"started_at": _before_its_end}
    return {} if "duration_hours" in said else {"duration_hours": _until_its_end}


def rated(said: Said) -> dict[str, Any]:
    """The technician whose rate makes that of the visit; half as much again for emergencies."""
    rate = said.get("bill_rate")
    if not isinstance(rate, (int, Decimal)) or not is_made(said, "technician"):
        return {}
    urgent = said.get("emergency") or str(said.get("service_type")) == "Emergency"
    usual = Decimal(rate) * 100 / (EMERGENCY_RATE_PERCENT if urgent else 100)
    if "technician__bill_rate" in said or usual != int(usual):
        return {}

    def listed(technician: Any) -> int:
        """The rate on today's list that was the one said in the year of the visit."""
        year, now = technician.factory_parent.service_date.year, current.today.year
        lists = np.arange(int(usual) // 2, 3 * int(usual) + 10)
        return int(lists[np.argmax(rate_then(lists, year, now) >= int(usual))])

    return {"technician__bill_rate": factory.LazyAttribute(listed)}


def ordered(said: Said) -> dict[str, Any]:
    """The visit of a work order that says how long it took, or that it was an emergency."""
    more = of_parent(said, "service_call", actual_hours="duration_hours")
    told = any(name.startswith("service_call__") for name in said)
    if str(said.get("priority")) == "Emergency" and is_made(said, "service_call") and not told:
        more["service_call__service_type"] = "Emergency"
    return more


def used(said: Said) -> dict[str, Any]:
    """The visit on which a part was used, what the part costs, and the unit under warranty."""
    more = of_parent(said, "service_call", usage_date="service_date")
    more |= of_parent(said, "part", unit_cost="unit_cost")
    covered = said.get("covered_by_warranty") is True and not said.get("under_warranty")
    if covered and is_made(said, "service_call"):
        more["service_call__device__under_warranty"] = True
    day = day_said(said, "usage_date")
    if day is not None and office_day(day) != day and is_made(said, "service_call"):
        more["service_call__service_type"] = "Emergency"
    return {name: value for name, value in more.items() if name not in said}


def put_in_then(said: Said) -> dict[str, Any]:
    """The unit whose warranty ends on the day said: the model that was on offer when it began."""
    end = day_said(said, "warranty_end_date")
    told = any(name.startswith("equipment") for name in said)
    if end is None or "installation_date" in said or told:
        return {}
    years = range(current.today.year, current.today.year - 20, -1)
    for kind, year in ((kind, year) for kind in ("Central AC", "Furnace") for year in years):
        model = on_offer(year, kind)
        begun = months_later(np.datetime64(end, "D"), -model.warranty_months).tolist()
        if begun.year == year:
            unit = {"equipment__sold_in": year, "equipment__sold_as": kind}
            return {"installation_date": begun, **unit}
    return {}


def hired_then(said: Said) -> dict[str, Any]:
    """Nobody is here for longer than the years of experience said."""
    years = said.get("years_experience")
    if not isinstance(years, int) or "hire_date" in said:
        return {}
    least, most = HIRED_AGO

    @derived
    def hire_date(chance: Chance, today: Any) -> Any:
        days = np.minimum(chance.between("days", least, most), 365 * years + 180)
        return next_office_day(today - days * ONE_DAY)

    return {"hire_date": hire_date}


def shelved(said: Said) -> dict[str, Any]:
    """The part of a shelf that says what it costs; what is there where nothing was used."""
    more = of_parent(said, "part", unit_cost="unit_cost")
    if "opening_stock" in said and is_made(said, "part"):
        known = {"current_stock", "low_stock", "out_of_stock"} & said.keys()
        more |= {} if known else {"current_stock": said["opening_stock"]}
    return more


@derived
def _still_to_come(expected_date: Any, today: Any) -> Any:
    return np.where(expected_date <= today, expected_date, np.datetime64("NaT", "D"))


def ordered_then(said: Said) -> dict[str, Any]:
    """Whether an order has come by now; one that has not was placed lately."""
    more = of_parent(said, "part", unit_cost="unit_cost")
    if said.get("open") or said.get("late"):
        return more
    if "received_date" not in said:
        dated = {"ordered_date", "expected_date"} & said.keys()
        return {**more, "received_date": _still_to_come} if dated else more
    if said["received_date"] is None and "ordered_date" not in said:
        more["ordered_date"] = derived(lambda today: today - ONE_DAY)
    return more


def judged(said: Said) -> dict[str, Any]:
    """The verdict of an answer that says how it rates one thing."""
    given = [said[name] for name in RATINGS if isinstance(said.get(name), int)]
    known = {"overall_satisfaction", "unhappy", "complaint"} & said.keys()
    if not given or known:
        return {}
    return {"overall_satisfaction": sum(given) // len(given)}


def standing(said: Said) -> dict[str, Any]:
    """How a lead stands that is certain, hopeless or neither."""
    sure = said.get("conversion_probability")
    stands = ("new", "contacted", "qualified", "lost", "nurturing", "converted", "status")
    if not isinstance(sure, int) or not said.keys().isdisjoint(stands):
        return {}
    if sure in (0, 100):
        return {}
    # As one that was spoken to, and no more.
    return {
        "created_date": derived(lambda today: today - 4 * ONE_DAY),
        "contact_after": 0,
        "qualified_after": 9,
    }


def financed(said: Said) -> dict[str, Any]:
    """Installations alone are."""
    told = any(name.startswith(_OF_THE_BILL) for name in said)
    if str(said.get("payment_method")) != "Financing" or told or not is_made(said, "invoice"):
        return {}
    return {"invoice__service_call__service_type": "Installation"}


def billed_enough(said: Said) -> dict[str, Any]:
    """A bill that comes to what is paid; of a part of it, to twice that."""
    amount = said.get("amount")
    told = any(name.startswith(_OF_THE_BILL) for name in said)
    if not isinstance(amount, (int, Decimal)) or amount <= 0 or told:
        return {}
    if not is_made(said, "invoice"):
        return {}
    total = int(amount * 100) * (2 if said.get("partial") else 1)
    return {f"invoice__{name}": value for name, value in _coming_to(total).items()}


def _coming_to(total: int, payer_given: bool = False) -> dict[str, Any]:
    """What a bill is of that comes to so many cents; supplies are what the hours leave. The day of
    a visit to a customer ``payer_given`` hangs on how long it takes: it is charged by today's list.
    """

    @derived
    def duration_hours(
        bill_rate: Any, customer__branch_id: Any, customer__customer_type: Any, service_type: Any
    ) -> Any:
        rate = tax_rates(customer__branch_id, customer__customer_type, service_type)
        return hours_for(before_tax(total, rate), bill_rate)

    @derived
    def by_the_list(
        technician__bill_rate: Any,
        customer__branch_id: Any,
        customer__customer_type: Any,
        service_type: Any,
    ) -> Any:
        urgent = coded(service_type).is_("Emergency")
        # Dollars times percent are cents.
        listed = technician__bill_rate * np.where(urgent, EMERGENCY_RATE_PERCENT, 100)
        rate = tax_rates(customer__branch_id, customer__customer_type, service_type)
        return hours_for(before_tax(total, rate), listed)

    more = {
        "service_call__duration_hours": by_the_list if payer_given else duration_hours,
        "subtotal": derived(lambda tax_rate: before_tax(total, tax_rate)),
    }
    big = {"service_call__service_type": "Installation"} if total > LONG_VISIT else {}
    return {**more, **big}


def charged(said: Said) -> dict[str, Any]:
    """The visit of a bill that says what it comes to: a discount would take a contract."""
    subtotal, total = said.get("subtotal"), said.get("total_amount")
    if isinstance(total, (int, Decimal)) and total > 0 and said.keys().isdisjoint(_SUMS):
        others = any(n.startswith(_OF_THE_VISIT) and not n.startswith(_PAYER) for n in said)
        if others or _may_get_a_discount(said):
            return {}
        return _coming_to(int(total * 100), payer_given=_PAYER in said)
    told = any(name.startswith(_OF_THE_BILL) for name in said)
    if not isinstance(subtotal, (int, Decimal)) or told or not 0 < subtotal * 100 <= LONG_VISIT:
        return {}
    cents = int(subtotal * 100)
    return {"service_call__duration_hours": derived(lambda bill_rate: hours_for(cents, bill_rate))}


def _may_get_a_discount(said: Said) -> bool:
    customer = said.get(_PAYER)
    if isinstance(customer, Customer):
        with unflushed(customer):
            return bool(customer.subscriptions)
    return any(n in (_PAYER, f"{_PAYER}_id") or n.startswith(f"{_PAYER}__with") for n in said)


def offered(said: Said) -> dict[str, Any]:
    """What a quote is for that says what it comes to, and the costs that come to that."""
    total = said.get("total_amount")
    told = any(name.startswith(_OF_THE_OFFER) for name in said)
    if not isinstance(total, (int, Decimal)) or total <= 0 or told:
        return {}
    cents = int(total * 100)
    most = cents * LABOR_PERCENT // 100

    @derived
    def labor_hours(labor_rate: Any, quote_type: Any) -> Any:
        new = coded(quote_type).is_(*WITH_EQUIPMENT)
        longest = np.where(new, MOST_HOURS, LONGEST_REPAIR)
        return np.clip(most // labor_rate // 25 * 25, 25, longest)

    @derived
    def equipment_cost(labor_cost: Any, quote_type: Any) -> Any:
        new = coded(quote_type).is_(*WITH_EQUIPMENT)
        return np.where(new, (cents - labor_cost) * UNIT_PERCENT // 100, 0)

    more = {
        "labor_hours": labor_hours,
        "equipment_cost": equipment_cost,
        "parts_cost": derived(
            lambda labor_cost, equipment_cost: np.maximum(cents - labor_cost - equipment_cost, 0)
        ),
    }
    if said.keys().isdisjoint(_OFFERS):
        more["quote_type"] = "Replacement" if total >= DEAREST_REPAIR else "Repair"
    return more


def hours_for(cents: Any, bill_rate: Any) -> Any:
    """So long a visit costs no more, in hundredths of hours that are whole minutes."""
    return np.clip(cents * 100 // bill_rate // WHOLE * WHOLE, WHOLE, LONGEST_VISIT)


def before_tax(total: int, rate: Any) -> Any:
    """Cents that come to a total with the tax, or to the cent above it."""
    least = total * 10_000 // (10_000 + rate)
    return np.where(least + money.tax(least, rate) < total, least + 1, least)


def tax_rates(branch_id: Any, customer_type: Any, service_type: Any) -> Any:
    """As the branch's state has them for this customer and this work."""
    commercial = coded(customer_type).is_("commercial")
    installation = coded(service_type).is_("Installation")
    rates = np.zeros(len(commercial), np.int64)
    for branch in distinct(branch_id).tolist():
        here = branch_id == branch
        rates[here] = metro_for(branch).tax.rates(commercial[here], installation[here])
    return rates


_SUMS = ("subtotal", "tax_amount", "tax_rate")
_OF_THE_VISIT = ("service_call", "device", "technician")
_PAYER = "service_call__customer"
_OFFERS = ("quote_type", "repair", "replacement", "maintenance_contract")
_OF_THE_OFFER = ("labor_", "equipment_cost", "parts_cost", "service_call", "lead", "agreed_")
_OF_THE_BILL = ("invoice__", "service_call", "customer", "device", "technician")
LONG_VISIT = 50_000
"""Cents that a visit of some hours comes to; what costs more is an installation."""
LONGEST_VISIT, WHOLE = 600, 5
"""Hundredths of an hour."""
