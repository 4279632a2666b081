"""Mutations of customers, devices, technicians, vehicles and of words."""

from tests.factories.audit.change import Mutation, change, copy, freed

MUTATIONS: dict[str, list[Mutation]] = {
    # customers
    "customer-known-before-call": [
        change(
            "customers",
            "created_at = (select datetime(min(started_at), '+1 minute') from service_calls as s"
            " where s.customer_id = customers.customer_id)",
            "customer_id in (select customer_id from service_calls)",
        )
    ],
    "customer-known-before-appointment": [
        change("appointments", "created_date = '2001-01-01 09:00:00'")
    ],
    "customer-known-before-contract": [change("subscriptions", "start_date = '2001-01-01'")],
    "customer-known-before-quote": [
        change("quotes", "quote_date = '2001-01-01'", "lead_id is null")
    ],
    "customer-after-branch-opened": [change("customers", "created_at = '1999-12-31 23:59:59'")],
    "customer-recorded-once": [
        copy("customers", "customer_id", "email = null"),
        copy("customers", "customer_id", "customer_name = 'Ann Other'", "email is not null"),
    ],
    "feedback-customer-of-call": [change("customer_feedback", "customer_id = customer_id + 1")],
    "feedback-soon-after-call": [
        change("customer_feedback", "feedback_date = date(feedback_date, '-61 days')"),
        change("customer_feedback", "feedback_date = date(feedback_date, '+61 days')"),
    ],
    "feedback-ratings-near-overall": [
        change("customer_feedback", "overall_satisfaction = 10, timeliness_rating = 4"),
        change("customer_feedback", "overall_satisfaction = 2, value_rating = 8"),
        change(
            "customer_feedback",
            "overall_satisfaction = 9, technician_rating = 6, timeliness_rating = 6,"
            " quality_rating = 6, value_rating = 6",
        ),
        change(
            "customer_feedback",
            "overall_satisfaction = 4, technician_rating = 7, timeliness_rating = 7,"
            " quality_rating = 7, value_rating = 7",
        ),
    ],
    "feedback-type-fits-rating": [
        change("customer_feedback", "feedback_type = 'Complaint', overall_satisfaction = 6"),
        change("customer_feedback", "feedback_type = 'Compliment', overall_satisfaction = 6"),
    ],
    "review-is-online": [
        change("customer_feedback", "source = 'In Person'", "feedback_type = 'Review'"),
        change("customer_feedback", "source = 'Online Review'", "feedback_type = 'Survey'"),
    ],
    "recommendation-fits-rating": [
        change("customer_feedback", "overall_satisfaction = 8, would_recommend = 0"),
        change("customer_feedback", "overall_satisfaction = 4, would_recommend = 1"),
    ],
    "praised-repair-has-held": [
        (
            "delete from incident_response",
            (
                "update customer_feedback set overall_satisfaction = 10, feedback_date = :as_of"
                " where service_call_id = (select f.service_call_id from customer_feedback as f"
                " join service_calls as l on l.callback_of_id = f.service_call_id"
                " where l.service_date < :as_of limit 1)"
            ),
        )
    ],
    "mailing-list-e-mail-of-customer": [
        change(
            "mailing_list",
            "email = 'someone.else@example.com'",
            "customer_id in (select customer_id from customers where email is not null)",
        ),
        change(
            "customers", "email = null", "customer_id in (select customer_id from mailing_list)"
        ),
    ],
    "mailing-list-address-of-customer": [
        change("mailing_list", "address = '1 Oak St, Charlotte, NC 28202'", "customer_id > 0"),
        change("mailing_list", "phone = '(919) 555-0199'", "customer_id > 0"),
    ],
    "mailing-list-customer-once": [
        copy("mailing_list", "contact_id", "email = 'x@example.com'", "customer_id > 0")
    ],
    "e-mail-survey-went-somewhere": [
        change(
            "customer_feedback",
            "source = 'Email Survey'",
            "customer_id in (select customer_id from customers where email is null)",
        )
    ],
    # devices
    "device-warranty-ends-by-its-months": [
        change("installed_devices", "warranty_end_date = date(warranty_end_date, '-1 day')"),
        change("installed_devices", "warranty_end_date = date(warranty_end_date, '+1 month')"),
    ],
    "device-last-maintenance-is-last-call": [
        change("installed_devices", "last_maintenance_date = null", "last_maintenance_date > ''"),
        change(
            "installed_devices",
            "last_maintenance_date = date(last_maintenance_date, '+1 day')",
            "last_maintenance_date is not null",
        ),
        change(
            "installed_devices",
            "last_maintenance_date = installation_date",
            "last_maintenance_date is null",
        ),
    ],
    "device-made-when-installed": [
        change(
            "installed_devices",
            "installation_date = (select introduced_year - 1 from equipment_types as e"
            " where e.equipment_id = installed_devices.equipment_id) || '-12-31'",
        ),
        change(
            "installed_devices",
            "installation_date = (select discontinued_year + 1 from equipment_types as e"
            " where e.equipment_id = installed_devices.equipment_id) || '-01-01'",
            "equipment_id in (select equipment_id from equipment_types"
            " where discontinued_year is not null)",
        ),
    ],
    "device-built-before-it-was-put-in": [
        change("installed_devices", "installation_date = date(installation_date, '-24 months')"),
        (
            "update equipment_types set discontinued_year = null",
            "update equipment_types set introduced_year = introduced_year + 3",
        ),
        change("installed_devices", "serial_number = 'G0013U' || (100000 + installation_id)"),
    ],
    "device-stands-where-it-can": [
        change(
            "installed_devices",
            f"installation_location = '{place}'",
            "equipment_id in (select equipment_id from equipment_types"
            f" where equipment_type = '{kind}')",
        )
        for kind, place in (("Central AC", "Attic"), ("Furnace", "Outdoor Pad"))
    ],
    "device-replaced-by-another": [
        change(
            "installed_devices",
            "status = 'Replaced', installation_date = :as_of",
            "status = 'Active'",
        ),
        # Nothing does a boiler's work, and no AC that of a heat pump.
        *(
            change(
                "installed_devices",
                "equipment_id = (select min(equipment_id) from equipment_types"
                f" where equipment_type = '{kind}')",
                "status = 'Replaced' and customer_id not in (select d.customer_id"
                " from installed_devices as d join equipment_types as e"
                f" on e.equipment_id = d.equipment_id where e.equipment_type = '{kind}')",
            )
            for kind in ("Boiler", "Heat Pump")
        ),
    ],
    "device-replaced-once": [
        (
            "update installed_devices set status = 'Replaced' where customer_id ="
            " (select customer_id from installed_devices group by customer_id having count(*) > 1)"
        )
    ],
    "device-replaced-gets-no-call": [
        change(
            "service_calls",
            "service_date = '2098-01-01'",
            "installation_id in (select installation_id from installed_devices"
            " where status = 'Replaced')",
        )
    ],
    "device-of-ours-has-installation-call": [
        change("service_calls", "service_type = 'Inspection'", "service_type = 'Installation'"),
        change("service_calls", "service_date = '2001-01-01'", "service_type = 'Installation'"),
    ],
    "device-of-others-has-no-installation-call": [
        change(
            "installed_devices",
            "installed_by = 'Builder'",
            "installation_id in (select installation_id from service_calls"
            " where service_type = 'Installation')",
        )
    ],
    "device-installed-by-us-after-account": [
        change(
            "installed_devices",
            "installed_by = 'Company'",
            "installation_date < (select min(created_at) from customers)",
        )
    ],
    # workforce
    "technician-hired-before-call": [
        change(
            "technicians",
            "hire_date = :as_of",
            "technician_id in (select technician_id"
            " from service_calls where service_date < :as_of)",
        )
    ],
    "technician-gone-is-gone": [
        change(
            "technicians",
            "left_date = '2001-01-01'",
            "technician_id in (select technician_id from service_calls)",
        ),
        change(
            "technicians",
            "left_date = :as_of",
            "technician_id in (select technician_id from appointments"
            " where appointment_date > :as_of and status in ('Scheduled', 'Confirmed'))",
        ),
        change(
            "incident_response",
            "backup_technician_id = (select min(technician_id) from technicians"
            " where left_date < :as_of)",
            "reported_time > (select min(left_date) || '~' from technicians)",
        ),
        change(
            "vehicle_fleet",
            "assigned_technician_id = (select min(technician_id) from technicians"
            " where left_date is not null)",
            "assigned_technician_id is null",
        ),
        change(
            "technician_certifications",
            "issued_date = :as_of",
            "technician_id in (select technician_id from technicians where left_date < :as_of)",
        ),
        change("technicians", "left_date = date(:as_of, '+1 day')", "left_date is not null"),
    ],
    "technician-hired-before-appointment": [
        change("appointments", "appointment_date = '2001-01-01'")
    ],
    "technician-serves-own-branch": [
        change(
            "technicians",
            "branch_id = 99",
            "technician_id in (select technician_id from service_calls)",
        )
    ],
    "technician-booked-in-own-branch": [
        change(
            "technicians",
            "branch_id = 99",
            "technician_id in (select technician_id from appointments)",
        )
    ],
    "technician-after-branch-opened": [change("branches", "opened_date = :as_of")],
    "experience-covers-the-years-here": [
        change("technicians", "years_experience = 2, hire_date = date(:as_of, '-4 years')")
    ],
    "refrigerant-card-early-in-career": [
        change(
            "technician_certifications",
            "issued_date = (select date(t.hire_date, '-7 days') from technicians as t"
            " where t.technician_id = technician_certifications.technician_id)",
            "certification_name like 'EPA%' and technician_id in"
            " (select technician_id from technicians"
            " where years_experience > (julianday(:as_of) - julianday(hire_date)) / 365 + 3)",
        )
    ],
    "lifelong-certificate-once": [
        copy(
            "technician_certifications",
            "certification_id",
            "certificate_number = 'X-1'",
            "expires_date is null",
        )
    ],
    "vehicle-driver-of-own-branch": [
        change("vehicle_fleet", "branch_id = 99", "assigned_technician_id is not null")
    ],
    "vehicle-one-a-technician": [
        (
            *freed("vehicle_fleet"),
            "update vehicle_fleet set assigned_technician_id = 1 where vehicle_id < 3",
        )
    ],
    "vehicle-seen-on-the-way-from-the-last-visit": [
        (
            *freed("vehicle_fleet"),
            "update vehicle_fleet set assigned_technician_id = null",
            """update service_calls set service_date = :as_of
            where service_date = (select max(service_date) from service_calls)""",
            """update vehicle_fleet set (assigned_technician_id, last_gps_at, last_latitude) = (
            select s.technician_id, datetime(max(s.completed_at), '+15 minutes'), c.latitude + 0.2
            from service_calls as s join customers as c on c.customer_id = s.customer_id
            where s.service_date = (select max(service_date) from service_calls)
            group by s.technician_id limit 1), last_longitude = -80, gps_enabled = 1,
            status = 'Active' where vehicle_id = 1""",
        )
    ],
    "vin-check-digit": [
        change("vehicle_fleet", "vin = substr(vin, 1, 16) || (substr(vin, 17) + 1) % 10"),
        change("vehicle_fleet", "vin = substr(vin, 1, 8) || '-' || substr(vin, 10)"),
    ],
    "vehicle-was-built": [
        change("vehicle_fleet", f"model = '{model}', fuel_type = '{fuel}', year = {year}")
        for model, fuel, year in (
            ("Transit", "Gasoline", 2014),
            ("ProMaster", "Gasoline", 2013),
            ("E-Series", "Gasoline", 2016),
            ("F-150", "Hybrid", 2020),
            ("Transit", "Electric", 2021),
            ("Transit", "Diesel", 2020),
            ("Savana", "Diesel", 2023),
        )
    ],
    "vin-model-year": [change("vehicle_fleet", "year = year - 1")],
    "vehicle-mileage-was-driven": [change("vehicle_fleet", "current_mileage = 900000")],
    "retired-vehicle-stands-still": [
        change("vehicle_fleet", "last_gps_at = :as_of || ' 10:00:00'", "status = 'Retired'"),
        change("vehicle_fleet", "last_maintenance_date = :as_of", "status = 'Retired'"),
    ],
    "vehicle-seen-in-territory": [
        change("vehicle_fleet", "last_latitude = 60, last_longitude = -80", "gps_enabled"),
        change("vehicle_fleet", "last_longitude = last_longitude + 3", "gps_enabled"),
        change("vehicle_fleet", "last_gps_at = '2001-01-01 10:00:00'", "gps_enabled"),
    ],
    "vehicle-seen-after-its-driver": [
        change(
            "vehicle_fleet",
            "last_gps_at = date(:as_of, '-40 days') || ' 10:00:00'",
            "gps_enabled and status = 'Active' and assigned_technician_id in (select technician_id"
            " from service_calls where service_date > date(:as_of, '-30 days'))",
        )
    ],
    # words
    "phone-is-fictional": [
        *(
            change(table, "phone = '(704) 555-1234'")
            for table in ("branches", "customers", "leads", "mailing_list", "suppliers")
        ),
        change("technicians", "phone = '(104) 555-0123'"),
        change("technicians", "phone = '704-555-0123'"),
    ],
    "e-mail-is-reserved": [
        *(change(table, "email = 'ann@gmail.com'") for table in ("customers", "leads")),
        change("mailing_list", "email = 'ann@notexample.com.biz'"),
    ],
    "e-mail-fits-name": [
        change(table, "email = 'q@example.com'", f"email > '' and {theirs}")
        for table, theirs in (
            ("customers", "customer_type = 'residential'"),
            ("leads", "customer_id is null and company_name is null"),
            ("mailing_list", "customer_id is null and email not like 'office.%'"),
        )
    ],
    "business-writes-from-its-office": [
        change("customers", "email = 'ann@example.com'", "customer_type = 'commercial'"),
        change("leads", "email = 'ann@example.com'", "company_name > '' and customer_id is null"),
    ],
    "person-has-a-persons-name": [
        *(
            change("customers", f"customer_name = '{name}'", "customer_type = 'residential'")
            for name in ("Cher", "Smith & Sons", "Area 51", "Acme LLC", "Acme Inc.")
        ),
        change("technicians", "technician_name = 'Technician'"),
    ],
    "address-is-complete": [
        change("customers", "address = 'Oak St, Charlotte, NC 28202'"),
        change("leads", "address = '1 Oak St, Charlotte, NC'"),
        change("mailing_list", "address = '1 Oak St Charlotte NC 28202'"),
    ],
    "zip-fits-state": [
        change("customers", "address = '1 Oak St, Charlotte, NC 10001'"),
        change("leads", "address = '1 Oak St, Houston, TX 28202'"),
        change("mailing_list", "address = '1 Oak St, Albany, NY 75001'"),
        change("branches", "state = 'NC', postal_code = '77001'"),
    ],
    "town-fits-zip": [
        change("customers", "address = '1 Oak St, Concord, NC 28202'"),
        change("leads", "address = '1 Oak St, Concord, NC 28202'"),
        change("mailing_list", "address = '1 Oak St, Concord, NC 28202'"),
    ],
    "short-street-has-low-numbers": [
        *(
            change(table, "address = '2001 Elm Court, Charlotte, NC 28202'")
            for table in ("customers", "leads", "mailing_list")
        ),
        change("leads", "address = '2000 Elm Grove Circle, Charlotte, NC 28202'"),
    ],
    "neighbors-live-near": [
        change(
            "customers",
            f"(street, postal_code, latitude, longitude) = (select {street}, postal_code,"
            f" latitude + {north}, longitude - {west} from customers where customer_id = 1)",
            "customer_id = 2",
        )
        for street, north, west in (
            ("street", 0.02, 0),
            ("(cast(street as integer) + 150) || substr(street, instr(street, ' '))", 0, 0.02),
        )
    ],
    "customer-in-state-of-branch": [
        change("customers", "state = 'AK'"),
        change("customers", "latitude = latitude + 3"),
        change("customers", "longitude = longitude - 3"),
    ],
    "text-is-meant": [
        change("work_orders", "description = 'Lorem ipsum dolor'"),
        change("service_calls", "technician_notes = ''"),
        change("service_calls", "technician_notes = 'NULL'"),
        change("service_calls", "technician_notes = 'Replaced {part}.'"),
        change("service_calls", "technician_notes = 'Replaced  capacitor.'"),
        change("customer_feedback", "comments = '=1+1'"),
        change("customer_feedback", "comments = '-- fine'"),
        change("customer_feedback", "comments = '@everyone'"),
        change("customer_feedback", "comments = '+1 from me'"),
        change("invoice_lines", "description = ' Labor'"),
        change("quotes", "notes = 'Call back '"),
        change("leads", "notes = 'Wants %s'"),
    ],
}
