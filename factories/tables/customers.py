"""Customers, what is installed at their places, and what they say of the service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import factory
import numpy as np
from factory import CREATE_STRATEGY

from factories import pools
from factories.engine import column_declarations, parents
from factories.engine.context import all_where, current
from factories.engine.declarations import Between, BringsAsked, Choice, Flag, Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.streams import Chance, Ints
from factories.engine.traits import Trait
from factories.engine.usage_errors import BadValue, told
from factories.engine.values import Coded, coded, texts
from factories.rules import single
from factories.rules.contact_details import emails, people, phones
from factories.rules.crm import contracts
from factories.rules.equipment import devices as rules
from factories.rules.equipment import serials
from factories.rules.hours.calendar import ONE_DAY, months_later
from factories.rules.region import places, streets
from factories.rules.region.territory import METROS, metro_for
from factories.rules.single import ACCOUNT_AGE, SUCCEEDED_AFTER
from factories.single import fitting
from factories.single.backwards import put_in_then
from factories.single.earlier import opened
from factories.tables.catalog import (
    EquipmentTypeFactory,
    in_production,
    on_offer,
    sold_then,
    years_ago,
)
from factories.tables.recorded import NO_DAY, Changed, Recorded
from factories.tables.workforce import BranchFactory
from hvac_models import Customer, EquipmentKind, InstalledDevice

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
    with_devices = BringsAsked("factories.tables.customers.InstalledDeviceFactory", "customer")
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
    def first_name(chance: Chance) -> Any:
        return people.first_names(people.numbered(chance, people.CUSTOMER_PEOPLE), current.locale)

    @derived
    def last_name(chance: Chance) -> Any:
        return people.last_names(people.numbered(chance, people.CUSTOMER_PEOPLE), current.locale)

    @derived
    def customer_name(chance: Chance, customer_type: Any, first_name: Any, last_name: Any) -> Any:
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
        customer_type: Any,
        customer_name: Any,
        first_name: Any,
        last_name: Any,
        has_email: Any,
    ) -> Any:
        commercial = coded(customer_type).is_("commercial").tolist()
        drawn, named = (texts(first_name), texts(last_name)), texts(customer_name)
        firms = [name if firm else None for name, firm in zip(named, commercial, strict=True)]
        persons = people.numbered(chance, people.CUSTOMER_PEOPLE)
        names = _as_named(named, commercial, *drawn)
        addresses = emails.emails(persons, current.locale, names, firms)
        known = zip(addresses, has_email.tolist(), strict=True)
        return [address if given else None for address, given in known]

    @derived
    def nth(ids: Ints) -> Any:
        """Which of its branch's, for the phone number."""
        return ids

    @derived
    def phone(chance: Chance, nth: Any, branch_id: Any, customer_type: Any) -> Any:
        moves = coded(customer_type).is_("residential")
        return phones.phones(chance, nth, branch_id, phones.CUSTOMERS, moves)

    @derived
    def street(chance: Chance, branch_id: Any, place: Any) -> Any:
        return streets.streets(chance, branch_id, place)

    @derived
    def city(branch_id: Any, place: Any) -> Any:
        return places.towns(branch_id, place, "city")

    @derived
    def state(branch_id: Any) -> Any:
        return places.states(branch_id)

    @derived
    def postal_code(branch_id: Any, place: Any) -> Any:
        return places.towns(branch_id, place, "postal_code")

    @derived
    def latitude(street: Any, postal_code: Any, branch_id: Any) -> Any:
        return streets.latitudes(texts(street), texts(postal_code), branch_id)

    @derived
    def longitude(street: Any, postal_code: Any, branch_id: Any) -> Any:
        return streets.longitudes(texts(street), texts(postal_code), branch_id)

    @derived
    def address(street: Any, city: Any, state: Any, postal_code: Any) -> Any:
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


