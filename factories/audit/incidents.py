"""Incidents, and the Emergency calls that answer them."""

from factories.audit.check import Check

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
        "An incident is Pending or Escalated for 45 days at most, and Requires Follow-up only until"
        " its device is visited again",
        "service",
        """
        select i.incident_id
        from incident_response as i
        join service_calls as s on s.service_call_id = i.service_call_id
        where i.resolution_status in ('Pending', 'Escalated')
              and i.reported_time < date(:as_of, '-45 days')
           or i.resolution_status = 'Requires Follow-up'
              and exists (select 1 from service_calls as n
                          where n.installation_id = s.installation_id
                            and n.started_at > s.started_at)
        """,
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
        "The satisfaction noted with an incident is that of the feedback on its call",
        "service",
        """
        select i.incident_id
        from incident_response as i
        join customer_feedback as f on f.service_call_id = i.service_call_id
        where f.overall_satisfaction <> i.customer_satisfaction
        """,
    ),
)
