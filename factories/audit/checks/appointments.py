"""Appointments, and the calls they became."""

from factories.audit.check import Check

CHECKS = (
    Check(
        "appointment-of-its-call",
        "A kept appointment names the customer and the technician of its call",
        "appointments",
        """
        select a.appointment_id
        from appointments as a
        join service_calls as s on s.service_call_id = a.service_call_id
        where a.customer_id <> s.customer_id or a.technician_id <> s.technician_id
        """,
    ),
    Check(
        "appointment-type-of-its-call",
        "A kept appointment is for the type of its call",
        "appointments",
        """
        select a.appointment_id
        from appointments as a
        join service_calls as s on s.service_call_id = a.service_call_id
        where a.appointment_type <> s.service_type
        """,
    ),
    Check(
        "appointment-time-of-its-call",
        "A kept appointment has the time at which its call started",
        "appointments",
        """
        select a.appointment_id
        from appointments as a
        join service_calls as s on s.service_call_id = a.service_call_id
        where a.scheduled_time <> s.started_at
        """,
    ),
    Check(
        "appointment-past-is-settled",
        "No appointment of the past is still open",
        "appointments",
        """
        select appointment_id
        from appointments
        where appointment_date <= :as_of and status in ('Scheduled', 'Confirmed')
        """,
    ),
    Check(
        "appointment-future-is-not-kept",
        "No appointment of the future has been kept or missed",
        "appointments",
        """
        select appointment_id
        from appointments
        where appointment_date > :as_of and status in ('Completed', 'No-Show')
        """,
    ),
    Check(
        "appointment-moved-to-a-later-one",
        "A rescheduled appointment is followed by a later one of the same customer",
        "appointments",
        """
        select a.appointment_id
        from appointments as a
        where a.status = 'Rescheduled'
          and not exists (
            select 1
            from appointments as n
            where n.customer_id = a.customer_id and n.scheduled_time > a.scheduled_time)
        """,
    ),
    Check(
        "appointment-window-holds-the-plan",
        "An arrival window opens on the day of the visit, lasts four hours at most, and holds the"
        " time that is planned",
        "appointments",
        """
        select appointment_id
        from appointments
        where substr(window_start, 1, 10) <> appointment_date
           or window_end > datetime(window_start, '+4 hours')
           or status <> 'Completed'
              and (scheduled_time < window_start or scheduled_time >= window_end)
        """,
    ),
    Check(
        "appointment-kept-from-window-on",
        "No visit begins before its arrival window",
        "appointments",
        """
        select appointment_id
        from appointments
        where status = 'Completed' and scheduled_time < window_start
        """,
    ),
    Check(
        "appointment-within-a-year",
        "Nobody books more than a year ahead",
        "appointments",
        """
        select appointment_id
        from appointments
        where appointment_date > date(created_date, '+1 year')
        """,
    ),
    Check(
        "appointment-agrees-with-work-order",
        "An appointment and the work order of its visit have one priority and one estimate",
        "appointments",
        """
        select a.appointment_id
        from appointments as a
        join work_orders as w on w.service_call_id = a.service_call_id
        where a.priority <> w.priority
           or abs(a.estimated_duration_hours - w.estimated_hours) > 0.005
        """,
    ),
    Check(
        "appointment-emergency-priority",
        "An appointment has Emergency priority exactly when it is for an Emergency",
        "appointments",
        """
        select appointment_id
        from appointments
        where (priority = 'Emergency') <> (appointment_type = 'Emergency')
        """,
    ),
    Check(
        "nobody-missed-who-is-elsewhere",
        "A technician whom a customer missed was at no other visit at that time",
        "appointments",
        """
        select a.appointment_id
        from appointments as a
        join service_calls as s on s.technician_id = a.technician_id
            and +s.service_date = a.appointment_date
        where a.status = 'No-Show'
          and s.started_at <= a.scheduled_time and a.scheduled_time < s.completed_at
        """,
        whole_books=True,
    ),
    Check(
        "sales-visit-by-who-installs",
        "A sales visit is for somebody who installs: no junior makes one, where there are others",
        "appointments",
        """
        select a.appointment_id
        from appointments as a
        join technicians as t on t.technician_id = a.technician_id
        where a.appointment_type = 'Consultation' and t.technician_level = 'junior'
          and exists (
            select 1
            from technicians as o
            where o.branch_id = t.branch_id and o.technician_level <> 'junior'
              and o.hire_date <= date(a.created_date)
              and (o.left_date is null or o.left_date > a.appointment_date))
        """,
        whole_books=True,
    ),
)