class BringsSuccessor(parents.Brings):
    """What took a replaced device's place: the same model where it was still sold, else one of its
    kind."""

    def call(self, instance: Any, step: Any, context: Any) -> Any:
        day = _succeeded_on(instance.installation_date)
        later = {
            "customer": instance.customer,
            "customer_id": instance.customer_id,
            "installation_date": day,
        }
        if sold_then(instance.equipment, day.year):
            later |= {"equipment": instance.equipment, "equipment_id": instance.equipment_id}
        else:
            kind = str(instance.equipment.equipment_type)
            later |= {"equipment__sold_in": day.year, "equipment__sold_as": kind}
        return step.recurse(self.get_factory(), {**later, **context.extra})


class BringsHeatPump(parents.Brings):
    """The outdoor half of an air handler whose owner has no heat pump, put in with it."""

    def evaluate_post(self, instance: Any, step: Any, overrides: Any) -> Any:
        return super().evaluate_post(instance, step, overrides) if _is_alone(instance) else None

    def call(self, instance: Any, step: Any, context: Any) -> Any:
        with_it = {
            "customer": instance.customer,
            "customer_id": instance.customer_id,
            "installation_date": instance.installation_date,
            "equipment__sold_in": instance.installation_date.year,
            "equipment__sold_as": str(EquipmentKind.HEAT_PUMP),
        }
        return step.recurse(self.get_factory(), {**with_it, **context.extra})


def _is_alone(device: Any) -> bool:
    """Whether it is an air handler without the heat pump that it is the indoor half of."""
    unit = getattr(device, "equipment", None)
    if unit is None or unit.equipment_type != EquipmentKind.AIR_HANDLER:
        return False
    others = all_where(InstalledDevice, customer_id=device.customer_id)
    others += device.customer.devices if device.customer is not None else []
    return all(other.equipment.equipment_type != EquipmentKind.HEAT_PUMP for other in others)


def _succeeded_on(installed: date) -> date:
    lately = current.today - timedelta(days=single.SETTLED_BEFORE)
    return min(installed + timedelta(days=SUCCEEDED_AFTER), max(lately, installed))


def _put_in(least: int, most: int) -> Any:
    """A day so many days ago, or the nearest to it on which the model was sold."""

    @derived
    def installation_date(
        chance: Chance,
        equipment__introduced_year: Any,
        equipment__discontinued_year: Any,
        today: Any,
    ) -> Any:
        day = today - chance.between("days", least, most) * ONE_DAY
        last = np.where(equipment__discontinued_year > 0, equipment__discontinued_year, 9000)
        return np.maximum(
            np.minimum(day, years(last + 1) - ONE_DAY), years(equipment__introduced_year)
        )

    return installation_date


def _sold_years_ago(count: int) -> Any:
    return Parent(EquipmentTypeFactory, sold_in=years_ago(count))


