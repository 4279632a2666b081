"""Branches, the technicians who work there, their certificates and their vehicles."""

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hvac_models.base import (
    Base,
    Coordinate,
    between,
    in_order,
    not_negative,
    position_checks,
    positive,
    year_of,
)

if TYPE_CHECKING:
    from hvac_models.customers import Customer
    from hvac_models.service import ServiceCall


class Climate(enum.StrEnum):
    HOT_HUMID = "hot_humid"
    MIXED_HUMID = "mixed_humid"
    COLD = "cold"


class TechnicianLevel(enum.StrEnum):
    JUNIOR = "junior"
    SENIOR = "senior"
    LEAD = "lead"
    SPECIALIST = "specialist"


class CertificationLevel(enum.StrEnum):
    BASIC = "Basic"
    INTERMEDIATE = "Intermediate"
    ADVANCED = "Advanced"
    MASTER = "Master"


class CertificationName(enum.StrEnum):
    EPA_608_UNIVERSAL = "EPA 608 Universal"
    EPA_608_TYPE_I = "EPA 608 Type I"
    EPA_608_TYPE_II = "EPA 608 Type II"
    EPA_608_TYPE_III = "EPA 608 Type III"
    NATE = "NATE"
    STATE_HVAC_LICENSE = "State HVAC License"
    OSHA_10 = "OSHA 10"
    OSHA_30 = "OSHA 30"
    MANUFACTURER_TRAINING = "Manufacturer Training"


class VehicleType(enum.StrEnum):
    VAN = "Van"
    TRUCK = "Truck"
    SUV = "SUV"


class VehicleStatus(enum.StrEnum):
    ACTIVE = "Active"
    MAINTENANCE = "Maintenance"
    OUT_OF_SERVICE = "Out of Service"
    RETIRED = "Retired"


class FuelType(enum.StrEnum):
    GASOLINE = "Gasoline"
    DIESEL = "Diesel"
    HYBRID = "Hybrid"
    ELECTRIC = "Electric"


class Branch(Base, area="workforce", guide_order=20, telling=("branch_name", "city", "state")):
    """One row per branch: an office with its own customers, technicians, stock and weather."""

    __tablename__ = "branches"
    __table_args__ = (
        *position_checks("latitude", "longitude"),
        CheckConstraint("length(state) = 2", name="state_length"),
        CheckConstraint("length(postal_code) = 5", name="postal_code_length"),
    )

    branch_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the branch")
    branch_name: Mapped[str] = mapped_column(
        String(100), unique=True, comment="Name of the branch as customers know it"
    )
    street: Mapped[str] = mapped_column(String(100), comment="House number and street")
    city: Mapped[str] = mapped_column(String(60), comment="City")
    state: Mapped[str] = mapped_column(String(2), comment="State, two-letter postal code")
    postal_code: Mapped[str] = mapped_column(String(5), comment="Five-digit ZIP code")
    phone: Mapped[str] = mapped_column(String(20), comment="Phone number of the office")
    time_zone: Mapped[str] = mapped_column(
        String(40), comment="IANA time zone of the branch's timestamps; those named _utc are UTC"
    )
    climate: Mapped[Climate] = mapped_column(
        comment="Climate of the territory, which drives cooling and heating demand"
    )
    latitude: Mapped[Coordinate] = mapped_column(comment="Latitude of the office, degrees north")
    longitude: Mapped[Coordinate] = mapped_column(comment="Longitude of the office, degrees east")
    opened_date: Mapped[date] = mapped_column(comment="Day the branch opened")

    customers: Mapped[list["Customer"]] = relationship(back_populates="branch")
    technicians: Mapped[list["Technician"]] = relationship(back_populates="branch")
    vehicles: Mapped[list["Vehicle"]] = relationship(back_populates="branch")


