"""What a single quote answers: the wish of a lead, or the call that it became."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import factory
import numpy as np
from factory.declarations import SKIP

from factories.engine import parents
from factories.engine.context import current
from factories.engine.declarations import derived
from factories.engine.rows_in_session import all_where
from factories.engine.streams import Chance, Ints
from factories.engine.usage_errors import BadValue
from factories.engine.values import NULL, Column
from factories.rules import single
from factories.rules.crm import quotes
from factories.rules.hours.calendar import (
    CLOSES,
    ONE_DAY,
    OPENS,
    next_office_day,
    previous_office_day,
)
from factories.rules.single import ACCOUNT_AGE, COOLING_REPAIR_MONTHS
from factories.single.earlier import day_said, opened
from hvac_models import Quote

_OF_INTEREST: Final = {"Installation": "Installation", "Maintenance": "Maintenance Contract"}
"""What is offered to whom asks for it; the others have something to repair."""
_OF_CALL: Final = {"Repair": "Repair", "Emergency": "Repair", "Installation": "Installation"}
_WISHED: Final = {"Repair": None, "Maintenance Contract": "Maintenance"}
TAKES_MORE: Final = {"status": {"Revised": "takes a second quote: make both, then set it"}}
_OPEN_STEPS: Final = ("new", "contacted", "qualified", "lost", "nurturing")


@derived
def _lately(chance: Chance, today: Any) -> Any:
    """An account opened so lately that its quote may be open yet, and so long ago that it may be
    answered or expired."""
    day = (today - chance.between("days", *single.LEAD_ACCOUNT_AGO) * ONE_DAY).astype(
        "datetime64[m]"
    )
    return day + chance.between("minute", OPENS, CLOSES)


def quoted_days_ago(least: int, most: int) -> Any:
    """An office day so long ago; where it answers a lead, not before the account was opened."""

    @derived
    def quote_date(
        chance: Chance, lead__created_date: Any, customer__created_at: Any, today: Any
    ) -> Any:
        day = previous_office_day(today - chance.between("days", least, most) * ONE_DAY)
        opened = next_office_day(customer__created_at.astype("datetime64[D]"))
        return np.where(np.isnat(lead__created_date), day, np.maximum(day, opened))

    return quote_date


@derived
def answered_by_now(chance: Chance, quote_date: Any, today: Any) -> Any:
    """Days until the answer, which has come."""
    days = quotes.spread(chance, "days", quotes.DECLINED_DAYS)
    return np.minimum(days, np.maximum((today - quote_date) // ONE_DAY, 0))


def asked_of_lead(said: Mapping[str, Any]) -> dict[str, Any]:
    """A lead that is asked for with its quote: it wants what is quoted and became the customer."""
    of_lead = {name.removeprefix("lead__") for name in said if name.startswith("lead__")}
    if not of_lead or "service_call" in said:
        return _known_then(said)
    more: dict[str, Any] = {
        "lead__wanted_kind": factory.SelfAttribute("..equipment.equipment_type")
    }
    if (wish := _wish(said)) and of_lead.isdisjoint(("service_interest", "emergency")):
        more["lead__service_interest"] = wish
    open_ = str(said.get("lead__status", "")).lower() in _OPEN_STEPS
    if open_ or not of_lead.isdisjoint((*_OPEN_STEPS, "customer", "customer_id")):
        return more
    if {"customer", "customer_id"} & said.keys():
        return {**more, "lead__customer": factory.SelfAttribute("..customer")}
    more["lead__converted"] = True
    others = ("created_date", "customer__created_at", "campaign", "campaign_id")
    if of_lead.isdisjoint(others) and not any(name.startswith("campaign__") for name in of_lead):
        more["lead__customer__created_at"] = _lately
    return more


def _known_then(said: Mapping[str, Any]) -> dict[str, Any]:
    """The customer of a quote whose day is said, and who wrote as nobody's lead."""
    day = day_said(said, "quote_date")
    others = ("customer", "customer_id", "lead", "lead_id", "service_call", "service_call_id")
    asked = any(name.startswith("service_call__") for name in said)
    if day is None or asked or not said.keys().isdisjoint(others):
        return {}
    return {"customer__created_at": opened(*ACCOUNT_AGE, by=day)}


def _wish(said: Mapping[str, Any]) -> str | None:
    """What a lead asks for that gets a quote of the type said; None where none is."""
    traits = {"repair": "Repair", "replacement": "Replacement"}
    traits["maintenance_contract"] = "Maintenance Contract"
    asked = said.get("quote_type") or next((traits[t] for t in traits if said.get(t)), None)
    if asked is None:
        return None
    wish = _WISHED.get(str(asked), "Installation")
    return wish or (
        "AC Repair" if current.today.month in COOLING_REPAIR_MONTHS else "Heating Repair"
    )


def type_of(call: str | None, interest: str | None, notes: str | None, usual: str) -> str:
    """The type of a quote that became such a call, or answers such a lead; else the usual one."""
    if call is not None:
        if call not in _OF_CALL:
            why = "comes from no quote; give a repair or an installation"
            raise BadValue("QuoteFactory", f"service_call of type {call}", why)
        return _OF_CALL[call]
    if interest is None:
        return usual
    if interest == "Installation" and "replace" in (notes or ""):
        return "Replacement"
    return _OF_INTEREST.get(interest, "Repair")


class CustomerQuoted(parents.Parent):
    """Who asked for the quote: whom the lead became, or is about to."""

    def made(self, instance: Any, step: Any, extra: dict[str, Any]) -> Any:
        lead = instance.lead
        if lead is None or lead is SKIP:
            return super().made(instance, step, extra)
        for earlier in all_where(Quote, lead_id=lead.lead_id):
            self.refuse_unheard("lead", step)
            return earlier.customer
        known = _as_customer(lead)
        if "customer_name" in extra:
            del known["email"]  # it is made from a name
        return super().made(instance, step, {**known, **extra})


def _as_customer(lead: Any) -> dict[str, Any]:
    """The account of somebody who is still a lead."""
    street, city, state_and_code = lead.address.split(", ")
    state, code = state_and_code.split(" ")
    return {
        "customer_name": lead.company_name or f"{lead.first_name} {lead.last_name}",
        "customer_type": "commercial" if lead.company_name else "residential",
        "phone": lead.phone,
        "email": lead.email,
        "street": street,
        "city": city,
        "state": state,
        "postal_code": code,
        "created_at": dt.datetime.combine(lead.created_date, dt.time(17)),
    }


def agreed(figures: Column, drawn: Ints) -> Ints:
    """The figures of the work it became, where there is such work."""
    # What was said to be None comes as texts.
    if not isinstance(figures, np.ndarray):
        return drawn
    return np.where(figures != NULL, figures, drawn)
