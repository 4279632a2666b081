"""Where technicians are, when: nobody is in two places, on a day off, or past twelve hours."""

from factories.audit.check import Check


def day_off(day: str) -> str:
    """SQL for a weekend or one of the holidays the trade keeps (but for emergencies)."""
    weekday, month, of_month = f"strftime('%w', {day})", f"substr({day}, 6, 2)", f"substr({day}, 9)"
    return f"""(
        {weekday} in ('0', '6')
        or substr({day}, 6) in ('01-01', '07-04', '12-25')
        or {month} = '05' and {weekday} = '1' and {of_month} >= '25'
        or {month} = '09' and {weekday} = '1' and {of_month} <= '07'
        or {month} = '11' and {weekday} = '4' and {of_month} between '22' and '28')"""


_VISITS = """
        with visits as (
            select service_call_id, customer_id, completed_at,
                   lead(started_at) over day as next_start,
                   lead(customer_id) over day as next_customer
            from service_calls
            window day as (partition by technician_id order by started_at, service_call_id))"""

CHECKS = (
    Check(
        "visits-do-not-overlap",
        "No technician is at two visits at once",
        "calendars",
        """
        select service_call_id
        from (
            select service_call_id, completed_at,
                   lead(started_at) over (
                       partition by technician_id order by started_at, service_call_id
                   ) as next_start
            from service_calls)
        where next_start < completed_at
        """,
    ),
    Check(
        "device-open-to-one-at-a-time",
        "Nobody works on a device on which somebody else is at work",
        "calendars",
        """
        select service_call_id
        from (
            select service_call_id, started_at,
                   max(completed_at) over (
                       partition by installation_id order by started_at, service_call_id
                       rows between unbounded preceding and 1 preceding
                   ) as busy_until
            from service_calls)
        where started_at < busy_until
        """,
    ),
    Check(
        "visits-leave-time-between-customers",
        "Between visits to different customers lie at least five minutes",
        "calendars",
        f"""{_VISITS}
        select service_call_id
        from visits
        where next_start >= completed_at
          and next_customer <> customer_id
          and next_start < datetime(completed_at, '+5 minutes')
        """,
    ),
    Check(
        "visits-leave-time-to-travel",
        "Nobody needs more than 80 mph as the crow flies from one customer to the next",
        "calendars",
        # A degree is 69 miles; of longitude at least 51 up to 42 degrees north.
        f"""{_VISITS}
        select v.service_call_id
        from visits as v
        join customers as c on c.customer_id = v.customer_id
        join customers as n on n.customer_id = v.next_customer
        where v.next_start >= v.completed_at
          and v.next_customer <> v.customer_id
          and v.next_start < datetime(v.completed_at, '+2 hours')
          and (n.latitude - c.latitude) * (n.latitude - c.latitude) * 4761
              + (n.longitude - c.longitude) * (n.longitude - c.longitude) * 2601
              > 80 * 80 * 576 * (julianday(v.next_start) - julianday(v.completed_at))
                * (julianday(v.next_start) - julianday(v.completed_at))
        """,
    ),
    Check(
        "visits-take-twelve-hours-a-day",
        "No technician works more than 12 hours on calls a day",
        "calendars",
        """
        select technician_id, service_date
        from service_calls
        group by technician_id, service_date having sum(duration_hours) > 12.001
        """,
    ),
    Check(
        "rest-follows-work-at-night",
        "Whose emergency ended between 22:00 and 06:00 has no routine visit for eight hours",
        "calendars",
        """
        with nights as materialized (
            select technician_id, completed_at
            from service_calls
            where service_type = 'Emergency'
              and (substr(completed_at, 12) < '06:00:00' or substr(completed_at, 12) >= '22:00:00'))
        select v.service_call_id
        from nights as n
        join service_calls as v on v.technician_id = n.technician_id
        where v.service_type <> 'Emergency'
          and v.service_date between substr(n.completed_at, 1, 10)
              and date(n.completed_at, '+1 day')
          and v.started_at >= n.completed_at
          and v.started_at < datetime(n.completed_at, '+8 hours')
        """,
    ),
    Check(
        "routine-visit-on-working-day",
        "Only emergencies are served on weekends and holidays",
        "calendars",
        f"""
        select service_call_id
        from service_calls
        where service_type <> 'Emergency' and {day_off("service_date")}
        """,
    ),
    Check(
        "routine-visit-in-working-hours",
        "Only emergencies are served before 06:00 and after 21:00",
        "calendars",
        """
        select service_call_id
        from service_calls
        where service_type <> 'Emergency'
          and (substr(started_at, 12) < '06:00:00' or substr(completed_at, 12) > '21:00:00'
               or substr(completed_at, 1, 10) <> service_date)
        """,
    ),
    Check(
        "routine-appointment-on-working-day",
        "Only emergencies are booked for weekends and holidays",
        "calendars",
        f"""
        select appointment_id
        from appointments
        where appointment_type <> 'Emergency' and {day_off("appointment_date")}
        """,
    ),
    Check(
        "routine-appointment-in-working-hours",
        "Only emergencies are booked before 06:00 and from 21:00 on",
        "calendars",
        """
        select appointment_id
        from appointments
        where appointment_type <> 'Emergency'
          and substr(scheduled_time, 12) not between '06:00:00' and '20:59:59'
        """,
    ),
    Check(
        "consultation-while-free",
        "A kept Consultation does not begin while its technician is at a visit",
        "calendars",
        """
        with moments as (
            select technician_id, started_at as start, completed_at as finish,
                   null as appointment_id
            from service_calls
            union all
            select technician_id, scheduled_time, null, appointment_id
            from appointments
            where appointment_type = 'Consultation' and status = 'Completed')
        select appointment_id
        from (
            select appointment_id, start,
                   max(finish) over (
                       partition by technician_id order by start
                       rows between unbounded preceding and 1 preceding
                   ) as busy_until
            from moments)
        where appointment_id is not null and start < busy_until
        """,
    ),
    Check(
        "open-appointments-do-not-clash",
        "No technician is booked for two open appointments at once",
        "calendars",
        """
        select appointment_id
        from (
            select appointment_id, scheduled_time, estimated_duration_hours,
                   lead(scheduled_time) over (
                       partition by technician_id order by scheduled_time, appointment_id
                   ) as next_start
            from appointments
            where status in ('Scheduled', 'Confirmed'))
        where next_start < datetime(
            scheduled_time,
            '+' || cast(round(estimated_duration_hours * 60) as integer) || ' minutes')
        """,
    ),
)