class Technician(
    Base, area="workforce", guide_order=2, telling=("technician_name", "technician_level")
):
    """One row per field technician ever employed, as known on the as-of date."""

    __tablename__ = "technicians"
    __table_args__ = (
        positive("hourly_rate"),
        in_order("hire_date", "left_date"),
        between("years_experience", 0, 60),
        between("hvac_installation_skill", 1, 10),
        between("electrical_skill", 1, 10),
        between("refrigeration_skill", 1, 10),
        between("ductwork_skill", 1, 10),
        between("diagnostics_skill", 1, 10),
        between("customer_service_skill", 1, 10),
        between("safety_protocols_skill", 1, 10),
        CheckConstraint("bill_rate > hourly_rate", name="bill_rate_above_wage"),
    )

    technician_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the technician")
    technician_name: Mapped[str] = mapped_column(String(100), comment="First and last name")
    phone: Mapped[str] = mapped_column(String(20), comment="Mobile phone number")
    technician_level: Mapped[TechnicianLevel] = mapped_column(comment="Pay and duty level")
    hourly_rate: Mapped[int] = mapped_column(comment="Wage, whole US dollars an hour")
    hire_date: Mapped[date] = mapped_column(comment="First day with the company")
    years_experience: Mapped[int] = mapped_column(
        comment="Full years in the trade, earlier employers included"
    )
    certification_level: Mapped[CertificationLevel] = mapped_column(
        comment="In-house grade of training"
    )
    hvac_installation_skill: Mapped[int] = mapped_column(
        comment="Skill at installing systems, 1 (novice) to 10 (expert)"
    )
    electrical_skill: Mapped[int] = mapped_column(
        comment="Skill at wiring and controls, 1 (novice) to 10 (expert)"
    )
    refrigeration_skill: Mapped[int] = mapped_column(
        comment="Skill at the refrigerant circuit, 1 (novice) to 10 (expert)"
    )
    ductwork_skill: Mapped[int] = mapped_column(
        comment="Skill at ducts and airflow, 1 (novice) to 10 (expert)"
    )
    diagnostics_skill: Mapped[int] = mapped_column(
        comment="Skill at finding the fault, 1 (novice) to 10 (expert)"
    )
    customer_service_skill: Mapped[int] = mapped_column(
        comment="Skill at dealing with customers, 1 (novice) to 10 (expert)"
    )
    safety_protocols_skill: Mapped[int] = mapped_column(
        comment="Command of the safety rules, 1 (novice) to 10 (expert)"
    )
    branch_id: Mapped[int] = mapped_column(
        ForeignKey("branches.branch_id"), index=True, comment="Branch the technician works for"
    )
    bill_rate: Mapped[int] = mapped_column(
        comment="Regular charge for an hour of this technician, whole US dollars, above the wage"
    )
    left_date: Mapped[date | None] = mapped_column(
        comment="Last day with the company; NULL while employed"
    )

    branch: Mapped["Branch"] = relationship(back_populates="technicians")
    certifications: Mapped[list["TechnicianCertification"]] = relationship(
        back_populates="technician"
    )
    vehicle: Mapped["Vehicle | None"] = relationship(back_populates="assigned_technician")
    service_calls: Mapped[list["ServiceCall"]] = relationship(back_populates="technician")


class TechnicianCertification(
    Base, area="workforce", guide_order=22, telling=("certification_name", "certificate_number")
):
    """One row per certificate held by a technician; a renewal is a row of its own."""

    __tablename__ = "technician_certifications"
    __table_args__ = (
        CheckConstraint("issued_date < expires_date", name="issued_date_to_expires_date"),
        CheckConstraint(
            "expires_date IS NULL OR "
            "(certification_name NOT LIKE 'EPA 608%' AND certification_name NOT LIKE 'OSHA%')",
            name="epa_and_osha_never_expire",
        ),
    )

    certification_id: Mapped[int] = mapped_column(
        primary_key=True, comment="Key of the certificate"
    )
    technician_id: Mapped[int] = mapped_column(
        ForeignKey("technicians.technician_id"), index=True, comment="Technician who holds it"
    )
    certification_name: Mapped[CertificationName] = mapped_column(comment="What is certified")
    certificate_number: Mapped[str] = mapped_column(
        String(30), unique=True, comment="Number the issuer printed on the certificate"
    )
    issued_date: Mapped[date] = mapped_column(comment="Day of issue")
    expires_date: Mapped[date | None] = mapped_column(
        comment="Last day of validity; NULL when it never expires, as EPA 608 and OSHA"
    )

    technician: Mapped["Technician"] = relationship(back_populates="certifications")


