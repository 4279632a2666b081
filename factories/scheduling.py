"""Appointments and work orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import factory
import numpy as np
from factory.declarations import SKIP

from factories.around import FreeStart, temperature
from factories.customers import CustomerFactory
from factories.engine.declarations import Choice, Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.looked import Looked
from factories.engine.traits import Trait
from factories.engine.values import NULL, Coded, coded, texts
from factories.recorded import NEVER, Changed, Recorded, known, overnight
from factories.rules import documents, urgency
from factories.rules import scheduling as rules
from factories.rules.calendar import whole_years
from factories.service import MINUTE, ServiceCallFactory
from factories.wording import appointments as appointment_wording
from factories.wording import service as wording
from factories.workforce import DAY, TechnicianFactory
from hvac_models import Appointment, WorkOrder


class AppointmentFactory(HvacFactory[Appointment]):
    """A visit booked for one of the next days; with a ``service_call``, the one that became it."""

    class Meta:
        model = Appointment
        exclude = (
            *("window_hours", "ahead", "confirmed", "moved_at", "settled_at"),
            "expected_hours",
        )

    class Params:
        confirmed: Any = factory.Trait(status="Confirmed")
        completed: Any = Trait({"status": "Completed"}, service_call=Parent(ServiceCallFactory))
        cancelled: Any = factory.Trait(status="Cancelled", ahead=-10)
        missed: Any = factory.Trait(status="No-Show", ahead=-10)

    appointment_id = RowId()
    customer = Parent(CustomerFactory, of="service_call")
    technician = Parent(
        TechnicianFactory,
        of="service_call",
        branch=factory.SelfAttribute("..customer.branch", default=None),
    )
    service_call = Parent(ServiceCallFactory, optional=True)
    window_hours = Choice({str(hours): weight for hours, weight in rules.WINDOW_HOURS.items()})
    moved_at: Any = None
    created_at_utc = Recorded(
        "created_date", after="customer__created_at_utc", branch="customer__branch_id"
    )
    updated_at_utc = Changed("confirmed_date", "settled_at", branch="customer__branch_id")

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        kept = said.get("completed") or any(name.startswith("service_call") for name in said)
        if kept or said.keys().isdisjoint(("appointment_date", "technician", "technician_id")):
            return {}
        return {"scheduled_time": FreeStart("scheduled_time", day="appointment_date")}

    @derived
    def ahead(appointment_type: Any) -> Any:
        """Days from today; nobody waits for days with an emergency."""
        return np.where(coded(appointment_type).is_("Emergency"), 1, 5)

    @derived
    def appointment_type(chance: Any, service_call__service_type: Any) -> Any:
        types = ("Maintenance", "Repair", "Inspection")
        drawn = Coded(chance.choose("type", (60, 25, 15)), types).tolist()
        done = texts(service_call__service_type)
        return [kind or other for kind, other in zip(done, drawn, strict=True)]

    @derived
    def status(service_call_id: Any) -> Any:
        return Coded((service_call_id != NULL).astype(np.int64), ("Scheduled", "Completed"))

    @derived
    def scheduled_time(
        chance: Any,
        ahead: Any,
        appointment_type: Any,
        service_call__started_at: Any,
        today: Any,
    ) -> Any:
        day = (today + ahead * DAY).astype("datetime64[m]")
        # Installations take all day.
        slot = np.where(
            coded(appointment_type).is_("Installation"), 16, chance.between("slot", 16, 31)
        )
        planned = day + slot * 30 * MINUTE
        return np.where(np.isnat(service_call__started_at), planned, service_call__started_at)

    @derived
    def appointment_date(scheduled_time: Any) -> Any:
        return scheduled_time.astype("datetime64[D]")

    @derived
    def window_start(scheduled_time: Any) -> Any:
        return (scheduled_time.astype("datetime64[h]")).astype("datetime64[m]")

    @derived
    def window_end(window_start: Any, window_hours: Any) -> Any:
        return window_start + coded(window_hours).map({"2": 120, "4": 240}) * MINUTE

    @derived
    def expected_hours(chance: Any, appointment_type: Any) -> Any:
        """What dispatch expects of a visit that has not been."""
        return rules.expected_hours(chance, coded(appointment_type))

    @derived
    def estimated_duration_hours(
        chance: Any,
        appointment_type: Any,
        service_call_id: Any,
        service_call__duration_hours: Any,
        expected_hours: Any,
    ) -> Any:
        """What the work order says as well; what is expected of what is still ahead."""
        known = rules.estimated_hours(
            chance,
            service_call_id,
            coded(appointment_type),
            service_call__duration_hours,
        )
        return np.where(service_call_id == NULL, expected_hours, known)

    @derived
    def priority(
        chance: Any,
        appointment_type: Any,
        service_call__failed_component: Any,
        scheduled_time: Any,
        customer_id: Any,
        customer__customer_type: Any,
    ) -> Any:
        return rules.priorities(
            chance,
            coded(appointment_type),
            coded(service_call__failed_component),
            scheduled_time,
            customer_id,
            coded(customer__customer_type).is_("commercial"),
        )

    @derived
    def special_instructions(
        chance: Any,
        appointment_type: Any,
        customer_id: Any,
        customer__customer_type: Any,
        customer__customer_name: Any,
    ) -> Any:
        return appointment_wording.special_instructions(
            chance,
            texts(appointment_type),
            customer_id,
            texts(customer__customer_type),
            texts(customer__customer_name),
        )

    @derived
    def created_date(chance: Any, scheduled_time: Any, appointment_type: Any, today: Any) -> Any:
        """Days ahead in office hours; in an emergency within the hours before, or the day."""
        # Who has no heat does not wait for a week.
        ago = np.where(
            coded(appointment_type).is_("Repair"),
            chance.between("day", 1, 2),
            chance.between("days", 6, 14),
        )
        days = (scheduled_time - ago * DAY).astype("datetime64[D]")
        days = np.minimum(days, today)
        usual = days.astype("datetime64[m]") + chance.between("minute", 8 * 60, 17 * 60) * MINUTE
        urgent = scheduled_time - chance.between("notice", 40, 180) * MINUTE
        evening = today.astype("datetime64[m]") + chance.between("evening", 18 * 60, 22 * 60)
        urgent = np.minimum(urgent, evening)
        return np.where(coded(appointment_type).is_("Emergency"), urgent, usual)

    @derived
    def confirmed_date(created_date: Any, appointment_type: Any, status: Any) -> Any:
        kept = coded(status).is_("Confirmed", "Completed", "No-Show")
        minutes = np.where(coded(appointment_type).is_("Emergency"), 10, 60)
        return np.where(kept, created_date + minutes * MINUTE, np.datetime64("NaT", "m"))

    @derived
    def settled_at(
        chance: Any,
        status: Any,
        created_date: Any,
        confirmed_date: Any,
        scheduled_time: Any,
        estimated_duration_hours: Any,
        moved_at: Any,
        service_call__completed_at: Any,
    ) -> Any:
        """When it was kept, missed, cancelled or moved; the last two some time before the visit."""
        status = coded(status)
        over = scheduled_time + estimated_duration_hours * 60 // 100 * MINUTE
        told = np.fmax(created_date, confirmed_date)
        notice = np.maximum((scheduled_time - told) // MINUTE, 0)
        called_off = told + (chance.fraction("called off") * notice >> 32) * MINUTE
        return np.select(
            [status.is_(*some) for some in (("Completed",), ("No-Show",), rules.CALLED_OFF)],
            [
                _or(service_call__completed_at, over),
                scheduled_time + rules.WAITED * MINUTE,
                _or(known(moved_at), called_off),
            ],
            NEVER,
        )


def _or(moment: Any, other: Any) -> Any:
    """The moment, where it is known."""
    return np.where(np.isnat(moment), other, moment)


class WorkOrderFactory(HvacFactory[WorkOrder]):
    """The order for a visit that has been done."""

    class Meta:
        model = WorkOrder
        exclude = (
            *("main_part", "awaits_part", "under_warranty", "claimed", "gas_leak"),
            *("low_temperature_f", "high_temperature_f", "response", "waited"),
            *("written_at", "closed_date", "reported_as"),
        )

    class Params:
        in_progress: Any = factory.Trait(status="In Progress", awaits_part=True)

    work_order_id = RowId()
    service_call = Parent(ServiceCallFactory)
    technician: Any = factory.SelfAttribute("service_call.technician", default=SKIP)
    status: Any = "Completed"
    main_part: Any = None
    awaits_part: Any = False
    under_warranty: Any = False
    low_temperature_f: Any = Looked(temperature("low", 52), otherwise=52)
    high_temperature_f: Any = Looked(temperature("high", 70), otherwise=70)
    claimed: Any = False
    gas_leak: Any = False
    response: Any = 0
    waited: Any = 0
    closed_date: Any = None
    created_at_utc = Recorded(
        "written_at",
        after="service_call__created_at_utc",
        branch="service_call__customer__branch_id",
    )
    updated_at_utc = Changed(
        "service_call__completed_at",
        "closed_date",
        branch="service_call__customer__branch_id",
    )

    @derived
    def written_at(service_call__started_at: Any) -> Any:
        """The orders of a day are written in its morning, later ones when they come in."""
        day = service_call__started_at.astype("datetime64[D]")
        return np.minimum(overnight(day), service_call__started_at)

    @derived
    def technician_id(service_call__technician_id: Any) -> Any:
        return service_call__technician_id

    @derived
    def work_order_number(ids: Any, service_call__service_date: Any) -> Any:
        return documents.written("WO", documents.years(service_call__service_date), ids)

    @derived
    def actual_hours(service_call__duration_hours: Any) -> Any:
        return service_call__duration_hours

    @derived
    def estimated_hours(
        chance: Any,
        service_call_id: Any,
        service_call__service_type: Any,
        service_call__duration_hours: Any,
    ) -> Any:
        return rules.estimated_hours(
            chance,
            service_call_id,
            coded(service_call__service_type),
            service_call__duration_hours,
        )

    @derived
    def priority(
        chance: Any,
        service_call__service_type: Any,
        service_call__failed_component: Any,
        service_call__started_at: Any,
        service_call__customer_id: Any,
        service_call__customer__customer_type: Any,
    ) -> Any:
        return rules.priorities(
            chance,
            coded(service_call__service_type),
            coded(service_call__failed_component),
            service_call__started_at,
            service_call__customer_id,
            coded(service_call__customer__customer_type).is_("commercial"),
        )

    @derived
    def customer_signature_required(chance: Any, service_call__service_type: Any) -> Any:
        return coded(service_call__service_type).is_("Installation") | chance.happens(
            "signature", 0.6
        )

    @derived
    def safety_requirements(
        chance: Any,
        service_call__failed_component: Any,
        service_call__service_type: Any,
        service_call__device__installation_location: Any,
        service_call__device__equipment__equipment_type: Any,
    ) -> Any:
        return rules.safety(
            chance,
            texts(service_call__failed_component),
            texts(service_call__service_type),
            texts(service_call__device__installation_location),
            texts(service_call__device__equipment__equipment_type),
        )

    @derived
    def reported_as(
        chance: Any,
        service_call_id: Any,
        service_call__service_type: Any,
        service_call__failed_component: Any,
        service_call__device__equipment__equipment_type: Any,
        response: Any,
        waited: Any,
        gas_leak: Any,
    ) -> Any:
        """The incident, of an emergency; ``response`` in minutes, ``waited`` in working days."""
        components = texts(service_call__failed_component)
        kinds = texts(service_call__device__equipment__equipment_type)
        incidents = urgency.incident_types(
            chance, service_call_id, components, kinds, response, gas_leak
        )
        return urgency.reported_as(texts(service_call__service_type), incidents, waited)

    @derived
    def description(
        chance: Any,
        service_call_id: Any,
        service_call__service_type: Any,
        service_call__device__equipment__equipment_type: Any,
        service_call__device__equipment__brand: Any,
        service_call__device__installation_location: Any,
        service_call__failed_component: Any,
        service_call__service_date: Any,
        service_call__device__installation_date: Any,
        low_temperature_f: Any,
        high_temperature_f: Any,
        gas_leak: Any,
        main_part: Any,
        reported_as: Any,
    ) -> Any:
        return wording.work_order_description(
            chance,
            texts(service_call__service_type),
            texts(service_call__device__equipment__equipment_type),
            texts(service_call__device__equipment__brand),
            texts(service_call__device__installation_location),
            wording.as_found(texts(service_call__failed_component), gas_leak),
            texts(main_part),
            texts(reported_as),
            service_call__service_date.astype("datetime64[M]").astype(np.int64) % 12 + 1,
            whole_years(service_call__device__installation_date, service_call__service_date),
            low_temperature_f,
            high_temperature_f,
            service_call_id,
        )

    @derived
    def instructions(
        chance: Any,
        service_call__service_type: Any,
        service_call__device__equipment__equipment_type: Any,
        service_call__device__installation_location: Any,
        service_call__customer_id: Any,
        service_call__customer__customer_type: Any,
        service_call__customer__customer_name: Any,
        safety_requirements: Any,
    ) -> Any:
        return wording.work_order_instructions(
            chance,
            texts(service_call__service_type),
            texts(service_call__device__equipment__equipment_type),
            texts(service_call__device__installation_location),
            service_call__customer_id,
            texts(service_call__customer__customer_type),
            texts(service_call__customer__customer_name),
            texts(safety_requirements),
        )

    @derived
    def completion_notes(
        chance: Any,
        service_call_id: Any,
        service_call__service_type: Any,
        service_call__device__equipment__equipment_type: Any,
        service_call__failed_component: Any,
        main_part: Any,
        under_warranty: Any,
        awaits_part: Any,
        claimed: Any,
        gas_leak: Any,
    ) -> Any:
        return wording.completion_notes(
            chance,
            texts(service_call__service_type),
            texts(service_call__device__equipment__equipment_type),
            wording.as_found(texts(service_call__failed_component), gas_leak),
            texts(main_part),
            (under_warranty, claimed),
            awaits_part,
            service_call_id,
        )
