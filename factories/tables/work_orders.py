"""Work orders: what the office wrote before a visit, and what the technician did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import factory
import numpy as np
from factory.declarations import SKIP

from factories.engine.declarations import Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.lookups import Looked
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.traits import Trait
from factories.engine.values import Column, Days, Minutes, coded, present, take, texts
from factories.rules.accounting import documents
from factories.rules.appointments import estimates, work_orders
from factories.rules.appointments import scheduling as rules
from factories.rules.calls import urgency
from factories.rules.calls.service import ANNUAL_VISIT_AFTER
from factories.rules.hours.calendar import ONE_DAY, whole_years
from factories.single import fitting
from factories.single.around import key_in_lockbox, temperature
from factories.single.backwards import ordered
from factories.single.earlier import day_of_first
from factories.tables.recorded import Changed, Recorded, overnight
from factories.tables.service import ServiceCallFactory
from factories.wording import work_orders as wording
from factories.wording.phrases import flags
from factories.wording.second_visits import Second
from factories.wording.work import Unseen, Work
from hvac_models import WorkOrder

_TAKES_MORE = {
    "status": dict.fromkeys(
        ("Open", "Cancelled"), "takes a visit that was not done, and a call is one that was"
    )
}


class WorkOrderFactory(HvacFactory[WorkOrder]):
    """The order for a visit that has been done.

    ``first_words`` is what the customer said was wrong as a lead, ``asked_ago`` days before;
    ``brings_part`` says that a visit before has found the fault, ``first_day`` when that visit was,
    or the one that a callback goes back to (days since 1970-01-01), ``noted_then`` that it was a
    tune-up or an inspection; ``seen_before`` that the company has been to the unit;
    ``for_manager`` that the customer has asked for a manager. ``response`` are the minutes from
    the report of an emergency to its start, ``waited`` the working days from the booking to a
    repair; ``left`` says why something was left undone, as ``rules.calls.left_undone`` has it.
    """

    class Meta:
        model = WorkOrder
        exclude = (
            *("main_part", "awaits_part", "under_warranty", "claimed", "gas_leak"),
            *("finding", "left"),
            *("low_temperature_f", "high_temperature_f", "response", "waited"),
            *("written_at", "closed_date", "reported_as", "yearly", "nobody_home"),
            *("first_words", "asked_ago", "brings_part", "first_day", "seen_before"),
            *("noted_then", "for_manager"),
        )
        not_alone: Any = _TAKES_MORE
        holds = (fitting.ordered_as_done,)

    class Params:
        in_progress: Any = Trait({"status": "In Progress"}, status="In Progress", awaits_part=True)

    work_order_id = RowId()
    service_call = Parent(ServiceCallFactory)
    technician: Any = factory.SelfAttribute("service_call.technician", default=SKIP)
    status: Any = "Completed"
    main_part: Any = None
    awaits_part: Any = False
    under_warranty: Any = False
    low_temperature_f: Any = temperature("low")
    high_temperature_f: Any = temperature("high")
    claimed: Any = False
    gas_leak: Any = False
    finding: Any = None
    left: Any = 0
    response: Any = 0
    waited: Any = 0
    closed_date: Any = None
    yearly: Any = False
    nobody_home = key_in_lockbox
    first_words: Any = None
    asked_ago: Any = -1
    brings_part: Any = False
    first_day: Any = Looked(day_of_first, otherwise=-1)
    noted_then: Any = False
    for_manager: Any = False
    seen_before: Any = True
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

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        return ordered(said)

    @derived
    def written_at(service_call__started_at: Minutes) -> Minutes:
        """The orders of a day are written in its morning, later ones when they come in."""
        day = service_call__started_at.astype("datetime64[D]")
        return np.minimum(overnight(day), service_call__started_at)

    @derived
    def technician_id(service_call__technician_id: Ints) -> Ints:
        return service_call__technician_id

    @derived
    def work_order_number(ids: Ints, service_call__service_date: Days) -> Column:
        return documents.written("WO", documents.years(service_call__service_date), ids)

    @derived
    def actual_hours(service_call__duration_hours: Ints) -> Ints:
        return service_call__duration_hours

    @derived
    def estimated_hours(
        chance: Chance,
        service_call_id: Ints,
        service_call__service_type: Column,
        service_call__duration_hours: Ints,
        service_call__failed_component: Column,
        service_call__device__equipment__equipment_type: Column,
        service_call__device__equipment__btu_rating: Ints,
        brings_part: Mask,
    ) -> Ints:
        return estimates.estimated_hours(
            chance,
            service_call_id,
            estimates.OnFile(
                coded(service_call__service_type),
                coded(service_call__failed_component),
                coded(service_call__device__equipment__equipment_type),
                service_call__device__equipment__btu_rating,
                np.asarray(brings_part, np.bool_),
            ),
            service_call__duration_hours,
        )

    @derived
    def priority(
        chance: Chance,
        service_call__service_type: Column,
        service_call__failed_component: Column,
        service_call__device__equipment__equipment_type: Column,
        service_call__started_at: Minutes,
        service_call__customer_id: Ints,
        service_call__customer__customer_type: Column,
        service_call__is_callback: Mask,
    ) -> Column:
        return rules.priorities(
            chance,
            coded(service_call__service_type),
            coded(service_call__failed_component),
            coded(service_call__device__equipment__equipment_type),
            service_call__started_at,
            service_call__customer_id,
            coded(service_call__customer__customer_type).is_("commercial"),
            service_call__is_callback,
        )

    @derived
    def customer_signature_required(
        chance: Chance,
        service_call__service_type: Column,
        service_call__customer_id: Ints,
        service_call__customer__customer_type: Column,
        service_call__total_cost: Ints,
        nobody_home: Mask,
    ) -> Mask:
        signed = work_orders.signed(
            chance,
            service_call__customer_id,
            coded(service_call__customer__customer_type).is_("commercial"),
            service_call__total_cost,
        )
        return (signed | coded(service_call__service_type).is_("Installation")) & ~nobody_home

    @derived
    def safety_requirements(
        chance: Chance,
        service_call__failed_component: Column,
        service_call__service_type: Column,
        service_call__device__installation_location: Column,
        service_call__device__equipment__equipment_type: Column,
        reported_as: Column,
        brings_part: Mask,
    ) -> Column:
        return work_orders.safety(
            chance,
            texts(service_call__failed_component),
            texts(service_call__service_type),
            texts(service_call__device__installation_location),
            texts(service_call__device__equipment__equipment_type),
            texts(reported_as),
            flags(brings_part),
        )

    @derived
    def reported_as(
        chance: Chance,
        service_call_id: Ints,
        service_call__service_type: Column,
        service_call__failed_component: Column,
        service_call__device__equipment__equipment_type: Column,
        response: Ints,
        waited: Ints,
        gas_leak: Mask,
        low_temperature_f: Ints,
        high_temperature_f: Ints,
    ) -> Column:
        """The incident, of an emergency; ``response`` in minutes, ``waited`` in working days."""
        urgent = np.flatnonzero(coded(service_call__service_type).is_("Emergency"))
        incidents = urgency.incident_types(
            chance,
            service_call_id[urgent],
            texts(take(service_call__failed_component, urgent)),
            texts(take(service_call__device__equipment__equipment_type, urgent)),
            response[urgent],
            gas_leak[urgent],
            urgency.burners_run(low_temperature_f, high_temperature_f)[urgent],
        )
        return urgency.reported_as(texts(service_call__service_type), incidents, waited, response)

    @derived
    def description(
        chance: Chance,
        service_call_id: Ints,
        service_call__installation_id: Ints,
        service_call__service_type: Column,
        service_call__device__equipment__equipment_type: Column,
        service_call__device__equipment__brand: Column,
        service_call__device__installation_location: Column,
        service_call__failed_component: Column,
        service_call__service_date: Days,
        service_call__device__installation_date: Days,
        low_temperature_f: Ints,
        high_temperature_f: Ints,
        gas_leak: Mask,
        main_part: Column,
        reported_as: Column,
        priority: Column,
        service_call__customer__email: Column,
        service_call__device__installed_by: Column,
        yearly: Mask,
        seen_before: Mask,
        nobody_home: Mask,
        first_words: Column,
        asked_ago: Ints,
        brings_part: Mask,
        service_call__is_callback: Mask,
        first_day: Ints,
        noted_then: Mask,
    ) -> Column:
        since = service_call__service_date - service_call__device__installation_date
        asked = wording.Asked(
            reported_as=texts(reported_as),
            month=service_call__service_date.astype("datetime64[M]").astype(np.int64) % 12 + 1,
            low_f=low_temperature_f,
            high_f=high_temperature_f,
            goes_first=coded(priority).is_("High"),
        )
        on_file = wording.OnFile(
            emailed=present(service_call__customer__email),
            ours=coded(service_call__device__installed_by).is_("Company") | seen_before,
            yearly=yearly & (since // ONE_DAY >= ANNUAL_VISIT_AFTER),
            away=nobody_home,
            said=texts(first_words),
            said_ago=asked_ago.tolist(),
            visited=service_call__service_date,
            back=Second.of(brings_part, service_call__is_callback, first_day, noted_then),
        )
        return wording.work_order_description(
            chance,
            Work.of(
                service_call_id,
                service_call__service_type,
                service_call__device__equipment__equipment_type,
                service_call__failed_component,
                main_part,
                gas_leak,
                Unseen.of(chance, service_call__installation_id, service_call__service_date),
            ),
            texts(service_call__device__equipment__brand),
            texts(service_call__device__installation_location),
            whole_years(service_call__device__installation_date, service_call__service_date),
            asked,
            on_file,
        )

    @derived
    def instructions(
        chance: Chance,
        service_call__service_type: Column,
        service_call__device__equipment__equipment_type: Column,
        service_call__device__installation_location: Column,
        service_call__customer_id: Ints,
        service_call__customer__customer_type: Column,
        service_call__customer__customer_name: Column,
        safety_requirements: Column,
        service_call__failed_component: Column,
        brings_part: Mask,
        service_call__is_callback: Mask,
        first_day: Ints,
        noted_then: Mask,
    ) -> Column:
        # Where nothing was found as yet there is no part either.
        part = brings_part & present(service_call__failed_component)
        return wording.work_order_instructions(
            chance,
            wording.Stop(
                service_type=texts(service_call__service_type),
                kind=texts(service_call__device__equipment__equipment_type),
                location=texts(service_call__device__installation_location),
                customer=service_call__customer_id,
                customer_type=texts(service_call__customer__customer_type),
                customer_name=texts(service_call__customer__customer_name),
            ),
            texts(safety_requirements),
            Second.of(part, service_call__is_callback | brings_part, first_day, noted_then),
        )

    @derived
    def completion_notes(
        chance: Chance,
        service_call_id: Ints,
        service_call__installation_id: Ints,
        service_call__service_date: Days,
        service_call__service_type: Column,
        service_call__device__equipment__equipment_type: Column,
        service_call__failed_component: Column,
        main_part: Column,
        under_warranty: Mask,
        awaits_part: Mask,
        claimed: Mask,
        gas_leak: Mask,
        finding: Column,
        nobody_home: Mask,
        left: Ints,
        for_manager: Mask,
    ) -> Column:
        return wording.completion_notes(
            chance,
            Work.of(
                service_call_id,
                service_call__service_type,
                service_call__device__equipment__equipment_type,
                service_call__failed_component,
                main_part,
                gas_leak,
                Unseen.of(chance, service_call__installation_id, service_call__service_date),
                finding,
            ),
            wording.Closing(
                under_warranty=under_warranty,
                claimed=claimed,
                needs_return=awaits_part,
                away=nobody_home,
                left=left,
                for_manager=flags(for_manager),
            ),
        )
