"""How work is won: campaigns, leads, quotes and service contracts."""

import enum
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hvac_models.base import (
    Base,
    Money,
    between,
    cents_rounded,
    document_number,
    in_order,
    not_negative,
    positive,
)

if TYPE_CHECKING:
    from hvac_models.catalog import EquipmentType
    from hvac_models.customers import Customer
    from hvac_models.service import ServiceCall
    from hvac_models.workforce import Branch


class ServicePlan(enum.StrEnum):
    BASIC = "Basic"
    PREMIUM = "Premium"
    COMPREHENSIVE = "Comprehensive"
    COMMERCIAL = "Commercial"


class PaymentFrequency(enum.StrEnum):
    MONTHLY = "Monthly"
    QUARTERLY = "Quarterly"
    ANNUAL = "Annual"


class ContractStatus(enum.StrEnum):
    ACTIVE = "Active"
    EXPIRED = "Expired"
    CANCELLED = "Cancelled"
    SUSPENDED = "Suspended"


class QuoteType(enum.StrEnum):
    REPAIR = "Repair"
    INSTALLATION = "Installation"
    REPLACEMENT = "Replacement"
    MAINTENANCE_CONTRACT = "Maintenance Contract"
    SYSTEM_UPGRADE = "System Upgrade"


class QuoteStatus(enum.StrEnum):
    PENDING = "Pending"
    ACCEPTED = "Accepted"
    DECLINED = "Declined"
    EXPIRED = "Expired"
    REVISED = "Revised"


class LeadSource(enum.StrEnum):
    WEBSITE = "Website"
    REFERRAL = "Referral"
    COLD_CALL = "Cold Call"
    TRADE_SHOW = "Trade Show"
    SOCIAL_MEDIA = "Social Media"
    ADVERTISEMENT = "Advertisement"


class ServiceInterest(enum.StrEnum):
    AC_REPAIR = "AC Repair"
    HEATING_REPAIR = "Heating Repair"
    INSTALLATION = "Installation"
    MAINTENANCE = "Maintenance"
    EMERGENCY_SERVICE = "Emergency Service"


class Urgency(enum.StrEnum):
    LOW = "Low"
    MEDIUM = "Medium"
    HIGH = "High"


class LeadStatus(enum.StrEnum):
    NEW = "New"
    CONTACTED = "Contacted"
    QUALIFIED = "Qualified"
    CONVERTED = "Converted"
    LOST = "Lost"
    NURTURING = "Nurturing"


class CampaignChannel(enum.StrEnum):
    WEBSITE = "Website"
    REFERRAL = "Referral"
    COLD_CALL = "Cold Call"
    TRADE_SHOW = "Trade Show"
    SOCIAL_MEDIA = "Social Media"
    ADVERTISEMENT = "Advertisement"
    DIRECT_MAIL = "Direct Mail"


class MarketingCampaign(Base, area="sales", guide_order=23, telling=("campaign_name",)):
    """One row per marketing campaign of a branch."""

    __tablename__ = "marketing_campaigns"
    __table_args__ = (
        in_order("start_date", "end_date"),
        positive("budget"),
        CheckConstraint("spent >= 0 AND spent <= budget", name="spent_within_budget"),
    )

    campaign_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the campaign")
    branch_id: Mapped[int] = mapped_column(
        ForeignKey("branches.branch_id"), index=True, comment="Branch that ran it"
    )
    campaign_name: Mapped[str] = mapped_column(String(100), comment="Name of the campaign")
    channel: Mapped[CampaignChannel] = mapped_column(comment="Channel it ran on")
    target_service: Mapped[ServiceInterest] = mapped_column(comment="Service it advertised")
    start_date: Mapped[date] = mapped_column(comment="First day")
    end_date: Mapped[date] = mapped_column(comment="Last day")
    budget: Mapped[Money] = mapped_column(comment="Planned spending, US dollars")
    spent: Mapped[Money] = mapped_column(comment="Spent by the as-of date, US dollars")

    branch: Mapped["Branch"] = relationship()
    leads: Mapped[list["Lead"]] = relationship(back_populates="campaign")