class Vehicle(
    Base, area="workforce", guide_order=9, telling=("vehicle_number", "vehicle_type", "status")
):
    """One row per service vehicle ever owned, retired ones included."""

    __tablename__ = "vehicle_fleet"
    __table_args__ = (
        UniqueConstraint("branch_id", "vehicle_number"),
        between("year", 1990, 2100),
        not_negative("current_mileage"),
        positive("next_maintenance_mileage"),
        in_order("purchase_date", "last_maintenance_date"),
        *position_checks("last_latitude", "last_longitude"),
        CheckConstraint(
            f"{year_of('purchase_date')} >= year - 1", name="purchase_not_before_model_year"
        ),
        CheckConstraint("length(vin) = 17 AND vin = upper(vin)", name="vin_form"),
        CheckConstraint(
            "vin NOT LIKE '%I%' AND vin NOT LIKE '%O%' AND vin NOT LIKE '%Q%'", name="vin_letters"
        ),
        CheckConstraint(
            "status <> 'Retired' OR assigned_technician_id IS NULL", name="retired_unassigned"
        ),
        CheckConstraint(
            "(last_latitude IS NULL AND last_longitude IS NULL AND last_gps_at IS NULL) OR "
            "(gps_enabled AND last_latitude IS NOT NULL AND last_longitude IS NOT NULL"
            " AND last_gps_at IS NOT NULL)",
            name="position_only_with_gps",
        ),
    )

    vehicle_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the vehicle")
    vehicle_number: Mapped[str] = mapped_column(
        String(20), comment="Fleet number painted on the vehicle, unique within its branch"
    )
    make: Mapped[str] = mapped_column(String(50), comment="Manufacturer")
    model: Mapped[str] = mapped_column(String(50), comment="Model name")
    year: Mapped[int] = mapped_column(comment="Model year")
    vehicle_type: Mapped[VehicleType] = mapped_column(comment="Body type")
    license_plate: Mapped[str] = mapped_column(String(15), comment="License plate")
    vin: Mapped[str] = mapped_column(
        String(17),
        unique=True,
        comment="Vehicle identification number: 17 characters without I, O and Q, the ninth "
        "being the check digit",
    )
    assigned_technician_id: Mapped[int | None] = mapped_column(
        ForeignKey("technicians.technician_id"),
        unique=True,
        comment="Technician who drives it; NULL for a spare, always NULL once retired",
    )
    purchase_date: Mapped[date] = mapped_column(comment="Day it was bought")
    current_mileage: Mapped[int] = mapped_column(comment="Odometer reading, miles")
    last_maintenance_date: Mapped[date] = mapped_column(
        comment="Last workshop service; the purchase date when there was none yet"
    )
    next_maintenance_mileage: Mapped[int] = mapped_column(
        comment="Odometer reading at which the next service is due, miles"
    )
    status: Mapped[VehicleStatus] = mapped_column(comment="State of use on the as-of date")
    fuel_type: Mapped[FuelType] = mapped_column(comment="What it runs on")
    gps_enabled: Mapped[bool] = mapped_column(comment="True when it carries a GPS tracker")
    branch_id: Mapped[int] = mapped_column(
        ForeignKey("branches.branch_id"), comment="Branch that owns the vehicle"
    )
    last_latitude: Mapped[Coordinate | None] = mapped_column(
        comment="Last reported latitude, degrees north; NULL without GPS"
    )
    last_longitude: Mapped[Coordinate | None] = mapped_column(
        comment="Last reported longitude, degrees east; NULL without GPS"
    )
    last_gps_at: Mapped[datetime | None] = mapped_column(
        comment="When the position was reported, local time of the branch; NULL without GPS"
    )

    branch: Mapped["Branch"] = relationship(back_populates="vehicles")
    assigned_technician: Mapped["Technician | None"] = relationship(back_populates="vehicle")
