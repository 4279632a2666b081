"""Customers, the devices at their sites, the mailing list and what customers say."""

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hvac_models.base import Base, Coordinate, between, in_order, position_checks

if TYPE_CHECKING:
    from hvac_models.billing import Invoice
    from hvac_models.catalog import EquipmentType
    from hvac_models.sales import Subscription
    from hvac_models.service import ServiceCall
    from hvac_models.workforce import Branch


class CustomerType(enum.StrEnum):
    RESIDENTIAL = "residential"
    COMMERCIAL = "commercial"


class InstallationLocation(enum.StrEnum):
    MAIN_FLOOR = "Main Floor"
    BASEMENT = "Basement"
    ATTIC = "Attic"
    GARAGE = "Garage"
    ROOF = "Roof"
    UTILITY_CLOSET = "Utility Closet"
    CRAWL_SPACE = "Crawl Space"
    OUTDOOR_PAD = "Outdoor Pad"
    MECHANICAL_ROOM = "Mechanical Room"


class DeviceStatus(enum.StrEnum):
    ACTIVE = "Active"
    INACTIVE = "Inactive"
    UNDER_MAINTENANCE = "Under Maintenance"
    REPLACED = "Replaced"


class InstalledBy(enum.StrEnum):
    COMPANY = "Company"
    BUILDER = "Builder"
    OTHER_CONTRACTOR = "Other Contractor"


class ContactSource(enum.StrEnum):
    EXISTING_CUSTOMER = "Existing Customer"
    WEBSITE = "Website"
    REFERRAL = "Referral"
    TRADE_SHOW = "Trade Show"
    SOCIAL_MEDIA = "Social Media"
    DIRECT_MAIL = "Direct Mail"


class SubscriptionStatus(enum.StrEnum):
    SUBSCRIBED = "Subscribed"
    UNSUBSCRIBED = "Unsubscribed"


class ContactMethod(enum.StrEnum):
    EMAIL = "Email"
    PHONE = "Phone"
    MAIL = "Mail"


class Interest(enum.StrEnum):
    MAINTENANCE_TIPS = "Maintenance Tips"
    SEASONAL_OFFERS = "Seasonal Offers"
    NEW_PRODUCTS = "New Products"
    ENERGY_EFFICIENCY = "Energy Efficiency"


class FeedbackType(enum.StrEnum):
    SURVEY = "Survey"
    REVIEW = "Review"
    COMPLAINT = "Complaint"
    COMPLIMENT = "Compliment"
    SUGGESTION = "Suggestion"


class FeedbackSource(enum.StrEnum):
    EMAIL_SURVEY = "Email Survey"
    PHONE_CALL = "Phone Call"
    ONLINE_REVIEW = "Online Review"
    IN_PERSON = "In Person"


class Customer(Base, area="customers", guide_order=1, telling=("customer_name", "customer_type")):
    """One row per customer: a household or a business at one address."""

    __tablename__ = "customers"
    __table_args__ = (
        *position_checks("latitude", "longitude"),
        CheckConstraint("length(state) = 2", name="state_length"),
        CheckConstraint("length(postal_code) = 5", name="postal_code_length"),
        CheckConstraint(
            "address = street || ', ' || city || ', ' || state || ' ' || postal_code",
            name="address_from_its_parts",
        ),
        CheckConstraint("email LIKE '%_@_%._%'", name="email_form"),
    )

    customer_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the customer")
    customer_name: Mapped[str] = mapped_column(
        String(100), comment="Person's name for residential, business name for commercial"
    )
    address: Mapped[str] = mapped_column(
        String(200), comment="Full address: street, city, ST 12345"
    )
    phone: Mapped[str] = mapped_column(String(20), comment="Phone number")
    customer_type: Mapped[CustomerType] = mapped_column(comment="Household or business")
    created_at: Mapped[datetime] = mapped_column(
        comment="When the account was opened, local time of the branch"
    )
    street: Mapped[str] = mapped_column(String(100), comment="House number and street")
    city: Mapped[str] = mapped_column(String(60), comment="City, within the branch's territory")
    state: Mapped[str] = mapped_column(String(2), comment="State, two-letter postal code")
    postal_code: Mapped[str] = mapped_column(String(5), comment="Five-digit ZIP code of the city")
    latitude: Mapped[Coordinate] = mapped_column(comment="Latitude of the site, degrees north")
    longitude: Mapped[Coordinate] = mapped_column(comment="Longitude of the site, degrees east")
    email: Mapped[str | None] = mapped_column(
        String(120), comment="E-mail address, reserved domain; NULL when the customer gave none"
    )
    branch_id: Mapped[int] = mapped_column(
        ForeignKey("branches.branch_id"), index=True, comment="Branch that serves the customer"
    )

    branch: Mapped["Branch"] = relationship(back_populates="customers")
    devices: Mapped[list["InstalledDevice"]] = relationship(back_populates="customer")
    service_calls: Mapped[list["ServiceCall"]] = relationship(back_populates="customer")
    subscriptions: Mapped[list["Subscription"]] = relationship(back_populates="customer")
    invoices: Mapped[list["Invoice"]] = relationship(back_populates="customer")


