"""The visits: calls, the parts used on them, incidents, warranty claims, and the weather behind."""

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hvac_models.base import (
    Base,
    Hours,
    Money,
    between,
    cents_equal,
    cents_rounded,
    document_number,
    in_order,
    not_negative,
    positive,
    same_day,
)

if TYPE_CHECKING:
    from hvac_models.billing import Invoice
    from hvac_models.catalog import EquipmentType, Part
    from hvac_models.customers import Customer, CustomerFeedback, InstalledDevice
    from hvac_models.scheduling import Appointment, WorkOrder
    from hvac_models.workforce import Branch, Technician


class ServiceType(enum.StrEnum):
    MAINTENANCE = "Maintenance"
    REPAIR = "Repair"
    INSTALLATION = "Installation"
    EMERGENCY = "Emergency"
    INSPECTION = "Inspection"


class FailedComponent(enum.StrEnum):
    CAPACITOR = "Capacitor"
    REFRIGERANT_LEAK = "Refrigerant Leak"
    CONTACTOR = "Contactor"
    DRAIN_LINE = "Drain Line"
    CONDENSER_FAN_MOTOR = "Condenser Fan Motor"
    BLOWER_MOTOR = "Blower Motor"
    CONTROL_BOARD = "Control Board"
    THERMOSTAT = "Thermostat"
    COMPRESSOR = "Compressor"
    EVAPORATOR_COIL = "Evaporator Coil"
    EXPANSION_VALVE = "Expansion Valve"
    IGNITER = "Igniter"
    FLAME_SENSOR = "Flame Sensor"
    PRESSURE_SWITCH = "Pressure Switch"
    LIMIT_SWITCH = "Limit Switch"
    INDUCER_MOTOR = "Inducer Motor"
    GAS_VALVE = "Gas Valve"
    HEAT_EXCHANGER = "Heat Exchanger"
    CIRCULATOR_PUMP = "Circulator Pump"
    ZONE_VALVE = "Zone Valve"
    HEATING_ELEMENT = "Heating Element"


class IncidentType(enum.StrEnum):
    NO_HEAT_AC = "No Heat/AC"
    GAS_LEAK = "Gas Leak"
    ELECTRICAL_ISSUE = "Electrical Issue"
    WATER_DAMAGE = "Water Damage"
    SYSTEM_FAILURE = "System Failure"
    CARBON_MONOXIDE_ALERT = "Carbon Monoxide Alert"


class Severity(enum.StrEnum):
    LOW = "Low"
    MEDIUM = "Medium"
    HIGH = "High"
    CRITICAL = "Critical"


class ResolutionStatus(enum.StrEnum):
    RESOLVED = "Resolved"
    PENDING = "Pending"
    ESCALATED = "Escalated"
    REQUIRES_FOLLOW_UP = "Requires Follow-up"


class ClaimStatus(enum.StrEnum):
    SUBMITTED = "Submitted"
    APPROVED = "Approved"
    PARTIALLY_APPROVED = "Partially Approved"
    DENIED = "Denied"


