"""The planning of the visits: appointments and work orders."""

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hvac_models.base import (
    Base,
    Hours,
    document_number,
    in_order,
    not_negative,
    positive,
    same_day,
)

if TYPE_CHECKING:
    from hvac_models.customers import Customer
    from hvac_models.service import ServiceCall
    from hvac_models.workforce import Technician


class AppointmentType(enum.StrEnum):
    MAINTENANCE = "Maintenance"
    REPAIR = "Repair"
    INSTALLATION = "Installation"
    INSPECTION = "Inspection"
    EMERGENCY = "Emergency"
    CONSULTATION = "Consultation"


class AppointmentStatus(enum.StrEnum):
    SCHEDULED = "Scheduled"
    CONFIRMED = "Confirmed"
    COMPLETED = "Completed"
    CANCELLED = "Cancelled"
    NO_SHOW = "No-Show"
    RESCHEDULED = "Rescheduled"


class Priority(enum.StrEnum):
    LOW = "Low"
    MEDIUM = "Medium"
    HIGH = "High"
    EMERGENCY = "Emergency"


class SafetyRequirement(enum.StrEnum):
    STANDARD_PPE = "Standard PPE"
    ELECTRICAL_SAFETY = "Electrical Safety"
    CONFINED_SPACE = "Confined Space"
    HEIGHT_WORK = "Height Work"
    REFRIGERANT_HANDLING = "Refrigerant Handling"
    GAS_SAFETY = "Gas Safety"


class WorkOrderStatus(enum.StrEnum):
    OPEN = "Open"
    IN_PROGRESS = "In Progress"
    COMPLETED = "Completed"
    CANCELLED = "Cancelled"


class Appointment(
    Base, area="service", guide_order=15, telling=("appointment_type", "scheduled_time", "status")
):
    """One row per appointment ever made, those cancelled, missed or moved included."""

    __tablename__ = "appointments"
    __table_args__ = (
        CheckConstraint(
            "estimated_duration_hours > 0 AND estimated_duration_hours <= 24",
            name="estimated_duration_hours_range",
        ),
        same_day("scheduled_time", "appointment_date"),
        in_order("created_date", "confirmed_date"),
        in_order("created_date", "scheduled_time"),
        in_order("confirmed_date", "scheduled_time"),
        CheckConstraint("window_start < window_end", name="window_start_to_window_end"),
        CheckConstraint("service_call_id IS NULL OR status = 'Completed'", name="kept_only"),
        CheckConstraint(
            "status <> 'Completed' OR (service_call_id IS NULL) = "
            "(appointment_type = 'Consultation')",
            name="completed_has_call",
        ),
        CheckConstraint(
            "CASE status WHEN 'Scheduled' THEN confirmed_date IS NULL"
            " WHEN 'Confirmed' THEN confirmed_date IS NOT NULL ELSE 1 = 1 END",
            name="confirmed_has_date",
        ),
    )

    appointment_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the appointment")
    customer_id: Mapped[int] = mapped_column(
        ForeignKey("customers.customer_id"), index=True, comment="Customer to be visited"
    )
    technician_id: Mapped[int] = mapped_column(
        ForeignKey("technicians.technician_id"), index=True, comment="Technician it was booked with"
    )
    service_call_id: Mapped[int | None] = mapped_column(
        ForeignKey("service_calls.service_call_id"),
        unique=True,
        comment="Call it became; NULL unless Completed, and for a Consultation",
    )
    appointment_date: Mapped[date] = mapped_column(index=True, comment="Day of scheduled_time")
    scheduled_time: Mapped[datetime] = mapped_column(
        comment="Start of the visit, local time of the branch: the actual one when kept, "
        "otherwise the planned one"
    )
    appointment_type: Mapped[AppointmentType] = mapped_column(comment="What the visit is for")
    estimated_duration_hours: Mapped[Hours] = mapped_column(comment="Time set aside, hours")
    status: Mapped[AppointmentStatus] = mapped_column(
        comment="Last moment reached by the as-of date; Scheduled and Confirmed are still open"
    )
    priority: Mapped[Priority] = mapped_column(comment="Urgency given at booking")
    special_instructions: Mapped[str | None] = mapped_column(
        String(500), comment="What the technician must know before arriving; NULL when nothing"
    )
    created_date: Mapped[datetime] = mapped_column(
        comment="When it was booked, local time of the branch"
    )
    confirmed_date: Mapped[datetime | None] = mapped_column(
        comment="When the customer confirmed, local time of the branch; NULL when not or not yet"
    )
    window_start: Mapped[datetime] = mapped_column(
        comment="Start of the promised arrival window, local time of the branch"
    )
    window_end: Mapped[datetime] = mapped_column(
        comment="End of the promised arrival window, local time of the branch"
    )

    customer: Mapped["Customer"] = relationship()
    technician: Mapped["Technician"] = relationship()
    service_call: Mapped["ServiceCall | None"] = relationship(back_populates="appointment")


class WorkOrder(Base, area="service", guide_order=17, telling=("work_order_number", "status")):
    """One row per order to do the work of a service call, at most one a call."""

    __tablename__ = "work_orders"
    __table_args__ = (
        document_number("work_order_number", "WO"),
        positive("estimated_hours"),
        not_negative("actual_hours"),
        CheckConstraint("status <> 'Completed' OR actual_hours > 0", name="completed_took_time"),
    )

    work_order_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the work order")
    service_call_id: Mapped[int] = mapped_column(
        ForeignKey("service_calls.service_call_id"), unique=True, comment="Call it orders"
    )
    technician_id: Mapped[int] = mapped_column(
        ForeignKey("technicians.technician_id"), index=True, comment="Technician of that call"
    )
    work_order_number: Mapped[str] = mapped_column(
        String(20), unique=True, comment="Number on the paper: WO-YYYY-NNNN"
    )
    description: Mapped[str] = mapped_column(Text, comment="Problem or task as ordered")
    instructions: Mapped[str] = mapped_column(Text, comment="How the work is to be done")
    safety_requirements: Mapped[SafetyRequirement] = mapped_column(
        comment="Main safety rule that applies"
    )
    estimated_hours: Mapped[Hours] = mapped_column(comment="Planned time on site, hours")
    actual_hours: Mapped[Hours] = mapped_column(
        comment="Time on site, hours: the call's duration_hours"
    )
    status: Mapped[WorkOrderStatus] = mapped_column(comment="State on the as-of date")
    priority: Mapped[Priority] = mapped_column(comment="Urgency of the work")
    completion_notes: Mapped[str] = mapped_column(Text, comment="What was done in the end")
    customer_signature_required: Mapped[bool] = mapped_column(
        comment="True when the customer must sign for the work"
    )

    service_call: Mapped["ServiceCall"] = relationship(back_populates="work_order")
    technician: Mapped["Technician"] = relationship()
