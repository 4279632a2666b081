"""What can be installed and used up: equipment models, parts and their suppliers."""

import enum
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hvac_models.base import Base, Money, between, not_negative, positive
from hvac_models.billing import PaymentTerms


class EquipmentKind(enum.StrEnum):
    CENTRAL_AC = "Central AC"
    HEAT_PUMP = "Heat Pump"
    FURNACE = "Furnace"
    DUCTLESS_MINI_SPLIT = "Ductless Mini-Split"
    PACKAGE_UNIT = "Package Unit"
    BOILER = "Boiler"
    AIR_HANDLER = "Air Handler"
    WATER_HEATER = "Water Heater"


class RatingUnit(enum.StrEnum):
    SEER = "SEER"
    SEER2 = "SEER2"
    AFUE = "AFUE"
    EF = "EF"
    UEF = "UEF"


class Refrigerant(enum.StrEnum):
    R_22 = "R-22"
    R_410A = "R-410A"
    R_454B = "R-454B"
    R_32 = "R-32"


class PartCategory(enum.StrEnum):
    FILTER = "Filter"
    COMPRESSOR = "Compressor"
    COIL = "Coil"
    FAN_MOTOR = "Fan Motor"
    THERMOSTAT = "Thermostat"
    CAPACITOR = "Capacitor"
    CONTACTOR = "Contactor"
    REFRIGERANT = "Refrigerant"
    DUCTWORK = "Ductwork"
    VALVE = "Valve"
    CONTROL_BOARD = "Control Board"
    IGNITER = "Igniter"
    FLAME_SENSOR = "Flame Sensor"
    SENSOR = "Sensor"
    PUMP = "Pump"
    GAS_VALVE = "Gas Valve"
    HEAT_EXCHANGER = "Heat Exchanger"
    ELECTRICAL = "Electrical"
    DRAIN = "Drain"
    EQUIPMENT = "Equipment"
    CONSUMABLE = "Consumable"


class UnitOfMeasure(enum.StrEnum):
    EACH = "each"
    LB = "lb"
    FT = "ft"
    BOX = "box"
    ROLL = "roll"
    CAN = "can"
    KIT = "kit"


class EquipmentType(
    Base, area="catalog", guide_order=3, telling=("brand", "model", "equipment_type")
):
    """One row per equipment model (brand and model number) that can stand at a customer's site."""

    __tablename__ = "equipment_types"
    __table_args__ = (
        UniqueConstraint("brand", "model"),
        positive("btu_rating"),
        positive("energy_rating"),
        positive("list_price"),
        positive("expected_life_years"),
        not_negative("warranty_months"),
        between("introduced_year", 1970, 2100),
        CheckConstraint("discontinued_year >= introduced_year", name="discontinued_after_start"),
        CheckConstraint(
            "CASE WHEN equipment_type IN ('Furnace', 'Boiler') THEN rating_unit = 'AFUE' "
            "WHEN equipment_type = 'Water Heater' THEN rating_unit IN ('EF', 'UEF') "
            "ELSE rating_unit IN ('SEER', 'SEER2') END",
            name="rating_unit_fits_type",
        ),
        CheckConstraint(
            "rating_unit <> 'AFUE' OR energy_rating BETWEEN 50 AND 100", name="afue_is_percent"
        ),
        CheckConstraint(
            "CASE WHEN equipment_type IN ('Furnace', 'Boiler', 'Water Heater')"
            " THEN refrigerant IS NULL "
            "WHEN equipment_type = 'Air Handler' THEN 1 = 1 "
            "ELSE refrigerant IS NOT NULL END",
            name="refrigerant_fits_type",
        ),
        # The EPA ended R-22 in new equipment on 1 January 2010.
        CheckConstraint("refrigerant <> 'R-22' OR introduced_year < 2010", name="r22_before_2010"),
    )

    equipment_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the model")
    brand: Mapped[str] = mapped_column(String(50), comment="Manufacturer's brand")
    model: Mapped[str] = mapped_column(String(50), comment="Model number, unique within the brand")
    equipment_type: Mapped[EquipmentKind] = mapped_column(comment="Kind of equipment")
    btu_rating: Mapped[int] = mapped_column(comment="Rated capacity, BTU an hour")
    energy_rating: Mapped[Decimal] = mapped_column(
        Numeric(4, 2),
        comment="Efficiency in rating_unit; AFUE is a percentage, EF and UEF ratios",
    )
    rating_unit: Mapped[RatingUnit] = mapped_column(
        comment="What energy_rating measures: AFUE for furnaces and boilers, EF (UEF since 2017) "
        "for water heaters, SEER (SEER2 since 2023) for the rest"
    )
    refrigerant: Mapped[Refrigerant | None] = mapped_column(
        comment="Refrigerant it is charged with; NULL for equipment without any"
    )
    list_price: Mapped[Money] = mapped_column(
        comment="Price of the model before labor and parts, US dollars"
    )
    expected_life_years: Mapped[int] = mapped_column(comment="Median service life, years")
    warranty_months: Mapped[int] = mapped_column(
        comment="Manufacturer's parts warranty from the day of installation, months"
    )
    introduced_year: Mapped[int] = mapped_column(comment="First model year")
    discontinued_year: Mapped[int | None] = mapped_column(
        comment="Last model year; NULL while still made"
    )


