"""Service calls: whom and what they are for, what they cost, what came of them."""

from factories.audit.check import Check
from factories.rules.accounting import rises

_LEVELS = ", ".join(
    f"('{rises.PRICED_FROM + n}', {height})"
    for n, height in enumerate(rises.levels(rises.RATE_RISES).tolist())
)
"""SQL for how dear a technician's hour is in each year, beside the others."""

CHECKS = (
    Check(
        "call-for-customer-of-device",
        "A call is for the customer and the model of its device",
        "service",
        """
        select s.service_call_id
        from service_calls as s
        join installed_devices as d on d.installation_id = s.installation_id
        where d.customer_id <> s.customer_id or d.equipment_id <> s.equipment_id
        """,
    ),
    Check(
        "call-after-device-installed",
        "A device is there when it is visited; an Installation is on the day it was installed",
        "service",
        """
        select s.service_call_id
        from service_calls as s
        join installed_devices as d on d.installation_id = s.installation_id
        where s.service_date < d.installation_date
           or s.service_type = 'Installation' and s.service_date <> d.installation_date
        """,
    ),
    Check(
        "call-installs-device-once",
        "A device is installed by one call at most",
        "service",
        """
        select installation_id
        from service_calls
        where service_type = 'Installation'
        group by installation_id having count(*) > 1
        """,
    ),
    Check(
        "call-duration-is-its-times",
        "The duration of a call is the time from its start to its end",
        "service",
        # Hours have two decimals, so half of 0.6 minutes may be lost.
        """
        select service_call_id
        from service_calls
        where abs((julianday(completed_at) - julianday(started_at)) * 24 - duration_hours) > 0.0051
        """,
    ),
    Check(
        "call-bill-rate-of-technician",
        "A call is billed at its technician's rate, as it was in that year, an Emergency at one and"
        " a half times it",
        "service",
        # The rates of technicians are those of one year: of that with which the calls agree best.
        f"""
        with level(year, height) as (values {_LEVELS}),
        billed as materialized (
            select s.technician_id, substr(s.service_date, 1, 4) as year, s.bill_rate as billed,
                   s.service_type = 'Emergency' as urgent, t.bill_rate as listed
            from service_calls as s
            join technicians as t on t.technician_id = s.technician_id
            group by 1, 2, 3, 4
        ),
        off as materialized (
            select b.*, l.year as list_year,
                   abs(b.billed / case b.urgent when 1 then 1.5 else 1 end
                       - b.listed * v.height * 1.0 / l.height) > 0.501 as is_off
            from billed as b
            join level as v on v.year = b.year
            join level as l on l.year between (select min(year) from billed)
                                          and substr(:as_of, 1, 4)
        ),
        wrong as (
            select * from off
            where is_off and list_year = (
                select list_year from off group by list_year order by sum(is_off), 1 limit 1)
        )
        select s.service_call_id
        from wrong as w
        join service_calls as s on s.technician_id = w.technician_id
        where substr(s.service_date, 1, 4) = w.year and s.bill_rate = w.billed
          and (s.service_type = 'Emergency') = w.urgent
        """,
    ),
    Check(
        "call-parts-cost-is-sum-of-parts",
        "The parts cost of a call is the sum of what its parts are charged at",
        "service",
        """
        select s.service_call_id
        from service_calls as s
        left join (
            select service_call_id, sum(quantity_used * unit_price) as cost
            from parts_usage
            group by service_call_id
        ) as u on u.service_call_id = s.service_call_id
        where abs(s.parts_cost - coalesce(u.cost, 0)) > 0.005
        """,
    ),
    Check(
        "callback-follows-its-call",
        "A callback comes within 45 days after the visit it goes back to, to the same device",
        "service",
        """
        select s.service_call_id
        from service_calls as s
        join service_calls as o on o.service_call_id = s.callback_of_id
        where o.installation_id <> s.installation_id
           or s.started_at < o.completed_at
           or s.service_date > date(o.service_date, '+45 days')
        """,
    ),
    Check(
        "callback-is-a-repair",
        "A callback goes back to work that did not hold: both mend, or the first one installed",
        "service",
        """
        select s.service_call_id
        from service_calls as s
        join service_calls as o on o.service_call_id = s.callback_of_id
        where s.service_type not in ('Repair', 'Emergency') or o.service_type = 'Inspection'
        """,
    ),
    Check(
        "failure-fits-equipment",
        "What fails is a part that this kind of equipment has",
        "service",
        """
        select s.service_call_id
        from service_calls as s
        join equipment_types as e on e.equipment_id = s.equipment_id
        where s.failed_component in ('Compressor', 'Condenser Fan Motor', 'Contactor', 'Capacitor')
              and e.equipment_type in ('Furnace', 'Boiler', 'Water Heater', 'Air Handler')
           or s.failed_component in ('Refrigerant Leak', 'Evaporator Coil', 'Expansion Valve')
              and e.equipment_type in ('Furnace', 'Boiler', 'Water Heater')
           or s.failed_component in ('Igniter', 'Flame Sensor', 'Gas Valve', 'Heat Exchanger',
                                     'Inducer Motor', 'Pressure Switch')
              and e.equipment_type not in ('Furnace', 'Boiler', 'Water Heater', 'Package Unit')
           or s.failed_component in ('Circulator Pump', 'Zone Valve')
              and e.equipment_type <> 'Boiler'
           or s.failed_component = 'Blower Motor'
              and e.equipment_type in ('Boiler', 'Water Heater')
        """,
    ),
    Check(
        "every-call-has-its-work-order",
        "Every call has a work order",
        "service",
        """
        select s.service_call_id
        from service_calls as s
        left join work_orders as w on w.service_call_id = s.service_call_id
        where w.work_order_id is null
        """,
        whole_books=True,
    ),
    Check(
        "work-order-of-its-call",
        "A work order names the technician and the hours of its call, and was worked on",
        "service",
        """
        select w.work_order_id
        from work_orders as w
        join service_calls as s on s.service_call_id = w.service_call_id
        where w.technician_id <> s.technician_id
           or abs(w.actual_hours - s.duration_hours) > 0.005
           or w.status in ('Open', 'Cancelled')
        """,
    ),
    Check(
        "work-order-closed-in-time",
        "A work order is completed within 45 days after its call",
        "service",
        """
        select w.work_order_id
        from work_orders as w
        join service_calls as s on s.service_call_id = w.service_call_id
        where w.status <> 'Completed' and s.service_date < date(:as_of, '-45 days')
        """,
    ),
    Check(
        "work-order-emergency-priority",
        "A work order has Emergency priority exactly on an Emergency",
        "service",
        """
        select w.work_order_id
        from work_orders as w
        join service_calls as s on s.service_call_id = w.service_call_id
        where (w.priority = 'Emergency') <> (s.service_type = 'Emergency')
        """,
    ),
    Check(
        "work-order-safety-fits-equipment",
        "Refrigerant and gas rules apply only to equipment with refrigerant or gas",
        "service",
        """
        select w.work_order_id
        from work_orders as w
        join service_calls as s on s.service_call_id = w.service_call_id
        join equipment_types as e on e.equipment_id = s.equipment_id
        where w.safety_requirements = 'Refrigerant Handling'
              and e.equipment_type in ('Furnace', 'Boiler', 'Water Heater')
           or w.safety_requirements = 'Gas Safety'
              and e.equipment_type not in ('Furnace', 'Boiler', 'Water Heater', 'Package Unit')
        """,
    ),
    Check(
        "no-tune-up-of-what-goes",
        "Nobody tunes or inspects a unit between the day its replacement is booked and that one's",
        "service",
        # Which unit a new one replaced is known where only one ever was.
        """
        select t.service_call_id
        from quotes as q
        join service_calls as i on i.service_call_id = q.service_call_id
        join appointments as a on a.service_call_id = i.service_call_id
        join service_calls as t on t.customer_id = i.customer_id
        join installed_devices as d on d.installation_id = t.installation_id
        where q.quote_type in ('Replacement', 'System Upgrade')
          and t.service_type in ('Maintenance', 'Inspection') and d.status = 'Replaced'
          and t.started_at > a.created_date and t.started_at < i.started_at
          and (select count(*) from installed_devices as o
               where o.customer_id = i.customer_id and o.status = 'Replaced') = 1
        """,
    ),
    Check(
        "work-order-number-of-its-year",
        "A work order is numbered in the year of its call, or in the one before at the turn",
        "service",
        """
        select w.work_order_id
        from work_orders as w
        join service_calls as s on s.service_call_id = w.service_call_id
        where substr(w.work_order_number, 4, 4)
              not in (substr(s.service_date, 1, 4), substr(date(s.service_date, '-90 days'), 1, 4))
        """,
    ),
)
