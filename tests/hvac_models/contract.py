"""The public contract, typed once more by hand: a model that drifts from it fails here."""

BOOKKEEPING = ["created_at_utc", "updated_at_utc"]
"""The last columns of every table."""

COLUMNS: dict[str, str] = {
    # The guide's 19 tables, in its order; the guide's columns first, ours after the bar.
    "customers": "customer_id customer_name address phone customer_type created_at"
    " | street city state postal_code latitude longitude email branch_id",
    "technicians": "technician_id technician_name phone technician_level hourly_rate hire_date"
    " years_experience certification_level hvac_installation_skill electrical_skill"
    " refrigeration_skill ductwork_skill diagnostics_skill customer_service_skill"
    " safety_protocols_skill | branch_id bill_rate left_date",
    "equipment_types": "equipment_id brand model equipment_type btu_rating energy_rating"
    " | rating_unit refrigerant list_price expected_life_years warranty_months introduced_year"
    " discontinued_year",
    "parts": "part_id part_name part_category unit_cost supplier"
    " | part_number supplier_id unit_of_measure",
    "installed_devices": "installation_id customer_id equipment_id installation_date"
    " warranty_end_date serial_number installation_location status last_maintenance_date"
    " | installed_by",
    "service_calls": "service_call_id customer_id technician_id equipment_id service_date"
    " service_type duration_hours labor_cost parts_cost total_cost"
    " | installation_id started_at completed_at failed_component is_callback callback_of_id"
    " bill_rate technician_notes",
    "parts_usage": "usage_id service_call_id part_id quantity_used usage_date"
    " | unit_price covered_by_warranty covered_by_contract unit_cost",
    "incident_response": "incident_id service_call_id incident_type severity_level reported_time"
    " response_time_minutes resolution_time_minutes responding_technician_id backup_technician_id"
    " resolution_status customer_satisfaction follow_up_required",
    "vehicle_fleet": "vehicle_id vehicle_number make model year vehicle_type license_plate vin"
    " assigned_technician_id purchase_date current_mileage last_maintenance_date"
    " next_maintenance_mileage status fuel_type gps_enabled"
    " | branch_id last_latitude last_longitude last_gps_at",
    "mailing_list": "contact_id customer_id email first_name last_name phone address"
    " contact_source subscription_status subscription_date preferred_contact_method interests"
    " | unsubscribed_date",
    "subscriptions": "subscription_id customer_id service_plan start_date end_date annual_cost"
    " payment_frequency status auto_renewal services_included discount_percentage"
    " next_service_date | cancelled_date",
    "invoices": "invoice_id invoice_number service_call_id customer_id issue_date due_date"
    " payment_terms subtotal tax_rate tax_amount total_amount status notes",
    "payments": "payment_id invoice_id payment_date amount payment_method transaction_id status"
    " processing_fee notes",
    "inventory": "inventory_id part_id warehouse_location current_stock reorder_point"
    " max_stock_level last_restock_date last_restock_quantity avg_monthly_usage stock_status"
    " supplier_lead_time_days abc_classification last_count_date unit_cost total_value"
    " | opening_stock branch_id",
    "appointments": "appointment_id customer_id technician_id service_call_id appointment_date"
    " scheduled_time appointment_type estimated_duration_hours status priority"
    " special_instructions created_date confirmed_date | window_start window_end",
    "quotes": "quote_id quote_number customer_id equipment_id quote_date valid_until quote_type"
    " description labor_hours labor_rate labor_cost equipment_cost parts_cost total_amount status"
    " created_by follow_up_date notes | lead_id service_call_id",
    "work_orders": "work_order_id service_call_id technician_id work_order_number description"
    " instructions safety_requirements estimated_hours actual_hours status priority"
    " completion_notes customer_signature_required",
    "customer_feedback": "feedback_id service_call_id customer_id feedback_date feedback_type"
    " overall_satisfaction technician_rating timeliness_rating quality_rating value_rating"
    " comments would_recommend follow_up_required source",
    "leads": "lead_id first_name last_name company_name phone email address lead_source"
    " service_interest estimated_value urgency status created_date last_contact_date assigned_to"
    " notes conversion_probability | customer_id campaign_id",
    # The companions.
    "branches": "branch_id branch_name street city state postal_code phone time_zone climate"
    " latitude longitude opened_date",
    "suppliers": "supplier_id supplier_name phone city state lead_time_days payment_terms",
    "technician_certifications": "certification_id technician_id certification_name"
    " certificate_number issued_date expires_date",
    "marketing_campaigns": "campaign_id branch_id campaign_name channel target_service start_date"
    " end_date budget spent",
    "weather_daily": "weather_id branch_id weather_date low_temperature_f mean_temperature_f"
    " high_temperature_f heating_degree_days cooling_degree_days",
    "purchase_orders": "purchase_order_id purchase_order_number branch_id part_id supplier_id"
    " quantity unit_cost total_cost ordered_date expected_date received_date status",
    "warranty_claims": "claim_id claim_number installation_id service_call_id component claim_date"
    " claimed_amount approved_amount decided_date status",
    "invoice_lines": "invoice_line_id invoice_id line_number line_type description quantity"
    " unit_price amount usage_id",
}

