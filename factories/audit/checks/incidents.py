"""Incidents, and the Emergency calls that answer them."""

from factories.audit.check import Check

_FUMES = "(w.description like '%carbon monoxide%' or w.description like '%headache%')"
_WATER = (
    "(w.description like '%water is dripping%' or w.description like '%running over the floor%'"
    " or w.description like '%puddle of water%' or w.description like '%water stain%'"
    " or w.description like '%water in the pan%')"
)
_ELECTRIC = (
    "(w.description like '%burnt smell%' or w.description like '%trips the breaker%'"
    " or w.description like '%breaker of the%' or w.description like '%spark at%')"
)
_OUT = " or ".join(
    f"w.description like '%{said}%'"
    for said in (
        *("no heat", "not cooling", "F inside", "temperature indoors", "will not come on"),
        *("no hot water", "stopped heating", "stopped working", "is dead", "no air is moving"),
        *("will not come back", "has not come back", "blowing warm air", " quit and "),
        *("does nothing when", "will not start", "fan does not come on", "radiators are not"),
    )
)

CHECKS = (
    Check(
        "incident-answered-by-emergency",
        "An incident is answered by an Emergency call",
        "service",
        """
        select i.incident_id
        from incident_response as i
        join service_calls as s on s.service_call_id = i.service_call_id
        where s.service_type <> 'Emergency'
        """,
    ),
    Check(
        "incident-technician-of-call",
        "The responding technician is the one of the call",
        "service",
        """
        select i.incident_id
        from incident_response as i
        join service_calls as s on s.service_call_id = i.service_call_id
        where i.responding_technician_id <> s.technician_id
        """,
    ),
    Check(
        "incident-backup-of-own-branch",
        "The backup is a technician of the same branch, hired by then",
        "service",
        """
        select i.incident_id
        from incident_response as i
        join technicians as t on t.technician_id = i.responding_technician_id
        join technicians as b on b.technician_id = i.backup_technician_id
        where b.branch_id <> t.branch_id or b.hire_date > substr(i.reported_time, 1, 10)
        """,
    ),
    Check(
        "incident-response-is-arrival",
        "The response time runs from the report to the arrival of the call",
        "service",
        """
        select i.incident_id
        from incident_response as i
        join service_calls as s on s.service_call_id = i.service_call_id
        where datetime(i.reported_time, '+' || i.response_time_minutes || ' minutes')
              <> s.started_at
        """,
    ),
    Check(
        "incident-resolved-by-the-visit",
        "The resolution time runs from the report to the end of the call",
        "service",
        """
        select i.incident_id
        from incident_response as i
        join service_calls as s on s.service_call_id = i.service_call_id
        where datetime(i.reported_time, '+' || i.resolution_time_minutes || ' minutes')
              <> s.completed_at
        """,
    ),
    Check(
        "incident-closed-in-time",
        "An incident is Pending, or Escalated with something left to do, for 45 days at most, and"
        " Requires Follow-up only until its device is visited again",
        "service",
        """
        select i.incident_id
        from incident_response as i
        join service_calls as s on s.service_call_id = i.service_call_id
        where (i.resolution_status = 'Pending'
               or i.resolution_status = 'Escalated' and i.follow_up_required)
              and i.reported_time < date(:as_of, '-45 days')
           or i.resolution_status = 'Requires Follow-up'
              and exists (select 1 from service_calls as n
                          where n.installation_id = s.installation_id
                            and n.started_at > s.started_at)
        """,
    ),
    Check(
        "incident-for-the-manager-is-told-in-the-order",
        "An incident that is Pending or Escalated went to a manager: the order's notes say that he"
        " calls",
        "service",
        """
        select i.incident_id
        from incident_response as i
        join work_orders as w on w.service_call_id = i.service_call_id
        where i.resolution_status in ('Pending', 'Escalated')
          and w.completion_notes not like '%manager%'
        """,
        whole_books=True,
    ),
    Check(
        "gas-leak-is-smelled-and-found",
        "A gas leak is reported as a smell, answered within the hour, and its work order says so",
        "service",
        """
        select i.incident_id
        from incident_response as i
        join work_orders as w on w.service_call_id = i.service_call_id
        where i.incident_type = 'Gas Leak'
          and (i.response_time_minutes > 60 or w.description not like '%smell%'
               or w.completion_notes not like '%gas%' or w.completion_notes like '%stuck%')
        """,
    ),
    Check(
        "incident-is-what-was-reported",
        "Fumes, water and electrical trouble are reported as such, and nothing else is",
        "service",
        f"""
        select i.incident_id
        from incident_response as i
        join work_orders as w on w.service_call_id = i.service_call_id
        where {_FUMES} <> (i.incident_type = 'Carbon Monoxide Alert')
           or {_WATER} <> (i.incident_type = 'Water Damage')
           or {_ELECTRIC} <> (i.incident_type = 'Electrical Issue')
        """,
    ),
    Check(
        "carbon-monoxide-goes-first",
        "A carbon monoxide alert is High or Critical and answered within two hours",
        "service",
        """
        select incident_id
        from incident_response
        where incident_type = 'Carbon Monoxide Alert'
          and (severity_level not in ('High', 'Critical') or response_time_minutes > 120)
        """,
    ),
    Check(
        "burning-wires-go-first",
        "Where wiring burns, sparks or buzzes somebody is there within 100 minutes",
        "service",
        """
        select i.incident_id
        from incident_response as i
        join work_orders as w on w.service_call_id = i.service_call_id
        where i.response_time_minutes > 100
          and (w.description like '%burnt smell%' or w.description like '%spark at%'
               or w.description like '%feels hot and buzzes%')
        """,
    ),
    Check(
        "alarm-needs-a-flame",
        "Fumes that set off an alarm come from a heat exchanger, on a day with heating",
        "service",
        f"""
        select w.work_order_id
        from work_orders as w
        join service_calls as s on s.service_call_id = w.service_call_id
        join customers as c on c.customer_id = s.customer_id
        join weather_daily as d on d.branch_id = c.branch_id and d.weather_date = s.service_date
        where {_FUMES}
          and (s.failed_component is not 'Heat Exchanger' or d.heating_degree_days = 0)
        """,
    ),
    Check(
        "alarm-is-an-emergency",
        "Who reports carbon monoxide is not given an appointment",
        "service",
        f"""
        select w.work_order_id
        from work_orders as w
        join service_calls as s on s.service_call_id = w.service_call_id
        where {_FUMES} and s.service_type <> 'Emergency'
        """,
    ),
    Check(
        "outage-does-not-wait",
        "Nobody waits for a week who has reported that there is no heat, cooling or hot water",
        "service",
        # Two working days are four of the calendar at most, over a weekend.
        f"""
        select a.appointment_id
        from appointments as a
        join work_orders as w on w.service_call_id = a.service_call_id
        where a.appointment_type = 'Repair'
          and julianday(a.appointment_date) - julianday(date(a.created_date)) > 4
          and ({_OUT})
        """,
    ),
    Check(
        "no-hurry-is-not-high",
        "No order that goes before others says that there is no hurry",
        "service",
        """
        select work_order_id
        from work_orders
        where priority in ('High', 'Emergency')
          and (description like '%no particular hurry%' or description like '%Any day this week%')
        """,
    ),
    Check(
        "cold-house-is-not-last",
        "No repair comes last for which somebody has no heat in winter, or no hot water",
        "service",
        """
        select w.work_order_id
        from work_orders as w
        join service_calls as s on s.service_call_id = w.service_call_id
        where s.service_type = 'Repair' and w.priority = 'Low'
          and (w.description like '%no hot water%'
               or strftime('%m', s.service_date) in ('11', '12', '01', '02', '03')
                  and (w.description like '%no heat%'
                       or w.description like '%temperature indoors is down%'))
        """,
    ),
    Check(
        "incident-reported-by-customer",
        "An incident is reported by a customer on record",
        "service",
        """
        select i.incident_id
        from incident_response as i
        join service_calls as s on s.service_call_id = i.service_call_id
        join customers as c on c.customer_id = s.customer_id
        where i.reported_time < c.created_at
        """,
    ),
    Check(
        "incident-once-a-call",
        "A call answers one incident at most",
        "service",
        """
        select service_call_id
        from incident_response
        group by service_call_id having count(*) > 1
        """,
    ),
    Check(
        "incident-fits-equipment",
        "Gas and CO come only from what burns gas, and a water heater heats no rooms",
        "service",
        """
        select i.incident_id
        from incident_response as i
        join service_calls as s on s.service_call_id = i.service_call_id
        join equipment_types as e on e.equipment_id = s.equipment_id
        where i.incident_type in ('Gas Leak', 'Carbon Monoxide Alert')
          and e.equipment_type not in ('Furnace', 'Boiler', 'Water Heater', 'Package Unit')
           or i.incident_type = 'No Heat/AC' and e.equipment_type = 'Water Heater'
        """,
    ),
    Check(
        "incident-satisfaction-of-feedback",
        "The satisfaction noted with an incident is within a point of that of the feedback on its"
        " call",
        "service",
        """
        select i.incident_id
        from incident_response as i
        join customer_feedback as f on f.service_call_id = i.service_call_id
        where abs(f.overall_satisfaction - i.customer_satisfaction) > 1
        """,
    ),
)
