"""Visits to a site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import factory
import numpy as np
from factory.declarations import SKIP

from factories.engine import money
from factories.engine.declarations import BringsAsked, Choice, Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.traits import Trait
from factories.engine.values import NULL, Column, Day, Days, Minutes, coded, index_in, texts
from factories.rules import single
from factories.rules.accounting.documents import years
from factories.rules.accounting.rises import rate_then
from factories.rules.calls import on_site, service
from factories.rules.calls.putting_in import harder
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.equipment.installed_base import components
from factories.rules.hours.calendar import ONE_MINUTE, OPENS, whole_years
from factories.single import fitting
from factories.single.around import LATELY, FreeStart, temperature, unit_that_fails
from factories.single.backwards import begun_then, rated
from factories.single.earlier import before_visit, day_said, office_day
from factories.single.visit_days import visit_days, working_days_gone
from factories.tables.catalog import EquipmentTypeFactory, year_of_list
from factories.tables.customers import CustomerFactory
from factories.tables.devices import InstalledDeviceFactory
from factories.tables.recorded import Changed, Recorded, touch
from factories.tables.workforce import TechnicianFactory
from factories.wording import notes
from factories.wording.work import Unseen, Work
from hvac_models import EquipmentKind, InstalledDevice, ServiceCall

_BRANCH_OF_CUSTOMER: Any = factory.SelfAttribute("..customer.branch", default=None)
_SAME_CUSTOMER: dict[str, Any] = {
    "customer": factory.SelfAttribute("..customer"),
    "customer_id": factory.SelfAttribute("..customer_id"),
}


_DECIDES_THE_DAY = {
    *("service_date", "customer", "customer_id", "technician", "technician_id"),
    *("device", "installation_id", "device__installation_date", "callback_of", "callback_of_id"),
    *("customer__created_at", "technician__hire_date", "technician__left_date"),
}
"""With what a caller gives, a visit is on another day than usual."""
_TYPES = (
    *("service_type", "emergency", "repair", "maintenance", "inspection", "installation"),
    *("callback", "callback_of", "callback_of_id"),
)
"""By which a caller says what a visit is for; on weekends and holidays there are emergencies."""


class ServiceCallFactory(HvacFactory[ServiceCall]):
    """A visit done in the last weeks, on a working morning, with no parts.

    ``days_ago`` asks for one that is gone at least so long; ``finding`` is the component that a
    tune-up or an inspection found worn, ``noted_before`` the one that an earlier of these did.
    """

    class Meta:
        model = ServiceCall
        exclude = (
            *("main_part", "gas_leak", "high_temperature_f", "days_ago", "list_year"),
            *("finding", "noted_before"),
        )
        in_order = (
            ("customer.branch.opened_date", "service_date"),
            ("customer.created_at", "started_at"),
            ("technician.hire_date", "service_date"),
            ("service_date", "technician.left_date"),
            ("device.installation_date", "service_date"),
            ("callback_of.completed_at", "started_at"),
            ("service_date", "today"),
        )
        holds = (
            *(fitting.at_the_customers_device, fitting.as_long_as_it_took),
            *(fitting.billed_at_the_rate, fitting.parts_are_named),
        )

    class Params:
        emergency: Any = factory.Trait(service_type="Emergency")
        repair: Any = factory.Trait(service_type="Repair")
        maintenance: Any = factory.Trait(service_type="Maintenance")
        inspection: Any = factory.Trait(service_type="Inspection")
        installation: Any = Trait(
            {"service_type": "Installation"},
            service_type="Installation",
            device=Parent(
                InstalledDeviceFactory,
                **_SAME_CUSTOMER,
                installed_by="Company",
                installation_date=factory.SelfAttribute("..service_date"),
                equipment=Parent(
                    EquipmentTypeFactory, sold_in=factory.SelfAttribute("..installation_date.year")
                ),
            ),
        )
        callback: Any = Trait(
            {"is_callback": True},
            service_type="Repair",
            callback_of=Parent(
                "factories.tables.service.ServiceCallFactory",
                service_type="Repair",
                started_at=derived(lambda today: working_days_gone(today)[0] + 9 * 60 * ONE_MINUTE),
            ),
        )

    service_call_id = RowId()
    customer = Parent(CustomerFactory, of=("device", "callback_of"))
    device = Parent(
        InstalledDeviceFactory, key="installation_id", of="callback_of", **_SAME_CUSTOMER
    )
    equipment: Any = factory.SelfAttribute("device.equipment", default=SKIP)
    technician = Parent(TechnicianFactory, branch=_BRANCH_OF_CUSTOMER)
    callback_of = Parent("factories.tables.service.ServiceCallFactory", optional=True)
    # Not an Installation, which comes with a new device: that is a trait.
    service_type = Choice(single.VISIT_TYPES)
    days_ago: Any = LATELY
    list_year = year_of_list()
    main_part: Any = None
    gas_leak: Any = False
    finding: Any = None
    noted_before: Any = None
    high_temperature_f: Any = temperature("high")
    parts_cost: Any = 0
    parts = BringsAsked("factories.tables.usage.PartsUsageFactory", "service_call")
    created_at_utc = Recorded(
        "started_at", after="customer__created_at_utc", branch="customer__branch_id"
    )
    updated_at_utc = Changed("completed_at", branch="customer__branch_id")

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        more = {**unit_that_fails(said), **rated(said)}
        if said.get("failed_component") and said.keys().isdisjoint(_TYPES):
            more["service_type"] = "Repair"
        day = day_said(said, "service_date", "started_at", "completed_at")
        if day is not None:
            more = {**before_visit(said, day), **more}
            if "device__equipment__sold_in" in more and "device__installation_date" in more:
                more["device__equipment__sold_in"] = more["device__installation_date"].year
            if office_day(day) != day and said.keys().isdisjoint(_TYPES):
                more["service_type"] = "Emergency"
        if not said.keys().isdisjoint(_DECIDES_THE_DAY):
            more["started_at"] = FreeStart("started_at", day="service_date")
        return {**more, **begun_then(said)}

    @derived
    def equipment_id(device__equipment_id: Ints) -> Ints:
        return device__equipment_id

    @derived
    def started_at(
        chance: Chance, ids: Ints, service_type: Column, days_ago: Ints, today: Day
    ) -> Minutes:
        """Each call a working day after the one before, so that a technician gets about; after the
        last working day it begins again.
        """
        day = visit_days(ids, days_ago, today)
        slot, kind = chance.between("slot", *single.VISIT_SLOTS), coded(service_type)
        # Installations take all day, and some repairs nine hours of it.
        slot = np.where(kind.is_("Installation"), OPENS // single.SLOT, slot)
        slot = np.where(kind.is_("Repair"), np.minimum(slot, single.LAST_REPAIR_SLOT), slot)
        start: Minutes = day + slot * single.SLOT * ONE_MINUTE
        return start

    @derived
    def duration_hours(
        chance: Chance,
        installation_id: Ints,
        service_type: Column,
        failed_component: Column,
        device__equipment__equipment_type: Column,
        device__equipment__btu_rating: Ints,
        technician__hvac_installation_skill: Ints,
        technician__refrigeration_skill: Ints,
        technician__diagnostics_skill: Ints,
    ) -> Ints:
        """By what is done, on what, and by whom."""
        kind = index_in(service_type, service.TYPES)
        failed = index_in(failed_component, service.COMPONENTS)
        device = index_in(device__equipment__equipment_type, KIND_NAMES)
        work = on_site.Work(
            on_site.jobs(kind, failed, device),
            on_site.hardness(chance, installation_id)
            + harder(kind, device, device__equipment__btu_rating),
            on_site.percents(kind, device, device__equipment__btu_rating),
        )
        found = technician__diagnostics_skill
        skills = technician__hvac_installation_skill, technician__refrigeration_skill, found, found
        pace = on_site.pace(np.choose(work.skill, skills).astype(np.int64), work.skill)
        return work.minutes(pace) * 100 // 60

    @derived
    def completed_at(started_at: Minutes, duration_hours: Ints) -> Minutes:
        return started_at + (duration_hours * 60 + 50) // 100 * ONE_MINUTE

    @derived
    def service_date(started_at: Minutes) -> Days:
        return started_at.astype("datetime64[D]")

    @derived
    def failed_component(
        chance: Chance, service_type: Column, device__equipment__equipment_type: Column
    ) -> Column:
        """What a repair found, fitting the kind of equipment."""
        kinds = coded(device__equipment__equipment_type)
        picked = chance.below("component", 2**16).tolist()
        broken = coded(service_type).is_("Repair", "Emergency").tolist()
        return [
            _some_component(kind, pick) if fault else None
            for kind, pick, fault in zip(kinds.tolist(), picked, broken, strict=True)
        ]

    @classmethod
    def _settle(cls, instance: ServiceCall) -> None:
        """A device's last maintenance is its last Maintenance call."""
        device: InstalledDevice | None = instance.device
        if device is not None and instance.service_type == "Maintenance":
            known = device.last_maintenance_date or instance.service_date
            device.last_maintenance_date = max(known, instance.service_date)
            touch(device, instance)

    @derived
    def is_callback(callback_of_id: Ints) -> Mask:
        again: Mask = callback_of_id != NULL
        return again

    @derived
    def bill_rate(
        technician__bill_rate: Ints, service_type: Column, service_date: Days, list_year: Ints
    ) -> Ints:
        """In cents: the technician's rate of the year, half as much again for emergencies."""
        urgent = coded(service_type).is_("Emergency")
        rate = rate_then(technician__bill_rate, years(service_date), list_year)
        return rate * np.where(urgent, service.EMERGENCY_RATE_PERCENT, 100)

    @derived
    def labor_cost(duration_hours: Ints, bill_rate: Ints) -> Ints:
        return money.times_hours(bill_rate, duration_hours)

    @derived
    def total_cost(labor_cost: Ints, parts_cost: Ints) -> Ints:
        return labor_cost + parts_cost

    @derived
    def technician_notes(
        chance: Chance,
        ids: Ints,
        service_type: Column,
        device__equipment__equipment_type: Column,
        device__equipment__brand: Column,
        device__equipment__btu_rating: Ints,
        failed_component: Column,
        main_part: Column,
        device__installation_date: Days,
        service_date: Days,
        is_callback: Mask,
        gas_leak: Mask,
        high_temperature_f: Ints,
        installation_id: Ints,
        customer_id: Ints,
        finding: Column,
        noted_before: Column,
    ) -> Column:
        work = Work.of(
            ids, service_type, device__equipment__equipment_type, failed_component, main_part,
            gas_leak, Unseen.of(chance, installation_id, service_date), finding,
        )  # fmt: skip
        return notes.technician_notes(
            chance,
            work,
            notes.Unit(
                device=installation_id,
                customer=customer_id,
                brand=texts(device__equipment__brand),
                age_years=whole_years(device__installation_date, service_date),
                btu=device__equipment__btu_rating,
                noted_before=texts(noted_before),
            ),
            is_callback,
            high_temperature_f,
        )


def _some_component(kind: str, pick: int) -> str:
    choices = components(EquipmentKind(kind)).components
    return str(choices[pick % len(choices)])
