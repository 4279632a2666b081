"""Mutations of calls, calendars and parts."""

from tests.factories.audit.change import Mutation, change, copy, remove

_ROUTINE = "service_type <> 'Emergency'"
_WARRANTY = "covered_by_warranty"

_ALONE = (
    "o.service_call_id = (select min(a.service_call_id) from service_calls as a"
    " where not exists (select 1 from service_calls as b where b.customer_id = a.customer_id"
    " and b.service_date = a.service_date and b.service_call_id <> a.service_call_id))"
)

_ITS_CUSTOMER = f"(select o.customer_id from service_calls as o where {_ALONE})"

MUTATIONS: dict[str, list[Mutation]] = {
    # service
    "call-for-customer-of-device": [
        change("service_calls", "customer_id = customer_id + 1"),
        change("service_calls", "equipment_id = equipment_id + 1"),
    ],
    "call-after-device-installed": [
        change("service_calls", "service_date = '1980-01-01'"),
        change(
            "installed_devices",
            "installation_date = date(installation_date, '-1 day')",
            "installation_id in (select installation_id from service_calls"
            " where service_type = 'Installation')",
        ),
    ],
    "call-installs-device-once": [
        copy("service_calls", "service_call_id", "", "service_type = 'Installation'")
    ],
    "call-duration-is-its-times": [
        change("service_calls", "completed_at = datetime(completed_at, '+1 minute')"),
        change("service_calls", "duration_hours = duration_hours + 0.02"),
    ],
    "call-bill-rate-of-technician": [
        change("service_calls", "bill_rate = bill_rate + 1"),
        change("service_calls", "bill_rate = bill_rate / 1.5", "service_type = 'Emergency'"),
        # As it was a year before.
        change("service_calls", "bill_rate = round(bill_rate / 1.04)", _ROUTINE),
    ],
    "call-parts-cost-is-sum-of-parts": [
        change("service_calls", "parts_cost = parts_cost + 0.01"),
        remove("parts_usage", "unit_price > 0"),
    ],
    "callback-follows-its-call": [
        change(
            "service_calls",
            "callback_of_id = (select o.service_call_id from service_calls as o"
            " where o.installation_id <> service_calls.installation_id"
            " and o.started_at < service_calls.started_at order by o.started_at desc)",
            "is_callback",
        ),
        change("service_calls", "started_at = '2001-01-01 09:00:00'", "is_callback"),
        change("service_calls", "service_date = date(service_date, '+46 days')", "is_callback"),
    ],
    "callback-is-a-repair": [
        change("service_calls", "service_type = 'Maintenance'", "is_callback"),
        change(
            "service_calls",
            "service_type = 'Inspection'",
            "service_call_id in (select callback_of_id from service_calls)",
        ),
    ],
    "failure-fits-equipment": [
        change(
            "service_calls",
            f"service_type = 'Repair', failed_component = '{component}', equipment_id ="
            f" (select min(equipment_id) from equipment_types where equipment_type = '{kind}')",
        )
        for component, kind in (
            ("Compressor", "Boiler"),
            ("Contactor", "Air Handler"),
            ("Refrigerant Leak", "Furnace"),
            ("Flame Sensor", "Central AC"),
            ("Circulator Pump", "Furnace"),
            ("Blower Motor", "Water Heater"),
        )
    ],
    "every-call-has-its-work-order": [remove("work_orders")],
    "work-order-of-its-call": [
        change("work_orders", "technician_id = technician_id + 1"),
        change("work_orders", "actual_hours = actual_hours + 0.1"),
        change("work_orders", "status = 'Open'"),
    ],
    "work-order-closed-in-time": [
        change(
            "work_orders",
            "status = 'In Progress'",
            "service_call_id in (select service_call_id from service_calls"
            " where service_date < date(:as_of, '-45 days'))",
        )
    ],
    "maker-pays-for-own-parts": [
        change("warranty_claims", f"component = '{name}'") for name in ("Drain Line", "Thermostat")
    ],
    "work-order-emergency-priority": [
        change("work_orders", "priority = 'Emergency'", "priority <> 'Emergency'"),
        change("work_orders", "priority = 'High'", "priority = 'Emergency'"),
    ],
    "work-order-safety-fits-equipment": [
        change(
            "work_orders",
            f"safety_requirements = '{rule}'",
            "service_call_id in (select s.service_call_id from service_calls as s"
            f" join equipment_types as e using (equipment_id) where e.equipment_type = '{kind}')",
        )
        for rule, kind in (("Refrigerant Handling", "Furnace"), ("Gas Safety", "Central AC"))
    ],
    "work-order-number-of-its-year": [change("work_orders", "work_order_number = 'WO-2001-0001'")],
    # calendars
    "visits-do-not-overlap": [
        (
            "update service_calls set (technician_id, started_at) ="
            " (select o.technician_id, datetime(o.started_at, '+1 minute') from service_calls as o"
            " order by o.service_call_id limit 1)"
            " where service_call_id = (select max(service_call_id) from service_calls)"
        )
    ],
    "device-open-to-one-at-a-time": [
        (
            "update service_calls set (installation_id, started_at, completed_at) ="
            " (select o.installation_id, datetime(o.started_at, '+6 minutes'), o.completed_at"
            " from service_calls as o order by o.service_call_id limit 1)"
            " where service_call_id = (select max(service_call_id) from service_calls)"
        )
    ],
    "rest-follows-work-at-night": [
        (
            "update service_calls set (technician_id, started_at, completed_at) ="
            f" (select o.technician_id, o.service_date || ' {start}', o.service_date || ' {end}'"
            " from service_calls as o where o.service_type <> 'Emergency'"
            " and substr(o.started_at, 12) < '09:00:00'"
            " order by o.service_call_id limit 1) where service_call_id ="
            " (select max(service_call_id) from service_calls where service_type = 'Emergency')"
        )
        for start, end in (("00:30:00", "01:30:00"), ("04:00:00", "05:55:00"))
    ],
    "visits-leave-time-between-customers": [
        (
            "update service_calls set (technician_id, started_at) ="
            " (select o.technician_id, datetime(o.completed_at, '+4 minutes')"
            f" from service_calls as o where {_ALONE})"
            " where service_call_id = (select max(service_call_id) from service_calls as l"
            f" where l.customer_id <> {_ITS_CUSTOMER})"
        )
    ],
    "visits-leave-time-to-travel": [
        (
            (f"update customers set latitude = latitude + 1.5 where customer_id = {_ITS_CUSTOMER}"),
            (
                "update service_calls set (technician_id, started_at) ="
                " (select o.technician_id, datetime(o.completed_at, '+50 minutes')"
                f" from service_calls as o where {_ALONE})"
                " where service_call_id = (select max(service_call_id) from service_calls as l"
                f" where l.customer_id <> {_ITS_CUSTOMER})"
            ),
        )
    ],
    "visits-take-twelve-hours-a-day": [change("service_calls", "duration_hours = 12.01")],
    "routine-visit-on-working-day": [
        change("service_calls", f"service_date = '{day}'", _ROUTINE)
        for day in (
            "2025-03-01",
            "2025-03-02",
            "2025-01-01",
            "2025-05-26",
            "2025-07-04",
            "2025-09-01",
            "2025-11-27",
            "2025-12-25",
        )
    ],
    "routine-visit-in-working-hours": [
        change("service_calls", "started_at = service_date || ' 05:59:59'", _ROUTINE),
        change("service_calls", "completed_at = service_date || ' 21:00:01'", _ROUTINE),
        change(
            "service_calls", "completed_at = date(service_date, '+1 day') || ' 12:00:00'", _ROUTINE
        ),
    ],
    "routine-appointment-on-working-day": [
        change("appointments", "appointment_date = '2025-11-27'", "appointment_type <> 'Emergency'")
    ],
    "routine-appointment-in-working-hours": [
        change(
            "appointments",
            f"scheduled_time = appointment_date || ' {time}'",
            "appointment_type <> 'Emergency'",
        )
        for time in ("05:55:00", "21:00:00")
    ],
    "consultation-while-free": [
        (
            "update appointments set appointment_type = 'Consultation' where appointment_id = "
            " (select min(appointment_id) from appointments where service_call_id is not null)"
        ),
        change(
            "appointments",
            "scheduled_time = datetime(scheduled_time, '+1 minute'),"
            " appointment_type = 'Consultation'",
            "service_call_id is not null",
        ),
    ],
    "open-appointments-do-not-clash": [
        copy("appointments", "appointment_id", "", "status in ('Scheduled', 'Confirmed')")
    ],
    # usage
    "part-used-on-day-of-call": [change("parts_usage", "usage_date = date(usage_date, '+1 day')")],
    "part-charged-at-or-above-cost": [
        change("parts_usage", "unit_price = 0.01", "unit_price > 1"),
        change("parts_usage", "covered_by_warranty = 0", _WARRANTY),
        change("parts_usage", "covered_by_contract = 0", "covered_by_contract"),
    ],
    "part-used-at-cost-of-its-year": [
        change("parts_usage", "unit_cost = unit_cost + 0.01", "usage_id = 1"),
        change("parts_usage", "unit_cost = round(unit_cost * 1.1 + 0.03, 2)"),
        change("parts_usage", "unit_cost = round(unit_cost * 0.9 - 0.03, 2)", "unit_cost > 1"),
        change(
            "parts_usage",
            "unit_cost = round(unit_cost * 1.3, 2)",
            "substr(usage_date, 1, 4) = (select substr(min(usage_date), 1, 4) from parts_usage)",
        ),
    ],
    "warranty-pays-while-it-runs": [
        change(
            "installed_devices",
            "warranty_end_date = installation_date",
            "installation_id in (select s.installation_id from service_calls as s"
            " join parts_usage using (service_call_id) where covered_by_warranty"
            " and not exists (select 1 from service_calls as o"
            "  where o.installation_id = s.installation_id and o.service_date < s.service_date))",
        )
    ],
    "part-is-guaranteed-for-a-year": [
        change(
            "parts_usage",
            "unit_price = 99, covered_by_warranty = 0",
            "covered_by_warranty and usage_id in (select u.usage_id from parts_usage as u"
            " join service_calls as s using (service_call_id) join installed_devices as d"
            " using (installation_id) where s.service_date > d.warranty_end_date)",
        )
    ],
    "contract-pays-while-it-runs": [
        (
            "delete from subscriptions where customer_id = (select s.customer_id from parts_usage"
            " join service_calls as s using (service_call_id) where covered_by_contract)"
        )
    ],
    "contract-pays-for-small-parts": [
        "update parts set unit_cost = 151",
        "update parts set part_category = 'Heat Exchanger'",
        "update subscriptions set service_plan = 'Basic' where service_plan = 'Comprehensive'",
    ],
    "basic-plan-gives-no-filters": [
        "update subscriptions set service_plan = 'Basic' where service_plan = 'Premium'",
    ],
    "refrigerant-by-certified-hands": [
        "delete from technician_certifications where certification_name like 'EPA%'",
        (
            "update technician_certifications set certification_name = 'EPA 608 Type I'"
            " where certification_name like 'EPA%'"
        ),
        (
            "update technician_certifications set issued_date = :as_of"
            " where certification_name like 'EPA%'"
        ),
    ],
    "refrigerant-circuit-opened-by-certified-hands": [
        "delete from technician_certifications where certification_name like 'EPA%'"
    ],
    "refrigerant-of-the-device": [
        change(
            "parts",
            "part_name = 'R-12 refrigerant'",
            "part_id in (select part_id"
            " from parts_usage join parts using (part_id) where part_category = 'Refrigerant')",
        ),
        change(
            "equipment_types",
            "refrigerant = null",
            "equipment_id in (select s.equipment_id"
            " from parts_usage join parts using (part_id) join service_calls as s"
            " using (service_call_id) where part_category = 'Refrigerant')",
        ),
    ],
    "part-fits-equipment": [
        change(
            "parts_usage",
            f"part_id = (select min(part_id) from parts where part_category = '{category}')",
            "service_call_id in (select s.service_call_id from service_calls as s"
            f" join equipment_types as e using (equipment_id) where e.equipment_type = '{kind}')",
        )
        for category, kind in (("Compressor", "Furnace"), ("Igniter", "Central AC"))
    ],
    "unit-put-in-by-installation": [
        change(
            "parts_usage",
            "part_id = (select min(part_id) from parts where part_category = 'Equipment')",
            "service_call_id in (select service_call_id from service_calls"
            " where service_type = 'Repair')",
        ),
        change(
            "parts_usage",
            "quantity_used = 2",
            "part_id in (select part_id from parts where part_category = 'Equipment')",
        ),
    ],
    "unit-put-in-is-of-its-kind": [
        change(
            "parts",
            "part_name = 'Steam engine'",
            "part_category = 'Equipment' and part_id in (select part_id from parts_usage)",
        )
    ],
    "no-tune-up-of-what-goes": [
        (
            "update service_calls set (customer_id, installation_id, started_at) ="
            " (select d.customer_id, d.installation_id, datetime(i.started_at, '-30 minutes')"
            " from quotes as q join service_calls as i using (service_call_id)"
            " join appointments as a using (service_call_id)"
            " join installed_devices as d on d.customer_id = i.customer_id"
            " where q.quote_type = 'Replacement' and d.status = 'Replaced'"
            " group by d.customer_id having count(*) = 1)"
            " where service_call_id = (select min(service_call_id) from service_calls"
            f" where service_type = '{kind}')"
        )
        for kind in ("Maintenance", "Inspection")
    ],
    "claim-of-its-call": [
        change("warranty_claims", "installation_id = installation_id + 1"),
        change("warranty_claims", "claim_date = '2001-01-01'"),
        change(
            "service_calls",
            "failed_component = null",
            "service_call_id in (select service_call_id from warranty_claims)",
        ),
    ],
    "claim-under-warranty": [
        change(
            "installed_devices",
            "warranty_end_date = installation_date",
            "installation_id in (select c.installation_id from warranty_claims as c"
            " join service_calls as s using (service_call_id)"
            " join installed_devices as d on d.installation_id = c.installation_id"
            " where s.service_date > d.installation_date)",
        )
    ],
    "claim-within-cost": [change("warranty_claims", "claimed_amount = claimed_amount + 0.01")],
    "claim-numbers-run-with-dates": [
        change("warranty_claims", "claim_date = date(claim_date, '+300 days')")
    ],
    "claim-for-a-part": [
        (
            "update parts_usage set covered_by_warranty = 0 where service_call_id ="
            " (select min(service_call_id) from warranty_claims)"
        )
    ],
}
