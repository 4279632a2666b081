"""The mailing list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from factories.engine.context import current
from factories.engine.declarations import Between, Choice, Drawn, Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.traits import Trait
from factories.engine.values import NULL, Coded, Column, Day, Days, Minutes, coded, texts
from factories.rules import single
from factories.rules.contact_details import emails, people, phones, prospects
from factories.rules.crm import mailing
from factories.rules.hours.calendar import ONE_DAY
from factories.rules.hours.office import opts_in
from factories.single.backwards import of_parent
from factories.tables.customers import CustomerFactory
from factories.tables.leads import LeadFactory
from factories.tables.recorded import NEVER, Changed, Recorded, known
from factories.tables.workforce import BranchFactory
from hvac_models import Interest, MailingListContact

_INTERESTS = tuple(str(interest) for interest in Interest)


class MailingListContactFactory(HvacFactory[MailingListContact]):
    """A customer who opted in; a ``prospect`` is none, and may be the person of a ``lead``."""

    class Meta:
        model = MailingListContact
        exclude = (
            *("branch", "branch_id", "lead", "lead_id", "place", "leaves_after"),
            *("came_as_lead", "won_at", "known_since"),
        )

    class Params:
        prospect: Any = Trait({"customer_id": None}, customer=None)
        subscribed: Any = Trait({"subscription_status": "Subscribed"}, leaves_after=100_000)
        unsubscribed = Trait(
            {"subscription_status": "Unsubscribed"},
            subscription_date=derived(
                lambda chance, today: (
                    today - chance.between("days", *single.SUBSCRIBED_LATELY) * ONE_DAY
                )
            ),
            leaves_after=15,
        )

    contact_id = RowId()
    branch = Parent(BranchFactory, shared=True)
    customer = Parent(CustomerFactory, has_email=True)
    lead = Parent(LeadFactory, optional=True)
    place = Between(0, 2**31 - 1)
    came_as_lead: Any = False
    """Whether a customer opted in before there was an account, as the lead."""
    won_at: Any = NEVER
    """When such a contact became a customer."""
    leaves_after = Drawn(mailing.LEAVING_DAYS)
    preferred_contact_method = Choice(mailing.CONTACT_METHODS)
    created_at_utc = Recorded("subscription_date", after="known_since", clock=opts_in)
    updated_at_utc = Changed("unsubscribed_date", "won_at")

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        """How to reach a customer is the same here and there."""
        if said.get("prospect") or any(name.startswith("lead") for name in said):
            return {}
        return of_parent(said, "customer", email="email", phone="phone")

    @derived
    def first_name(
        chance: Chance,
        lead__first_name: Column,
        customer__customer_name: Column,
        customer__customer_type: Column,
    ) -> Column:
        persons = people.numbered(chance, people.CONTACT_PEOPLE)
        drawn = people.first_names(persons, current.locale)
        known = prospects.first_names(customer__customer_name, customer__customer_type, drawn)
        return prospects.known_or(texts(lead__first_name), known)

    @derived
    def last_name(
        chance: Chance,
        lead__last_name: Column,
        customer__customer_name: Column,
        customer__customer_type: Column,
    ) -> Column:
        persons = people.numbered(chance, people.CONTACT_PEOPLE)
        drawn = people.last_names(persons, current.locale)
        known = prospects.last_names(customer__customer_name, customer__customer_type, drawn)
        return prospects.known_or(texts(lead__last_name), known)

    @derived
    def email(
        chance: Chance,
        first_name: Column,
        last_name: Column,
        customer__email: Column,
        lead__email: Column,
    ) -> Column:
        """The customer's or the lead's, else one of their own: no two are the same."""
        names = texts(first_name), texts(last_name)
        persons = people.numbered(chance, people.CONTACT_PEOPLE)
        made = emails.emails(persons, current.locale, names, [None] * len(chance))
        known = prospects.known_or(texts(lead__email), made)
        return prospects.known_or(texts(customer__email), known)

    @derived
    def phone(
        chance: Chance, ids: Ints, branch_id: Ints, customer__phone: Column, lead__phone: Column
    ) -> Column:
        own = phones.phones(chance, ids, branch_id, phones.CONTACTS)
        known = prospects.known_or(texts(lead__phone), own)
        return prospects.known_or(texts(customer__phone), known)

    @derived
    def address(
        chance: Chance,
        branch_id: Ints,
        place: Ints,
        customer__address: Column,
        lead__address: Column,
    ) -> Column:
        made = prospects.addresses(chance, branch_id, place)
        known = prospects.known_or(texts(lead__address), made)
        return prospects.known_or(texts(customer__address), known)

    @derived
    def known_since(
        came_as_lead: Mask, customer__created_at_utc: Minutes, lead__created_at_utc: Minutes
    ) -> Minutes:
        return np.where(came_as_lead, known(lead__created_at_utc), known(customer__created_at_utc))

    @derived
    def contact_source(
        chance: Chance, customer_id: Ints, came_as_lead: Mask, lead__lead_source: Column
    ) -> Column:
        sources = ("Existing Customer", *mailing.CONTACT_SOURCES)
        drawn = 1 + chance.choose("source", tuple(mailing.CONTACT_SOURCES.values()))
        of_lead = {source: sources.index(ours) for source, ours in mailing.SOURCE_OF_LEAD.items()}
        known = coded(lead__lead_source).map({**of_lead, None: -1})
        as_customer = (customer_id != NULL) & ~np.asarray(came_as_lead, np.bool_)
        return Coded(np.where(as_customer, 0, np.where(known >= 0, known, drawn)), sources)

    @derived
    def subscription_date(
        chance: Chance, customer__created_at: Minutes, lead__created_date: Days, today: Day
    ) -> Days:
        """Weeks after becoming a customer or a lead; for others, any day of two years."""
        opened = customer__created_at.astype("datetime64[D]")
        met = np.where(np.isnat(opened), lead__created_date, opened)
        soon = np.minimum(
            met + chance.between("after", 0, single.SUBSCRIBED_AFTER) * ONE_DAY, today
        )
        return np.where(
            np.isnat(met), today - chance.between("days", 0, single.SUBSCRIBED_AGO) * ONE_DAY, soon
        )

    @derived
    def subscription_status(subscription_date: Days, leaves_after: Ints, today: Day) -> Column:
        left = subscription_date + leaves_after * ONE_DAY <= today
        return Coded(left.astype(np.int64), ("Subscribed", "Unsubscribed"))

    @derived
    def unsubscribed_date(
        subscription_date: Days, subscription_status: Column, leaves_after: Ints, today: Day
    ) -> Days:
        left = np.minimum(subscription_date + leaves_after * ONE_DAY, today)
        gone = coded(subscription_status).is_("Unsubscribed")
        return np.where(gone, left, np.datetime64("NaT", "D"))

    @derived
    def interests(chance: Chance, contact_source: Column) -> Column:
        source = coded(contact_source).map(
            {name: row for row, name in enumerate(mailing.CONTACT_INTERESTS)}
        )
        return Coded(chance.choose_by("interest", mailing.interest_cuts(), source), _INTERESTS)