LEAD_SOURCES = "Website, Referral, Cold Call, Trade Show, Social Media, Advertisement"
SERVICES = "AC Repair, Heating Repair, Installation, Maintenance, Emergency Service"
PRIORITIES = "Low, Medium, High, Emergency"
COMPONENTS = (
    "Capacitor, Refrigerant Leak, Contactor, Drain Line, Condenser Fan Motor, Blower Motor,"
    " Control Board, Thermostat, Compressor, Evaporator Coil, Expansion Valve, Igniter,"
    " Flame Sensor, Pressure Switch, Limit Switch, Inducer Motor, Gas Valve, Heat Exchanger,"
    " Circulator Pump, Zone Valve, Heating Element"
)
TERMS = "Due on Receipt, Net 15, Net 30, Net 45"

ENUMERATIONS: dict[str, str] = {
    "customers.customer_type": "residential, commercial",
    "technicians.technician_level": "junior, senior, lead, specialist",
    "technicians.certification_level": "Basic, Intermediate, Advanced, Master",
    "equipment_types.equipment_type": "Central AC, Heat Pump, Furnace, Ductless Mini-Split,"
    " Package Unit, Boiler, Air Handler, Water Heater",
    "equipment_types.rating_unit": "SEER, SEER2, AFUE, EF, UEF",
    "equipment_types.refrigerant": "R-22, R-410A, R-454B, R-32",
    "parts.part_category": "Filter, Compressor, Coil, Fan Motor, Thermostat, Capacitor, Contactor,"
    " Refrigerant, Ductwork, Valve, Control Board, Igniter, Flame Sensor, Sensor, Pump, Gas Valve,"
    " Heat Exchanger, Electrical, Drain, Equipment, Consumable",
    "parts.unit_of_measure": "each, lb, ft, box, roll, can, kit",
    "installed_devices.installation_location": "Main Floor, Basement, Attic, Garage, Roof,"
    " Utility Closet, Crawl Space, Outdoor Pad, Mechanical Room",
    "installed_devices.status": "Active, Inactive, Under Maintenance, Replaced",
    "installed_devices.installed_by": "Company, Builder, Other Contractor",
    "service_calls.service_type": "Maintenance, Repair, Installation, Emergency, Inspection",
    "service_calls.failed_component": COMPONENTS,
    "incident_response.incident_type": "No Heat/AC, Gas Leak, Electrical Issue, Water Damage,"
    " System Failure, Carbon Monoxide Alert",
    "incident_response.severity_level": "Low, Medium, High, Critical",
    "incident_response.resolution_status": "Resolved, Pending, Escalated, Requires Follow-up",
    "vehicle_fleet.vehicle_type": "Van, Truck, SUV",
    "vehicle_fleet.status": "Active, Maintenance, Out of Service, Retired",
    "vehicle_fleet.fuel_type": "Gasoline, Diesel, Hybrid, Electric",
    "mailing_list.contact_source": "Existing Customer, Website, Referral, Trade Show,"
    " Social Media, Direct Mail",
    "mailing_list.subscription_status": "Subscribed, Unsubscribed",
    "mailing_list.preferred_contact_method": "Email, Phone, Mail",
    "mailing_list.interests": "Maintenance Tips, Seasonal Offers, New Products, Energy Efficiency",
    "subscriptions.service_plan": "Basic, Premium, Comprehensive, Commercial",
    "subscriptions.payment_frequency": "Monthly, Quarterly, Annual",
    "subscriptions.status": "Active, Expired, Cancelled, Suspended",
    "invoices.payment_terms": TERMS,
    "invoices.status": "Paid, Pending, Overdue, Cancelled",
    "payments.payment_method": "Credit Card, Check, Cash, ACH Transfer, Online Payment, Financing",
    "payments.status": "Completed, Pending, Failed, Refunded",
    "inventory.stock_status": "In Stock, Low Stock, Out of Stock",
    "inventory.abc_classification": "A, B, C",
    "appointments.appointment_type": "Maintenance, Repair, Installation, Inspection, Emergency,"
    " Consultation",
    "appointments.status": "Scheduled, Confirmed, Completed, Cancelled, No-Show, Rescheduled",
    "appointments.priority": PRIORITIES,
    "quotes.quote_type": "Repair, Installation, Replacement, Maintenance Contract, System Upgrade",
    "quotes.status": "Pending, Accepted, Declined, Expired, Revised",
    "work_orders.safety_requirements": "Standard PPE, Electrical Safety, Confined Space,"
    " Height Work, Refrigerant Handling, Gas Safety",
    "work_orders.status": "Open, In Progress, Completed, Cancelled",
    "work_orders.priority": PRIORITIES,
    "customer_feedback.feedback_type": "Survey, Review, Complaint, Compliment, Suggestion",
    "customer_feedback.source": "Email Survey, Phone Call, Online Review, In Person",
    "leads.lead_source": LEAD_SOURCES,
    "leads.service_interest": SERVICES,
    "leads.urgency": "Low, Medium, High",
    "leads.status": "New, Contacted, Qualified, Converted, Lost, Nurturing",
    "branches.climate": "hot_humid, mixed_humid, cold",
    "suppliers.payment_terms": TERMS,
    "technician_certifications.certification_name": "EPA 608 Universal, EPA 608 Type I,"
    " EPA 608 Type II, EPA 608 Type III, NATE, State HVAC License, OSHA 10, OSHA 30,"
    " Manufacturer Training",
    "marketing_campaigns.channel": LEAD_SOURCES + ", Direct Mail",
    "marketing_campaigns.target_service": SERVICES,
    "purchase_orders.status": "Ordered, Received",
    "warranty_claims.component": COMPONENTS,
    "warranty_claims.status": "Submitted, Approved, Partially Approved, Denied",
    "invoice_lines.line_type": "labor, part, fee, discount",
}