class ServiceCall(
    Base, area="service", guide_order=6, telling=("service_type", "service_date", "total_cost")
):
    """One row per visit made to a device; visits that fell through are appointments only."""

    __tablename__ = "service_calls"
    __table_args__ = (
        CheckConstraint("duration_hours > 0 AND duration_hours <= 12", name="duration_hours_range"),
        not_negative("parts_cost"),
        positive("bill_rate"),
        cents_rounded("labor_cost", "duration_hours * bill_rate"),
        cents_equal("total_cost", "labor_cost + parts_cost"),
        same_day("started_at", "service_date"),
        CheckConstraint("started_at < completed_at", name="started_at_to_completed_at"),
        CheckConstraint(
            "failed_component IS NULL OR service_type IN ('Repair', 'Emergency')",
            name="failure_only_on_repairs",
        ),
        CheckConstraint("is_callback = (callback_of_id IS NOT NULL)", name="callback_has_origin"),
        CheckConstraint("callback_of_id <> service_call_id", name="callback_of_another_call"),
    )

    service_call_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the call")
    customer_id: Mapped[int] = mapped_column(
        ForeignKey("customers.customer_id"), index=True, comment="Customer visited"
    )
    technician_id: Mapped[int] = mapped_column(
        ForeignKey("technicians.technician_id"), index=True, comment="Technician who did the visit"
    )
    equipment_id: Mapped[int] = mapped_column(
        ForeignKey("equipment_types.equipment_id"),
        index=True,
        comment="Model of the device worked on",
    )
    service_date: Mapped[date] = mapped_column(
        index=True, comment="Day of the visit, the day of started_at"
    )
    service_type: Mapped[ServiceType] = mapped_column(comment="What the visit was for")
    duration_hours: Mapped[Hours] = mapped_column(
        comment="Time on site, hours, from started_at to completed_at"
    )
    labor_cost: Mapped[Money] = mapped_column(
        comment="Labor charged, US dollars: duration_hours times bill_rate"
    )
    parts_cost: Mapped[Money] = mapped_column(
        comment="Parts charged, US dollars: the sum over parts_usage of this call"
    )
    total_cost: Mapped[Money] = mapped_column(comment="labor_cost plus parts_cost, US dollars")
    installation_id: Mapped[int] = mapped_column(
        ForeignKey("installed_devices.installation_id"),
        index=True,
        comment="Device worked on; on an Installation, the device put in by this call",
    )
    started_at: Mapped[datetime] = mapped_column(
        comment="Arrival on site, local time of the branch"
    )
    completed_at: Mapped[datetime] = mapped_column(comment="Departure, local time of the branch")
    failed_component: Mapped[FailedComponent | None] = mapped_column(
        comment="What had failed; NULL unless a Repair or Emergency found a fault"
    )
    is_callback: Mapped[bool] = mapped_column(
        comment="True when an earlier visit did not solve the problem; false on the planned return"
        " with a part, which repeats the failed_component of the visit that found it"
    )
    callback_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("service_calls.service_call_id"),
        index=True,
        comment="The earlier call; NULL unless is_callback",
    )
    bill_rate: Mapped[Decimal] = mapped_column(
        Numeric(6, 2), comment="Charge for an hour on this call, US dollars, premiums included"
    )
    technician_notes: Mapped[str] = mapped_column(Text, comment="What the technician wrote down")

    customer: Mapped["Customer"] = relationship(back_populates="service_calls")
    technician: Mapped["Technician"] = relationship(back_populates="service_calls")
    equipment: Mapped["EquipmentType"] = relationship()
    device: Mapped["InstalledDevice"] = relationship(back_populates="service_calls")
    callback_of: Mapped["ServiceCall | None"] = relationship(
        back_populates="callbacks", remote_side=[service_call_id]
    )
    callbacks: Mapped[list["ServiceCall"]] = relationship(back_populates="callback_of")
    parts_usage: Mapped[list["PartsUsage"]] = relationship(back_populates="service_call")
    incidents: Mapped[list["IncidentResponse"]] = relationship(back_populates="service_call")
    appointment: Mapped["Appointment | None"] = relationship(back_populates="service_call")
    work_order: Mapped["WorkOrder | None"] = relationship(back_populates="service_call")
    invoice: Mapped["Invoice | None"] = relationship(back_populates="service_call")
    feedback: Mapped["CustomerFeedback | None"] = relationship(back_populates="service_call")
    warranty_claim: Mapped["WarrantyClaim | None"] = relationship(back_populates="service_call")