class InstalledDevice(Base, area="customers", guide_order=5, telling=("serial_number", "status")):
    """One row per physical device at a customer's site, whoever installed it, replaced included."""

    __tablename__ = "installed_devices"
    __table_args__ = (
        in_order("installation_date", "warranty_end_date"),
        in_order("installation_date", "last_maintenance_date"),
    )

    installation_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the device")
    customer_id: Mapped[int] = mapped_column(
        ForeignKey("customers.customer_id"), index=True, comment="Customer at whose site it stands"
    )
    equipment_id: Mapped[int] = mapped_column(
        ForeignKey("equipment_types.equipment_id"), index=True, comment="Model of the device"
    )
    installation_date: Mapped[date] = mapped_column(comment="Day it was put into service")
    warranty_end_date: Mapped[date] = mapped_column(
        comment="Last day of the maker's warranty: installation_date plus the model's"
        " warranty_months"
    )
    serial_number: Mapped[str] = mapped_column(
        String(30), unique=True, comment="Manufacturer's serial number"
    )
    installation_location: Mapped[InstallationLocation] = mapped_column(
        comment="Where on the site it stands"
    )
    status: Mapped[DeviceStatus] = mapped_column(comment="State of use on the as-of date")
    last_maintenance_date: Mapped[date | None] = mapped_column(
        comment="Day of the last Maintenance call to it; NULL when there was none"
    )
    installed_by: Mapped[InstalledBy] = mapped_column(comment="Who installed it")

    customer: Mapped["Customer"] = relationship(back_populates="devices")
    equipment: Mapped["EquipmentType"] = relationship()
    service_calls: Mapped[list["ServiceCall"]] = relationship(back_populates="device")


class MailingListContact(
    Base,
    area="customers",
    guide_order=10,
    telling=("first_name", "last_name", "subscription_status"),
):
    """One row per e-mail address on the mailing list, unsubscribed ones included."""

    __tablename__ = "mailing_list"
    __table_args__ = (
        in_order("subscription_date", "unsubscribed_date"),
        CheckConstraint("email LIKE '%_@_%._%'", name="email_form"),
        CheckConstraint(
            "(subscription_status = 'Unsubscribed') = (unsubscribed_date IS NOT NULL)",
            name="unsubscribed_has_date",
        ),
        CheckConstraint(
            "contact_source <> 'Existing Customer' OR customer_id IS NOT NULL",
            name="existing_customer_known",
        ),
    )

    contact_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the contact")
    customer_id: Mapped[int | None] = mapped_column(
        ForeignKey("customers.customer_id"),
        index=True,
        comment="Customer the contact is; NULL for someone who is not a customer",
    )
    email: Mapped[str] = mapped_column(
        String(120), unique=True, comment="E-mail address, reserved domain"
    )
    first_name: Mapped[str] = mapped_column(String(50), comment="First name")
    last_name: Mapped[str] = mapped_column(String(50), comment="Last name")
    phone: Mapped[str] = mapped_column(String(20), comment="Phone number")
    address: Mapped[str] = mapped_column(
        String(200), comment="Full address: street, city, ST 12345"
    )
    contact_source: Mapped[ContactSource] = mapped_column(comment="How the contact came to us")
    subscription_status: Mapped[SubscriptionStatus] = mapped_column(
        comment="Whether mailings may be sent on the as-of date"
    )
    subscription_date: Mapped[date] = mapped_column(comment="Day of opting in")
    preferred_contact_method: Mapped[ContactMethod] = mapped_column(
        comment="How the contact wants to hear from us"
    )
    interests: Mapped[Interest] = mapped_column(comment="What the contact wants to read about")
    unsubscribed_date: Mapped[date | None] = mapped_column(
        comment="Day of opting out; NULL while subscribed"
    )

    customer: Mapped["Customer | None"] = relationship()


class CustomerFeedback(
    Base,
    area="customers",
    guide_order=18,
    telling=("feedback_type", "feedback_date", "overall_satisfaction"),
):
    """One row per service call the customer gave feedback on, at most one a call."""

    __tablename__ = "customer_feedback"
    __table_args__ = (
        between("overall_satisfaction", 1, 10),
        between("technician_rating", 1, 10),
        between("timeliness_rating", 1, 10),
        between("quality_rating", 1, 10),
        between("value_rating", 1, 10),
        CheckConstraint(
            "feedback_type <> 'Complaint' OR overall_satisfaction <= 6", name="complaint_is_low"
        ),
        CheckConstraint(
            "feedback_type <> 'Compliment' OR overall_satisfaction >= 7", name="compliment_is_high"
        ),
        CheckConstraint(
            "CASE WHEN would_recommend THEN overall_satisfaction >= 5"
            " ELSE overall_satisfaction <= 7 END",
            name="recommendation_fits_rating",
        ),
    )

    feedback_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the feedback")
    service_call_id: Mapped[int] = mapped_column(
        ForeignKey("service_calls.service_call_id"), unique=True, comment="Call it is about"
    )
    customer_id: Mapped[int] = mapped_column(
        ForeignKey("customers.customer_id"), index=True, comment="Customer of that call"
    )
    feedback_date: Mapped[date] = mapped_column(comment="Day it was given, never before the call")
    feedback_type: Mapped[FeedbackType] = mapped_column(comment="Form the feedback took")
    overall_satisfaction: Mapped[int] = mapped_column(comment="Overall, 1 (worst) to 10 (best)")
    technician_rating: Mapped[int] = mapped_column(comment="Technician, 1 (worst) to 10 (best)")
    timeliness_rating: Mapped[int] = mapped_column(comment="Punctuality, 1 (worst) to 10 (best)")
    quality_rating: Mapped[int] = mapped_column(comment="Work done, 1 (worst) to 10 (best)")
    value_rating: Mapped[int] = mapped_column(comment="Value for money, 1 (worst) to 10 (best)")
    comments: Mapped[str] = mapped_column(Text, comment="What the customer wrote or said")
    would_recommend: Mapped[bool] = mapped_column(
        comment="True when the customer would recommend the company"
    )
    follow_up_required: Mapped[bool] = mapped_column(
        comment="True when the office must call the customer back"
    )
    source: Mapped[FeedbackSource] = mapped_column(comment="Channel it came in by")

    service_call: Mapped["ServiceCall"] = relationship(back_populates="feedback")
    customer: Mapped["Customer"] = relationship()
