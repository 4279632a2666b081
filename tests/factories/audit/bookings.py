"""Mutations of incidents, appointments and the weather."""

from tests.factories.audit.change import Mutation, change, copy, remove

_NOT_SO = (
    "service_call_id in (select service_call_id from incident_response where incident_type <> '{}')"
)
_OF_A_REPAIR = (
    "service_call_id in (select service_call_id from service_calls where service_type = 'Repair')"
)
_WHO_WAITED = (
    "service_call_id = (select min(service_call_id) from appointments"
    " where appointment_type = 'Repair' and status = 'Completed')"
)

_IN_JANUARY = (
    "service_call_id = (select min(service_call_id) from service_calls"
    " where service_type = 'Repair' and strftime('%m', service_date) = '01')"
)

_SECOND = {
    "Callback": "select service_call_id from service_calls where is_callback",
    "Return visit": "select service_call_id from work_orders"
    " where description like 'Return visit%'",
}

_NOTED = "select service_call_id from work_orders where description like '%, as noted%'"

MUTATIONS: dict[str, list[Mutation]] = {
    # second visits
    "second-visit-is-booked-after-the-first": [
        change(
            "appointments",
            "created_date = datetime(created_date, '-30 days')",
            f"service_call_id in ({which})",
        )
        for which in _SECOND.values()
    ],
    "second-visit-is-ordered-as-one": [
        *(
            change("work_orders", said, f"service_call_id in ({which})")
            for told, which in (*_SECOND.items(), ("Return visit", _NOTED))
            for said in (
                f"description = replace(description, '{told}', 'Visit')",
                "description = substr(description, 1, 14)",
                "instructions = instructions || ' Diagnose and quote before repair.'",
                "instructions = 'Read the error code at the indoor unit first.'",
            )
        ),
        *(
            change(
                "work_orders",
                f"description = '{told} on our visit of Feb 8.'",
                f"service_call_id not in ({which})",
            )
            for told, which in _SECOND.items()
        ),
    ],
    "return-visit-asks-for-no-approval": [
        change(
            "appointments",
            f"special_instructions = '{said}'",
            f"service_call_id in ({_SECOND['Return visit']})",
        )
        for said in (
            "Get approval by phone before any repair.",
            "Customer has photos of the error code.",
        )
    ],
    "second-visit-bears-no-diagnosis": [
        change(
            "invoice_lines",
            "description = 'Diagnostic fee'",
            f"invoice_id in (select invoice_id from invoices where service_call_id in ({which}))",
        )
        for which in _SECOND.values()
    ],
    # incidents
    "incident-answered-by-emergency": [
        change(
            "service_calls",
            "service_type = 'Repair'",
            "service_call_id in (select service_call_id from incident_response)",
        )
    ],
    "incident-technician-of-call": [
        change("incident_response", "responding_technician_id = responding_technician_id + 1")
    ],
    "incident-backup-of-own-branch": [
        (
            change("incident_response", "backup_technician_id = 1, responding_technician_id = 2"),
            "update technicians set hire_date = :as_of where technician_id = 1",
            "update incident_response set reported_time = '2001-01-01 09:00:00'",
        ),
        (
            change("incident_response", "backup_technician_id = 1, responding_technician_id = 2"),
            "update technicians set branch_id = 99 where technician_id = 1",
        ),
    ],
    "incident-response-is-arrival": [
        change("incident_response", "response_time_minutes = response_time_minutes + 1"),
        change("incident_response", "reported_time = datetime(reported_time, '-1 minute')"),
    ],
    "incident-resolved-by-the-visit": [
        change(
            "incident_response",
            "resolution_time_minutes = response_time_minutes",
            "resolution_status = 'Resolved'",
        )
    ],
    "incident-reported-by-customer": [
        change("incident_response", "reported_time = '2001-01-01 09:00:00'")
    ],
    "incident-closed-in-time": [
        *(
            change(
                "incident_response",
                f"resolution_status = '{status}', follow_up_required = 1,"
                " reported_time = '2001-01-01 09:00:00'",
            )
            for status in ("Pending", "Escalated")
        ),
        change(
            "incident_response",
            "resolution_status = 'Requires Follow-up', follow_up_required = 1",
            "service_call_id in (select s.service_call_id from service_calls as s"
            " join service_calls as n on n.installation_id = s.installation_id"
            " and n.started_at > s.started_at)",
        ),
    ],
    "incident-for-the-manager-is-told-in-the-order": [
        change(
            "work_orders",
            "completion_notes = 'Operation verified.'",
            "service_call_id in (select service_call_id from incident_response"
            " where resolution_status = 'Escalated')",
        )
    ],
    "gas-leak-is-smelled-and-found": [
        change("incident_response", "incident_type = 'Gas Leak', response_time_minutes = 61"),
        change(
            "incident_response",
            "incident_type = 'Gas Leak', response_time_minutes = 20",
            "service_call_id in (select service_call_id from work_orders"
            " where description not like '%smell%')",
        ),
    ],
    "incident-is-what-was-reported": [
        *(
            change("work_orders", f"description = 'Customer says {said}.'", _NOT_SO.format(kind))
            for said, kind in (
                ("everyone gets a headache", "Carbon Monoxide Alert"),
                ("there is a water stain spreading near the AC", "Water Damage"),
                ("the furnace trips the breaker every time", "Electrical Issue"),
            )
        ),
        *(
            change("incident_response", f"incident_type = '{kind}'", "incident_type = 'No Heat/AC'")
            for kind in ("Carbon Monoxide Alert", "Water Damage", "Electrical Issue")
        ),
    ],
    "carbon-monoxide-goes-first": [
        change("incident_response", f"incident_type = 'Carbon Monoxide Alert', {said}")
        for said in (
            "severity_level = 'Medium', response_time_minutes = 20",
            "severity_level = 'Critical', response_time_minutes = 130",
        )
    ],
    "burning-wires-go-first": [
        change(
            "work_orders",
            "description = 'There was a spark at the AC.'",
            "service_call_id in (select service_call_id from incident_response"
            " where response_time_minutes > 100)",
        )
    ],
    "alarm-needs-a-flame": [
        change(
            "work_orders",
            "description = 'The carbon monoxide alarm is sounding.'",
            f"service_call_id in (select service_call_id from service_calls where {where})",
        )
        for where in (
            "failed_component = 'Pressure Switch'",
            "failed_component is null",
            "service_date in (select weather_date from weather_daily where low_temperature_f > 65)",
        )
    ],
    "alarm-is-an-emergency": [
        change("work_orders", f"description = '{said}'", _OF_A_REPAIR)
        for said in ("The carbon monoxide alarm is sounding.", "Everyone gets a headache.")
    ],
    "no-hurry-is-not-high": [
        change("work_orders", f"description = 'It is loud. {said}'", f"priority = '{priority}'")
        for said, priority in (
            ("Comes and goes, no particular hurry.", "High"),
            ("Any day this week will do.", "High"),
            ("Any day this week will do.", "Emergency"),
        )
    ],
    "cold-house-is-not-last": [
        change(
            "work_orders", f"description = 'Customer says {said}.', priority = 'Low'", _IN_JANUARY
        )
        for said in ("there is no hot water", "there is no heat", "temperature indoors is down")
    ],
    "outage-does-not-wait": [
        (
            change("work_orders", f"description = 'Customer says {said}.'", _WHO_WAITED),
            change("appointments", "created_date = date(appointment_date, '-6 days')", _WHO_WAITED),
        )
        for said in ("there is no heat", "the AC is not cooling", "there is no hot water")
    ],
    "incident-once-a-call": [copy("incident_response", "incident_id")],
    "incident-fits-equipment": [
        change(
            "incident_response",
            f"incident_type = '{kind}'",
            "service_call_id in (select service_call_id from service_calls"
            " join equipment_types using (equipment_id) where equipment_type = 'Central AC')",
        )
        for kind in ("Gas Leak", "Carbon Monoxide Alert")
    ],
    "incident-satisfaction-of-feedback": [
        change(
            "incident_response",
            "customer_satisfaction = 11 - customer_satisfaction",
            "customer_satisfaction > 7"
            " and service_call_id in (select service_call_id from customer_feedback)",
        )
    ],
    # appointments
    "appointment-of-its-call": [
        change("appointments", "customer_id = customer_id + 1", "service_call_id is not null"),
        change("appointments", "technician_id = technician_id + 1", "service_call_id is not null"),
    ],
    "appointment-type-of-its-call": [
        change("appointments", "appointment_type = 'Consultation'", "service_call_id is not null")
    ],
    "appointment-time-of-its-call": [
        change(
            "appointments",
            "scheduled_time = datetime(scheduled_time, '+5 minutes')",
            "service_call_id is not null",
        )
    ],
    "appointment-past-is-settled": [
        change("appointments", f"status = '{status}'", "appointment_date <= :as_of")
        for status in ("Scheduled", "Confirmed")
    ],
    "appointment-future-is-not-kept": [
        change("appointments", f"status = '{status}', appointment_date = date(:as_of, '+1 day')")
        for status in ("Completed", "No-Show")
    ],
    "appointment-moved-to-a-later-one": [
        change("appointments", "scheduled_time = '2099-01-01 09:00:00'", "status = 'Rescheduled'")
    ],
    "appointment-window-holds-the-plan": [
        change("appointments", "window_start = datetime(window_start, '-1 day')"),
        change("appointments", "window_end = datetime(window_start, '+241 minutes')"),
        change(
            "appointments",
            "scheduled_time = window_end",
            "status in ('Scheduled', 'Confirmed') and substr(window_end, 1, 10) = appointment_date",
        ),
    ],
    "appointment-kept-from-window-on": [
        change(
            "appointments",
            "window_start = datetime(scheduled_time, '+5 minutes'),"
            " window_end = datetime(scheduled_time, '+2 hours')",
            "status = 'Completed'",
        )
    ],
    "appointment-within-a-year": [
        change("appointments", "appointment_date = date(created_date, '+1 year', '+1 day')")
    ],
    "appointment-agrees-with-work-order": [
        change("appointments", "priority = 'Low'", "priority = 'High' and service_call_id > 0"),
        change(
            "appointments",
            "estimated_duration_hours = estimated_duration_hours + 0.25",
            "service_call_id > 0",
        ),
    ],
    "appointment-emergency-priority": [
        change("appointments", "priority = 'Emergency'", "priority <> 'Emergency'"),
        change("appointments", "appointment_type = 'Emergency'", "priority <> 'Emergency'"),
    ],
    "nobody-missed-who-is-elsewhere": [
        change(
            "service_calls",
            "technician_id = (select technician_id from appointments where status = 'No-Show'"
            " order by appointment_id limit 1), service_date = (select appointment_date from"
            " appointments where status = 'No-Show' order by appointment_id limit 1),"
            " started_at = (select scheduled_time from appointments where status = 'No-Show'"
            " order by appointment_id limit 1), completed_at = (select datetime(scheduled_time,"
            " '+1 hour') from appointments where status = 'No-Show' order by appointment_id"
            " limit 1)",
        )
    ],
    # weather
    "weather-has-no-gap": [
        remove("weather_daily", "weather_date > (select min(weather_date) from weather_daily)"),
        remove("weather_daily", "weather_date = :as_of"),
    ],
    "weather-of-every-branch": [
        copy("branches", "branch_id", "branch_name = 'Elsewhere'"),
    ],
    "weather-of-every-call": [
        (
            "delete from weather_daily where weather_date <= (select min(service_date)"
            " from service_calls)"
        ),
        (
            "delete from weather_daily where weather_date >= (select max(service_date)"
            " from service_calls)"
        ),
    ],
    "summer-is-warmer-than-winter": [
        "update weather_daily set mean_temperature_f = -mean_temperature_f"
    ],
    "weather-is-earthly": [
        change("weather_daily", "low_temperature_f = -61"),
        change("weather_daily", "high_temperature_f = 131"),
        change("weather_daily", "low_temperature_f = 10, high_temperature_f = 81"),
    ],
    "sales-visit-by-who-installs": [
        change(
            "appointments",
            "technician_id = (select max(technician_id) from technicians"
            " where technician_level = 'junior')",
            "appointment_type = 'Consultation'",
        ),
    ],
}