class PartsUsage(
    Base, area="service", guide_order=7, telling=("service_call_id", "part_id", "quantity_used")
):
    """One row per part used on a service call, whether charged or covered."""

    __tablename__ = "parts_usage"
    __table_args__ = (
        positive("quantity_used"),
        not_negative("unit_price"),
        not_negative("unit_cost"),
        CheckConstraint(
            "unit_price = 0 OR NOT (covered_by_warranty OR covered_by_contract)",
            name="covered_is_free",
        ),
        CheckConstraint("NOT (covered_by_warranty AND covered_by_contract)", name="covered_once"),
    )

    usage_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the usage")
    service_call_id: Mapped[int] = mapped_column(
        ForeignKey("service_calls.service_call_id"), index=True, comment="Call it was used on"
    )
    part_id: Mapped[int] = mapped_column(
        ForeignKey("parts.part_id"), index=True, comment="Part used"
    )
    quantity_used: Mapped[int] = mapped_column(comment="Quantity in the part's unit_of_measure")
    usage_date: Mapped[date] = mapped_column(comment="Day it left the stock, the day of the call")
    unit_price: Mapped[Money] = mapped_column(
        comment="Charge for one unit, US dollars; 0 when covered, otherwise at least the cost"
    )
    covered_by_warranty: Mapped[bool] = mapped_column(
        comment="True when a warranty pays: the manufacturer's on the unit while it runs, or that"
        " of the same part, put in within the year before"
    )
    covered_by_contract: Mapped[bool] = mapped_column(
        comment="True when the customer's service contract includes it"
    )
    unit_cost: Mapped[Money] = mapped_column(
        comment="What one unit usually cost us that year, covered or not, US dollars"
    )

    service_call: Mapped["ServiceCall"] = relationship(back_populates="parts_usage")
    part: Mapped["Part"] = relationship()


class IncidentResponse(
    Base,
    area="service",
    guide_order=8,
    telling=("incident_type", "severity_level", "resolution_status"),
):
    """One row per incident answered by an Emergency call."""

    __tablename__ = "incident_response"
    __table_args__ = (
        not_negative("response_time_minutes"),
        CheckConstraint(
            "resolution_time_minutes >= response_time_minutes", name="resolution_after_response"
        ),
        CheckConstraint(
            "backup_technician_id <> responding_technician_id", name="backup_is_another"
        ),
        between("customer_satisfaction", 1, 10),
        CheckConstraint(
            "resolution_status <> 'Requires Follow-up' OR follow_up_required",
            name="follow_up_status_agrees",
        ),
    )

    incident_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the incident")
    service_call_id: Mapped[int] = mapped_column(
        ForeignKey("service_calls.service_call_id"),
        index=True,
        comment="Emergency call that answered it",
    )
    incident_type: Mapped[IncidentType] = mapped_column(comment="What was reported")
    severity_level: Mapped[Severity] = mapped_column(comment="Severity given at intake")
    reported_time: Mapped[datetime] = mapped_column(
        comment="When it was reported, local time of the branch"
    )
    response_time_minutes: Mapped[int] = mapped_column(
        comment="Minutes from the report to arrival on site"
    )
    resolution_time_minutes: Mapped[int] = mapped_column(
        comment="Minutes from the report to the end of the visit"
    )
    responding_technician_id: Mapped[int] = mapped_column(
        ForeignKey("technicians.technician_id"),
        index=True,
        comment="Technician who responded, the technician of the call",
    )
    backup_technician_id: Mapped[int | None] = mapped_column(
        ForeignKey("technicians.technician_id"),
        index=True,
        comment="Second technician on standby; NULL when none was needed",
    )
    resolution_status: Mapped[ResolutionStatus] = mapped_column(
        comment="How the incident stands on the as-of date"
    )
    customer_satisfaction: Mapped[int] = mapped_column(
        comment="Rating of the response, 1 (worst) to 10 (best)"
    )
    follow_up_required: Mapped[bool] = mapped_column(
        comment="True while something is left to do, and where a later visit did it"
    )

    service_call: Mapped["ServiceCall"] = relationship(back_populates="incidents")
    responding_technician: Mapped["Technician"] = relationship(
        foreign_keys=[responding_technician_id]
    )
    backup_technician: Mapped["Technician | None"] = relationship(
        foreign_keys=[backup_technician_id]
    )


