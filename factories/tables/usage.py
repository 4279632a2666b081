"""Parts used on visits, and what the makers pay back for them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import factory
import numpy as np
from factory import CREATE_STRATEGY
from factory.declarations import SKIP

from factories.engine import parents
from factories.engine.declarations import Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.lookups import Looked
from factories.engine.money import percent
from factories.engine.rows_in_session import first_where, unflushed
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.usage_errors import BadValue
from factories.engine.values import Column, Day, Days, Minutes, coded, index_in
from factories.rules.accounting import documents
from factories.rules.calls.service import REFRIGERANT_WORK
from factories.rules.calls.warranty import STATUSES, paid
from factories.rules.crew.workforce import FOR_REFRIGERANT
from factories.rules.equipment.charges import usual_charge
from factories.rules.hours.calendar import ONE_DAY, next_office_day, working_days
from factories.rules.parts.catalog import PartSpec
from factories.rules.parts.prices import cost_then, price_then
from factories.rules.parts.single_visit import Job, parts_on_hand
from factories.rules.parts.usage import GUARANTEED, PART_GUARANTEE_DAYS
from factories.single import fitting
from factories.single.backwards import used
from factories.tables.catalog import PartFactory, year_of_list
from factories.tables.recorded import Changed, Recorded, touch
from factories.tables.service import ServiceCallFactory
from factories.tables.workforce import TechnicianCertificationFactory
from hvac_models import (
    FailedComponent,
    Part,
    PartCategory,
    PartsUsage,
    ServiceCall,
    Technician,
    TechnicianCertification,
    WarrantyClaim,
)

_CAPACITOR_UNDER_WARRANTY: dict[str, Any] = {
    "service_type": "Repair",
    "failed_component": "Capacitor",
    "device__under_warranty": True,
}


class NextPart(parents.Parent):
    """A part that the visit takes and has not used yet: no call has two lines of one part."""

    def evaluate(self, instance: Any, step: Any, extra: dict[str, Any]) -> Any:
        call = None if self.key in step.builder.extras else instance.service_call
        if extra or not isinstance(call, ServiceCall) or call.device is None:
            return super().evaluate(instance, step, extra)
        used = {line.part.part_name for line in call.parts_usage}
        choice = next((part for part in _parts_for(call) if part.name not in used), None)
        if choice is None:
            raise BadValue(
                step.builder.factory_meta.name,
                f"part: {len(used)} kinds of parts are used on the call already,",
                "and it takes no other; give a part",
            )
        named = Part.part_number == choice.part_number
        kept = first_where(Part, named) if step.builder.strategy == CREATE_STRATEGY else None
        return kept or super().evaluate(instance, step, {"spec": choice})


def _parts_for(call: ServiceCall) -> tuple[PartSpec, ...]:
    unit, purpose = call.device.equipment, str(call.service_type)
    component = str(call.failed_component) if call.failed_component else None
    tune_up = purpose in ("Maintenance", "Inspection")
    return parts_on_hand(Job(str(unit.equipment_type), unit.btu_rating, component, tune_up))


class BringsCertificate(parents.Brings):
    """Who opens the refrigerant circuit holds EPA 608 for it."""

    def call(self, instance: Any, step: Any, context: Any) -> Any:
        call: ServiceCall | None = instance.service_call
        sealed = call is not None and str(call.failed_component) in REFRIGERANT_WORK
        gas = instance.part is not None and instance.part.part_category == PartCategory.REFRIGERANT
        if call is None or not (sealed or gas):
            return None
        held = {card.certification_name for card in _cards(call.technician)}
        if held & set(FOR_REFRIGERANT):
            return None
        asked = {"technician": call.technician, "certification_name": FOR_REFRIGERANT[0]}
        return step.recurse(self.get_factory(), {**asked, **context.extra})


def _cards(technician: Technician) -> list[TechnicianCertification]:
    """Those held already."""
    with unflushed(technician):
        return list(technician.certifications)


def put_in_lately(usage: Any, said: Mapping[str, Any]) -> bool:
    """Whether a repair takes a part that was put in on the device within the year: that part's own
    guarantee gives another one."""
    call, part = usage.service_call, usage.part
    if (
        not isinstance(call, ServiceCall)
        or not isinstance(part, Part)
        or said.get("covered_by_contract")
    ):
        return False
    if str(call.service_type) not in ("Repair", "Emergency") or call.device is None:
        return False
    with unflushed(call):
        earlier = [
            line.part
            for other in call.device.service_calls
            if 0 < (call.service_date - other.service_date).days <= PART_GUARANTEE_DAYS
            for line in other.parts_usage
        ]
    return str(part.part_category) in GUARANTEED and any(other is part for other in earlier)


def _quantity(usage: Any, said: Mapping[str, Any]) -> int:  # noqa: ARG001
    """One, of refrigerant the whole charge where the circuit was open for another part."""
    part, call = usage.part, usage.service_call
    if not isinstance(part, Part) or part.part_category != PartCategory.REFRIGERANT:
        return 1
    if not isinstance(call, ServiceCall) or call.device is None:
        return 1
    failed = str(call.failed_component)
    opened = failed in REFRIGERANT_WORK and failed != FailedComponent.REFRIGERANT_LEAK
    return usual_charge(call.device.equipment.btu_rating) if opened else 1


class PartsUsageFactory(HvacFactory[PartsUsage]):
    """A line of parts used on a call; a single one adds its price to the call's costs."""

    class Meta:
        model = PartsUsage
        exclude = ("list_year", "list_percent")
        holds = (fitting.used_on_the_visit,)

    class Params:
        under_warranty: Any = factory.Trait(
            covered_by_warranty=True,
            part=Parent(PartFactory, capacitor=True),
            service_call=Parent(ServiceCallFactory, **_CAPACITOR_UNDER_WARRANTY),
        )

    usage_id = RowId()
    part: Any = NextPart(PartFactory)
    service_call = Parent(ServiceCallFactory, service_type="Maintenance")
    certificate: Any = BringsCertificate(TechnicianCertificationFactory)
    list_year = year_of_list()
    quantity_used: Any = Looked(_quantity, otherwise=1)
    covered_by_warranty: Any = Looked(put_in_lately, otherwise=False)
    covered_by_contract: Any = False
    list_percent: Any = 100
    created_at_utc = Recorded(
        "service_call__completed_at",
        after="service_call__created_at_utc",
        branch="service_call__customer__branch_id",
    )
    updated_at_utc = Changed()

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        return used(said)

    @derived
    def usage_date(service_call__service_date: Days) -> Days:
        return service_call__service_date

    @derived
    def unit_cost(part__unit_cost: Ints, usage_date: Days, list_year: Ints) -> Ints:
        return cost_then(part__unit_cost, documents.years(usage_date), list_year)

    @derived
    def unit_price(
        part__unit_cost: Ints,
        part__part_category: Column,
        covered_by_warranty: Mask,
        covered_by_contract: Mask,
        usage_date: Days,
        list_year: Ints,
        list_percent: Ints,
    ) -> Ints:
        """As the list has it, but for a unit, of which another percentage was agreed upon."""
        year = documents.years(usage_date)
        price = price_then(part__unit_cost, coded(part__part_category), year, list_year)
        price = percent(price, list_percent)
        return np.where(covered_by_warranty | covered_by_contract, 0, price)

    @classmethod
    def _settle(cls, instance: PartsUsage) -> None:
        """The parts of a call cost what its lines add up to."""
        call: ServiceCall | None = instance.service_call
        if call is not None:
            call.parts_cost = sum(
                (line.unit_price * line.quantity_used for line in call.parts_usage), Decimal(0)
            )
            call.total_cost = call.labor_cost + call.parts_cost
            touch(call, instance)


