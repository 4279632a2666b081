"""Create the 27 tables.

Revision: 7c1e5a90d2b4
Follows: nothing
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

# One line a column, however long, and all tables in one file: a revision is one step of history, which
# nobody edits by area once it is out.
# fmt: off

revision: str = "7c1e5a90d2b4"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    create_branches()
    create_equipment_types()
    create_suppliers()
    create_customers()
    create_marketing_campaigns()
    create_parts()
    create_technicians()
    create_weather_daily()
    create_installed_devices()
    create_inventory()
    create_leads()
    create_mailing_list()
    create_purchase_orders()
    create_subscriptions()
    create_technician_certifications()
    create_vehicle_fleet()
    create_service_calls()
    create_appointments()
    create_customer_feedback()
    create_incident_response()
    create_invoices()
    create_parts_usage()
    create_quotes()
    create_warranty_claims()
    create_work_orders()
    create_invoice_lines()
    create_payments()


def downgrade() -> None:
    op.drop_table("payments")
    op.drop_table("invoice_lines")
    op.drop_table("work_orders")
    op.drop_table("warranty_claims")
    op.drop_table("quotes")
    op.drop_table("parts_usage")
    op.drop_table("invoices")
    op.drop_table("incident_response")
    op.drop_table("customer_feedback")
    op.drop_table("appointments")
    op.drop_table("service_calls")
    op.drop_table("vehicle_fleet")
    op.drop_table("technician_certifications")
    op.drop_table("subscriptions")
    op.drop_table("purchase_orders")
    op.drop_table("mailing_list")
    op.drop_table("leads")
    op.drop_table("inventory")
    op.drop_table("installed_devices")
    op.drop_table("weather_daily")
    op.drop_table("technicians")
    op.drop_table("parts")
    op.drop_table("marketing_campaigns")
    op.drop_table("customers")
    op.drop_table("suppliers")
    op.drop_table("equipment_types")
    op.drop_table("branches")


def create_branches() -> None:
    op.create_table(
        "branches",
        sa.Column("branch_id", sa.Integer(), nullable=False, comment="Key of the branch"),
        sa.Column("branch_name", sa.String(100), nullable=False, comment="Name of the branch as customers know it"),
        sa.Column("street", sa.String(100), nullable=False, comment="House number and street"),
        sa.Column("city", sa.String(60), nullable=False, comment="City"),
        sa.Column("state", sa.String(2), nullable=False, comment="State, two-letter postal code"),
        sa.Column("postal_code", sa.String(5), nullable=False, comment="Five-digit ZIP code"),
        sa.Column("phone", sa.String(20), nullable=False, comment="Phone number of the office"),
        sa.Column("time_zone", sa.String(40), nullable=False, comment="IANA time zone of the branch's timestamps; those named _utc are UTC"),
        sa.Column("climate", sa.String(30), nullable=False, comment="Climate of the territory, which drives cooling and heating demand"),
        sa.Column("latitude", sa.Numeric(9, 6), nullable=False, comment="Latitude of the office, degrees north"),
        sa.Column("longitude", sa.Numeric(9, 6), nullable=False, comment="Longitude of the office, degrees east"),
        sa.Column("opened_date", sa.Date(), nullable=False, comment="Day the branch opened"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("climate = 'hot_humid' OR climate = 'mixed_humid' OR climate = 'cold'", name=op.f("ck_branches_climate")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_branches_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_branches_latitude_range")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_branches_longitude_range")),
        sa.CheckConstraint("length(postal_code) = 5", name=op.f("ck_branches_postal_code_length")),
        sa.CheckConstraint("length(state) = 2", name=op.f("ck_branches_state_length")),
        sa.PrimaryKeyConstraint("branch_id", name=op.f("pk_branches")),
        sa.UniqueConstraint("branch_name", name=op.f("uq_branches_branch_name")),
        comment="One row per branch: an office with its own customers, technicians, stock and weather.",
    )


def create_equipment_types() -> None:
    op.create_table(
        "equipment_types",
        sa.Column("equipment_id", sa.Integer(), nullable=False, comment="Key of the model"),
        sa.Column("brand", sa.String(50), nullable=False, comment="Manufacturer's brand"),
        sa.Column("model", sa.String(50), nullable=False, comment="Model number, unique within the brand"),
        sa.Column("equipment_type", sa.String(30), nullable=False, comment="Kind of equipment"),
        sa.Column("btu_rating", sa.Integer(), nullable=False, comment="Rated capacity, BTU an hour"),
        sa.Column("energy_rating", sa.Numeric(4, 2), nullable=False, comment="Efficiency in rating_unit; AFUE is a percentage, EF and UEF ratios"),
        sa.Column("rating_unit", sa.String(30), nullable=False, comment="What energy_rating measures: AFUE for furnaces and boilers, EF (UEF since 2017) for water heaters, SEER (SEER2 since 2023) for the rest"),
        sa.Column("refrigerant", sa.String(30), nullable=True, comment="Refrigerant it is charged with; NULL for equipment without any"),
        sa.Column("list_price", sa.Numeric(10, 2), nullable=False, comment="Price of the model before labor and parts, US dollars"),
        sa.Column("expected_life_years", sa.Integer(), nullable=False, comment="Median service life, years"),
        sa.Column("warranty_months", sa.Integer(), nullable=False, comment="Manufacturer's parts warranty from the day of installation, months"),
        sa.Column("introduced_year", sa.Integer(), nullable=False, comment="First model year"),
        sa.Column("discontinued_year", sa.Integer(), nullable=True, comment="Last model year; NULL while still made"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("rating_unit <> 'AFUE' OR energy_rating BETWEEN 50 AND 100", name=op.f("ck_equipment_types_afue_is_percent")),
        sa.CheckConstraint("btu_rating > 0", name=op.f("ck_equipment_types_btu_rating_positive")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_equipment_types_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("discontinued_year >= introduced_year", name=op.f("ck_equipment_types_discontinued_after_start")),
        sa.CheckConstraint("energy_rating > 0", name=op.f("ck_equipment_types_energy_rating_positive")),
        sa.CheckConstraint("equipment_type = 'Central AC' OR equipment_type = 'Heat Pump' OR equipment_type = 'Furnace' OR equipment_type = 'Ductless Mini-Split' OR equipment_type = 'Package Unit' OR equipment_type = 'Boiler' OR equipment_type = 'Air Handler' OR equipment_type = 'Water Heater'", name=op.f("ck_equipment_types_equipment_type")),
        sa.CheckConstraint("expected_life_years > 0", name=op.f("ck_equipment_types_expected_life_years_positive")),
        sa.CheckConstraint("introduced_year BETWEEN 1970 AND 2100", name=op.f("ck_equipment_types_introduced_year_range")),
        sa.CheckConstraint("list_price > 0", name=op.f("ck_equipment_types_list_price_positive")),
        sa.CheckConstraint("refrigerant <> 'R-22' OR introduced_year < 2010", name=op.f("ck_equipment_types_r22_before_2010")),
        sa.CheckConstraint("rating_unit = 'SEER' OR rating_unit = 'SEER2' OR rating_unit = 'AFUE' OR rating_unit = 'EF' OR rating_unit = 'UEF'", name=op.f("ck_equipment_types_rating_unit")),
        sa.CheckConstraint("CASE WHEN equipment_type IN ('Furnace', 'Boiler') THEN rating_unit = 'AFUE' WHEN equipment_type = 'Water Heater' THEN rating_unit IN ('EF', 'UEF') ELSE rating_unit IN ('SEER', 'SEER2') END", name=op.f("ck_equipment_types_rating_unit_fits_type")),
        sa.CheckConstraint("refrigerant = 'R-22' OR refrigerant = 'R-410A' OR refrigerant = 'R-454B' OR refrigerant = 'R-32'", name=op.f("ck_equipment_types_refrigerant")),
        sa.CheckConstraint("CASE WHEN equipment_type IN ('Furnace', 'Boiler', 'Water Heater') THEN refrigerant IS NULL WHEN equipment_type = 'Air Handler' THEN 1 = 1 ELSE refrigerant IS NOT NULL END", name=op.f("ck_equipment_types_refrigerant_fits_type")),
        sa.CheckConstraint("warranty_months >= 0", name=op.f("ck_equipment_types_warranty_months_not_negative")),
        sa.PrimaryKeyConstraint("equipment_id", name=op.f("pk_equipment_types")),
        sa.UniqueConstraint("brand", "model", name=op.f("uq_equipment_types_brand_model")),
        comment="One row per equipment model (brand and model number) that can stand at a customer's site.",
    )


def create_suppliers() -> None:
    op.create_table(
        "suppliers",
        sa.Column("supplier_id", sa.Integer(), nullable=False, comment="Key of the supplier"),
        sa.Column("supplier_name", sa.String(100), nullable=False, comment="Name of the supplier"),
        sa.Column("phone", sa.String(20), nullable=False, comment="Phone number of the order desk"),
        sa.Column("city", sa.String(60), nullable=False, comment="City it ships from"),
        sa.Column("state", sa.String(2), nullable=False, comment="State, two-letter postal code"),
        sa.Column("lead_time_days", sa.Integer(), nullable=False, comment="Usual time from order to delivery in its own state, calendar days"),
        sa.Column("payment_terms", sa.String(30), nullable=False, comment="When its bills are due, never on receipt"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_suppliers_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("lead_time_days >= 0", name=op.f("ck_suppliers_lead_time_days_not_negative")),
        sa.CheckConstraint("payment_terms = 'Due on Receipt' OR payment_terms = 'Net 15' OR payment_terms = 'Net 30' OR payment_terms = 'Net 45'", name=op.f("ck_suppliers_payment_terms")),
        sa.CheckConstraint("length(state) = 2", name=op.f("ck_suppliers_state_length")),
        sa.CheckConstraint("payment_terms <> 'Due on Receipt'", name=op.f("ck_suppliers_terms_are_net")),
        sa.PrimaryKeyConstraint("supplier_id", name=op.f("pk_suppliers")),
        sa.UniqueConstraint("supplier_name", name=op.f("uq_suppliers_supplier_name")),
        comment="One row per supplier of parts.",
    )


def create_customers() -> None:
    op.create_table(
        "customers",
        sa.Column("customer_id", sa.Integer(), nullable=False, comment="Key of the customer"),
        sa.Column("customer_name", sa.String(100), nullable=False, comment="Person's name for residential, business name for commercial"),
        sa.Column("address", sa.String(200), nullable=False, comment="Full address: street, city, ST 12345"),
        sa.Column("phone", sa.String(20), nullable=False, comment="Phone number"),
        sa.Column("customer_type", sa.String(30), nullable=False, comment="Household or business"),
        sa.Column("created_at", sa.DateTime(), nullable=False, comment="When the account was opened, local time of the branch"),
        sa.Column("street", sa.String(100), nullable=False, comment="House number and street"),
        sa.Column("city", sa.String(60), nullable=False, comment="City, within the branch's territory"),
        sa.Column("state", sa.String(2), nullable=False, comment="State, two-letter postal code"),
        sa.Column("postal_code", sa.String(5), nullable=False, comment="Five-digit ZIP code of the city"),
        sa.Column("latitude", sa.Numeric(9, 6), nullable=False, comment="Latitude of the site, degrees north"),
        sa.Column("longitude", sa.Numeric(9, 6), nullable=False, comment="Longitude of the site, degrees east"),
        sa.Column("email", sa.String(120), nullable=True, comment="E-mail address, reserved domain; NULL when the customer gave none"),
        sa.Column("branch_id", sa.Integer(), nullable=False, comment="Branch that serves the customer"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("address = street || ', ' || city || ', ' || state || ' ' || postal_code", name=op.f("ck_customers_address_from_its_parts")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_customers_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("customer_type = 'residential' OR customer_type = 'commercial'", name=op.f("ck_customers_customer_type")),
        sa.CheckConstraint("email LIKE '%_@_%._%'", name=op.f("ck_customers_email_form")),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_customers_latitude_range")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_customers_longitude_range")),
        sa.CheckConstraint("length(postal_code) = 5", name=op.f("ck_customers_postal_code_length")),
        sa.CheckConstraint("length(state) = 2", name=op.f("ck_customers_state_length")),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.branch_id"], name=op.f("fk_customers_branch_id_branches")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customers")),
        comment="One row per customer: a household or a business at one address.",
    )
    op.create_index(op.f("ix_customers_branch_id"), "customers", ["branch_id"])


def create_marketing_campaigns() -> None:
    op.create_table(
        "marketing_campaigns",
        sa.Column("campaign_id", sa.Integer(), nullable=False, comment="Key of the campaign"),
        sa.Column("branch_id", sa.Integer(), nullable=False, comment="Branch that ran it"),
        sa.Column("campaign_name", sa.String(100), nullable=False, comment="Name of the campaign"),
        sa.Column("channel", sa.String(30), nullable=False, comment="Channel it ran on"),
        sa.Column("target_service", sa.String(30), nullable=False, comment="Service it advertised"),
        sa.Column("start_date", sa.Date(), nullable=False, comment="First day"),
        sa.Column("end_date", sa.Date(), nullable=False, comment="Last day"),
        sa.Column("budget", sa.Numeric(10, 2), nullable=False, comment="Planned spending, US dollars"),
        sa.Column("spent", sa.Numeric(10, 2), nullable=False, comment="Spent by the as-of date, US dollars"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("budget > 0", name=op.f("ck_marketing_campaigns_budget_positive")),
        sa.CheckConstraint("channel = 'Website' OR channel = 'Referral' OR channel = 'Cold Call' OR channel = 'Trade Show' OR channel = 'Social Media' OR channel = 'Advertisement' OR channel = 'Direct Mail'", name=op.f("ck_marketing_campaigns_channel")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_marketing_campaigns_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("spent >= 0 AND spent <= budget", name=op.f("ck_marketing_campaigns_spent_within_budget")),
        sa.CheckConstraint("start_date <= end_date", name=op.f("ck_marketing_campaigns_start_date_to_end_date")),
        sa.CheckConstraint("target_service = 'AC Repair' OR target_service = 'Heating Repair' OR target_service = 'Installation' OR target_service = 'Maintenance' OR target_service = 'Emergency Service'", name=op.f("ck_marketing_campaigns_target_service")),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.branch_id"], name=op.f("fk_marketing_campaigns_branch_id_branches")),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_marketing_campaigns")),
        comment="One row per marketing campaign of a branch.",
    )
    op.create_index(op.f("ix_marketing_campaigns_branch_id"), "marketing_campaigns", ["branch_id"])


def create_parts() -> None:
    op.create_table(
        "parts",
        sa.Column("part_id", sa.Integer(), nullable=False, comment="Key of the part"),
        sa.Column("part_name", sa.String(100), nullable=False, comment="Name as technicians call it"),
        sa.Column("part_category", sa.String(30), nullable=False, comment="Kind of part"),
        sa.Column("unit_cost", sa.Numeric(10, 2), nullable=False, comment="Purchase price of one unit_of_measure, US dollars"),
        sa.Column("supplier", sa.String(100), nullable=False, comment="Name of the usual supplier, the one supplier_id points to"),
        sa.Column("part_number", sa.String(30), nullable=False, comment="The company's own stock number"),
        sa.Column("supplier_id", sa.Integer(), nullable=False, comment="Usual supplier"),
        sa.Column("unit_of_measure", sa.String(30), nullable=False, comment="Unit that quantities and costs of this part count in"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_parts_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("part_category = 'Filter' OR part_category = 'Compressor' OR part_category = 'Coil' OR part_category = 'Fan Motor' OR part_category = 'Thermostat' OR part_category = 'Capacitor' OR part_category = 'Contactor' OR part_category = 'Refrigerant' OR part_category = 'Ductwork' OR part_category = 'Valve' OR part_category = 'Control Board' OR part_category = 'Igniter' OR part_category = 'Flame Sensor' OR part_category = 'Sensor' OR part_category = 'Pump' OR part_category = 'Gas Valve' OR part_category = 'Heat Exchanger' OR part_category = 'Electrical' OR part_category = 'Drain' OR part_category = 'Equipment' OR part_category = 'Consumable'", name=op.f("ck_parts_part_category")),
        sa.CheckConstraint("unit_cost > 0", name=op.f("ck_parts_unit_cost_positive")),
        sa.CheckConstraint("unit_of_measure = 'each' OR unit_of_measure = 'lb' OR unit_of_measure = 'ft' OR unit_of_measure = 'box' OR unit_of_measure = 'roll' OR unit_of_measure = 'can' OR unit_of_measure = 'kit'", name=op.f("ck_parts_unit_of_measure")),
        sa.ForeignKeyConstraint(["supplier_id"], ["suppliers.supplier_id"], name=op.f("fk_parts_supplier_id_suppliers")),
        sa.PrimaryKeyConstraint("part_id", name=op.f("pk_parts")),
        sa.UniqueConstraint("part_number", name=op.f("uq_parts_part_number")),
        comment="One row per part number the company buys, stocks and uses on calls.",
    )
    op.create_index(op.f("ix_parts_supplier_id"), "parts", ["supplier_id"])


def create_technicians() -> None:
    op.create_table(
        "technicians",
        sa.Column("technician_id", sa.Integer(), nullable=False, comment="Key of the technician"),
        sa.Column("technician_name", sa.String(100), nullable=False, comment="First and last name"),
        sa.Column("phone", sa.String(20), nullable=False, comment="Mobile phone number"),
        sa.Column("technician_level", sa.String(30), nullable=False, comment="Pay and duty level"),
        sa.Column("hourly_rate", sa.Integer(), nullable=False, comment="Wage, whole US dollars an hour"),
        sa.Column("hire_date", sa.Date(), nullable=False, comment="First day with the company"),
        sa.Column("years_experience", sa.Integer(), nullable=False, comment="Full years in the trade, earlier employers included"),
        sa.Column("certification_level", sa.String(30), nullable=False, comment="In-house grade of training"),
        sa.Column("hvac_installation_skill", sa.Integer(), nullable=False, comment="Skill at installing systems, 1 (novice) to 10 (expert)"),
        sa.Column("electrical_skill", sa.Integer(), nullable=False, comment="Skill at wiring and controls, 1 (novice) to 10 (expert)"),
        sa.Column("refrigeration_skill", sa.Integer(), nullable=False, comment="Skill at the refrigerant circuit, 1 (novice) to 10 (expert)"),
        sa.Column("ductwork_skill", sa.Integer(), nullable=False, comment="Skill at ducts and airflow, 1 (novice) to 10 (expert)"),
        sa.Column("diagnostics_skill", sa.Integer(), nullable=False, comment="Skill at finding the fault, 1 (novice) to 10 (expert)"),
        sa.Column("customer_service_skill", sa.Integer(), nullable=False, comment="Skill at dealing with customers, 1 (novice) to 10 (expert)"),
        sa.Column("safety_protocols_skill", sa.Integer(), nullable=False, comment="Command of the safety rules, 1 (novice) to 10 (expert)"),
        sa.Column("branch_id", sa.Integer(), nullable=False, comment="Branch the technician works for"),
        sa.Column("bill_rate", sa.Integer(), nullable=False, comment="Regular charge for an hour of this technician, whole US dollars, above the wage"),
        sa.Column("left_date", sa.Date(), nullable=True, comment="Last day with the company; NULL while employed"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("bill_rate > hourly_rate", name=op.f("ck_technicians_bill_rate_above_wage")),
        sa.CheckConstraint("certification_level = 'Basic' OR certification_level = 'Intermediate' OR certification_level = 'Advanced' OR certification_level = 'Master'", name=op.f("ck_technicians_certification_level")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_technicians_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("customer_service_skill BETWEEN 1 AND 10", name=op.f("ck_technicians_customer_service_skill_range")),
        sa.CheckConstraint("diagnostics_skill BETWEEN 1 AND 10", name=op.f("ck_technicians_diagnostics_skill_range")),
        sa.CheckConstraint("ductwork_skill BETWEEN 1 AND 10", name=op.f("ck_technicians_ductwork_skill_range")),
        sa.CheckConstraint("electrical_skill BETWEEN 1 AND 10", name=op.f("ck_technicians_electrical_skill_range")),
        sa.CheckConstraint("hire_date <= left_date", name=op.f("ck_technicians_hire_date_to_left_date")),
        sa.CheckConstraint("hourly_rate > 0", name=op.f("ck_technicians_hourly_rate_positive")),
        sa.CheckConstraint("hvac_installation_skill BETWEEN 1 AND 10", name=op.f("ck_technicians_hvac_installation_skill_range")),
        sa.CheckConstraint("refrigeration_skill BETWEEN 1 AND 10", name=op.f("ck_technicians_refrigeration_skill_range")),
        sa.CheckConstraint("safety_protocols_skill BETWEEN 1 AND 10", name=op.f("ck_technicians_safety_protocols_skill_range")),
        sa.CheckConstraint("technician_level = 'junior' OR technician_level = 'senior' OR technician_level = 'lead' OR technician_level = 'specialist'", name=op.f("ck_technicians_technician_level")),
        sa.CheckConstraint("years_experience BETWEEN 0 AND 60", name=op.f("ck_technicians_years_experience_range")),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.branch_id"], name=op.f("fk_technicians_branch_id_branches")),
        sa.PrimaryKeyConstraint("technician_id", name=op.f("pk_technicians")),
        comment="One row per field technician ever employed, as known on the as-of date.",
    )
    op.create_index(op.f("ix_technicians_branch_id"), "technicians", ["branch_id"])


def create_weather_daily() -> None:
    op.create_table(
        "weather_daily",
        sa.Column("weather_id", sa.Integer(), nullable=False, comment="Key of the day"),
        sa.Column("branch_id", sa.Integer(), nullable=False, comment="Branch whose territory it is"),
        sa.Column("weather_date", sa.Date(), nullable=False, comment="Calendar day, local to the branch"),
        sa.Column("low_temperature_f", sa.Integer(), nullable=False, comment="Lowest temperature, Fahrenheit"),
        sa.Column("mean_temperature_f", sa.Numeric(4, 1), nullable=False, comment="Mean temperature, Fahrenheit"),
        sa.Column("high_temperature_f", sa.Integer(), nullable=False, comment="Highest temperature, Fahrenheit"),
        sa.Column("heating_degree_days", sa.Numeric(4, 1), nullable=False, comment="Degrees F the mean lies below 65; 0 on a warm day"),
        sa.Column("cooling_degree_days", sa.Numeric(4, 1), nullable=False, comment="Degrees F the mean lies above 65; 0 on a cool day"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("abs(cooling_degree_days - CASE WHEN mean_temperature_f > 65 THEN mean_temperature_f - 65 ELSE 0 END) < 0.05", name=op.f("ck_weather_daily_cooling_degree_days_add_up")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_weather_daily_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("abs(heating_degree_days - CASE WHEN mean_temperature_f < 65 THEN 65 - mean_temperature_f ELSE 0 END) < 0.05", name=op.f("ck_weather_daily_heating_degree_days_add_up")),
        sa.CheckConstraint("low_temperature_f <= mean_temperature_f AND mean_temperature_f <= high_temperature_f", name=op.f("ck_weather_daily_temperatures_in_order")),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.branch_id"], name=op.f("fk_weather_daily_branch_id_branches")),
        sa.PrimaryKeyConstraint("weather_id", name=op.f("pk_weather_daily")),
        sa.UniqueConstraint("branch_id", "weather_date", name=op.f("uq_weather_daily_branch_id_weather_date")),
        comment="One row per branch and day of history: the weather that drives demand.",
    )


def create_installed_devices() -> None:
    op.create_table(
        "installed_devices",
        sa.Column("installation_id", sa.Integer(), nullable=False, comment="Key of the device"),
        sa.Column("customer_id", sa.Integer(), nullable=False, comment="Customer at whose site it stands"),
        sa.Column("equipment_id", sa.Integer(), nullable=False, comment="Model of the device"),
        sa.Column("installation_date", sa.Date(), nullable=False, comment="Day it was put into service"),
        sa.Column("warranty_end_date", sa.Date(), nullable=False, comment="Last day of the maker's warranty: installation_date plus the model's warranty_months"),
        sa.Column("serial_number", sa.String(30), nullable=False, comment="Manufacturer's serial number"),
        sa.Column("installation_location", sa.String(30), nullable=False, comment="Where on the site it stands"),
        sa.Column("status", sa.String(30), nullable=False, comment="State of use on the as-of date"),
        sa.Column("last_maintenance_date", sa.Date(), nullable=True, comment="Day of the last Maintenance call to it; NULL when there was none"),
        sa.Column("installed_by", sa.String(30), nullable=False, comment="Who installed it"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_installed_devices_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("installation_date <= last_maintenance_date", name=op.f("ck_installed_devices_installation_date_to_last_maintenance_date")),
        sa.CheckConstraint("installation_date <= warranty_end_date", name=op.f("ck_installed_devices_installation_date_to_warranty_end_date")),
        sa.CheckConstraint("installation_location = 'Main Floor' OR installation_location = 'Basement' OR installation_location = 'Attic' OR installation_location = 'Garage' OR installation_location = 'Roof' OR installation_location = 'Utility Closet' OR installation_location = 'Crawl Space' OR installation_location = 'Outdoor Pad' OR installation_location = 'Mechanical Room'", name=op.f("ck_installed_devices_installation_location")),
        sa.CheckConstraint("installed_by = 'Company' OR installed_by = 'Builder' OR installed_by = 'Other Contractor'", name=op.f("ck_installed_devices_installed_by")),
        sa.CheckConstraint("status = 'Active' OR status = 'Inactive' OR status = 'Under Maintenance' OR status = 'Replaced'", name=op.f("ck_installed_devices_status")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.customer_id"], name=op.f("fk_installed_devices_customer_id_customers")),
        sa.ForeignKeyConstraint(["equipment_id"], ["equipment_types.equipment_id"], name=op.f("fk_installed_devices_equipment_id_equipment_types")),
        sa.PrimaryKeyConstraint("installation_id", name=op.f("pk_installed_devices")),
        sa.UniqueConstraint("serial_number", name=op.f("uq_installed_devices_serial_number")),
        comment="One row per physical device at a customer's site, whoever installed it, replaced included.",
    )
    op.create_index(op.f("ix_installed_devices_customer_id"), "installed_devices", ["customer_id"])
    op.create_index(op.f("ix_installed_devices_equipment_id"), "installed_devices", ["equipment_id"])


def create_inventory() -> None:
    op.create_table(
        "inventory",
        sa.Column("inventory_id", sa.Integer(), nullable=False, comment="Key of the stock item"),
        sa.Column("part_id", sa.Integer(), nullable=False, comment="Part on the shelf"),
        sa.Column("warehouse_location", sa.String(30), nullable=False, comment="Aisle, shelf and bin in the branch's warehouse"),
        sa.Column("current_stock", sa.Integer(), nullable=False, comment="Units on hand: opening_stock plus received minus used"),
        sa.Column("reorder_point", sa.Integer(), nullable=False, comment="Units at or below which the part is ordered again"),
        sa.Column("max_stock_level", sa.Integer(), nullable=False, comment="Most units that the shelf has room for"),
        sa.Column("last_restock_date", sa.Date(), nullable=False, comment="Day of the last receipt; when there was none, the day the shelf was first filled"),
        sa.Column("last_restock_quantity", sa.Integer(), nullable=False, comment="Units received on that day"),
        sa.Column("avg_monthly_usage", sa.Integer(), nullable=False, comment="Units used in an average month"),
        sa.Column("stock_status", sa.String(30), nullable=False, comment="Out of Stock at 0 units, Low Stock up to the reorder point, else In Stock"),
        sa.Column("supplier_lead_time_days", sa.Integer(), nullable=False, comment="Usual time from order to delivery at this branch, calendar days"),
        sa.Column("abc_classification", sa.String(30), nullable=False, comment="Rank by the last 365 days' usage value: A highest, C lowest"),
        sa.Column("last_count_date", sa.Date(), nullable=False, comment="Day the shelf was last counted"),
        sa.Column("unit_cost", sa.Numeric(10, 2), nullable=False, comment="Purchase price of one unit, US dollars"),
        sa.Column("total_value", sa.Numeric(10, 2), nullable=False, comment="current_stock times unit_cost, US dollars"),
        sa.Column("opening_stock", sa.Integer(), nullable=False, comment="Units on hand at the start of the history"),
        sa.Column("branch_id", sa.Integer(), nullable=False, comment="Branch whose shelf it is"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("abc_classification = 'A' OR abc_classification = 'B' OR abc_classification = 'C'", name=op.f("ck_inventory_abc_classification")),
        sa.CheckConstraint("avg_monthly_usage >= 0", name=op.f("ck_inventory_avg_monthly_usage_not_negative")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_inventory_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("current_stock >= 0", name=op.f("ck_inventory_current_stock_not_negative")),
        sa.CheckConstraint("last_restock_quantity >= 0", name=op.f("ck_inventory_last_restock_quantity_not_negative")),
        sa.CheckConstraint("max_stock_level > reorder_point", name=op.f("ck_inventory_max_above_reorder_point")),
        sa.CheckConstraint("opening_stock >= 0", name=op.f("ck_inventory_opening_stock_not_negative")),
        sa.CheckConstraint("reorder_point >= 0", name=op.f("ck_inventory_reorder_point_not_negative")),
        sa.CheckConstraint("stock_status = 'In Stock' OR stock_status = 'Low Stock' OR stock_status = 'Out of Stock'", name=op.f("ck_inventory_stock_status")),
        sa.CheckConstraint("stock_status = CASE WHEN current_stock = 0 THEN 'Out of Stock' WHEN current_stock <= reorder_point THEN 'Low Stock' ELSE 'In Stock' END", name=op.f("ck_inventory_stock_status_follows_stock")),
        sa.CheckConstraint("supplier_lead_time_days >= 0", name=op.f("ck_inventory_supplier_lead_time_days_not_negative")),
        sa.CheckConstraint("abs(total_value - (current_stock * unit_cost)) < 0.005", name=op.f("ck_inventory_total_value_adds_up")),
        sa.CheckConstraint("unit_cost > 0", name=op.f("ck_inventory_unit_cost_positive")),
        sa.ForeignKeyConstraint(["part_id"], ["parts.part_id"], name=op.f("fk_inventory_part_id_parts")),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.branch_id"], name=op.f("fk_inventory_branch_id_branches")),
        sa.PrimaryKeyConstraint("inventory_id", name=op.f("pk_inventory")),
        sa.UniqueConstraint("branch_id", "part_id", name=op.f("uq_inventory_branch_id_part_id")),
        comment="One row per branch and part: what lies on the shelf on the as-of date.",
    )
    op.create_index(op.f("ix_inventory_part_id"), "inventory", ["part_id"])


def create_leads() -> None:
    op.create_table(
        "leads",
        sa.Column("lead_id", sa.Integer(), nullable=False, comment="Key of the lead"),
        sa.Column("first_name", sa.String(50), nullable=False, comment="First name of the person"),
        sa.Column("last_name", sa.String(50), nullable=False, comment="Last name of the person"),
        sa.Column("company_name", sa.String(100), nullable=True, comment="Business the person asks for; NULL for a household"),
        sa.Column("phone", sa.String(20), nullable=False, comment="Phone number"),
        sa.Column("email", sa.String(120), nullable=False, comment="E-mail address, reserved domain"),
        sa.Column("address", sa.String(200), nullable=False, comment="Full address: street, city, ST 12345"),
        sa.Column("lead_source", sa.String(30), nullable=False, comment="How the lead came to us"),
        sa.Column("service_interest", sa.String(30), nullable=False, comment="What the lead asks for"),
        sa.Column("estimated_value", sa.Numeric(10, 2), nullable=False, comment="Value of the job if won, US dollars, estimated at intake"),
        sa.Column("urgency", sa.String(30), nullable=False, comment="How soon the work is wanted"),
        sa.Column("status", sa.String(30), nullable=False, comment="Stage reached by the as-of date"),
        sa.Column("created_date", sa.Date(), nullable=False, comment="Day of the inquiry"),
        sa.Column("last_contact_date", sa.Date(), nullable=True, comment="Day we last spoke; NULL while New, and when lost without a word"),
        sa.Column("assigned_to", sa.String(100), nullable=False, comment="Name of the colleague who works the lead"),
        sa.Column("notes", sa.Text(), nullable=False, comment="What was said"),
        sa.Column("conversion_probability", sa.Integer(), nullable=False, comment="Estimated chance to win the job, percent"),
        sa.Column("customer_id", sa.Integer(), nullable=True, comment="Customer the lead became; NULL unless Converted"),
        sa.Column("campaign_id", sa.Integer(), nullable=True, comment="Campaign that brought the lead; NULL when none did"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("CASE WHEN status = 'New' THEN last_contact_date IS NULL WHEN status = 'Lost' THEN 1 = 1 ELSE last_contact_date IS NOT NULL END", name=op.f("ck_leads_contact_fits_status")),
        sa.CheckConstraint("conversion_probability BETWEEN 0 AND 100", name=op.f("ck_leads_conversion_probability_range")),
        sa.CheckConstraint("(status = 'Converted') = (customer_id IS NOT NULL)", name=op.f("ck_leads_converted_has_customer")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_leads_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("created_date <= last_contact_date", name=op.f("ck_leads_created_date_to_last_contact_date")),
        sa.CheckConstraint("email LIKE '%_@_%._%'", name=op.f("ck_leads_email_form")),
        sa.CheckConstraint("estimated_value >= 0", name=op.f("ck_leads_estimated_value_not_negative")),
        sa.CheckConstraint("lead_source = 'Website' OR lead_source = 'Referral' OR lead_source = 'Cold Call' OR lead_source = 'Trade Show' OR lead_source = 'Social Media' OR lead_source = 'Advertisement'", name=op.f("ck_leads_lead_source")),
        sa.CheckConstraint("service_interest = 'AC Repair' OR service_interest = 'Heating Repair' OR service_interest = 'Installation' OR service_interest = 'Maintenance' OR service_interest = 'Emergency Service'", name=op.f("ck_leads_service_interest")),
        sa.CheckConstraint("status = 'New' OR status = 'Contacted' OR status = 'Qualified' OR status = 'Converted' OR status = 'Lost' OR status = 'Nurturing'", name=op.f("ck_leads_status")),
        sa.CheckConstraint("urgency = 'Low' OR urgency = 'Medium' OR urgency = 'High'", name=op.f("ck_leads_urgency")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.customer_id"], name=op.f("fk_leads_customer_id_customers")),
        sa.ForeignKeyConstraint(["campaign_id"], ["marketing_campaigns.campaign_id"], name=op.f("fk_leads_campaign_id_marketing_campaigns")),
        sa.PrimaryKeyConstraint("lead_id", name=op.f("pk_leads")),
        comment="One row per inquiry from someone who may become a customer, won or lost.",
    )
    op.create_index(op.f("ix_leads_customer_id"), "leads", ["customer_id"])
    op.create_index(op.f("ix_leads_campaign_id"), "leads", ["campaign_id"])


def create_mailing_list() -> None:
    op.create_table(
        "mailing_list",
        sa.Column("contact_id", sa.Integer(), nullable=False, comment="Key of the contact"),
        sa.Column("customer_id", sa.Integer(), nullable=True, comment="Customer the contact is; NULL for someone who is not a customer"),
        sa.Column("email", sa.String(120), nullable=False, comment="E-mail address, reserved domain"),
        sa.Column("first_name", sa.String(50), nullable=False, comment="First name"),
        sa.Column("last_name", sa.String(50), nullable=False, comment="Last name"),
        sa.Column("phone", sa.String(20), nullable=False, comment="Phone number"),
        sa.Column("address", sa.String(200), nullable=False, comment="Full address: street, city, ST 12345"),
        sa.Column("contact_source", sa.String(30), nullable=False, comment="How the contact came to us"),
        sa.Column("subscription_status", sa.String(30), nullable=False, comment="Whether mailings may be sent on the as-of date"),
        sa.Column("subscription_date", sa.Date(), nullable=False, comment="Day of opting in"),
        sa.Column("preferred_contact_method", sa.String(30), nullable=False, comment="How the contact wants to hear from us"),
        sa.Column("interests", sa.String(30), nullable=False, comment="What the contact wants to read about"),
        sa.Column("unsubscribed_date", sa.Date(), nullable=True, comment="Day of opting out; NULL while subscribed"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("contact_source = 'Existing Customer' OR contact_source = 'Website' OR contact_source = 'Referral' OR contact_source = 'Trade Show' OR contact_source = 'Social Media' OR contact_source = 'Direct Mail'", name=op.f("ck_mailing_list_contact_source")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_mailing_list_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("email LIKE '%_@_%._%'", name=op.f("ck_mailing_list_email_form")),
        sa.CheckConstraint("contact_source <> 'Existing Customer' OR customer_id IS NOT NULL", name=op.f("ck_mailing_list_existing_customer_known")),
        sa.CheckConstraint("interests = 'Maintenance Tips' OR interests = 'Seasonal Offers' OR interests = 'New Products' OR interests = 'Energy Efficiency'", name=op.f("ck_mailing_list_interests")),
        sa.CheckConstraint("preferred_contact_method = 'Email' OR preferred_contact_method = 'Phone' OR preferred_contact_method = 'Mail'", name=op.f("ck_mailing_list_preferred_contact_method")),
        sa.CheckConstraint("subscription_date <= unsubscribed_date", name=op.f("ck_mailing_list_subscription_date_to_unsubscribed_date")),
        sa.CheckConstraint("subscription_status = 'Subscribed' OR subscription_status = 'Unsubscribed'", name=op.f("ck_mailing_list_subscription_status")),
        sa.CheckConstraint("(subscription_status = 'Unsubscribed') = (unsubscribed_date IS NOT NULL)", name=op.f("ck_mailing_list_unsubscribed_has_date")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.customer_id"], name=op.f("fk_mailing_list_customer_id_customers")),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_mailing_list")),
        sa.UniqueConstraint("email", name=op.f("uq_mailing_list_email")),
        comment="One row per e-mail address on the mailing list, unsubscribed ones included.",
    )
    op.create_index(op.f("ix_mailing_list_customer_id"), "mailing_list", ["customer_id"])


def create_purchase_orders() -> None:
    op.create_table(
        "purchase_orders",
        sa.Column("purchase_order_id", sa.Integer(), nullable=False, comment="Key of the order"),
        sa.Column("purchase_order_number", sa.String(20), nullable=False, comment="Number on the order: PO-YYYY-NNNN, year of ordered_date"),
        sa.Column("branch_id", sa.Integer(), nullable=False, comment="Branch that ordered"),
        sa.Column("part_id", sa.Integer(), nullable=False, comment="Part ordered"),
        sa.Column("supplier_id", sa.Integer(), nullable=False, comment="Supplier it was ordered from"),
        sa.Column("quantity", sa.Integer(), nullable=False, comment="Units ordered, in the part's unit_of_measure"),
        sa.Column("unit_cost", sa.Numeric(10, 2), nullable=False, comment="Price of one unit, US dollars"),
        sa.Column("total_cost", sa.Numeric(10, 2), nullable=False, comment="quantity times unit_cost, US dollars"),
        sa.Column("ordered_date", sa.Date(), nullable=False, comment="Day of the order"),
        sa.Column("expected_date", sa.Date(), nullable=False, comment="Day the supplier promised"),
        sa.Column("received_date", sa.Date(), nullable=True, comment="Day it arrived; NULL while Ordered"),
        sa.Column("status", sa.String(30), nullable=False, comment="State on the as-of date"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_purchase_orders_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("ordered_date <= expected_date", name=op.f("ck_purchase_orders_ordered_date_to_expected_date")),
        sa.CheckConstraint("ordered_date <= received_date", name=op.f("ck_purchase_orders_ordered_date_to_received_date")),
        sa.CheckConstraint("purchase_order_number LIKE 'PO-____-____%' AND substr(purchase_order_number, 4, 4) = substr(CAST(ordered_date AS VARCHAR(30)), 1, 4)", name=op.f("ck_purchase_orders_purchase_order_number_form")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_purchase_orders_quantity_positive")),
        sa.CheckConstraint("(status = 'Received') = (received_date IS NOT NULL)", name=op.f("ck_purchase_orders_received_has_date")),
        sa.CheckConstraint("status = 'Ordered' OR status = 'Received'", name=op.f("ck_purchase_orders_status")),
        sa.CheckConstraint("abs(total_cost - (quantity * unit_cost)) < 0.005", name=op.f("ck_purchase_orders_total_cost_adds_up")),
        sa.CheckConstraint("unit_cost > 0", name=op.f("ck_purchase_orders_unit_cost_positive")),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.branch_id"], name=op.f("fk_purchase_orders_branch_id_branches")),
        sa.ForeignKeyConstraint(["part_id"], ["parts.part_id"], name=op.f("fk_purchase_orders_part_id_parts")),
        sa.ForeignKeyConstraint(["supplier_id"], ["suppliers.supplier_id"], name=op.f("fk_purchase_orders_supplier_id_suppliers")),
        sa.PrimaryKeyConstraint("purchase_order_id", name=op.f("pk_purchase_orders")),
        sa.UniqueConstraint("purchase_order_number", name=op.f("uq_purchase_orders_purchase_order_number")),
        comment="One row per order of one part from its supplier.",
    )
    op.create_index(op.f("ix_purchase_orders_branch_id"), "purchase_orders", ["branch_id"])
    op.create_index(op.f("ix_purchase_orders_part_id"), "purchase_orders", ["part_id"])
    op.create_index(op.f("ix_purchase_orders_supplier_id"), "purchase_orders", ["supplier_id"])


def create_subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("subscription_id", sa.Integer(), nullable=False, comment="Key of the contract"),
        sa.Column("customer_id", sa.Integer(), nullable=False, comment="Customer under contract"),
        sa.Column("service_plan", sa.String(30), nullable=False, comment="Plan bought"),
        sa.Column("start_date", sa.Date(), nullable=False, comment="First day of the term"),
        sa.Column("end_date", sa.Date(), nullable=False, comment="Last day of the term"),
        sa.Column("annual_cost", sa.Integer(), nullable=False, comment="Price a year, whole US dollars, the same whenever signed; no invoice bills it"),
        sa.Column("payment_frequency", sa.String(30), nullable=False, comment="How often it is paid"),
        sa.Column("status", sa.String(30), nullable=False, comment="State on the as-of date"),
        sa.Column("auto_renewal", sa.Boolean(create_constraint=True, name=op.f("ck_subscriptions_auto_renewal")), nullable=False, comment="True when a new term is to follow without asking: the customer may still end it"),
        sa.Column("services_included", sa.Text(), nullable=False, comment="What the plan covers, in words"),
        sa.Column("discount_percentage", sa.Integer(), nullable=False, comment="Discount on labor and parts of calls under contract, percent"),
        sa.Column("next_service_date", sa.Date(), nullable=True, comment="Next planned visit; NULL when none is planned or the contract has ended"),
        sa.Column("cancelled_date", sa.Date(), nullable=True, comment="Day the customer cancelled; NULL unless Cancelled"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("annual_cost > 0", name=op.f("ck_subscriptions_annual_cost_positive")),
        sa.CheckConstraint("cancelled_date <= end_date", name=op.f("ck_subscriptions_cancelled_date_to_end_date")),
        sa.CheckConstraint("(status = 'Cancelled') = (cancelled_date IS NOT NULL)", name=op.f("ck_subscriptions_cancelled_has_date")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_subscriptions_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("discount_percentage BETWEEN 0 AND 100", name=op.f("ck_subscriptions_discount_percentage_range")),
        sa.CheckConstraint("next_service_date IS NULL OR status IN ('Active', 'Suspended')", name=op.f("ck_subscriptions_ended_plans_no_service")),
        sa.CheckConstraint("payment_frequency = 'Monthly' OR payment_frequency = 'Quarterly' OR payment_frequency = 'Annual'", name=op.f("ck_subscriptions_payment_frequency")),
        sa.CheckConstraint("service_plan = 'Basic' OR service_plan = 'Premium' OR service_plan = 'Comprehensive' OR service_plan = 'Commercial'", name=op.f("ck_subscriptions_service_plan")),
        sa.CheckConstraint("start_date <= cancelled_date", name=op.f("ck_subscriptions_start_date_to_cancelled_date")),
        sa.CheckConstraint("start_date < end_date", name=op.f("ck_subscriptions_start_date_to_end_date")),
        sa.CheckConstraint("start_date <= next_service_date", name=op.f("ck_subscriptions_start_date_to_next_service_date")),
        sa.CheckConstraint("status = 'Active' OR status = 'Expired' OR status = 'Cancelled' OR status = 'Suspended'", name=op.f("ck_subscriptions_status")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.customer_id"], name=op.f("fk_subscriptions_customer_id_customers")),
        sa.PrimaryKeyConstraint("subscription_id", name=op.f("pk_subscriptions")),
        comment="One row per term of a customer's service contract; a renewal is a row of its own.",
    )
    op.create_index(op.f("ix_subscriptions_customer_id"), "subscriptions", ["customer_id"])


def create_technician_certifications() -> None:
    op.create_table(
        "technician_certifications",
        sa.Column("certification_id", sa.Integer(), nullable=False, comment="Key of the certificate"),
        sa.Column("technician_id", sa.Integer(), nullable=False, comment="Technician who holds it"),
        sa.Column("certification_name", sa.String(30), nullable=False, comment="What is certified"),
        sa.Column("certificate_number", sa.String(30), nullable=False, comment="Number the issuer printed on the certificate"),
        sa.Column("issued_date", sa.Date(), nullable=False, comment="Day of issue"),
        sa.Column("expires_date", sa.Date(), nullable=True, comment="Last day of validity; NULL when it never expires, as EPA 608 and OSHA"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("certification_name = 'EPA 608 Universal' OR certification_name = 'EPA 608 Type I' OR certification_name = 'EPA 608 Type II' OR certification_name = 'EPA 608 Type III' OR certification_name = 'NATE' OR certification_name = 'State HVAC License' OR certification_name = 'OSHA 10' OR certification_name = 'OSHA 30' OR certification_name = 'Manufacturer Training'", name=op.f("ck_technician_certifications_certification_name")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_technician_certifications_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("expires_date IS NULL OR (certification_name NOT LIKE 'EPA 608%' AND certification_name NOT LIKE 'OSHA%')", name=op.f("ck_technician_certifications_epa_and_osha_never_expire")),
        sa.CheckConstraint("issued_date < expires_date", name=op.f("ck_technician_certifications_issued_date_to_expires_date")),
        sa.ForeignKeyConstraint(["technician_id"], ["technicians.technician_id"], name=op.f("fk_technician_certifications_technician_id_technicians")),
        sa.PrimaryKeyConstraint("certification_id", name=op.f("pk_technician_certifications")),
        sa.UniqueConstraint("certificate_number", name=op.f("uq_technician_certifications_certificate_number")),
        comment="One row per certificate held by a technician; a renewal is a row of its own.",
    )
    op.create_index(op.f("ix_technician_certifications_technician_id"), "technician_certifications", ["technician_id"])


def create_vehicle_fleet() -> None:
    op.create_table(
        "vehicle_fleet",
        sa.Column("vehicle_id", sa.Integer(), nullable=False, comment="Key of the vehicle"),
        sa.Column("vehicle_number", sa.String(20), nullable=False, comment="Fleet number painted on the vehicle, unique within its branch"),
        sa.Column("make", sa.String(50), nullable=False, comment="Manufacturer"),
        sa.Column("model", sa.String(50), nullable=False, comment="Model name"),
        sa.Column("year", sa.Integer(), nullable=False, comment="Model year"),
        sa.Column("vehicle_type", sa.String(30), nullable=False, comment="Body type"),
        sa.Column("license_plate", sa.String(15), nullable=False, comment="License plate"),
        sa.Column("vin", sa.String(17), nullable=False, comment="Vehicle identification number: 17 characters without I, O and Q, the ninth being the check digit"),
        sa.Column("assigned_technician_id", sa.Integer(), nullable=True, comment="Technician who drives it; NULL for a spare, always NULL once retired"),
        sa.Column("purchase_date", sa.Date(), nullable=False, comment="Day it was bought"),
        sa.Column("current_mileage", sa.Integer(), nullable=False, comment="Odometer reading, miles"),
        sa.Column("last_maintenance_date", sa.Date(), nullable=False, comment="Last workshop service; the purchase date when there was none yet"),
        sa.Column("next_maintenance_mileage", sa.Integer(), nullable=False, comment="Odometer reading at which the next service is due, miles"),
        sa.Column("status", sa.String(30), nullable=False, comment="State of use on the as-of date"),
        sa.Column("fuel_type", sa.String(30), nullable=False, comment="What it runs on"),
        sa.Column("gps_enabled", sa.Boolean(create_constraint=True, name=op.f("ck_vehicle_fleet_gps_enabled")), nullable=False, comment="True when it carries a GPS tracker"),
        sa.Column("branch_id", sa.Integer(), nullable=False, comment="Branch that owns the vehicle"),
        sa.Column("last_latitude", sa.Numeric(9, 6), nullable=True, comment="Last reported latitude, degrees north; NULL without GPS"),
        sa.Column("last_longitude", sa.Numeric(9, 6), nullable=True, comment="Last reported longitude, degrees east; NULL without GPS"),
        sa.Column("last_gps_at", sa.DateTime(), nullable=True, comment="When the position was reported, local time of the branch; NULL without GPS"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_vehicle_fleet_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("current_mileage >= 0", name=op.f("ck_vehicle_fleet_current_mileage_not_negative")),
        sa.CheckConstraint("fuel_type = 'Gasoline' OR fuel_type = 'Diesel' OR fuel_type = 'Hybrid' OR fuel_type = 'Electric'", name=op.f("ck_vehicle_fleet_fuel_type")),
        sa.CheckConstraint("last_latitude BETWEEN -90 AND 90", name=op.f("ck_vehicle_fleet_last_latitude_range")),
        sa.CheckConstraint("last_longitude BETWEEN -180 AND 180", name=op.f("ck_vehicle_fleet_last_longitude_range")),
        sa.CheckConstraint("next_maintenance_mileage > 0", name=op.f("ck_vehicle_fleet_next_maintenance_mileage_positive")),
        sa.CheckConstraint("(last_latitude IS NULL AND last_longitude IS NULL AND last_gps_at IS NULL) OR (gps_enabled AND last_latitude IS NOT NULL AND last_longitude IS NOT NULL AND last_gps_at IS NOT NULL)", name=op.f("ck_vehicle_fleet_position_only_with_gps")),
        sa.CheckConstraint("purchase_date <= last_maintenance_date", name=op.f("ck_vehicle_fleet_purchase_date_to_last_maintenance_date")),
        sa.CheckConstraint("CAST(substr(CAST(purchase_date AS VARCHAR(30)), 1, 4) AS INTEGER) >= year - 1", name=op.f("ck_vehicle_fleet_purchase_not_before_model_year")),
        sa.CheckConstraint("status <> 'Retired' OR assigned_technician_id IS NULL", name=op.f("ck_vehicle_fleet_retired_unassigned")),
        sa.CheckConstraint("status = 'Active' OR status = 'Maintenance' OR status = 'Out of Service' OR status = 'Retired'", name=op.f("ck_vehicle_fleet_status")),
        sa.CheckConstraint("vehicle_type = 'Van' OR vehicle_type = 'Truck' OR vehicle_type = 'SUV'", name=op.f("ck_vehicle_fleet_vehicle_type")),
        sa.CheckConstraint("length(vin) = 17 AND vin = upper(vin)", name=op.f("ck_vehicle_fleet_vin_form")),
        sa.CheckConstraint("vin NOT LIKE '%I%' AND vin NOT LIKE '%O%' AND vin NOT LIKE '%Q%'", name=op.f("ck_vehicle_fleet_vin_letters")),
        sa.CheckConstraint("year BETWEEN 1990 AND 2100", name=op.f("ck_vehicle_fleet_year_range")),
        sa.ForeignKeyConstraint(["assigned_technician_id"], ["technicians.technician_id"], name=op.f("fk_vehicle_fleet_assigned_technician_id_technicians")),
        sa.ForeignKeyConstraint(["branch_id"], ["branches.branch_id"], name=op.f("fk_vehicle_fleet_branch_id_branches")),
        sa.PrimaryKeyConstraint("vehicle_id", name=op.f("pk_vehicle_fleet")),
        sa.UniqueConstraint("assigned_technician_id", name=op.f("uq_vehicle_fleet_assigned_technician_id")),
        sa.UniqueConstraint("branch_id", "vehicle_number", name=op.f("uq_vehicle_fleet_branch_id_vehicle_number")),
        sa.UniqueConstraint("vin", name=op.f("uq_vehicle_fleet_vin")),
        comment="One row per service vehicle ever owned, retired ones included.",
    )


def create_service_calls() -> None:
    op.create_table(
        "service_calls",
        sa.Column("service_call_id", sa.Integer(), nullable=False, comment="Key of the call"),
        sa.Column("customer_id", sa.Integer(), nullable=False, comment="Customer visited"),
        sa.Column("technician_id", sa.Integer(), nullable=False, comment="Technician who did the visit"),
        sa.Column("equipment_id", sa.Integer(), nullable=False, comment="Model of the device worked on"),
        sa.Column("service_date", sa.Date(), nullable=False, comment="Day of the visit, the day of started_at"),
        sa.Column("service_type", sa.String(30), nullable=False, comment="What the visit was for"),
        sa.Column("duration_hours", sa.Numeric(4, 2), nullable=False, comment="Time on site, hours, from started_at to completed_at"),
        sa.Column("labor_cost", sa.Numeric(10, 2), nullable=False, comment="Labor charged, US dollars: duration_hours times bill_rate"),
        sa.Column("parts_cost", sa.Numeric(10, 2), nullable=False, comment="Parts charged, US dollars: the sum over parts_usage of this call"),
        sa.Column("total_cost", sa.Numeric(10, 2), nullable=False, comment="labor_cost plus parts_cost, US dollars"),
        sa.Column("installation_id", sa.Integer(), nullable=False, comment="Device worked on; on an Installation, the device put in by this call"),
        sa.Column("started_at", sa.DateTime(), nullable=False, comment="Arrival on site, local time of the branch"),
        sa.Column("completed_at", sa.DateTime(), nullable=False, comment="Departure, local time of the branch"),
        sa.Column("failed_component", sa.String(30), nullable=True, comment="What had failed; NULL unless a Repair or Emergency found a fault"),
        sa.Column("is_callback", sa.Boolean(create_constraint=True, name=op.f("ck_service_calls_is_callback")), nullable=False, comment="True when an earlier visit did not solve the problem; false on the planned return with a part, which repeats the failed_component of the visit that found it"),
        sa.Column("callback_of_id", sa.Integer(), nullable=True, comment="The earlier call; NULL unless is_callback"),
        sa.Column("bill_rate", sa.Numeric(6, 2), nullable=False, comment="Charge for an hour on this call, US dollars, premiums included"),
        sa.Column("technician_notes", sa.Text(), nullable=False, comment="What the technician wrote down"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("bill_rate > 0", name=op.f("ck_service_calls_bill_rate_positive")),
        sa.CheckConstraint("is_callback = (callback_of_id IS NOT NULL)", name=op.f("ck_service_calls_callback_has_origin")),
        sa.CheckConstraint("callback_of_id <> service_call_id", name=op.f("ck_service_calls_callback_of_another_call")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_service_calls_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("duration_hours > 0 AND duration_hours <= 12", name=op.f("ck_service_calls_duration_hours_range")),
        sa.CheckConstraint("failed_component = 'Capacitor' OR failed_component = 'Refrigerant Leak' OR failed_component = 'Contactor' OR failed_component = 'Drain Line' OR failed_component = 'Condenser Fan Motor' OR failed_component = 'Blower Motor' OR failed_component = 'Control Board' OR failed_component = 'Thermostat' OR failed_component = 'Compressor' OR failed_component = 'Evaporator Coil' OR failed_component = 'Expansion Valve' OR failed_component = 'Igniter' OR failed_component = 'Flame Sensor' OR failed_component = 'Pressure Switch' OR failed_component = 'Limit Switch' OR failed_component = 'Inducer Motor' OR failed_component = 'Gas Valve' OR failed_component = 'Heat Exchanger' OR failed_component = 'Circulator Pump' OR failed_component = 'Zone Valve' OR failed_component = 'Heating Element'", name=op.f("ck_service_calls_failed_component")),
        sa.CheckConstraint("failed_component IS NULL OR service_type IN ('Repair', 'Emergency')", name=op.f("ck_service_calls_failure_only_on_repairs")),
        sa.CheckConstraint("abs(labor_cost - (duration_hours * bill_rate)) <= 0.0051", name=op.f("ck_service_calls_labor_cost_adds_up")),
        sa.CheckConstraint("parts_cost >= 0", name=op.f("ck_service_calls_parts_cost_not_negative")),
        sa.CheckConstraint("service_type = 'Maintenance' OR service_type = 'Repair' OR service_type = 'Installation' OR service_type = 'Emergency' OR service_type = 'Inspection'", name=op.f("ck_service_calls_service_type")),
        sa.CheckConstraint("substr(CAST(started_at AS VARCHAR(30)), 1, 10) = substr(CAST(service_date AS VARCHAR(30)), 1, 10)", name=op.f("ck_service_calls_started_at_on_service_date")),
        sa.CheckConstraint("started_at < completed_at", name=op.f("ck_service_calls_started_at_to_completed_at")),
        sa.CheckConstraint("abs(total_cost - (labor_cost + parts_cost)) < 0.005", name=op.f("ck_service_calls_total_cost_adds_up")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.customer_id"], name=op.f("fk_service_calls_customer_id_customers")),
        sa.ForeignKeyConstraint(["technician_id"], ["technicians.technician_id"], name=op.f("fk_service_calls_technician_id_technicians")),
        sa.ForeignKeyConstraint(["equipment_id"], ["equipment_types.equipment_id"], name=op.f("fk_service_calls_equipment_id_equipment_types")),
        sa.ForeignKeyConstraint(["installation_id"], ["installed_devices.installation_id"], name=op.f("fk_service_calls_installation_id_installed_devices")),
        sa.ForeignKeyConstraint(["callback_of_id"], ["service_calls.service_call_id"], name=op.f("fk_service_calls_callback_of_id_service_calls")),
        sa.PrimaryKeyConstraint("service_call_id", name=op.f("pk_service_calls")),
        comment="One row per visit made to a device; visits that fell through are appointments only.",
    )
    op.create_index(op.f("ix_service_calls_customer_id"), "service_calls", ["customer_id"])
    op.create_index(op.f("ix_service_calls_technician_id"), "service_calls", ["technician_id"])
    op.create_index(op.f("ix_service_calls_equipment_id"), "service_calls", ["equipment_id"])
    op.create_index(op.f("ix_service_calls_service_date"), "service_calls", ["service_date"])
    op.create_index(op.f("ix_service_calls_installation_id"), "service_calls", ["installation_id"])
    op.create_index(op.f("ix_service_calls_callback_of_id"), "service_calls", ["callback_of_id"])


def create_appointments() -> None:
    op.create_table(
        "appointments",
        sa.Column("appointment_id", sa.Integer(), nullable=False, comment="Key of the appointment"),
        sa.Column("customer_id", sa.Integer(), nullable=False, comment="Customer to be visited"),
        sa.Column("technician_id", sa.Integer(), nullable=False, comment="Technician it was booked with"),
        sa.Column("service_call_id", sa.Integer(), nullable=True, comment="Call it became; NULL unless Completed, and for a Consultation"),
        sa.Column("appointment_date", sa.Date(), nullable=False, comment="Day of scheduled_time"),
        sa.Column("scheduled_time", sa.DateTime(), nullable=False, comment="Start of the visit, local time of the branch: the actual one when kept, otherwise the planned one"),
        sa.Column("appointment_type", sa.String(30), nullable=False, comment="What the visit is for"),
        sa.Column("estimated_duration_hours", sa.Numeric(4, 2), nullable=False, comment="Time set aside, hours"),
        sa.Column("status", sa.String(30), nullable=False, comment="Last moment reached by the as-of date; Scheduled and Confirmed are still open"),
        sa.Column("priority", sa.String(30), nullable=False, comment="Urgency given at booking"),
        sa.Column("special_instructions", sa.String(500), nullable=True, comment="What the technician must know before arriving; NULL when nothing"),
        sa.Column("created_date", sa.DateTime(), nullable=False, comment="When it was booked, local time of the branch"),
        sa.Column("confirmed_date", sa.DateTime(), nullable=True, comment="When the customer confirmed, local time of the branch; NULL when not or not yet"),
        sa.Column("window_start", sa.DateTime(), nullable=False, comment="Start of the promised arrival window, local time of the branch"),
        sa.Column("window_end", sa.DateTime(), nullable=False, comment="End of the promised arrival window, local time of the branch"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("appointment_type = 'Maintenance' OR appointment_type = 'Repair' OR appointment_type = 'Installation' OR appointment_type = 'Inspection' OR appointment_type = 'Emergency' OR appointment_type = 'Consultation'", name=op.f("ck_appointments_appointment_type")),
        sa.CheckConstraint("status <> 'Completed' OR (service_call_id IS NULL) = (appointment_type = 'Consultation')", name=op.f("ck_appointments_completed_has_call")),
        sa.CheckConstraint("confirmed_date <= scheduled_time", name=op.f("ck_appointments_confirmed_date_to_scheduled_time")),
        sa.CheckConstraint("CASE status WHEN 'Scheduled' THEN confirmed_date IS NULL WHEN 'Confirmed' THEN confirmed_date IS NOT NULL ELSE 1 = 1 END", name=op.f("ck_appointments_confirmed_has_date")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_appointments_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("created_date <= confirmed_date", name=op.f("ck_appointments_created_date_to_confirmed_date")),
        sa.CheckConstraint("created_date <= scheduled_time", name=op.f("ck_appointments_created_date_to_scheduled_time")),
        sa.CheckConstraint("estimated_duration_hours > 0 AND estimated_duration_hours <= 24", name=op.f("ck_appointments_estimated_duration_hours_range")),
        sa.CheckConstraint("service_call_id IS NULL OR status = 'Completed'", name=op.f("ck_appointments_kept_only")),
        sa.CheckConstraint("priority = 'Low' OR priority = 'Medium' OR priority = 'High' OR priority = 'Emergency'", name=op.f("ck_appointments_priority")),
        sa.CheckConstraint("substr(CAST(scheduled_time AS VARCHAR(30)), 1, 10) = substr(CAST(appointment_date AS VARCHAR(30)), 1, 10)", name=op.f("ck_appointments_scheduled_time_on_appointment_date")),
        sa.CheckConstraint("status = 'Scheduled' OR status = 'Confirmed' OR status = 'Completed' OR status = 'Cancelled' OR status = 'No-Show' OR status = 'Rescheduled'", name=op.f("ck_appointments_status")),
        sa.CheckConstraint("window_start < window_end", name=op.f("ck_appointments_window_start_to_window_end")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.customer_id"], name=op.f("fk_appointments_customer_id_customers")),
        sa.ForeignKeyConstraint(["technician_id"], ["technicians.technician_id"], name=op.f("fk_appointments_technician_id_technicians")),
        sa.ForeignKeyConstraint(["service_call_id"], ["service_calls.service_call_id"], name=op.f("fk_appointments_service_call_id_service_calls")),
        sa.PrimaryKeyConstraint("appointment_id", name=op.f("pk_appointments")),
        sa.UniqueConstraint("service_call_id", name=op.f("uq_appointments_service_call_id")),
        comment="One row per appointment ever made, those cancelled, missed or moved included.",
    )
    op.create_index(op.f("ix_appointments_customer_id"), "appointments", ["customer_id"])
    op.create_index(op.f("ix_appointments_technician_id"), "appointments", ["technician_id"])
    op.create_index(op.f("ix_appointments_appointment_date"), "appointments", ["appointment_date"])


def create_customer_feedback() -> None:
    op.create_table(
        "customer_feedback",
        sa.Column("feedback_id", sa.Integer(), nullable=False, comment="Key of the feedback"),
        sa.Column("service_call_id", sa.Integer(), nullable=False, comment="Call it is about"),
        sa.Column("customer_id", sa.Integer(), nullable=False, comment="Customer of that call"),
        sa.Column("feedback_date", sa.Date(), nullable=False, comment="Day it was given, never before the call"),
        sa.Column("feedback_type", sa.String(30), nullable=False, comment="Form the feedback took"),
        sa.Column("overall_satisfaction", sa.Integer(), nullable=False, comment="Overall, 1 (worst) to 10 (best)"),
        sa.Column("technician_rating", sa.Integer(), nullable=False, comment="Technician, 1 (worst) to 10 (best)"),
        sa.Column("timeliness_rating", sa.Integer(), nullable=False, comment="Punctuality, 1 (worst) to 10 (best)"),
        sa.Column("quality_rating", sa.Integer(), nullable=False, comment="Work done, 1 (worst) to 10 (best)"),
        sa.Column("value_rating", sa.Integer(), nullable=False, comment="Value for money, 1 (worst) to 10 (best)"),
        sa.Column("comments", sa.Text(), nullable=False, comment="What the customer wrote or said"),
        sa.Column("would_recommend", sa.Boolean(create_constraint=True, name=op.f("ck_customer_feedback_would_recommend")), nullable=False, comment="True when the customer would recommend the company"),
        sa.Column("follow_up_required", sa.Boolean(create_constraint=True, name=op.f("ck_customer_feedback_follow_up_required")), nullable=False, comment="True when the office must call the customer back"),
        sa.Column("source", sa.String(30), nullable=False, comment="Channel it came in by"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("feedback_type <> 'Complaint' OR overall_satisfaction <= 6", name=op.f("ck_customer_feedback_complaint_is_low")),
        sa.CheckConstraint("feedback_type <> 'Compliment' OR overall_satisfaction >= 7", name=op.f("ck_customer_feedback_compliment_is_high")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_customer_feedback_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("feedback_type = 'Survey' OR feedback_type = 'Review' OR feedback_type = 'Complaint' OR feedback_type = 'Compliment' OR feedback_type = 'Suggestion'", name=op.f("ck_customer_feedback_feedback_type")),
        sa.CheckConstraint("overall_satisfaction BETWEEN 1 AND 10", name=op.f("ck_customer_feedback_overall_satisfaction_range")),
        sa.CheckConstraint("quality_rating BETWEEN 1 AND 10", name=op.f("ck_customer_feedback_quality_rating_range")),
        sa.CheckConstraint("CASE WHEN would_recommend THEN overall_satisfaction >= 5 ELSE overall_satisfaction <= 7 END", name=op.f("ck_customer_feedback_recommendation_fits_rating")),
        sa.CheckConstraint("source = 'Email Survey' OR source = 'Phone Call' OR source = 'Online Review' OR source = 'In Person'", name=op.f("ck_customer_feedback_source")),
        sa.CheckConstraint("technician_rating BETWEEN 1 AND 10", name=op.f("ck_customer_feedback_technician_rating_range")),
        sa.CheckConstraint("timeliness_rating BETWEEN 1 AND 10", name=op.f("ck_customer_feedback_timeliness_rating_range")),
        sa.CheckConstraint("value_rating BETWEEN 1 AND 10", name=op.f("ck_customer_feedback_value_rating_range")),
        sa.ForeignKeyConstraint(["service_call_id"], ["service_calls.service_call_id"], name=op.f("fk_customer_feedback_service_call_id_service_calls")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.customer_id"], name=op.f("fk_customer_feedback_customer_id_customers")),
        sa.PrimaryKeyConstraint("feedback_id", name=op.f("pk_customer_feedback")),
        sa.UniqueConstraint("service_call_id", name=op.f("uq_customer_feedback_service_call_id")),
        comment="One row per service call the customer gave feedback on, at most one a call.",
    )
    op.create_index(op.f("ix_customer_feedback_customer_id"), "customer_feedback", ["customer_id"])


def create_incident_response() -> None:
    op.create_table(
        "incident_response",
        sa.Column("incident_id", sa.Integer(), nullable=False, comment="Key of the incident"),
        sa.Column("service_call_id", sa.Integer(), nullable=False, comment="Emergency call that answered it"),
        sa.Column("incident_type", sa.String(30), nullable=False, comment="What was reported"),
        sa.Column("severity_level", sa.String(30), nullable=False, comment="Severity given at intake"),
        sa.Column("reported_time", sa.DateTime(), nullable=False, comment="When it was reported, local time of the branch"),
        sa.Column("response_time_minutes", sa.Integer(), nullable=False, comment="Minutes from the report to arrival on site"),
        sa.Column("resolution_time_minutes", sa.Integer(), nullable=False, comment="Minutes from the report to the end of the visit"),
        sa.Column("responding_technician_id", sa.Integer(), nullable=False, comment="Technician who responded, the technician of the call"),
        sa.Column("backup_technician_id", sa.Integer(), nullable=True, comment="Second technician on standby; NULL when none was needed"),
        sa.Column("resolution_status", sa.String(30), nullable=False, comment="How the incident stands on the as-of date"),
        sa.Column("customer_satisfaction", sa.Integer(), nullable=False, comment="Rating of the response, 1 (worst) to 10 (best)"),
        sa.Column("follow_up_required", sa.Boolean(create_constraint=True, name=op.f("ck_incident_response_follow_up_required")), nullable=False, comment="True while something is left to do, and where a later visit did it"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("backup_technician_id <> responding_technician_id", name=op.f("ck_incident_response_backup_is_another")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_incident_response_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("customer_satisfaction BETWEEN 1 AND 10", name=op.f("ck_incident_response_customer_satisfaction_range")),
        sa.CheckConstraint("resolution_status <> 'Requires Follow-up' OR follow_up_required", name=op.f("ck_incident_response_follow_up_status_agrees")),
        sa.CheckConstraint("incident_type = 'No Heat/AC' OR incident_type = 'Gas Leak' OR incident_type = 'Electrical Issue' OR incident_type = 'Water Damage' OR incident_type = 'System Failure' OR incident_type = 'Carbon Monoxide Alert'", name=op.f("ck_incident_response_incident_type")),
        sa.CheckConstraint("resolution_time_minutes >= response_time_minutes", name=op.f("ck_incident_response_resolution_after_response")),
        sa.CheckConstraint("resolution_status = 'Resolved' OR resolution_status = 'Pending' OR resolution_status = 'Escalated' OR resolution_status = 'Requires Follow-up'", name=op.f("ck_incident_response_resolution_status")),
        sa.CheckConstraint("response_time_minutes >= 0", name=op.f("ck_incident_response_response_time_minutes_not_negative")),
        sa.CheckConstraint("severity_level = 'Low' OR severity_level = 'Medium' OR severity_level = 'High' OR severity_level = 'Critical'", name=op.f("ck_incident_response_severity_level")),
        sa.ForeignKeyConstraint(["service_call_id"], ["service_calls.service_call_id"], name=op.f("fk_incident_response_service_call_id_service_calls")),
        sa.ForeignKeyConstraint(["responding_technician_id"], ["technicians.technician_id"], name=op.f("fk_incident_response_responding_technician_id_technicians")),
        sa.ForeignKeyConstraint(["backup_technician_id"], ["technicians.technician_id"], name=op.f("fk_incident_response_backup_technician_id_technicians")),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_incident_response")),
        comment="One row per incident answered by an Emergency call.",
    )
    op.create_index(op.f("ix_incident_response_service_call_id"), "incident_response", ["service_call_id"])
    op.create_index(op.f("ix_incident_response_responding_technician_id"), "incident_response", ["responding_technician_id"])
    op.create_index(op.f("ix_incident_response_backup_technician_id"), "incident_response", ["backup_technician_id"])


def create_invoices() -> None:
    op.create_table(
        "invoices",
        sa.Column("invoice_id", sa.Integer(), nullable=False, comment="Key of the invoice"),
        sa.Column("invoice_number", sa.String(20), nullable=False, comment="Number on the invoice: INV-YYYY-NNNN, year of issue_date"),
        sa.Column("service_call_id", sa.Integer(), nullable=False, comment="Call it bills"),
        sa.Column("customer_id", sa.Integer(), nullable=False, comment="Customer of that call"),
        sa.Column("issue_date", sa.Date(), nullable=False, comment="Day of issue, never before the call"),
        sa.Column("due_date", sa.Date(), nullable=False, comment="issue_date plus the days of payment_terms"),
        sa.Column("payment_terms", sa.String(30), nullable=False, comment="When payment is due"),
        sa.Column("subtotal", sa.Numeric(10, 2), nullable=False, comment="Sum of the lines before tax, US dollars"),
        sa.Column("tax_rate", sa.Numeric(5, 4), nullable=False, comment="Sales tax as a fraction of the subtotal: 0.0825 is 8.25 percent"),
        sa.Column("tax_amount", sa.Numeric(10, 2), nullable=False, comment="subtotal times tax_rate, rounded to the cent, US dollars"),
        sa.Column("total_amount", sa.Numeric(10, 2), nullable=False, comment="subtotal plus tax_amount, US dollars"),
        sa.Column("status", sa.String(30), nullable=False, comment="State on the as-of date: Paid when paid in full, Overdue when due and unpaid"),
        sa.Column("notes", sa.String(500), nullable=True, comment="Remark to the customer; NULL when there is none"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_invoices_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("(payment_terms = 'Due on Receipt') = (due_date = issue_date)", name=op.f("ck_invoices_due_date_by_terms")),
        sa.CheckConstraint("invoice_number LIKE 'INV-____-____%' AND substr(invoice_number, 5, 4) = substr(CAST(issue_date AS VARCHAR(30)), 1, 4)", name=op.f("ck_invoices_invoice_number_form")),
        sa.CheckConstraint("issue_date <= due_date", name=op.f("ck_invoices_issue_date_to_due_date")),
        sa.CheckConstraint("payment_terms = 'Due on Receipt' OR payment_terms = 'Net 15' OR payment_terms = 'Net 30' OR payment_terms = 'Net 45'", name=op.f("ck_invoices_payment_terms")),
        sa.CheckConstraint("status = 'Paid' OR status = 'Pending' OR status = 'Overdue' OR status = 'Cancelled'", name=op.f("ck_invoices_status")),
        sa.CheckConstraint("subtotal >= 0", name=op.f("ck_invoices_subtotal_not_negative")),
        sa.CheckConstraint("abs(tax_amount - (subtotal * tax_rate)) <= 0.0051", name=op.f("ck_invoices_tax_amount_adds_up")),
        sa.CheckConstraint("tax_rate >= 0 AND tax_rate < 1", name=op.f("ck_invoices_tax_rate_range")),
        sa.CheckConstraint("abs(total_amount - (subtotal + tax_amount)) < 0.005", name=op.f("ck_invoices_total_amount_adds_up")),
        sa.ForeignKeyConstraint(["service_call_id"], ["service_calls.service_call_id"], name=op.f("fk_invoices_service_call_id_service_calls")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.customer_id"], name=op.f("fk_invoices_customer_id_customers")),
        sa.PrimaryKeyConstraint("invoice_id", name=op.f("pk_invoices")),
        sa.UniqueConstraint("invoice_number", name=op.f("uq_invoices_invoice_number")),
        sa.UniqueConstraint("service_call_id", name=op.f("uq_invoices_service_call_id")),
        comment="One row per invoice; a service call has at most one.",
    )
    op.create_index(op.f("ix_invoices_customer_id"), "invoices", ["customer_id"])


def create_parts_usage() -> None:
    op.create_table(
        "parts_usage",
        sa.Column("usage_id", sa.Integer(), nullable=False, comment="Key of the usage"),
        sa.Column("service_call_id", sa.Integer(), nullable=False, comment="Call it was used on"),
        sa.Column("part_id", sa.Integer(), nullable=False, comment="Part used"),
        sa.Column("quantity_used", sa.Integer(), nullable=False, comment="Quantity in the part's unit_of_measure"),
        sa.Column("usage_date", sa.Date(), nullable=False, comment="Day it left the stock, the day of the call"),
        sa.Column("unit_price", sa.Numeric(10, 2), nullable=False, comment="Charge for one unit, US dollars; 0 when covered, otherwise at least the cost"),
        sa.Column("covered_by_warranty", sa.Boolean(create_constraint=True, name=op.f("ck_parts_usage_covered_by_warranty")), nullable=False, comment="True when a warranty pays: the manufacturer's on the unit while it runs, or that of the same part, put in within the year before"),
        sa.Column("covered_by_contract", sa.Boolean(create_constraint=True, name=op.f("ck_parts_usage_covered_by_contract")), nullable=False, comment="True when the customer's service contract includes it"),
        sa.Column("unit_cost", sa.Numeric(10, 2), nullable=False, comment="What one unit usually cost us that year, covered or not, US dollars"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("unit_price = 0 OR NOT (covered_by_warranty OR covered_by_contract)", name=op.f("ck_parts_usage_covered_is_free")),
        sa.CheckConstraint("NOT (covered_by_warranty AND covered_by_contract)", name=op.f("ck_parts_usage_covered_once")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_parts_usage_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("quantity_used > 0", name=op.f("ck_parts_usage_quantity_used_positive")),
        sa.CheckConstraint("unit_cost >= 0", name=op.f("ck_parts_usage_unit_cost_not_negative")),
        sa.CheckConstraint("unit_price >= 0", name=op.f("ck_parts_usage_unit_price_not_negative")),
        sa.ForeignKeyConstraint(["service_call_id"], ["service_calls.service_call_id"], name=op.f("fk_parts_usage_service_call_id_service_calls")),
        sa.ForeignKeyConstraint(["part_id"], ["parts.part_id"], name=op.f("fk_parts_usage_part_id_parts")),
        sa.PrimaryKeyConstraint("usage_id", name=op.f("pk_parts_usage")),
        comment="One row per part used on a service call, whether charged or covered.",
    )
    op.create_index(op.f("ix_parts_usage_service_call_id"), "parts_usage", ["service_call_id"])
    op.create_index(op.f("ix_parts_usage_part_id"), "parts_usage", ["part_id"])


def create_quotes() -> None:
    op.create_table(
        "quotes",
        sa.Column("quote_id", sa.Integer(), nullable=False, comment="Key of the quote"),
        sa.Column("quote_number", sa.String(20), nullable=False, comment="Number on the quote: QUO-YYYY-NNNN, year of quote_date"),
        sa.Column("customer_id", sa.Integer(), nullable=False, comment="Customer it was sent to"),
        sa.Column("equipment_id", sa.Integer(), nullable=True, comment="Model offered or to be worked on; NULL when the quote is for none"),
        sa.Column("quote_date", sa.Date(), nullable=False, comment="Day it was sent"),
        sa.Column("valid_until", sa.Date(), nullable=False, comment="Last day it can be accepted"),
        sa.Column("quote_type", sa.String(30), nullable=False, comment="What is offered"),
        sa.Column("description", sa.Text(), nullable=False, comment="Offer in words"),
        sa.Column("labor_hours", sa.Numeric(5, 2), nullable=False, comment="Planned labor, hours"),
        sa.Column("labor_rate", sa.Integer(), nullable=False, comment="Charge for an hour, whole US dollars"),
        sa.Column("labor_cost", sa.Numeric(10, 2), nullable=False, comment="labor_hours times labor_rate, US dollars"),
        sa.Column("equipment_cost", sa.Numeric(10, 2), nullable=False, comment="Price of the equipment, US dollars; 0 when none"),
        sa.Column("parts_cost", sa.Numeric(10, 2), nullable=False, comment="Price of parts and material, US dollars"),
        sa.Column("total_amount", sa.Numeric(10, 2), nullable=False, comment="Price offered, US dollars: the prices of labor, equipment and parts together"),
        sa.Column("status", sa.String(30), nullable=False, comment="State on the as-of date"),
        sa.Column("created_by", sa.String(100), nullable=False, comment="Name of the colleague who wrote it"),
        sa.Column("follow_up_date", sa.Date(), nullable=True, comment="Day to ask the customer again; NULL when not planned"),
        sa.Column("notes", sa.Text(), nullable=True, comment="Internal remark; NULL when there is none"),
        sa.Column("lead_id", sa.Integer(), nullable=True, comment="Lead it answers; NULL when an existing customer asked"),
        sa.Column("service_call_id", sa.Integer(), nullable=True, comment="Call the accepted quote became; NULL until then"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_quotes_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("equipment_cost >= 0", name=op.f("ck_quotes_equipment_cost_not_negative")),
        sa.CheckConstraint("abs(labor_cost - (labor_hours * labor_rate)) <= 0.0051", name=op.f("ck_quotes_labor_cost_adds_up")),
        sa.CheckConstraint("labor_hours >= 0", name=op.f("ck_quotes_labor_hours_not_negative")),
        sa.CheckConstraint("labor_rate > 0", name=op.f("ck_quotes_labor_rate_positive")),
        sa.CheckConstraint("service_call_id IS NULL OR status = 'Accepted'", name=op.f("ck_quotes_only_accepted_becomes_call")),
        sa.CheckConstraint("parts_cost >= 0", name=op.f("ck_quotes_parts_cost_not_negative")),
        sa.CheckConstraint("quote_date <= follow_up_date", name=op.f("ck_quotes_quote_date_to_follow_up_date")),
        sa.CheckConstraint("quote_date <= valid_until", name=op.f("ck_quotes_quote_date_to_valid_until")),
        sa.CheckConstraint("quote_number LIKE 'QUO-____-____%' AND substr(quote_number, 5, 4) = substr(CAST(quote_date AS VARCHAR(30)), 1, 4)", name=op.f("ck_quotes_quote_number_form")),
        sa.CheckConstraint("quote_type = 'Repair' OR quote_type = 'Installation' OR quote_type = 'Replacement' OR quote_type = 'Maintenance Contract' OR quote_type = 'System Upgrade'", name=op.f("ck_quotes_quote_type")),
        sa.CheckConstraint("status = 'Pending' OR status = 'Accepted' OR status = 'Declined' OR status = 'Expired' OR status = 'Revised'", name=op.f("ck_quotes_status")),
        sa.CheckConstraint("total_amount - (labor_cost + equipment_cost + parts_cost) > -0.005", name=op.f("ck_quotes_total_covers_costs")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.customer_id"], name=op.f("fk_quotes_customer_id_customers")),
        sa.ForeignKeyConstraint(["equipment_id"], ["equipment_types.equipment_id"], name=op.f("fk_quotes_equipment_id_equipment_types")),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.lead_id"], name=op.f("fk_quotes_lead_id_leads")),
        sa.ForeignKeyConstraint(["service_call_id"], ["service_calls.service_call_id"], name=op.f("fk_quotes_service_call_id_service_calls")),
        sa.PrimaryKeyConstraint("quote_id", name=op.f("pk_quotes")),
        sa.UniqueConstraint("quote_number", name=op.f("uq_quotes_quote_number")),
        comment="One row per quote sent to a customer; a revision is a row of its own.",
    )
    op.create_index(op.f("ix_quotes_customer_id"), "quotes", ["customer_id"])
    op.create_index(op.f("ix_quotes_equipment_id"), "quotes", ["equipment_id"])
    op.create_index(op.f("ix_quotes_lead_id"), "quotes", ["lead_id"])
    op.create_index(op.f("ix_quotes_service_call_id"), "quotes", ["service_call_id"])


def create_warranty_claims() -> None:
    op.create_table(
        "warranty_claims",
        sa.Column("claim_id", sa.Integer(), nullable=False, comment="Key of the claim"),
        sa.Column("claim_number", sa.String(20), nullable=False, comment="Number of the claim: WC-YYYY-NNNN, year of claim_date"),
        sa.Column("installation_id", sa.Integer(), nullable=False, comment="Device under warranty, the device of the call"),
        sa.Column("service_call_id", sa.Integer(), nullable=False, comment="Call on which the part was replaced"),
        sa.Column("component", sa.String(30), nullable=False, comment="What had failed"),
        sa.Column("claim_date", sa.Date(), nullable=False, comment="Day the claim was sent"),
        sa.Column("claimed_amount", sa.Numeric(10, 2), nullable=False, comment="Amount claimed, US dollars"),
        sa.Column("approved_amount", sa.Numeric(10, 2), nullable=True, comment="Amount the manufacturer pays, US dollars; 0 when denied, NULL until decided"),
        sa.Column("decided_date", sa.Date(), nullable=True, comment="Day of the manufacturer's answer; NULL until decided"),
        sa.Column("status", sa.String(30), nullable=False, comment="State on the as-of date"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("CASE status WHEN 'Approved' THEN approved_amount = claimed_amount WHEN 'Partially Approved' THEN approved_amount > 0 AND approved_amount < claimed_amount WHEN 'Denied' THEN approved_amount = 0 ELSE 1 = 1 END", name=op.f("ck_warranty_claims_approved_amount_fits_status")),
        sa.CheckConstraint("claim_date <= decided_date", name=op.f("ck_warranty_claims_claim_date_to_decided_date")),
        sa.CheckConstraint("claim_number LIKE 'WC-____-____%' AND substr(claim_number, 4, 4) = substr(CAST(claim_date AS VARCHAR(30)), 1, 4)", name=op.f("ck_warranty_claims_claim_number_form")),
        sa.CheckConstraint("claimed_amount > 0", name=op.f("ck_warranty_claims_claimed_amount_positive")),
        sa.CheckConstraint("component = 'Capacitor' OR component = 'Refrigerant Leak' OR component = 'Contactor' OR component = 'Drain Line' OR component = 'Condenser Fan Motor' OR component = 'Blower Motor' OR component = 'Control Board' OR component = 'Thermostat' OR component = 'Compressor' OR component = 'Evaporator Coil' OR component = 'Expansion Valve' OR component = 'Igniter' OR component = 'Flame Sensor' OR component = 'Pressure Switch' OR component = 'Limit Switch' OR component = 'Inducer Motor' OR component = 'Gas Valve' OR component = 'Heat Exchanger' OR component = 'Circulator Pump' OR component = 'Zone Valve' OR component = 'Heating Element'", name=op.f("ck_warranty_claims_component")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_warranty_claims_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("(status = 'Submitted') = (decided_date IS NULL) AND (decided_date IS NULL) = (approved_amount IS NULL)", name=op.f("ck_warranty_claims_decision_is_dated")),
        sa.CheckConstraint("status = 'Submitted' OR status = 'Approved' OR status = 'Partially Approved' OR status = 'Denied'", name=op.f("ck_warranty_claims_status")),
        sa.ForeignKeyConstraint(["installation_id"], ["installed_devices.installation_id"], name=op.f("fk_warranty_claims_installation_id_installed_devices")),
        sa.ForeignKeyConstraint(["service_call_id"], ["service_calls.service_call_id"], name=op.f("fk_warranty_claims_service_call_id_service_calls")),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_warranty_claims")),
        sa.UniqueConstraint("claim_number", name=op.f("uq_warranty_claims_claim_number")),
        sa.UniqueConstraint("service_call_id", name=op.f("uq_warranty_claims_service_call_id")),
        comment="One row per claim on a manufacturer for a part replaced under warranty, one a call.",
    )
    op.create_index(op.f("ix_warranty_claims_installation_id"), "warranty_claims", ["installation_id"])


def create_work_orders() -> None:
    op.create_table(
        "work_orders",
        sa.Column("work_order_id", sa.Integer(), nullable=False, comment="Key of the work order"),
        sa.Column("service_call_id", sa.Integer(), nullable=False, comment="Call it orders"),
        sa.Column("technician_id", sa.Integer(), nullable=False, comment="Technician of that call"),
        sa.Column("work_order_number", sa.String(20), nullable=False, comment="Number on the paper: WO-YYYY-NNNN"),
        sa.Column("description", sa.Text(), nullable=False, comment="Problem or task as ordered"),
        sa.Column("instructions", sa.Text(), nullable=False, comment="How the work is to be done"),
        sa.Column("safety_requirements", sa.String(30), nullable=False, comment="Main safety rule that applies"),
        sa.Column("estimated_hours", sa.Numeric(4, 2), nullable=False, comment="Planned time on site, hours"),
        sa.Column("actual_hours", sa.Numeric(4, 2), nullable=False, comment="Time on site, hours: the call's duration_hours"),
        sa.Column("status", sa.String(30), nullable=False, comment="State on the as-of date"),
        sa.Column("priority", sa.String(30), nullable=False, comment="Urgency of the work"),
        sa.Column("completion_notes", sa.Text(), nullable=False, comment="What was done in the end"),
        sa.Column("customer_signature_required", sa.Boolean(create_constraint=True, name=op.f("ck_work_orders_customer_signature_required")), nullable=False, comment="True when the customer must sign for the work"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("actual_hours >= 0", name=op.f("ck_work_orders_actual_hours_not_negative")),
        sa.CheckConstraint("status <> 'Completed' OR actual_hours > 0", name=op.f("ck_work_orders_completed_took_time")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_work_orders_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("estimated_hours > 0", name=op.f("ck_work_orders_estimated_hours_positive")),
        sa.CheckConstraint("priority = 'Low' OR priority = 'Medium' OR priority = 'High' OR priority = 'Emergency'", name=op.f("ck_work_orders_priority")),
        sa.CheckConstraint("safety_requirements = 'Standard PPE' OR safety_requirements = 'Electrical Safety' OR safety_requirements = 'Confined Space' OR safety_requirements = 'Height Work' OR safety_requirements = 'Refrigerant Handling' OR safety_requirements = 'Gas Safety'", name=op.f("ck_work_orders_safety_requirements")),
        sa.CheckConstraint("status = 'Open' OR status = 'In Progress' OR status = 'Completed' OR status = 'Cancelled'", name=op.f("ck_work_orders_status")),
        sa.CheckConstraint("work_order_number LIKE 'WO-____-____%'", name=op.f("ck_work_orders_work_order_number_form")),
        sa.ForeignKeyConstraint(["service_call_id"], ["service_calls.service_call_id"], name=op.f("fk_work_orders_service_call_id_service_calls")),
        sa.ForeignKeyConstraint(["technician_id"], ["technicians.technician_id"], name=op.f("fk_work_orders_technician_id_technicians")),
        sa.PrimaryKeyConstraint("work_order_id", name=op.f("pk_work_orders")),
        sa.UniqueConstraint("service_call_id", name=op.f("uq_work_orders_service_call_id")),
        sa.UniqueConstraint("work_order_number", name=op.f("uq_work_orders_work_order_number")),
        comment="One row per order to do the work of a service call, at most one a call.",
    )
    op.create_index(op.f("ix_work_orders_technician_id"), "work_orders", ["technician_id"])


def create_invoice_lines() -> None:
    op.create_table(
        "invoice_lines",
        sa.Column("invoice_line_id", sa.Integer(), nullable=False, comment="Key of the line"),
        sa.Column("invoice_id", sa.Integer(), nullable=False, comment="Invoice it belongs to"),
        sa.Column("line_number", sa.Integer(), nullable=False, comment="Position on the invoice, from 1"),
        sa.Column("line_type", sa.String(30), nullable=False, comment="What is charged or taken off"),
        sa.Column("description", sa.String(200), nullable=False, comment="Text of the line"),
        sa.Column("quantity", sa.Numeric(8, 2), nullable=False, comment="Hours of labor, units of a part, or 1"),
        sa.Column("unit_price", sa.Numeric(10, 2), nullable=False, comment="Price of one, US dollars; negative on a discount"),
        sa.Column("amount", sa.Numeric(10, 2), nullable=False, comment="quantity times unit_price, rounded to the cent, US dollars"),
        sa.Column("usage_id", sa.Integer(), nullable=True, comment="Part used that the line charges; NULL on all but part lines"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("abs(amount - (quantity * unit_price)) <= 0.0051", name=op.f("ck_invoice_lines_amount_adds_up")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_invoice_lines_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("line_number > 0", name=op.f("ck_invoice_lines_line_number_positive")),
        sa.CheckConstraint("line_type = 'labor' OR line_type = 'part' OR line_type = 'fee' OR line_type = 'discount'", name=op.f("ck_invoice_lines_line_type")),
        sa.CheckConstraint("CASE WHEN line_type = 'discount' THEN amount <= 0 ELSE amount >= 0 END", name=op.f("ck_invoice_lines_only_discounts_reduce")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_invoice_lines_quantity_positive")),
        sa.CheckConstraint("usage_id IS NULL OR line_type = 'part'", name=op.f("ck_invoice_lines_usage_only_on_parts")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.invoice_id"], name=op.f("fk_invoice_lines_invoice_id_invoices")),
        sa.ForeignKeyConstraint(["usage_id"], ["parts_usage.usage_id"], name=op.f("fk_invoice_lines_usage_id_parts_usage")),
        sa.PrimaryKeyConstraint("invoice_line_id", name=op.f("pk_invoice_lines")),
        sa.UniqueConstraint("invoice_id", "line_number", name=op.f("uq_invoice_lines_invoice_id_line_number")),
        sa.UniqueConstraint("usage_id", name=op.f("uq_invoice_lines_usage_id")),
        comment="One row per line of an invoice; the lines add up to its subtotal to the cent.",
    )


def create_payments() -> None:
    op.create_table(
        "payments",
        sa.Column("payment_id", sa.Integer(), nullable=False, comment="Key of the payment"),
        sa.Column("invoice_id", sa.Integer(), nullable=False, comment="Invoice it pays"),
        sa.Column("payment_date", sa.Date(), nullable=False, comment="Day of payment, never before the invoice"),
        sa.Column("amount", sa.Numeric(10, 2), nullable=False, comment="Amount paid by the customer, US dollars"),
        sa.Column("payment_method", sa.String(30), nullable=False, comment="How it was paid"),
        sa.Column("transaction_id", sa.String(40), nullable=False, comment="Reference of the transaction, TXN- first"),
        sa.Column("status", sa.String(30), nullable=False, comment="State on the as-of date; only Completed counts towards the invoice"),
        sa.Column("processing_fee", sa.Numeric(10, 2), nullable=False, comment="Fee the processor keeps, US dollars; 0 for cash, check and financing"),
        sa.Column("notes", sa.String(500), nullable=True, comment="Bookkeeper's remark; NULL when there is none"),
        sa.Column("created_at_utc", sa.DateTime(), nullable=False, comment="When the row was first recorded, UTC"),
        sa.Column("updated_at_utc", sa.DateTime(), nullable=False, comment="When the row last changed, UTC; the same as created_at_utc while it never did"),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payments_amount_positive")),
        sa.CheckConstraint("created_at_utc <= updated_at_utc", name=op.f("ck_payments_created_at_utc_to_updated_at_utc")),
        sa.CheckConstraint("processing_fee = 0 OR payment_method = 'Credit Card' OR payment_method = 'ACH Transfer' OR payment_method = 'Online Payment'", name=op.f("ck_payments_fee_fits_method")),
        sa.CheckConstraint("payment_method = 'Credit Card' OR payment_method = 'Check' OR payment_method = 'Cash' OR payment_method = 'ACH Transfer' OR payment_method = 'Online Payment' OR payment_method = 'Financing'", name=op.f("ck_payments_payment_method")),
        sa.CheckConstraint("processing_fee >= 0", name=op.f("ck_payments_processing_fee_not_negative")),
        sa.CheckConstraint("status = 'Completed' OR status = 'Pending' OR status = 'Failed' OR status = 'Refunded'", name=op.f("ck_payments_status")),
        sa.CheckConstraint("transaction_id LIKE 'TXN-%'", name=op.f("ck_payments_transaction_id_form")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.invoice_id"], name=op.f("fk_payments_invoice_id_invoices")),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_payments")),
        sa.UniqueConstraint("transaction_id", name=op.f("uq_payments_transaction_id")),
        comment="One row per attempt to pay an invoice, failed and refunded ones included.",
    )
    op.create_index(op.f("ix_payments_invoice_id"), "payments", ["invoice_id"])
