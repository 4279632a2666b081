"""Visits that go back to one before: the return with the part that was missing, and callbacks."""

from factories.audit.check import Check
from factories.wording.billing import DIAGNOSTIC_FEE

# The return visit is the next one to the unit for the same fault; or it is for what the last
# tune-up or inspection before it was booked has noted (before it was made, where none was).
_LAST_LOOK = """
                select n.service_call_id from service_calls as n
                where n.installation_id = s.installation_id and %s
                  and n.service_type in ('Maintenance', 'Inspection')
                  and instr(n.technician_notes, 'Noted ')
                order by n.started_at desc limit 1"""
_SECOND = f"""
        with second as (
            select s.service_call_id, o.service_date, o.completed_at, 'Callback' as told
            from service_calls as s
            join service_calls as o on o.service_call_id = s.callback_of_id
            union all
            select (select n.service_call_id from service_calls as n
                    where n.installation_id = o.installation_id
                      and n.failed_component is o.failed_component and n.started_at > o.started_at
                      and n.service_type in ('Repair', 'Emergency')
                    order by n.started_at limit 1),
                   o.service_date, o.completed_at, 'Return visit'
            from work_orders as w
            join service_calls as o on o.service_call_id = w.service_call_id
            where w.completion_notes like '%return visit%'
            union all
            select s.service_call_id, o.service_date, o.completed_at, 'Return visit'
            from work_orders as w
            join service_calls as s on s.service_call_id = w.service_call_id
            join appointments as a on a.service_call_id = s.service_call_id
            join service_calls as o on o.service_call_id = coalesce(
                ({_LAST_LOOK % "n.completed_at <= a.created_date"}),
                ({_LAST_LOOK % "n.started_at < s.started_at"}))
            where w.description like '%, as noted%')"""
_DAY = (
    "substr('JanFebMarAprMayJunJulAugSepOctNovDec', 3 * strftime('%m', o.service_date) - 2, 3)"
    " || ' ' || cast(strftime('%d', o.service_date) as integer)"
)

CHECKS = (
    Check(
        "second-visit-is-booked-after-the-first",
        "A return visit or a callback is booked once the visit is over that it goes back to",
        "appointments",
        f"""
        {_SECOND}
        select a.appointment_id
        from second as o
        join appointments as a on a.service_call_id = o.service_call_id
        where a.created_date < o.completed_at
        """,
        whole_books=True,
    ),
    Check(
        "second-visit-is-ordered-as-one",
        "The order for a return visit or a callback says so, names the day of the visit before and"
        " asks for no diagnosis and quote; no other order speaks of one",
        "words",
        f"""
        {_SECOND}
        select w.work_order_id
        from second as o
        join work_orders as w on w.service_call_id = o.service_call_id
        where instr(w.description, o.told) = 0
           or instr(w.description, {_DAY}) = 0
           or w.instructions like '%Diagnose and quote%'
           or w.instructions like '%error code%'
        union
        select work_order_id
        from work_orders
        where (description like '%Return visit%' or description like '%Callback%')
          and service_call_id not in (
            select service_call_id from second where service_call_id is not null)
        """,
        whole_books=True,
    ),
    Check(
        "return-visit-asks-for-no-approval",
        "Nobody is told to ask whether he may mend what was found, or for its error code",
        "appointments",
        """
        select a.appointment_id
        from appointments as a
        join work_orders as w on w.service_call_id = a.service_call_id
        where w.description like '%Return visit%'
          and (a.special_instructions like '%approval by phone%'
               or a.special_instructions like '%error code%')
        """,
    ),
    Check(
        "second-visit-bears-no-diagnosis",
        "Nobody pays a diagnostic fee for a return visit or a callback: the fault is known",
        "billing",
        f"""
        {_SECOND}
        select i.invoice_id
        from second as o
        join invoices as i on i.service_call_id = o.service_call_id
        join invoice_lines as l on l.invoice_id = i.invoice_id
        where l.description = '{DIAGNOSTIC_FEE}'
        """,
        whole_books=True,
    ),
)