@derived
def _weeks_ago(ids: Ints, today: Day) -> Minutes:
    """A working morning between the second and the seventh week before today."""
    last = int(today.astype(np.int64)) - 14
    days: Minutes = working_days(last - 35, last).astype("datetime64[D]").astype("datetime64[m]")
    return days[ids % len(days)] + np.timedelta64(9 * 60, "m")


class WarrantyClaimFactory(HvacFactory[WarrantyClaim]):
    """What we ask the maker to pay back for a part replaced under warranty.

    A single one comes with the ``usage`` of that part on its call.
    """

    class Meta:
        model = WarrantyClaim
        exclude = ("usage", "usage_id")
        holds = (fitting.claims_what_it_cost,)

    class Params:
        denied: Any = factory.Trait(status="Denied")
        approved: Any = factory.Trait(status="Approved")
        partially_approved: Any = factory.Trait(status="Partially Approved")

    claim_id = RowId()
    service_call = Parent(ServiceCallFactory, of="usage", **_CAPACITOR_UNDER_WARRANTY)
    usage = Parent(
        PartsUsageFactory,
        under_warranty=True,
        service_call=factory.SelfAttribute("..service_call"),
        service_call_id=factory.SelfAttribute("..service_call_id"),
    )
    device: Any = factory.SelfAttribute("service_call.device", default=SKIP)
    status: Any = "Submitted"
    created_at_utc = Recorded(
        "claim_date",
        "service_call__completed_at",
        after="service_call__created_at_utc",
        branch="service_call__customer__branch_id",
    )
    updated_at_utc = Changed("decided_date", branch="service_call__customer__branch_id")

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        """What is decided was claimed some time ago."""
        decided = any(said.get(name) for name in ("approved", "denied", "partially_approved"))
        decided = decided or said.get("status", "Submitted") != "Submitted"
        given = {"service_call", "service_call_id", "usage", "usage_id"} & said.keys()
        if not decided or given or "service_call__service_date" in said:
            return {}
        return {"service_call__started_at": _weeks_ago}

    @derived
    def claimed_amount(usage__quantity_used: Ints, usage__unit_cost: Ints) -> Ints:
        return usage__quantity_used * usage__unit_cost

    @derived
    def installation_id(service_call__installation_id: Ints) -> Ints:
        return service_call__installation_id

    @derived
    def component(service_call__failed_component: Column) -> Column:
        return service_call__failed_component

    @derived
    def claim_number(ids: Ints, claim_date: Days) -> Column:
        return documents.written("WC", documents.years(claim_date), ids)

    @derived
    def claim_date(service_call__service_date: Days) -> Days:
        return next_office_day(service_call__service_date + ONE_DAY)

    @derived
    def decided_date(claim_date: Days, status: Column) -> Days:
        return np.where(
            coded(status).is_("Submitted"),
            np.datetime64("NaT", "D"),
            next_office_day(claim_date + ONE_DAY),
        )

    @derived
    def approved_amount(chance: Chance, claimed_amount: Ints, status: Column) -> Ints:
        return paid(chance, claimed_amount, index_in(status, STATUSES))
