"""How emergencies were answered: when they were reported, how bad it was, what became of it."""

from __future__ import annotations

from typing import Any

import factory
from factory.declarations import SKIP

from factories.engine.declarations import Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.traits import Trait
from factories.engine.values import Coded, Column, Minutes, index_in, texts
from factories.rules.calls import service, urgency
from factories.rules.equipment.devices import KIND_NAMES
from factories.rules.hours.calendar import ONE_MINUTE
from factories.single import fitting
from factories.single.around import temperature
from factories.tables.recorded import Changed, Recorded
from factories.tables.service import ServiceCallFactory
from factories.tables.workforce import TechnicianFactory
from hvac_models import IncidentResponse


class IncidentResponseFactory(HvacFactory[IncidentResponse]):
    """How an emergency was answered."""

    class Meta:
        model = IncidentResponse
        exclude = ("gas_leak", "settled_at", "low_temperature_f", "high_temperature_f")
        holds = (fitting.answered_as_the_visit_was,)

    class Params:
        critical: Any = factory.Trait(severity_level="Critical")
        escalated: Any = Trait(
            {"resolution_status": "Escalated"},
            resolution_status="Escalated",
            follow_up_required=True,
        )
        needs_follow_up: Any = Trait(
            {"resolution_status": "Requires Follow-up"},
            resolution_status="Requires Follow-up",
            follow_up_required=True,
        )

    incident_id = RowId()
    service_call = Parent(ServiceCallFactory, service_type="Emergency")
    responding_technician: Any = factory.SelfAttribute("service_call.technician", default=SKIP)
    backup_technician = Parent(TechnicianFactory, optional=True)
    resolution_status: Any = "Resolved"
    gas_leak: Any = False
    low_temperature_f: Any = temperature("low")
    high_temperature_f: Any = temperature("high")
    follow_up_required: Any = False
    customer_satisfaction: Any = 8
    created_at_utc = Recorded(
        "reported_time",
        after="service_call__created_at_utc",
        branch="service_call__customer__branch_id",
    )
    updated_at_utc = Changed("settled_at", branch="service_call__customer__branch_id")

    @derived
    def settled_at(service_call__completed_at: Minutes) -> Minutes:
        """The last word on it; a step knows of later ones."""
        return service_call__completed_at

    @derived
    def responding_technician_id(service_call__technician_id: Ints) -> Ints:
        return service_call__technician_id

    @derived
    def severity_level(
        chance: Chance,
        service_call__failed_component: Column,
        service_call__device__equipment__equipment_type: Column,
        low_temperature_f: Ints,
        high_temperature_f: Ints,
    ) -> Column:
        severity = urgency.severities(
            chance,
            index_in(service_call__failed_component, service.COMPONENTS),
            index_in(service_call__device__equipment__equipment_type, KIND_NAMES),
            low_temperature_f,
            high_temperature_f,
        )
        return Coded(severity, service.SEVERITIES)

    @derived
    def incident_type(
        chance: Chance,
        service_call_id: Ints,
        service_call__failed_component: Column,
        service_call__device__equipment__equipment_type: Column,
        response_time_minutes: Ints,
        gas_leak: Mask,
        low_temperature_f: Ints,
        high_temperature_f: Ints,
    ) -> Column:
        return urgency.incident_types(
            chance,
            service_call_id,
            texts(service_call__failed_component),
            texts(service_call__device__equipment__equipment_type),
            response_time_minutes,
            gas_leak,
            urgency.burners_run(low_temperature_f, high_temperature_f),
        )

    @derived
    def response_time_minutes(
        chance: Chance, severity_level: Column, service_call__failed_component: Column
    ) -> Ints:
        severity = index_in(severity_level, service.SEVERITIES)
        component = index_in(service_call__failed_component, service.COMPONENTS)
        return urgency.response_minutes(chance, severity, component, severity < 0)

    @derived
    def reported_time(service_call__started_at: Minutes, response_time_minutes: Ints) -> Minutes:
        return service_call__started_at - response_time_minutes * ONE_MINUTE

    @derived
    def resolution_time_minutes(
        service_call__completed_at: Minutes, reported_time: Minutes
    ) -> Ints:
        minutes: Ints = (service_call__completed_at - reported_time) // ONE_MINUTE
        return minutes
