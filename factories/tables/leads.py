"""The leads that campaigns and others bring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import factory
import numpy as np

from factories import pools
from factories.engine.context import current
from factories.engine.declarations import Between, Choice, Drawn, Flag, Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.money import half_up, percent
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.traits import Trait
from factories.engine.usage_errors import BadValue
from factories.engine.values import NULL, Coded, Column, Day, Days, Minutes, coded, index_in, texts
from factories.rules import single
from factories.rules.appointments.bookings import call_in
from factories.rules.contact_details import emails, people, phones, prospects
from factories.rules.crm import sales
from factories.rules.hours.calendar import ONE_DAY
from factories.single import fitting
from factories.single.backwards import account_opened_for, standing
from factories.tables import lead_stages as stages
from factories.tables.campaigns import MarketingCampaignFactory
from factories.tables.catalog import on_offer
from factories.tables.customers import CustomerFactory
from factories.tables.recorded import NEVER, NO_DAY, Changed, Recorded, known
from factories.tables.workforce import BranchFactory
from factories.wording import sales as wording
from factories.wording.first_words import first_words, of_leads
from hvac_models import Lead

_ASKED_FOR: dict[str, Any] = {
    "has_email": True,
    "commercial": factory.SelfAttribute("..business", default=False),
}
"""Whoever becomes a customer left an address; a business becomes a business."""


def _numbered(chance: Chance) -> Chance:
    return people.numbered(chance, people.LEAD_PEOPLE)


def _days_ago(days: int) -> Any:
    return derived(lambda today: today - days * ONE_DAY)


class LeadFactory(HvacFactory[Lead]):
    """An inquiry of the last months: someone new in the territory, unless ``converted``.

    ``sold_for`` is what work of the kind asked for is sold for, ``wanted_kind`` the equipment it is
    for and ``replaced_kind`` what that replaces, ``failed`` what is broken, where these are known;
    how that is put is drawn for ``words``. The days until the first call, until it is clear what is
    needed and until the decision are drawn once; ``today`` says how far it has come.
    """

    class Meta:
        model = Lead
        exclude = (
            *("branch", "branch_id", "place", "is_business", "sold_for", "usual_value"),
            *("contact_after", "qualified_after", "decided_after", "nurtured", "nurtured_for"),
            *("contacted_on", "qualified_on", "decided_on", "wanted_kind", "replaced_kind"),
            *("unqualified", "known_on", "age", "doubted_at", "given_up_at", "pace", "inquired_on"),
            *("inquired_at", "nth", "failed", "words", "checks"),
        )
        in_order = (("created_date", "customer.created_at"), ("created_date", "today"))
        holds = (fitting.as_sure_as_its_status,)

    class Params:
        new = Trait({"status": "New"}, created_date=derived(lambda today: today), contact_after=1)
        contacted = Trait(
            {"status": "Contacted"}, created_date=_days_ago(4), contact_after=0, qualified_after=9
        )
        qualified = Trait(
            {"status": "Qualified"},
            created_date=_days_ago(9),
            contact_after=0,
            qualified_after=2,
            decided_after=30,
            unqualified=False,
        )
        lost = Trait(
            {"status": "Lost"}, created_date=_days_ago(200), decided_after=9, nurtured=False
        )
        nurturing = Trait(
            {"status": "Nurturing"},
            created_date=_days_ago(150),
            decided_after=9,
            nurtured=True,
            nurtured_for=300,
        )
        converted: Any = Trait(
            {"status": "Converted"}, customer=Parent(CustomerFactory, **_ASKED_FOR)
        )
        emergency: Any = factory.Trait(service_interest="Emergency Service")
        business: Any = Trait({"company_name": bool}, is_business=True)
        referral: Any = factory.Trait(lead_source="Referral")

    lead_id = RowId()
    branch = Parent(BranchFactory, shared=True)
    customer = Parent(CustomerFactory, optional=True, **_ASKED_FOR)
    campaign = Parent(MarketingCampaignFactory, optional=True)
    place = Between(0, 2**31 - 1)
    is_business = Flag(sales.BUSINESSES)
    sold_for: Any = NULL
    replaced_kind: Any = None
    failed: Any = None
    checks: Any = False
    contact_after = Drawn(sales.CONTACT_DAYS, by="urgency")
    qualified_after = Drawn(sales.QUALIFY_DAYS, by="pace")
    decided_after = Drawn(sales.DECISION_DAYS, by="pace")
    unqualified = Flag(sales.NEVER_QUALIFIED)
    nurtured_for = Between(*sales.NURTURING_DAYS)
    created_at_utc = Recorded(
        "inquired_on", "inquired_at", after="campaign__created_at_utc", clock=call_in
    )
    updated_at_utc = Changed(
        "last_contact_date", "doubted_at", "given_up_at", after="customer__created_at_utc"
    )

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        """An account was opened after the lead came in, and the lead while its campaign ran."""
        if said.get("emergency") and said.get("nurturing"):
            why = "contradict each other: an emergency is settled within a day"
            raise BadValue(cls.__name__, "emergency=True, nurturing=True", why)
        won = said.get("converted") or any(name.startswith("customer__") for name in said)
        dated = any(name == "created_date" or name.startswith("campaign") for name in said)
        known = {"customer", "customer_id", "customer__created_at"} & said.keys()
        opened = {"customer__created_at": factory.LazyAttribute(account_opened_for)}
        return opened if won and dated and not known else standing(said)

    @classmethod
    def _settle(cls, instance: Lead) -> None:
        """Whoever wrote as a lead has an e-mail address on file."""
        customer = instance.customer
        if customer is not None and customer.email is None:
            customer.email = instance.email

    @derived
    def wanted_kind(today: Day) -> str:
        """What has been on offer for longest, of which single quotes are."""
        return str(on_offer(int(today.astype("datetime64[Y]").astype(np.int64)) + 1970).kind)

    @derived
    def inquired_at(created_date: Days, customer__created_at: Minutes) -> Minutes:
        """Right before the account was opened, where that was on the same day."""
        opened = customer__created_at.astype("datetime64[D]")
        just_before = customer__created_at - np.timedelta64(sales.LEAD_TO_ACCOUNT, "m")
        return np.where(created_date == opened, just_before, NEVER)

    @derived
    def inquired_on(created_date: Days, inquired_at: Column) -> Days:
        return np.where(np.isnat(known(inquired_at)), created_date, NO_DAY)

    given_up_at = derived(stages.given_up_at)

    @derived
    def company_name(
        chance: Chance,
        is_business: Mask,
        last_name: Column,
        customer_id: Ints,
        customer__customer_name: Column,
        customer__customer_type: Column,
    ) -> Column:
        won = customer_id != NULL
        theirs = coded(customer__customer_type).is_("commercial")
        names = [
            name if business else None
            for name, business in zip(texts(customer__customer_name), theirs.tolist(), strict=True)
        ]
        rows = np.flatnonzero(is_business & ~won)
        lasts = texts(last_name)
        owners = _numbered(chance.at(chance.ids[rows]))
        named = pools.business_names(owners, [lasts[i] for i in rows.tolist()])
        for row, name in zip(rows.tolist(), named, strict=True):
            names[row] = name
        return names

    @derived
    def first_name(
        chance: Chance, customer__customer_name: Column, customer__customer_type: Column
    ) -> Column:
        drawn = people.first_names(_numbered(chance), current.locale)
        return prospects.first_names(customer__customer_name, customer__customer_type, drawn)

    @derived
    def last_name(
        chance: Chance, customer__customer_name: Column, customer__customer_type: Column
    ) -> Column:
        drawn = people.last_names(_numbered(chance), current.locale)
        return prospects.last_names(customer__customer_name, customer__customer_type, drawn)

    @derived
    def nth(ids: Ints) -> Ints:
        """Which of its branch's, for the phone number."""
        return ids

    @derived
    def words(ids: Ints) -> Ints:
        return ids

    @derived
    def phone(chance: Chance, nth: Ints, branch_id: Ints, customer__phone: Column) -> Column:
        own = phones.phones(chance, nth, branch_id, phones.LEADS)
        return prospects.known_or(texts(customer__phone), own)

    @derived
    def email(
        chance: Chance,
        first_name: Column,
        last_name: Column,
        company_name: Column,
        customer__email: Column,
    ) -> Column:
        names, persons = (texts(first_name), texts(last_name)), _numbered(chance)
        made = emails.emails(persons, current.locale, names, texts(company_name))
        return prospects.known_or(texts(customer__email), made)

    @derived
    def address(chance: Chance, branch_id: Ints, place: Ints, customer__address: Column) -> Column:
        made = prospects.addresses(chance, branch_id, place)
        return prospects.known_or(texts(customer__address), made)

    @derived
    def lead_source(chance: Chance, customer_id: Ints, campaign__channel: Column) -> Column:
        """What the campaign's leads name, if one brought it; else by who becomes a customer."""
        rules = sales.LEAD_SOURCES.values()
        won = chance.choose("source", [rule.share * rule.wins for rule in rules])
        lost = chance.choose("source", [rule.share * (100 - rule.wins) for rule in rules])
        named = {n: sales.SOURCES.index(c.source) for n, c in sales.CAMPAIGNS.items()}
        source = coded(campaign__channel).map({**named, None: -1})
        drawn = np.where(customer_id == NULL, lost, won)
        return Coded(np.where(source >= 0, source, drawn), sales.SOURCES)

    @derived
    def service_interest(
        chance: Chance, created_date: Days, campaign__target_service: Column
    ) -> Column:
        drawn = sales.interests(chance, created_date, sales.INTEREST_BY_MONTH)
        target = index_in(campaign__target_service, sales.INTERESTS)
        on_target = (target >= 0) & chance.happens("on target", sales.ON_TARGET / 100)
        return Coded(np.where(on_target, target, drawn), sales.INTERESTS)

    nurtured = derived(stages.nurtured)

    urgency = Choice(sales.URGENCY, by="service_interest")
    usual_value = Drawn(sales.LEAD_VALUE, by="service_interest")

    @derived
    def estimated_value(chance: Chance, usual_value: Ints, sold_for: Ints) -> Ints:
        known = np.where(sold_for != NULL, sold_for, 0)
        guessed = percent(known, chance.quantile("guess", sales.GUESS_PERCENT))
        rounded = np.maximum(half_up(guessed, sales.GUESS_STEP), 1) * sales.GUESS_STEP
        return np.where(sold_for != NULL, rounded, usual_value)

    @derived
    def created_date(
        chance: Chance,
        customer__created_at: Minutes,
        campaign__start_date: Days,
        campaign__end_date: Days,
        today: Day,
    ) -> Days:
        """Shortly before the account was opened; else while the campaign ran, or any day."""
        opened = customer__created_at.astype("datetime64[D]")
        before = opened - chance.between("days before", 0, single.LEAD_BEFORE_ACCOUNT) * ONE_DAY
        before = np.fmax(before, np.minimum(campaign__start_date, opened))
        span = np.minimum(campaign__end_date, today) - campaign__start_date
        ran: Ints = np.where(np.isnat(span), single.LEAD_AGE * ONE_DAY, span) // ONE_DAY
        last = np.where(np.isnat(campaign__start_date), today, campaign__start_date + ran * ONE_DAY)
        drawn = last - chance.between("days", 0, ran) * ONE_DAY
        day: Days = np.where(np.isnat(opened), drawn, before)
        return day

    pace = derived(stages.pace)
    contacted_on = derived(stages.contacted_on)
    known_on = derived(stages.known_on)
    decided_on = derived(stages.decided_on)
    qualified_on = derived(stages.qualified_on)
    status = derived(stages.status)
    last_contact_date = derived(stages.last_contact_date)

    @derived
    def assigned_to(chance: Chance, branch_id: Ints) -> Column:
        return sales.colleagues(chance, branch_id, current.locale)

    age = derived(stages.age)
    doubted_at = derived(stages.doubted_at)
    conversion_probability = derived(stages.conversion_probability)

    @derived
    def notes(
        chance: Chance,
        service_interest: Column,
        lead_source: Column,
        status: Column,
        urgency: Column,
        company_name: Column,
        wanted_kind: Column,
        replaced_kind: Column,
        nurtured: Mask,
        failed: Column,
        words: Ints,
        checks: Mask,
        created_date: Days,
    ) -> Column:
        wish, part, soon = texts(service_interest), texts(failed), texts(urgency)
        said = first_words(
            of_leads(chance, words), wish, texts(wanted_kind), part, soon,
            sales.out_of_season(index_in(service_interest, sales.INTERESTS), created_date).tolist(),
        )  # fmt: skip
        inquiry = wording.Inquiry(
            status=wording.where_it_stands(texts(status), nurtured.tolist()), said=said,
            service_interest=wish, lead_source=texts(lead_source), company_name=texts(company_name),
            wanted=texts(wanted_kind), replaced=texts(replaced_kind), failed=part, urgency=soon,
            checks=checks.tolist(),
        )  # fmt: skip
        return wording.lead_notes(chance, inquiry)
