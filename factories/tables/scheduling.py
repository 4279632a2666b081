"""Appointments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import factory
import numpy as np

from factories.engine.context import current
from factories.engine.declarations import Choice, Parent, RowId, derived
from factories.engine.factory import HvacFactory
from factories.engine.lookups import Looked
from factories.engine.streams import Chance, Ints, Mask
from factories.engine.traits import Trait
from factories.engine.values import NULL, Coded, Column, Day, Days, Minutes, coded, present, texts
from factories.rules import single
from factories.rules.appointments import estimates
from factories.rules.appointments import scheduling as rules
from factories.rules.appointments.bookings import calls_by
from factories.rules.hours.calendar import CLOSES, ONE_DAY, ONE_MINUTE, OPENS
from factories.rules.single import ACCOUNT_AGE, BOOKED_WITHIN
from factories.single import fitting
from factories.single.around import OPEN, FreeStart
from factories.single.earlier import day_said, end_of_first, hired_by, office_day, opened
from factories.single.planned import plan_next_visits
from factories.tables.customers import CustomerFactory
from factories.tables.recorded import NEVER, Changed, Recorded, known
from factories.tables.service import ServiceCallFactory
from factories.tables.workforce import TechnicianFactory
from factories.wording import appointments as appointment_wording
from factories.wording.phrases import flags
from hvac_models import Appointment

_TAKES_MORE = {"status": {"Rescheduled": "takes a second appointment: make both, then set it"}}


_DECIDES_THE_HOUR = ("appointment_date", "technician", "technician_id")


class AppointmentFactory(HvacFactory[Appointment]):
    """A visit booked for one of the next days; with a ``service_call``, the one that became it.

    ``brings_part`` says that a visit before has found the fault.
    """

    class Meta:
        model = Appointment
        exclude = (
            *("window_hours", "ahead", "confirmed", "moved_at", "settled_at"),
            *("expected_hours", "brings_part", "first_over"),
        )
        not_alone: Any = _TAKES_MORE
        in_order = (
            ("customer.created_at", "created_date"),
            ("technician.hire_date", "appointment_date"),
        )
        holds = (
            fitting.kept_when_it_can_be,
            fitting.told_a_window,
            fitting.booked_within_a_year,
        )

    class Params:
        confirmed: Any = Trait({"status": "Confirmed"}, status="Confirmed")
        completed: Any = Trait({"status": "Completed"}, service_call=Parent(ServiceCallFactory))
        cancelled: Any = Trait({"status": "Cancelled"}, status="Cancelled", ahead=-10)
        missed: Any = Trait({"status": "No-Show"}, status="No-Show", ahead=-10)

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
    brings_part: Any = False
    first_over: Any = Looked(end_of_first, otherwise=np.datetime64("NaT", "m"))
    created_at_utc = Recorded(
        "created_date", after="customer__created_at_utc", branch="customer__branch_id"
    )
    updated_at_utc = Changed("confirmed_date", "settled_at", branch="customer__branch_id")

    @classmethod
    def _following(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        day = day_said(said, "appointment_date", "scheduled_time")
        kept = said.get("completed") or any(name.startswith("service_call") for name in said)
        more: dict[str, Any] = {}
        if (
            day is not None
            and office_day(day) != day
            and not kept
            and "appointment_type" not in said
        ):
            more["appointment_type"] = "Emergency"
        if day is not None and day < current.today:
            return {**more, **_then(said, day)}
        if not kept and not said.keys().isdisjoint(_DECIDES_THE_HOUR):
            more["scheduled_time"] = FreeStart("scheduled_time", day="appointment_date")
        return more

    @classmethod
    def _settle(cls, instance: Appointment) -> None:
        """The next visit under a contract is the tune-up that is booked."""
        if instance.appointment_type == "Maintenance" and instance.status in OPEN:
            plan_next_visits(instance)

    @derived
    def ahead(appointment_type: Column) -> Ints:
        """Days from today; nobody waits for days with an emergency."""
        return np.where(coded(appointment_type).is_("Emergency"), *single.APPOINTMENT_AHEAD)

    @derived
    def appointment_type(chance: Chance, service_call__service_type: Column) -> Column:
        types = single.APPOINTMENT_TYPES
        drawn = Coded(chance.choose("type", tuple(types.values())), tuple(types)).tolist()
        done = texts(service_call__service_type)
        return [kind or other for kind, other in zip(done, drawn, strict=True)]

    @derived
    def status(service_call_id: Ints) -> Column:
        return Coded((service_call_id != NULL).astype(np.int64), ("Scheduled", "Completed"))

    @derived
    def scheduled_time(
        chance: Chance,
        ahead: Ints,
        appointment_type: Column,
        service_call__started_at: Minutes,
        today: Day,
    ) -> Minutes:
        day = (today + ahead * ONE_DAY).astype("datetime64[m]")
        # Installations take all day.
        slot = np.where(
            coded(appointment_type).is_("Installation"),
            OPENS // single.SLOT,
            chance.between("slot", *single.APPOINTMENT_SLOTS),
        )
        planned = day + slot * single.SLOT * ONE_MINUTE
        return np.where(np.isnat(service_call__started_at), planned, service_call__started_at)

    @derived
    def appointment_date(scheduled_time: Minutes) -> Days:
        return scheduled_time.astype("datetime64[D]")

    @derived
    def window_start(scheduled_time: Minutes) -> Minutes:
        return (scheduled_time.astype("datetime64[h]")).astype("datetime64[m]")

    @derived
    def window_end(window_start: Minutes, window_hours: Column) -> Minutes:
        return window_start + coded(window_hours).map({"2": 120, "4": 240}) * ONE_MINUTE

    @derived
    def expected_hours(chance: Chance, appointment_type: Column) -> Ints:
        """What dispatch expects of a visit that has not been."""
        return estimates.unseen_hours(chance, coded(appointment_type))

    @derived
    def estimated_duration_hours(
        chance: Chance,
        appointment_type: Column,
        service_call_id: Ints,
        service_call__duration_hours: Ints,
        service_call__failed_component: Column,
        service_call__device__equipment__equipment_type: Column,
        service_call__device__equipment__btu_rating: Ints,
        brings_part: Mask,
        expected_hours: Ints,
    ) -> Ints:
        """What the work order says as well; what is expected of what is still ahead."""
        known = estimates.estimated_hours(
            chance,
            service_call_id,
            estimates.OnFile(
                coded(appointment_type),
                coded(service_call__failed_component),
                coded(service_call__device__equipment__equipment_type),
                service_call__device__equipment__btu_rating,
                np.asarray(brings_part, np.bool_),
            ),
            service_call__duration_hours,
        )
        return np.where(service_call_id == NULL, expected_hours, known)

    @derived
    def priority(
        chance: Chance,
        appointment_type: Column,
        service_call__failed_component: Column,
        service_call__device__equipment__equipment_type: Column,
        scheduled_time: Minutes,
        customer_id: Ints,
        customer__customer_type: Column,
        service_call__is_callback: Mask,
    ) -> Column:
        return rules.priorities(
            chance,
            coded(appointment_type),
            coded(service_call__failed_component),
            coded(service_call__device__equipment__equipment_type),
            scheduled_time,
            customer_id,
            coded(customer__customer_type).is_("commercial"),
            np.asarray(service_call__is_callback, np.bool_),
        )

    @derived
    def special_instructions(
        chance: Chance,
        appointment_type: Column,
        customer_id: Ints,
        customer__customer_type: Column,
        customer__customer_name: Column,
        customer__email: Column,
        brings_part: Mask,
    ) -> Column:
        return appointment_wording.special_instructions(
            chance,
            texts(appointment_type),
            customer_id,
            texts(customer__customer_type),
            texts(customer__customer_name),
            present(customer__email),
            flags(brings_part),
        )

    @derived
    def created_date(
        chance: Chance,
        scheduled_time: Minutes,
        appointment_type: Column,
        first_over: Column,
        today: Day,
    ) -> Minutes:
        """Days ahead in office hours; in an emergency within the hours before, or the day."""
        # Who has no heat does not wait for a week.
        ago = np.where(
            coded(appointment_type).is_("Repair"),
            chance.between("day", *single.REPAIR_BOOKED_AHEAD),
            chance.between("days", *single.VISIT_BOOKED_AHEAD),
        )
        days = (scheduled_time - ago * ONE_DAY).astype("datetime64[D]")
        lot = np.zeros(len(ago), np.int64)
        days = calls_by(chance, np.minimum(days, today).astype(np.int64), lot)
        days = days.astype("datetime64[D]")
        usual = days.astype("datetime64[m]") + chance.between("minute", OPENS, CLOSES) * ONE_MINUTE
        urgent = scheduled_time - chance.between("notice", *single.EMERGENCY_NOTICE) * ONE_MINUTE
        evening = today.astype("datetime64[m]") + chance.between(
            "evening", *single.BOOKED_IN_THE_EVENING
        )
        urgent = np.minimum(urgent, evening)
        booked = np.where(coded(appointment_type).is_("Emergency"), urgent, usual)
        created: Minutes = np.fmax(booked, known(first_over))
        return created

    @derived
    def confirmed_date(created_date: Minutes, appointment_type: Column, status: Column) -> Minutes:
        kept = coded(status).is_("Confirmed", "Completed", "No-Show")
        minutes = np.where(coded(appointment_type).is_("Emergency"), *single.CONFIRMED_AFTER)
        return np.where(kept, created_date + minutes * ONE_MINUTE, np.datetime64("NaT", "m"))

    @derived
    def settled_at(
        chance: Chance,
        status: Column,
        created_date: Minutes,
        confirmed_date: Minutes,
        scheduled_time: Minutes,
        estimated_duration_hours: Ints,
        moved_at: Column,
        service_call__completed_at: Minutes,
    ) -> Minutes:
        """When it was kept, missed, cancelled or moved; the last two some time before the visit."""
        status = coded(status)
        over = scheduled_time + estimated_duration_hours * 60 // 100 * ONE_MINUTE
        told: Minutes = np.fmax(created_date, confirmed_date)
        notice = np.maximum((scheduled_time - told) // ONE_MINUTE, 0)
        called_off = told + (chance.fraction("called off") * notice >> 32) * ONE_MINUTE
        return np.select(
            [status.is_(*some) for some in (("Completed",), ("No-Show",), rules.CALLED_OFF)],
            [
                _or(service_call__completed_at, over),
                scheduled_time + rules.NO_SHOW_WAIT * ONE_MINUTE,
                _or(known(moved_at), called_off),
            ],
            NEVER,
        )


def _then(said: Mapping[str, Any], day: dt.date) -> dict[str, Any]:
    """An appointment of a day that is gone was kept, if nothing else is said of it."""
    if {"service_call", "service_call_id"} & said.keys():
        return {}
    settled = ("status", "confirmed", "cancelled", "missed", "ahead")
    if said.get("completed") or said.keys().isdisjoint(settled):
        at = said.get("scheduled_time")
        return {"service_call__started_at": at} if at else {"service_call__service_date": day}
    more: dict[str, Any] = {"scheduled_time": FreeStart("scheduled_time", day="appointment_date")}
    if {"customer", "customer_id"}.isdisjoint(said):
        booked = day - dt.timedelta(days=BOOKED_WITHIN)
        more["customer__created_at"] = opened(*ACCOUNT_AGE, by=booked)
    if {"technician", "technician_id"}.isdisjoint(said):
        more["technician__hire_date"] = hired_by(day)
    return more


def _or(moment: Minutes | Day, other: Minutes) -> Minutes:
    """The moment, where it is known."""
    return np.where(np.isnat(moment), other, moment)
