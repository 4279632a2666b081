"""The quotes that win the work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import factory
import numpy as np

from factories.engine.context import current
from factories.engine.declarations import Choice, Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.money import half_up, percent
from factories.engine.streams import Chance, Ints
from factories.engine.traits import Trait
from factories.engine.values import NULL, Coded, Column, Day, Days, Minutes, coded, index_in, texts
from factories.rules import single
from factories.rules.accounting.documents import written, years
from factories.rules.accounting.rises import price_then, rate_then
from factories.rules.calls.putting_in import usual_percent
from factories.rules.crm import contracts, quotes, sales
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.hours.calendar import ONE_DAY, next_office_day, previous_office_day
from factories.single.backwards import offered
from factories.single.wishes import (
    TAKES_MORE,
    CustomerQuoted,
    agreed,
    answered_by_now,
    asked_of_lead,
    quoted_days_ago,
    type_of,
)
from factories.tables import quote_answers as answers
from factories.tables.catalog import EquipmentTypeFactory, in_production, year_of_list, years_ago
from factories.tables.customers import CustomerFactory
from factories.tables.leads import LeadFactory
from factories.tables.recorded import Changed, Recorded
from factories.tables.service import ServiceCallFactory
from factories.wording import sales as wording
from hvac_models import Quote


class QuoteFactory(HvacFactory[Quote]):
    """A quote for work on, or a new unit like, ``equipment``.

    ``answer`` is what the customer says ``answered_after`` days; None is no answer. The ``agreed_``
    columns are the figures of the work it became, where there is such work; other quotes follow
    price list and habit. ``changed_by`` are the cents that a change order added; ``elsewhere`` says
    whether another contractor did it. ``replaced_kind`` is the kind of what a replacement replaces,
    None for the same; ``background`` what is known to lie behind it, as ``wording.offers`` has it.
    """

    class Meta:
        model = Quote
        exclude = (
            *("answer", "answered_after", "component", "plan_price", "plan", "usual_type"),
            *("replaced_kind", "background", "decided_on"),
            *("put_off_at", "on_the_spot", "changed_by", "elsewhere"),
            *("agreed_hours", "agreed_rate", "agreed_equipment", "agreed_parts", "list_year"),
        )
        not_alone: Any = TAKES_MORE
        in_order = (("customer.created_at", "quote_date", "lead"), ("quote_date", "today"))

    class Params:
        accepted = Trait(
            {"status": "Accepted"},
            answer="Accepted",
            answered_after=answered_by_now,
            quote_date=quoted_days_ago(30, 55),
        )
        declined = Trait(
            {"status": "Declined"},
            answer="Declined",
            answered_after=answered_by_now,
            quote_date=quoted_days_ago(30, 55),
        )
        expired = Trait({"status": "Expired"}, answer=None, quote_date=quoted_days_ago(31, 55))
        pending = Trait({"status": "Pending"}, answer=None, quote_date=quoted_days_ago(0, 20))
        repair: Any = factory.Trait(quote_type="Repair")
        replacement: Any = factory.Trait(quote_type="Replacement")
        maintenance_contract: Any = factory.Trait(quote_type="Maintenance Contract")

    quote_id = RowId()
    customer = CustomerQuoted(CustomerFactory, of=("service_call", "lead"))
    equipment = Parent(
        EquipmentTypeFactory,
        shared=in_production,
        of="service_call",
        sold_in=years_ago(0),
        sold_as=None,
    )
    lead = Parent(LeadFactory, optional=True)
    service_call = Parent(ServiceCallFactory, optional=True, repair=True)
    usual_type = Choice({name: offer.weight for name, offer in quotes.OFFERS.items()})
    list_year = year_of_list()
    agreed_equipment: Any = NULL
    replaced_kind: Any = None
    background: Any = None
    changed_by: Any = 0
    elsewhere: Any = False
    created_at_utc = Recorded(
        "quote_date",
        after=("customer__created_at_utc", "lead__created_at_utc"),
        branch="customer__branch_id",
    )
    updated_at_utc = Changed(
        "decided_on",
        "put_off_at",
        after="service_call__created_at_utc",
        branch="customer__branch_id",
    )

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        return {**offered(said), **asked_of_lead(said)}

    @derived
    def quote_type(
        service_call__service_type: Column,
        lead__service_interest: Column,
        lead__notes: Column,
        usual_type: Column,
    ) -> Column:
        known = (service_call__service_type, lead__service_interest, lead__notes, usual_type)
        return [type_of(*row) for row in zip(*map(texts, known), strict=True)]

    @derived
    def agreed_hours(service_call__duration_hours: Ints, quote_type: Column) -> Ints:
        repair = coded(quote_type).is_("Repair")
        return np.where(repair, service_call__duration_hours, NULL)

    @derived
    def agreed_rate(service_call__bill_rate: Ints, quote_type: Column) -> Ints:
        """In dollars."""
        known = coded(quote_type).is_("Repair") & (service_call__bill_rate != NULL)
        return np.where(known, service_call__bill_rate // 100, NULL)

    @derived
    def agreed_parts(service_call__parts_cost: Ints, quote_type: Column) -> Ints:
        return np.where(coded(quote_type).is_("Repair"), service_call__parts_cost, NULL)

    @derived
    def quote_number(ids: Ints, quote_date: Days) -> Column:
        return written("QUO", years(quote_date), ids)

    @derived
    def quote_date(
        chance: Chance,
        lead__created_date: Days,
        customer__created_at: Minutes,
        service_call__service_date: Days,
        today: Day,
    ) -> Days:
        """An office day of the last weeks; where it answers a lead, soon after the account was
        opened, and where it became a call, before that was booked."""
        opened = customer__created_at.astype("datetime64[D]")
        drawn = np.maximum(today - chance.between("days", 0, single.QUOTED_AGO) * ONE_DAY, opened)
        soon = opened + chance.between("after", 0, single.LEAD_QUOTED_WITHIN) * ONE_DAY
        soon = np.minimum(soon, today)
        day = np.where(np.isnat(lead__created_date), drawn, soon)
        ahead = chance.between("ahead", *quotes.QUOTE_TO_CALL) * ONE_DAY
        day = np.fmin(day, np.maximum(service_call__service_date - ahead, opened))
        day = previous_office_day(day)
        return np.where(day < opened, next_office_day(opened), day)

    @derived
    def valid_until(quote_date: Days) -> Days:
        return quote_date + quotes.VALID_DAYS * ONE_DAY

    answer = derived(answers.answer)
    answered_after = derived(answers.answered_after)
    status = derived(answers.status)

    @derived
    def plan_price(chance: Chance, customer__customer_type: Column) -> Ints:
        """Dollars a year of the contract offered."""
        weights = [plan.residential_weight for plan in contracts.PLANS]
        prices = np.array([plan.annual_cost for plan in contracts.PLANS], np.int64)
        commercial = coded(customer__customer_type).is_("commercial")
        return prices[np.where(commercial, contracts.COMMERCIAL, chance.choose("plan", weights))]

    @derived
    def plan(quote_type: Column, plan_price: Ints) -> Column:
        """The name of the contract offered; None for other offers."""
        number = np.searchsorted([plan.annual_cost for plan in contracts.PLANS], plan_price)
        contract = coded(quote_type).is_("Maintenance Contract")
        number = np.minimum(number, contracts.COMMERCIAL)
        return Coded(
            np.where(contract, number, len(contracts.PLANS)), (*contracts.PLAN_NAMES, None)
        )

    @derived
    def labor_rate(
        chance: Chance,
        agreed_rate: Column,
        customer__branch_id: Ints,
        quote_date: Days,
        list_year: Ints,
    ) -> Ints:
        book = quotes.labor_rates(chance, customer__branch_id)
        return agreed(agreed_rate, rate_then(book, years(quote_date), list_year))

    @derived
    def labor_hours(
        chance: Chance,
        quote_type: Column,
        equipment__equipment_type: Column,
        equipment__btu_rating: Ints,
        plan_price: Ints,
        labor_rate: Ints,
        agreed_hours: Ints,
    ) -> Ints:
        tables = np.stack([quotes.OFFERS[name].hours for name in quotes.QUOTE_TYPES])
        number = index_in(quote_type, quotes.QUOTE_TYPES)
        drawn = tables[number, chance.below("hours", tables.shape[1])]
        # A water heater is put in sooner than a rooftop unit.
        kind = index_in(equipment__equipment_type, KIND_NAMES)
        factor = np.where(kind >= 0, usual_percent(kind, equipment__btu_rating), 100)
        new = coded(quote_type).is_(*quotes.WITH_EQUIPMENT)
        heater = kind == KIND_NAMES.index("Water Heater")
        least = np.where(heater, *quotes.LEAST_HOURS) - 25 * chance.below("less", 5)
        scaled = np.maximum(drawn * factor // 2500 * 25, least)
        # What is more than a day's work goes into the price of the material.
        scaled = np.minimum(scaled, quotes.MOST_HOURS)
        drawn = np.where(new, scaled, drawn)
        contract = coded(quote_type).is_("Maintenance Contract")
        drawn = np.where(contract, quotes.contract_hours(plan_price, labor_rate), drawn)
        return agreed(agreed_hours, drawn)

    @derived
    def labor_cost(labor_hours: Ints, labor_rate: Ints) -> Ints:
        """Hundredths of hours times whole dollars are cents."""
        return labor_hours * labor_rate

    @derived
    def equipment_cost(
        chance: Chance,
        quote_type: Column,
        equipment__list_price: Ints,
        agreed_equipment: Ints,
        quote_date: Days,
        list_year: Ints,
    ) -> Ints:
        new = coded(quote_type).is_(*quotes.WITH_EQUIPMENT)
        listed = price_then(equipment__list_price, years(quote_date), list_year)
        offered = percent(listed, chance.between("percent", *quotes.LIST_PERCENT))
        return np.where(agreed_equipment != NULL, agreed_equipment, np.where(new, offered, 0))

    @derived
    def parts_cost(
        chance: Chance,
        quote_type: Column,
        component: Column,
        equipment_cost: Ints,
        plan_price: Ints,
        labor_cost: Ints,
        agreed_parts: Ints,
        quote_date: Days,
        list_year: Ints,
    ) -> Ints:
        kind = coded(quote_type)
        repair = quotes.repair_parts(chance, coded(component))
        low, high = (100 * ends for ends in quotes.MATERIAL_PERCENT)
        material = half_up(equipment_cost * chance.between("material", low, high), 10_000)
        drawn = np.select(
            [kind.is_("Repair"), kind.is_("Maintenance Contract")],
            [price_then(repair, years(quote_date), list_year), plan_price * 100 - labor_cost],
            material,
        )
        return agreed(agreed_parts, drawn)

    @derived
    def total_amount(labor_cost: Ints, equipment_cost: Ints, parts_cost: Ints) -> Ints:
        return labor_cost + equipment_cost + parts_cost

    @derived
    def component(
        chance: Chance,
        quote_type: Column,
        equipment__equipment_type: Column,
        service_call__failed_component: Column,
    ) -> Column:
        failing = quotes.failing_components(chance, texts(equipment__equipment_type))
        repairs = coded(quote_type).is_("Repair").tolist()
        rows = zip(texts(service_call__failed_component), failing, repairs, strict=True)
        return [(found or drawn) if repair else None for found, drawn, repair in rows]

    @derived
    def description(
        chance: Chance,
        quote_type: Column,
        component: Column,
        equipment__equipment_type: Column,
        equipment__brand: Column,
        equipment__btu_rating: Ints,
        replaced_kind: Column,
        plan: Column,
        background: Column,
    ) -> Column:
        kinds = texts(equipment__equipment_type)
        sizes = quotes.capacity_texts(kinds, equipment__btu_rating.tolist())
        offered = wording.Offered(
            quote_type=texts(quote_type), kind=kinds, brand=texts(equipment__brand),
            capacity=sizes, component=texts(component), replaced=texts(replaced_kind),
            plan=texts(plan), background=texts(background),
        )  # fmt: skip
        return wording.quote_description(chance, offered)

    @derived
    def created_by(chance: Chance, customer__branch_id: Ints, lead__assigned_to: Column) -> Column:
        """Who looks after the lead, mostly."""
        anybody = sales.colleagues(chance, customer__branch_id, current.locale)
        theirs = chance.happens("own lead", quotes.QUOTED_BY_LEAD_OWNER).tolist()
        rows = zip(anybody, texts(lead__assigned_to), theirs, strict=True)
        return [owner if owner and own else name for name, owner, own in rows]

    follow_up_date = derived(answers.follow_up_date)
    decided_on = derived(answers.decided_on)
    put_off_at = derived(answers.put_off_at)
    on_the_spot = derived(answers.on_the_spot)
    notes = derived(answers.notes)
