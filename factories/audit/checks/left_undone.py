"""Repairs at which nothing new was fitted, and what becomes of the units."""

from factories.audit.check import Check

_TO_BE_TAKEN_OUT = """
        from service_calls as n
        join appointments as a on a.service_call_id = n.service_call_id
        join equipment_types as new on new.equipment_id = n.equipment_id
        join service_calls as s on s.customer_id = n.customer_id
          and +s.service_date > date(a.created_date) and s.started_at < n.started_at
          and s.service_type in ('Repair', 'Emergency')
        join installed_devices as d on d.installation_id = s.installation_id
          and d.status = 'Replaced' and date(d.updated_at_utc) >= n.service_date
        join equipment_types as old on old.equipment_id = s.equipment_id
          and (old.equipment_type = new.equipment_type
               or old.equipment_type = 'Central AC' and new.equipment_type = 'Heat Pump')
        join work_orders as w on w.service_call_id = s.service_call_id
        where n.service_type = 'Installation' and not n.is_callback
          and n.installation_id <> s.installation_id
          and not exists (
            select 1 from service_calls as l
            where l.customer_id = n.customer_id and l.service_type = 'Installation'
              and l.started_at > n.started_at)"""
"""Repairs (s) of a unit whose successor (n) had been booked on a day before; of the last unit that
a customer had put in only, for who has several may have them replaced one by one: what was replaced
before that day was so by another one."""

CHECKS = (
    Check(
        "unit-about-to-go-gets-no-dear-part",
        "From the day after its successor is booked a unit gets no dear part put in",
        "service",
        f"""
        select s.service_call_id
        {_TO_BE_TAKEN_OUT}
          and exists (
            select 1 from parts_usage as u join parts as p on p.part_id = u.part_id
            where u.service_call_id = s.service_call_id
              and (p.unit_cost > 45 or p.part_category in (
                'Compressor', 'Coil', 'Fan Motor', 'Control Board', 'Gas Valve', 'Refrigerant',
                'Heat Exchanger', 'Pump')))
        """,
        whole_books=True,
    ),
    Check(
        "unit-about-to-go-is-patched-up",
        "The notes of a repair of such a unit say that it waits for the new one, unless nothing had"
        " failed",
        "words",
        f"""
        select w.work_order_id
        {_TO_BE_TAKEN_OUT}
          and s.failed_component is not null and w.completion_notes not like '%the new unit %'
        """,
        whole_books=True,
    ),
    Check(
        "unit-given-up-is-left-alone",
        "Nobody looks after a unit, or mends it, whose owner declined the repair of a large part",
        "service",
        """
        select n.service_call_id
        from work_orders as w
        join service_calls as s on s.service_call_id = w.service_call_id
        join service_calls as n on n.installation_id = s.installation_id
          and n.started_at > s.started_at
        where w.completion_notes like '% declined the repair%'
        """,
        whole_books=True,
    ),
    Check(
        "unit-given-up-takes-no-part",
        "Nothing is put into a unit at the visit at which its owner declined the repair",
        "service",
        """
        select u.usage_id
        from work_orders as w
        join parts_usage as u on u.service_call_id = w.service_call_id
        where w.completion_notes like '% declined the repair%'
        """,
        whole_books=True,
    ),
    Check(
        "unit-given-up-is-out-of-use",
        "A unit whose owner declined the repair of a large part is replaced, or out of use",
        "customers",
        """
        select s.installation_id
        from work_orders as w
        join service_calls as s on s.service_call_id = w.service_call_id
        join installed_devices as d on d.installation_id = s.installation_id
        where w.completion_notes like '% declined the repair%'
          and d.status not in ('Inactive', 'Replaced')
        """,
        whole_books=True,
    ),
)
