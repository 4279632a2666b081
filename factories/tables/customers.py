"""Customers: who they are and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import factory
import numpy as np
from factory import CREATE_STRATEGY

from factories import pools
from factories.engine import column_declarations
from factories.engine.context import current
from factories.engine.declarations import Between, BringsAsked, Choice, Flag, Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.usage_errors import BadValue, told
from factories.engine.values import Column, coded, texts
from factories.rules import single
from factories.rules.contact_details import emails, people, phones
from factories.rules.crm import contracts
from factories.rules.region import places, streets
from factories.rules.region.territory import METROS, metro_for
from factories.rules.single import ACCOUNT_AGE
from factories.single.earlier import opened
from factories.tables.recorded import Changed, Recorded
from factories.tables.workforce import BranchFactory
from hvac_models import Customer

_PLACE = ("city", "state", "postal_code")


class Placed(column_declarations.Between):
    """The town that a caller says a part of, with the rest of its address; where the branch works.

    Who says city, state and postal_code has an address of their own.
    """

    def evaluate_pre(self, instance: Any, step: Any, overrides: Any) -> Any:
        extras = step.builder.extras
        said = {name: str(extras[name]) for name in _PLACE if name in extras}
        number = instance.branch_id or 1
        state = said.pop("state", metro_for(number).state)
        found = places.draw_of(number, **said) if state == metro_for(number).state else None
        if found is None and step.builder.strategy == CREATE_STRATEGY:
            told_of = told({name: extras[name] for name in _PLACE if name in extras})
            why = f"is not where the branch in {metro_for(number).city} works"
            there = _branch_in(state, said) if "state" in extras else None
            other = "" if there is None else f", or branch=BranchFactory(branch_id={there})"
            why += f"; give city, state and postal_code together{other}"
            raise BadValue(step.builder.factory_meta.name, told_of, why)
        return super().evaluate_pre(instance, step, overrides) if found is None else found


def _branch_in(state: str, said: Mapping[str, str]) -> int | None:
    """The number of a branch that works there."""
    numbers = range(1, len(METROS) + 1)
    mine = (number for number in numbers if metro_for(number).state == state)
    return next((n for n in mine if places.draw_of(n, **said) is not None), None)


TYPES = ("customer_type", "commercial", "residential")
"""By which a caller says what a customer is."""


class CustomerFactory(HvacFactory[Customer]):
    """A household or a business in the branch's territory."""

    class Meta:
        model = Customer
        exclude = ("first_name", "last_name", "place", "has_email", "nth")
        in_order = (("created_at", "today"),)

    class Params:
        commercial: Any = factory.Trait(customer_type="commercial")
        residential: Any = factory.Trait(customer_type="residential")

    customer_id = RowId()
    branch = Parent(BranchFactory, shared=True)
    customer_type = Choice(single.CUSTOMER_TYPES)
    with_devices = BringsAsked("factories.tables.devices.InstalledDeviceFactory", "customer")
    with_contract = BringsAsked("factories.tables.contracts.SubscriptionFactory", "customer")
    place = Between(0, 2**31 - 1)
    has_email = Flag(people.HAS_EMAIL)
    created_at_utc = Recorded("created_at", after="branch__created_at_utc")
    updated_at_utc = Changed()

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        """A plan is for households or for businesses; who has had two contracts came long ago."""
        more: dict[str, Any] = {}
        plan, terms = said.get("with_contract__service_plan"), said.get("with_contract")
        if isinstance(plan, str) and not any(said.get(name) for name in TYPES):
            more["customer_type"] = contracts.customer_of(plan)
        if isinstance(terms, int) and terms > 1:
            more["created_at"] = opened(366 * terms, 366 * terms + 700)
        if 0 < len(said.keys() & set(_PLACE)) < len(_PLACE):
            more["place"] = Placed(0, 2**31 - 1)
        return more

    created_at = opened(*ACCOUNT_AGE)

    @derived
    def first_name(chance: Chance) -> Column:
        return people.first_names(people.numbered(chance, people.CUSTOMER_PEOPLE), current.locale)

    @derived
    def last_name(chance: Chance) -> Column:
        return people.last_names(people.numbered(chance, people.CUSTOMER_PEOPLE), current.locale)

    @derived
    def customer_name(
        chance: Chance, customer_type: Column, first_name: Column, last_name: Column
    ) -> Column:
        firsts, lasts = texts(first_name), texts(last_name)
        names = [f"{first} {last}" for first, last in zip(firsts, lasts, strict=True)]
        businesses = np.flatnonzero(coded(customer_type).is_("commercial"))
        if not len(businesses):
            return names
        owners = people.numbered(chance.at(chance.ids[businesses]), people.CUSTOMER_PEOPLE)
        named = pools.business_names(owners, [lasts[i] for i in businesses.tolist()])
        for row, name in zip(businesses.tolist(), named, strict=True):
            names[row] = name
        return names

    @derived
    def email(
        chance: Chance,
        customer_type: Column,
        customer_name: Column,
        first_name: Column,
        last_name: Column,
        has_email: Mask,
    ) -> Column:
        commercial = coded(customer_type).is_("commercial").tolist()
        drawn, named = (texts(first_name), texts(last_name)), texts(customer_name)
        firms = [name if firm else None for name, firm in zip(named, commercial, strict=True)]
        persons = people.numbered(chance, people.CUSTOMER_PEOPLE)
        names = _as_named(named, commercial, *drawn)
        addresses = emails.emails(persons, current.locale, names, firms)
        known = zip(addresses, has_email.tolist(), strict=True)
        return [address if given else None for address, given in known]

    @derived
    def nth(ids: Ints) -> Ints:
        """Which of its branch's, for the phone number."""
        return ids

    @derived
    def phone(chance: Chance, nth: Ints, branch_id: Ints, customer_type: Column) -> Column:
        moves = coded(customer_type).is_("residential")
        return phones.phones(chance, nth, branch_id, phones.CUSTOMERS, moves)

    @derived
    def street(chance: Chance, branch_id: Ints, place: Ints) -> Column:
        return streets.streets(chance, branch_id, place)

    @derived
    def city(branch_id: Ints, place: Ints) -> Column:
        return places.towns(branch_id, place, "city")

    @derived
    def state(branch_id: Ints) -> Column:
        return places.states(branch_id)

    @derived
    def postal_code(branch_id: Ints, place: Ints) -> Column:
        return places.towns(branch_id, place, "postal_code")

    @derived
    def latitude(street: Column, postal_code: Column, branch_id: Ints) -> Ints:
        return streets.latitudes(texts(street), texts(postal_code), branch_id)

    @derived
    def longitude(street: Column, postal_code: Column, branch_id: Ints) -> Ints:
        return streets.longitudes(texts(street), texts(postal_code), branch_id)

    @derived
    def address(street: Column, city: Column, state: Column, postal_code: Column) -> Column:
        parts = zip(texts(street), texts(city), texts(state), texts(postal_code), strict=True)
        return [f"{road}, {town}, {st} {code}" for road, town, st, code in parts]


def _as_named(
    names: list[str], firms: list[bool], firsts: list[str], lasts: list[str]
) -> tuple[list[str], list[str]]:
    """People's first and last names, also where another name than the drawn one was given."""
    firsts, lasts = list(firsts), list(lasts)
    for row, (name, firm) in enumerate(zip(names, firms, strict=True)):
        if name and not firm and name != f"{firsts[row]} {lasts[row]}":
            firsts[row], _, last = name.partition(" ")
            lasts[row] = last or firsts[row]
    return firsts, lasts