class WarrantyClaim(
    Base, area="service", guide_order=26, telling=("claim_number", "claimed_amount", "status")
):
    """One row per claim on a manufacturer for a part replaced under warranty, one a call."""

    __tablename__ = "warranty_claims"
    __table_args__ = (
        document_number("claim_number", "WC", dated="claim_date"),
        positive("claimed_amount"),
        in_order("claim_date", "decided_date"),
        CheckConstraint(
            "(status = 'Submitted') = (decided_date IS NULL)"
            " AND (decided_date IS NULL) = (approved_amount IS NULL)",
            name="decision_is_dated",
        ),
        CheckConstraint(
            "CASE status WHEN 'Approved' THEN approved_amount = claimed_amount"
            " WHEN 'Partially Approved'"
            " THEN approved_amount > 0 AND approved_amount < claimed_amount"
            " WHEN 'Denied' THEN approved_amount = 0 ELSE 1 = 1 END",
            name="approved_amount_fits_status",
        ),
    )

    claim_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the claim")
    claim_number: Mapped[str] = mapped_column(
        String(20), unique=True, comment="Number of the claim: WC-YYYY-NNNN, year of claim_date"
    )
    installation_id: Mapped[int] = mapped_column(
        ForeignKey("installed_devices.installation_id"),
        index=True,
        comment="Device under warranty, the device of the call",
    )
    service_call_id: Mapped[int] = mapped_column(
        ForeignKey("service_calls.service_call_id"),
        unique=True,
        comment="Call on which the part was replaced",
    )
    component: Mapped[FailedComponent] = mapped_column(comment="What had failed")
    claim_date: Mapped[date] = mapped_column(comment="Day the claim was sent")
    claimed_amount: Mapped[Money] = mapped_column(comment="Amount claimed, US dollars")
    approved_amount: Mapped[Money | None] = mapped_column(
        comment="Amount the manufacturer pays, US dollars; 0 when denied, NULL until decided"
    )
    decided_date: Mapped[date | None] = mapped_column(
        comment="Day of the manufacturer's answer; NULL until decided"
    )
    status: Mapped[ClaimStatus] = mapped_column(comment="State on the as-of date")

    device: Mapped["InstalledDevice"] = relationship()
    service_call: Mapped["ServiceCall"] = relationship(back_populates="warranty_claim")


class WeatherDay(Base, area="service", guide_order=24, telling=("branch_id", "weather_date")):
    """One row per branch and day of history: the weather that drives demand."""

    __tablename__ = "weather_daily"
    __table_args__ = (
        UniqueConstraint("branch_id", "weather_date"),
        CheckConstraint(
            "low_temperature_f <= mean_temperature_f AND mean_temperature_f <= high_temperature_f",
            name="temperatures_in_order",
        ),
        CheckConstraint(
            "abs(heating_degree_days - CASE WHEN mean_temperature_f < 65"
            " THEN 65 - mean_temperature_f ELSE 0 END) < 0.05",
            name="heating_degree_days_add_up",
        ),
        CheckConstraint(
            "abs(cooling_degree_days - CASE WHEN mean_temperature_f > 65"
            " THEN mean_temperature_f - 65 ELSE 0 END) < 0.05",
            name="cooling_degree_days_add_up",
        ),
    )

    weather_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the day")
    branch_id: Mapped[int] = mapped_column(
        ForeignKey("branches.branch_id"), comment="Branch whose territory it is"
    )
    weather_date: Mapped[date] = mapped_column(comment="Calendar day, local to the branch")
    low_temperature_f: Mapped[int] = mapped_column(comment="Lowest temperature, Fahrenheit")
    mean_temperature_f: Mapped[Decimal] = mapped_column(
        Numeric(4, 1), comment="Mean temperature, Fahrenheit"
    )
    high_temperature_f: Mapped[int] = mapped_column(comment="Highest temperature, Fahrenheit")
    heating_degree_days: Mapped[Decimal] = mapped_column(
        Numeric(4, 1), comment="Degrees F the mean lies below 65; 0 on a warm day"
    )
    cooling_degree_days: Mapped[Decimal] = mapped_column(
        Numeric(4, 1), comment="Degrees F the mean lies above 65; 0 on a cool day"
    )

    branch: Mapped["Branch"] = relationship()