class InstalledDeviceFactory(HvacFactory[InstalledDevice]):
    """A device at a customer's place, there before the customer came to us.

    A step says of those that our call put in when that was: ``put_in_at``, and no day ``known_on``.
    """

    class Meta:
        model = InstalledDevice
        exclude = ("known_on", "put_in_at", "changed")
        in_order = (("installation_date", "today"),)
        holds = fitting.DEVICE

    class Params:
        replaced: Any = Trait(
            {"status": "Replaced"},
            status="Replaced",
            equipment=_sold_years_ago(15),
            installation_date=_put_in(*single.REPLACED_INSTALLED),
            successor=BringsSuccessor("factories.tables.customers.InstalledDeviceFactory"),
        )
        inactive: Any = factory.Trait(status="Inactive")
        under_warranty: Any = factory.Trait(
            equipment=_sold_years_ago(2), installation_date=_put_in(400, 400)
        )
        out_of_warranty: Any = factory.Trait(
            equipment=_sold_years_ago(16), installation_date=_put_in(5_300, 5_800)
        )

    installation_id = RowId()
    customer = Parent(CustomerFactory)
    equipment = Parent(
        EquipmentTypeFactory, shared=in_production, sold_in=years_ago(0), sold_as=None
    )
    status: Any = "Active"
    last_maintenance_date: Any = None
    installed_by: Any = "Other Contractor"
    put_in_at: Any = None
    outdoor_unit = BringsHeatPump("factories.tables.customers.InstalledDeviceFactory", "customer")
    created_at_utc = Recorded(
        "known_on", "put_in_at", after="customer__created_at_utc", branch="customer__branch_id"
    )
    updated_at_utc = Changed("changed", branch="customer__branch_id")

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        """A model that was sold on the day said, where the one that all share was not yet."""
        if more := put_in_then(said):
            return more
        day = said.get("installation_date")
        by_kind = "equipment__sold_as"
        known = any(name.startswith("equipment") and name != by_kind for name in said)
        its_own = ("replaced", "under_warranty", "out_of_warranty", by_kind)
        aged = any(said.get(name) for name in its_own)
        if known or not isinstance(day, date):
            return {}
        now = on_offer(current.today.year)
        return {} if sold_then(now, day.year) and not aged else {"equipment__sold_in": day.year}

    @derived
    def known_on(installation_date: Any) -> Any:
        return installation_date

    @derived
    def changed(status: Any, installation_date: Any, last_maintenance_date: Any, today: Any) -> Any:
        """The last maintenance, or the day on which the successor came."""
        lately = np.maximum(today - single.SETTLED_BEFORE * ONE_DAY, installation_date)
        gone = np.minimum(installation_date + SUCCEEDED_AFTER * ONE_DAY, lately)
        replaced = coded(status).is_("Replaced")
        return np.fmax(last_maintenance_date, np.where(replaced, gone, NO_DAY))

    @derived
    def installation_date(
        chance: Chance,
        equipment__introduced_year: Any,
        equipment__discontinued_year: Any,
        today: Any,
    ) -> Any:
        """While the model was sold; where that allows it, before the customer came to us (see
        CustomerFactory.created_at), and always some time before the visits of these weeks."""
        this_year = int(today.astype("datetime64[Y]").astype(np.int64)) + 1970
        newest = np.where(equipment__discontinued_year > 0, equipment__discontinued_year, this_year)
        newest = np.minimum(newest, this_year - single.MODEL_AGE_AT_LEAST)
        newest = np.maximum(newest, equipment__introduced_year)
        oldest = np.maximum(equipment__introduced_year, newest - single.MODEL_YEARS)
        day = years(chance.between("year", oldest, newest)) + chance.below("day", 360) * ONE_DAY
        lately = today - chance.between("lately", *single.INSTALLED_AT_LATEST) * ONE_DAY
        return np.maximum(np.minimum(day, lately), years(equipment__introduced_year))

    @derived
    def warranty_end_date(installation_date: Any, equipment__warranty_months: Any) -> Any:
        return months_later(installation_date, equipment__warranty_months)

    @derived
    def serial_number(
        chance: Chance,
        equipment__brand: Any,
        equipment__introduced_year: Any,
        installation_date: Any,
    ) -> Any:
        brand = coded(equipment__brand)
        made = serials.made_in(chance, brand, installation_date, equipment__introduced_year)
        return serials.serial_numbers(chance, brand, made)

    @derived
    def installation_location(
        chance: Chance, customer__branch__climate: Any, equipment__equipment_type: Any
    ) -> Any:
        group = rules.location_group(
            coded(customer__branch__climate), coded(equipment__equipment_type)
        )
        return Coded(chance.choose_by("place", rules.location_cuts(), group), rules.LOCATION_NAMES)


def years(numbers: Any) -> Any:
    """January 1 of the years."""
    return (np.asarray(numbers) - 1970).astype("datetime64[Y]").astype("datetime64[D]")
