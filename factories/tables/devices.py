"""What is installed at customers' places, and what comes with it or took its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import factory
import numpy as np

from factories.engine import parents
from factories.engine.context import current
from factories.engine.declarations import Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.rows_in_session import all_where
from factories.engine.streams import Chance, Ints
from factories.engine.traits import Trait
from factories.engine.values import Coded, Column, Day, Days, coded
from factories.rules import single
from factories.rules.equipment import devices as rules
from factories.rules.equipment import serials
from factories.rules.hours.calendar import ONE_DAY, months_later
from factories.rules.single import SUCCEEDED_AFTER
from factories.single import fitting
from factories.single.backwards import put_in_then
from factories.tables.catalog import (
    EquipmentTypeFactory,
    in_production,
    on_offer,
    sold_then,
    years_ago,
)
from factories.tables.customers import CustomerFactory
from factories.tables.recorded import NO_DAY, Changed, Recorded
from hvac_models import EquipmentKind, InstalledDevice


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
        equipment__introduced_year: Ints,
        equipment__discontinued_year: Ints,
        today: Day,
    ) -> Days:
        day = today - chance.between("days", least, most) * ONE_DAY
        last = np.where(equipment__discontinued_year > 0, equipment__discontinued_year, 9000)
        sold: Days = np.maximum(
            np.minimum(day, years(last + 1) - ONE_DAY), years(equipment__introduced_year)
        )
        return sold

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
            successor=BringsSuccessor("factories.tables.devices.InstalledDeviceFactory"),
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
    outdoor_unit = BringsHeatPump("factories.tables.devices.InstalledDeviceFactory", "customer")
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
    def known_on(installation_date: Days) -> Days:
        return installation_date

    @derived
    def changed(
        status: Column, installation_date: Days, last_maintenance_date: Days, today: Day
    ) -> Days:
        """The last maintenance, or the day on which the successor came."""
        lately = np.maximum(today - single.SETTLED_BEFORE * ONE_DAY, installation_date)
        gone = np.minimum(installation_date + SUCCEEDED_AFTER * ONE_DAY, lately)
        replaced = coded(status).is_("Replaced")
        return np.fmax(last_maintenance_date, np.where(replaced, gone, NO_DAY))

    @derived
    def installation_date(
        chance: Chance,
        equipment__introduced_year: Ints,
        equipment__discontinued_year: Ints,
        today: Day,
    ) -> Days:
        """While the model was sold; where that allows it, before the customer came to us (see
        CustomerFactory.created_at), and always some time before the visits of these weeks."""
        this_year = int(today.astype("datetime64[Y]").astype(np.int64)) + 1970
        newest = np.where(equipment__discontinued_year > 0, equipment__discontinued_year, this_year)
        newest = np.minimum(newest, this_year - single.MODEL_AGE_AT_LEAST)
        newest = np.maximum(newest, equipment__introduced_year)
        oldest = np.maximum(equipment__introduced_year, newest - single.MODEL_YEARS)
        day = years(chance.between("year", oldest, newest)) + chance.below("day", 360) * ONE_DAY
        lately = today - chance.between("lately", *single.INSTALLED_AT_LATEST) * ONE_DAY
        put_in: Days = np.maximum(np.minimum(day, lately), years(equipment__introduced_year))
        return put_in

    @derived
    def warranty_end_date(installation_date: Days, equipment__warranty_months: Ints) -> Days:
        return months_later(installation_date, equipment__warranty_months)

    @derived
    def serial_number(
        chance: Chance,
        equipment__brand: Column,
        equipment__introduced_year: Ints,
        installation_date: Days,
    ) -> Column:
        brand = coded(equipment__brand)
        made = serials.made_in(chance, brand, installation_date, equipment__introduced_year)
        return serials.serial_numbers(chance, brand, made)

    @derived
    def installation_location(
        chance: Chance,
        customer__customer_type: Column,
        customer__branch__climate: Column,
        equipment__equipment_type: Column,
    ) -> Column:
        group = rules.location_group(
            coded(customer__customer_type),
            coded(customer__branch__climate),
            coded(equipment__equipment_type),
        )
        return Coded(chance.choose_by("place", rules.location_cuts(), group), rules.LOCATION_NAMES)


def years(numbers: Ints) -> Days:
    """January 1 of the years."""
    first: Days = (np.asarray(numbers) - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    return first