class Lead(
    Base,
    area="sales",
    guide_order=19,
    telling=("first_name", "last_name", "company_name", "status"),
):
    """One row per inquiry from someone who may become a customer, won or lost."""

    __tablename__ = "leads"
    __table_args__ = (
        not_negative("estimated_value"),
        between("conversion_probability", 0, 100),
        in_order("created_date", "last_contact_date"),
        CheckConstraint("email LIKE '%_@_%._%'", name="email_form"),
        CheckConstraint(
            "(status = 'Converted') = (customer_id IS NOT NULL)", name="converted_has_customer"
        ),
        CheckConstraint(
            "CASE WHEN status = 'New' THEN last_contact_date IS NULL"
            " WHEN status = 'Lost' THEN 1 = 1 ELSE last_contact_date IS NOT NULL END",
            name="contact_fits_status",
        ),
    )

    lead_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the lead")
    first_name: Mapped[str] = mapped_column(String(50), comment="First name of the person")
    last_name: Mapped[str] = mapped_column(String(50), comment="Last name of the person")
    company_name: Mapped[str | None] = mapped_column(
        String(100), comment="Business the person asks for; NULL for a household"
    )
    phone: Mapped[str] = mapped_column(String(20), comment="Phone number")
    email: Mapped[str] = mapped_column(String(120), comment="E-mail address, reserved domain")
    address: Mapped[str] = mapped_column(
        String(200), comment="Full address: street, city, ST 12345"
    )
    lead_source: Mapped[LeadSource] = mapped_column(comment="How the lead came to us")
    service_interest: Mapped[ServiceInterest] = mapped_column(comment="What the lead asks for")
    estimated_value: Mapped[Money] = mapped_column(
        comment="Value of the job if won, US dollars, estimated at intake"
    )
    urgency: Mapped[Urgency] = mapped_column(comment="How soon the work is wanted")
    status: Mapped[LeadStatus] = mapped_column(comment="Stage reached by the as-of date")
    created_date: Mapped[date] = mapped_column(comment="Day of the inquiry")
    last_contact_date: Mapped[date | None] = mapped_column(
        comment="Day we last spoke; NULL while New, and when lost without a word"
    )
    assigned_to: Mapped[str] = mapped_column(
        String(100), comment="Name of the colleague who works the lead"
    )
    notes: Mapped[str] = mapped_column(Text, comment="What was said")
    conversion_probability: Mapped[int] = mapped_column(
        comment="Estimated chance to win the job, percent"
    )
    customer_id: Mapped[int | None] = mapped_column(
        ForeignKey("customers.customer_id"),
        index=True,
        comment="Customer the lead became; NULL unless Converted",
    )
    campaign_id: Mapped[int | None] = mapped_column(
        ForeignKey("marketing_campaigns.campaign_id"),
        index=True,
        comment="Campaign that brought the lead; NULL when none did",
    )

    customer: Mapped["Customer | None"] = relationship()
    campaign: Mapped["MarketingCampaign | None"] = relationship(back_populates="leads")
    quotes: Mapped[list["Quote"]] = relationship(back_populates="lead")


