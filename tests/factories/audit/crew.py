"""Mutations of technicians and vehicles."""

from tests.factories.audit.change import Mutation, change, copy, freed

MUTATIONS: dict[str, list[Mutation]] = {
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
    "vehicle-serviced-once-a-year": [
        change(
            "vehicle_fleet",
            "purchase_date = date(:as_of, '-500 days'),"
            " last_maintenance_date = date(:as_of, '-400 days')",
            "status = 'Active'",
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
    "large-part-put-in-by-no-junior": [
        change(
            "service_calls",
            "technician_id = (select max(technician_id) from technicians"
            " where technician_level = 'junior')",
            "service_type = 'Repair' and service_call_id in (select service_call_id"
            " from parts_usage join parts using (part_id)"
            " where part_category in ('Compressor', 'Coil', 'Heat Exchanger'))",
        ),
    ],
}