REQUIRED_UNIQUE = (
    "parts.part_number",
    "installed_devices.serial_number",
    "vehicle_fleet.vin",
    "vehicle_fleet.assigned_technician_id",
    "mailing_list.email",
    "invoices.invoice_number",
    "invoices.service_call_id",
    "payments.transaction_id",
    "inventory.branch_id+part_id",
    "appointments.service_call_id",
    "quotes.quote_number",
    "work_orders.service_call_id",
    "work_orders.work_order_number",
    "customer_feedback.service_call_id",
    "branches.branch_name",
    "suppliers.supplier_name",
    "technician_certifications.certificate_number",
    "weather_daily.branch_id+weather_date",
    "purchase_orders.purchase_order_number",
    "warranty_claims.claim_number",
    "warranty_claims.service_call_id",
    "invoice_lines.invoice_id+line_number",
    "invoice_lines.usage_id",
)

FOREIGN_KEYS: dict[str, str] = {
    "customers": "branch_id -> branches",
    "technicians": "branch_id -> branches",
    "parts": "supplier_id -> suppliers",
    "installed_devices": "customer_id -> customers, equipment_id -> equipment_types",
    "service_calls": "customer_id -> customers, technician_id -> technicians,"
    " equipment_id -> equipment_types, installation_id -> installed_devices,"
    " callback_of_id? -> service_calls",
    "parts_usage": "service_call_id -> service_calls, part_id -> parts",
    "incident_response": "service_call_id -> service_calls,"
    " responding_technician_id -> technicians, backup_technician_id? -> technicians",
    "vehicle_fleet": "assigned_technician_id? -> technicians, branch_id -> branches",
    "mailing_list": "customer_id? -> customers",
    "subscriptions": "customer_id -> customers",
    "invoices": "service_call_id -> service_calls, customer_id -> customers",
    "payments": "invoice_id -> invoices",
    "inventory": "part_id -> parts, branch_id -> branches",
    "appointments": "customer_id -> customers, technician_id -> technicians,"
    " service_call_id? -> service_calls",
    "quotes": "customer_id -> customers, equipment_id? -> equipment_types, lead_id? -> leads,"
    " service_call_id? -> service_calls",
    "work_orders": "service_call_id -> service_calls, technician_id -> technicians",
    "customer_feedback": "service_call_id -> service_calls, customer_id -> customers",
    "leads": "customer_id? -> customers, campaign_id? -> marketing_campaigns",
    "technician_certifications": "technician_id -> technicians",
    "marketing_campaigns": "branch_id -> branches",
    "weather_daily": "branch_id -> branches",
    "purchase_orders": "branch_id -> branches, part_id -> parts, supplier_id -> suppliers",
    "warranty_claims": "installation_id -> installed_devices, service_call_id -> service_calls",
    "invoice_lines": "invoice_id -> invoices, usage_id? -> parts_usage",
}

OPTIONAL: dict[str, str] = {
    "customers": "email",
    "technicians": "left_date",
    "equipment_types": "refrigerant discontinued_year",
    "installed_devices": "last_maintenance_date",
    "service_calls": "failed_component callback_of_id",
    "incident_response": "backup_technician_id",
    "vehicle_fleet": "assigned_technician_id last_latitude last_longitude last_gps_at",
    "mailing_list": "customer_id unsubscribed_date",
    "subscriptions": "next_service_date cancelled_date",
    "invoices": "notes",
    "payments": "notes",
    "appointments": "service_call_id special_instructions confirmed_date",
    "quotes": "equipment_id follow_up_date notes lead_id service_call_id",
    "leads": "company_name last_contact_date customer_id campaign_id",
    "technician_certifications": "expires_date",
    "purchase_orders": "received_date",
    "warranty_claims": "approved_amount decided_date",
    "invoice_lines": "usage_id",
}