class Quote(
    Base,
    area="sales",
    guide_order=16,
    telling=("quote_number", "quote_type", "total_amount", "status"),
):
    """One row per quote sent to a customer; a revision is a row of its own."""

    __tablename__ = "quotes"
    __table_args__ = (
        document_number("quote_number", "QUO", dated="quote_date"),
        in_order("quote_date", "valid_until"),
        in_order("quote_date", "follow_up_date"),
        not_negative("labor_hours"),
        positive("labor_rate"),
        cents_rounded("labor_cost", "labor_hours * labor_rate"),
        not_negative("equipment_cost"),
        not_negative("parts_cost"),
        CheckConstraint(
            "total_amount - (labor_cost + equipment_cost + parts_cost) > -0.005",
            name="total_covers_costs",
        ),
        CheckConstraint(
            "service_call_id IS NULL OR status = 'Accepted'", name="only_accepted_becomes_call"
        ),
    )

    quote_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the quote")
    quote_number: Mapped[str] = mapped_column(
        String(20), unique=True, comment="Number on the quote: QUO-YYYY-NNNN, year of quote_date"
    )
    customer_id: Mapped[int] = mapped_column(
        ForeignKey("customers.customer_id"), index=True, comment="Customer it was sent to"
    )
    equipment_id: Mapped[int | None] = mapped_column(
        ForeignKey("equipment_types.equipment_id"),
        index=True,
        comment="Model offered or to be worked on; NULL when the quote is for none",
    )
    quote_date: Mapped[date] = mapped_column(comment="Day it was sent")
    valid_until: Mapped[date] = mapped_column(comment="Last day it can be accepted")
    quote_type: Mapped[QuoteType] = mapped_column(comment="What is offered")
    description: Mapped[str] = mapped_column(Text, comment="Offer in words")
    labor_hours: Mapped[Decimal] = mapped_column(Numeric(5, 2), comment="Planned labor, hours")
    labor_rate: Mapped[int] = mapped_column(comment="Charge for an hour, whole US dollars")
    labor_cost: Mapped[Money] = mapped_column(comment="labor_hours times labor_rate, US dollars")
    equipment_cost: Mapped[Money] = mapped_column(
        comment="Price of the equipment, US dollars; 0 when none"
    )
    parts_cost: Mapped[Money] = mapped_column(comment="Price of parts and material, US dollars")
    total_amount: Mapped[Money] = mapped_column(
        comment="Price offered, US dollars: the prices of labor, equipment and parts together"
    )
    status: Mapped[QuoteStatus] = mapped_column(comment="State on the as-of date")
    created_by: Mapped[str] = mapped_column(
        String(100), comment="Name of the colleague who wrote it"
    )
    follow_up_date: Mapped[date | None] = mapped_column(
        comment="Day to ask the customer again; NULL when not planned"
    )
    notes: Mapped[str | None] = mapped_column(
        Text, comment="Internal remark; NULL when there is none"
    )
    lead_id: Mapped[int | None] = mapped_column(
        ForeignKey("leads.lead_id"),
        index=True,
        comment="Lead it answers; NULL when an existing customer asked",
    )
    service_call_id: Mapped[int | None] = mapped_column(
        ForeignKey("service_calls.service_call_id"),
        index=True,
        comment="Call the accepted quote became; NULL until then",
    )

    customer: Mapped["Customer"] = relationship()
    equipment: Mapped["EquipmentType | None"] = relationship()
    lead: Mapped["Lead | None"] = relationship(back_populates="quotes")
    service_call: Mapped["ServiceCall | None"] = relationship()


class Subscription(
    Base, area="sales", guide_order=11, telling=("service_plan", "start_date", "status")
):
    """One row per term of a customer's service contract; a renewal is a row of its own."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        CheckConstraint("start_date < end_date", name="start_date_to_end_date"),
        positive("annual_cost"),
        between("discount_percentage", 0, 100),
        in_order("start_date", "cancelled_date"),
        in_order("cancelled_date", "end_date"),
        in_order("start_date", "next_service_date"),
        CheckConstraint(
            "(status = 'Cancelled') = (cancelled_date IS NOT NULL)", name="cancelled_has_date"
        ),
        CheckConstraint(
            "next_service_date IS NULL OR status IN ('Active', 'Suspended')",
            name="ended_plans_no_service",
        ),
    )

    subscription_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the contract")
    customer_id: Mapped[int] = mapped_column(
        ForeignKey("customers.customer_id"), index=True, comment="Customer under contract"
    )
    service_plan: Mapped[ServicePlan] = mapped_column(comment="Plan bought")
    start_date: Mapped[date] = mapped_column(comment="First day of the term")
    end_date: Mapped[date] = mapped_column(comment="Last day of the term")
    annual_cost: Mapped[int] = mapped_column(
        comment="Price a year, whole US dollars, the same whenever signed; no invoice bills it"
    )
    payment_frequency: Mapped[PaymentFrequency] = mapped_column(comment="How often it is paid")
    status: Mapped[ContractStatus] = mapped_column(comment="State on the as-of date")
    auto_renewal: Mapped[bool] = mapped_column(
        comment="True when a new term is to follow without asking: the customer may still end it"
    )
    services_included: Mapped[str] = mapped_column(Text, comment="What the plan covers, in words")
    discount_percentage: Mapped[int] = mapped_column(
        comment="Discount on labor and parts of calls under contract, percent"
    )
    next_service_date: Mapped[date | None] = mapped_column(
        comment="Next planned visit; NULL when none is planned or the contract has ended"
    )
    cancelled_date: Mapped[date | None] = mapped_column(
        comment="Day the customer cancelled; NULL unless Cancelled"
    )

    customer: Mapped["Customer"] = relationship(back_populates="subscriptions")