class Supplier(Base, area="catalog", guide_order=21, telling=("supplier_name",)):
    """One row per supplier of parts."""

    __tablename__ = "suppliers"
    __table_args__ = (
        not_negative("lead_time_days"),
        CheckConstraint("length(state) = 2", name="state_length"),
        CheckConstraint("payment_terms <> 'Due on Receipt'", name="terms_are_net"),
    )

    supplier_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the supplier")
    supplier_name: Mapped[str] = mapped_column(
        String(100), unique=True, comment="Name of the supplier"
    )
    phone: Mapped[str] = mapped_column(String(20), comment="Phone number of the order desk")
    city: Mapped[str] = mapped_column(String(60), comment="City it ships from")
    state: Mapped[str] = mapped_column(String(2), comment="State, two-letter postal code")
    lead_time_days: Mapped[int] = mapped_column(
        comment="Usual time from order to delivery in its own state, calendar days"
    )
    payment_terms: Mapped[PaymentTerms] = mapped_column(
        comment="When its bills are due, never on receipt"
    )

    parts: Mapped[list["Part"]] = relationship(back_populates="supplier_record")


class Part(Base, area="catalog", guide_order=4, telling=("part_number", "part_name")):
    """One row per part number the company buys, stocks and uses on calls."""

    __tablename__ = "parts"
    __table_args__ = (positive("unit_cost"),)

    part_id: Mapped[int] = mapped_column(primary_key=True, comment="Key of the part")
    part_name: Mapped[str] = mapped_column(String(100), comment="Name as technicians call it")
    part_category: Mapped[PartCategory] = mapped_column(comment="Kind of part")
    unit_cost: Mapped[Money] = mapped_column(
        comment="Purchase price of one unit_of_measure, US dollars"
    )
    supplier: Mapped[str] = mapped_column(
        String(100), comment="Name of the usual supplier, the one supplier_id points to"
    )
    part_number: Mapped[str] = mapped_column(
        String(30), unique=True, comment="The company's own stock number"
    )
    supplier_id: Mapped[int] = mapped_column(
        ForeignKey("suppliers.supplier_id"), index=True, comment="Usual supplier"
    )
    unit_of_measure: Mapped[UnitOfMeasure] = mapped_column(
        comment="Unit that quantities and costs of this part count in"
    )

    # Not `supplier`: the contract gives that name to the text column.
    supplier_record: Mapped["Supplier"] = relationship(back_populates="parts")
