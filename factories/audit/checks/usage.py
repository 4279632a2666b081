"""The parts used on calls, and the claims on manufacturers for some of them."""

from factories.audit.check import Check
from factories.audit.checks.calendars import day_off
from factories.audit.checks.joins import PARTS_ON_UNITS
from factories.audit.checks.numbers import run_with_dates

_PUT_IN_BEFORE = """exists (
            select 1
            from service_calls as o
            join parts_usage as e on e.service_call_id = o.service_call_id
            where o.installation_id = s.installation_id and +e.part_id = u.part_id
              and o.service_date < s.service_date
              and o.service_date >= date(s.service_date, '-365 days'))"""
"""SQL for a part used (u, on the call s) that was put in on the same device within the year."""

# Type I is for small appliances, Type III for chillers (40 CFR 82 subpart F).
_MAY_OPEN_CIRCUITS = """exists (
            select 1
            from technician_certifications as t
            where t.technician_id = s.technician_id
              and t.certification_name in ('EPA 608 Universal', 'EPA 608 Type II')
              and t.issued_date <= s.service_date)"""
"""SQL for a call (s) whose technician is certified by then to open a unit's refrigerant circuit."""

CHECKS = (
    Check(
        "maker-pays-for-own-parts",
        "No maker is asked to pay for a drain line, nor for a thermostat",
        "service",
        """
        select claim_id from warranty_claims where component in ('Drain Line', 'Thermostat')
        """,
    ),
    Check(
        "part-used-on-day-of-call",
        "A part leaves the stock on the day of its call",
        "service",
        """
        select u.usage_id
        from parts_usage as u
        join service_calls as s on s.service_call_id = u.service_call_id
        where u.usage_date <> s.service_date
        """,
    ),
    Check(
        "part-charged-at-or-above-cost",
        "A part that nobody else pays for is charged at or above its cost",
        "service",
        """
        select usage_id
        from parts_usage
        where not covered_by_warranty and not covered_by_contract
          and unit_price < unit_cost - 0.005
        """,
    ),
    Check(
        "part-used-at-cost-of-its-year",
        "A part used costs the same all year, about what it is bought at, and more from one year to"
        " the next",
        "service",
        # The same but for half a cent; lots two percent off; and at most a tenth more each year.
        """
        with used as (
            select part_id, cast(substr(usage_date, 1, 4) as integer) as year,
                   min(unit_cost) as least, max(unit_cost) as most
            from parts_usage
            group by 1, 2),
        bought as (
            select part_id, cast(substr(ordered_date, 1, 4) as integer) as year,
                   min(unit_cost) as least, max(unit_cost) as most
            from purchase_orders
            group by 1, 2),
        compared as (
            select part_id, year, least, most,
                   lag(most) over (partition by part_id order by year) as before,
                   lag(year) over (partition by part_id order by year) as year_before
            from used)
        select 'part_id=' || u.part_id as example
        from compared as u
        join parts as p on p.part_id = u.part_id
        left join bought as b on b.part_id = u.part_id and b.year = u.year
        where u.most > u.least + 0.005
           or u.least < u.before - 0.005
           or u.most > u.before * (1 + 0.1 * (u.year - u.year_before)) + 0.015
           or u.least < 0.97 * p.unit_cost / (
              1 + 0.1 * max(cast(substr(:as_of, 1, 4) as integer) - u.year, 0)) - 0.015
           or b.least > 1.025 * u.most + 0.015
           or b.most < 0.975 * u.least - 0.015
        """,
    ),
    Check(
        "warranty-pays-while-it-runs",
        "The warranty pays for parts only while the device is under warranty, or for a year after"
        " the same part was put in",
        "service",
        f"""
        select u.usage_id
        from parts_usage as u
        join service_calls as s on s.service_call_id = u.service_call_id
        join installed_devices as d on d.installation_id = s.installation_id
        where u.covered_by_warranty and s.service_date > d.warranty_end_date
          and not {_PUT_IN_BEFORE}
        """,
    ),
    Check(
        "part-is-guaranteed-for-a-year",
        "A part that fails within a year of being put in on the unit is not charged again",
        "service",
        f"""
        select u.usage_id
        from parts_usage as u
        join parts as p on p.part_id = u.part_id
        join service_calls as s on s.service_call_id = u.service_call_id
        where u.unit_price > 0 and s.service_type in ('Repair', 'Emergency')
          and p.part_category in ('Compressor', 'Coil', 'Fan Motor', 'Capacitor', 'Contactor',
                                  'Control Board', 'Igniter', 'Flame Sensor', 'Sensor', 'Gas Valve',
                                  'Valve', 'Pump', 'Heat Exchanger', 'Thermostat')
          and {_PUT_IN_BEFORE}
        """,
    ),
    Check(
        "contract-pays-while-it-runs",
        "A contract pays for parts only while the customer has one in force",
        "service",
        """
        select u.usage_id
        from parts_usage as u
        join service_calls as s on s.service_call_id = u.service_call_id
        where u.covered_by_contract
          and not exists (
            select 1
            from subscriptions as p
            where p.customer_id = s.customer_id
              and s.service_date between p.start_date and coalesce(p.cancelled_date, p.end_date))
        """,
    ),
    Check(
        "contract-pays-for-small-parts",
        "On repairs a contract pays for small parts, under a plan that includes them",
        "service",
        """
        select u.usage_id
        from parts_usage as u
        join parts as p on p.part_id = u.part_id
        join service_calls as s on s.service_call_id = u.service_call_id
        where u.covered_by_contract and s.service_type in ('Repair', 'Emergency')
          and (p.unit_cost > 150
               or p.part_category in ('Compressor', 'Coil', 'Heat Exchanger', 'Refrigerant')
               or not exists (
                  select 1
                  from subscriptions as c
                  where c.customer_id = s.customer_id and c.service_plan = 'Comprehensive'
                    and s.service_date between c.start_date
                                           and coalesce(c.cancelled_date, c.end_date)))
        """,
    ),
    Check(
        "basic-plan-gives-no-filters",
        "No filter of ours is used at a visit that a plan without filters includes",
        "service",
        """
        select u.usage_id
        from parts_usage as u
        join parts as p on p.part_id = u.part_id
        join service_calls as s on s.service_call_id = u.service_call_id
        join subscriptions as c on c.customer_id = s.customer_id
             and s.service_date between c.start_date and coalesce(c.cancelled_date, c.end_date)
        where p.part_category = 'Filter' and s.service_type in ('Maintenance', 'Inspection')
          and c.service_plan = 'Basic'
        """,
    ),
    Check(
        "refrigerant-by-certified-hands",
        "Refrigerant is handled by technicians who hold EPA 608 for it",
        "service",
        f"""
        select u.usage_id
        from parts as p
        join parts_usage as u on u.part_id = p.part_id
        join service_calls as s on s.service_call_id = u.service_call_id
        where p.part_category = 'Refrigerant'
          and not {_MAY_OPEN_CIRCUITS}
        """,
    ),
    Check(
        "refrigerant-circuit-opened-by-certified-hands",
        "Compressors, coils and expansion valves are replaced by technicians who hold EPA 608",
        "service",
        f"""
        select s.service_call_id
        from service_calls as s
        where s.failed_component in ('Compressor', 'Evaporator Coil', 'Expansion Valve',
                                     'Refrigerant Leak')
          and exists (select 1 from parts_usage as u where u.service_call_id = s.service_call_id)
          and not {_MAY_OPEN_CIRCUITS}
        """,
    ),
    Check(
        "refrigerant-of-the-device",
        "A device is charged with its own refrigerant, and never one that has none",
        "service",
        f"""
        select u.usage_id
        {PARTS_ON_UNITS}
        where p.part_category = 'Refrigerant'
          and (e.refrigerant is null or instr(p.part_name, e.refrigerant) = 0)
        """,
    ),
    Check(
        "part-fits-equipment",
        "No cooling part goes into heaters without cooling, no burner part into what burns nothing",
        "service",
        f"""
        select u.usage_id
        {PARTS_ON_UNITS}
        where p.part_category in ('Compressor', 'Contactor')
              and e.equipment_type in ('Furnace', 'Boiler', 'Water Heater')
           or p.part_category in ('Igniter', 'Flame Sensor', 'Gas Valve', 'Heat Exchanger')
              and e.equipment_type not in ('Furnace', 'Boiler', 'Water Heater', 'Package Unit')
        """,
    ),
    Check(
        "unit-put-in-by-installation",
        "A whole unit is used on an Installation only, and not more than one",
        "service",
        """
        select u.service_call_id
        from parts as p
        join parts_usage as u on u.part_id = p.part_id
        join service_calls as s on s.service_call_id = u.service_call_id
        where p.part_category = 'Equipment'
        group by u.service_call_id
        having s.service_type <> 'Installation' or sum(u.quantity_used) > 1
        """,
    ),
    Check(
        "unit-put-in-is-of-its-kind",
        "The unit an Installation uses is of the kind of its device",
        "service",
        f"""
        select u.usage_id
        {PARTS_ON_UNITS}
        where p.part_category = 'Equipment'
          and instr(lower(p.part_name), case e.equipment_type
                when 'Central AC' then 'condensing unit'
                when 'Ductless Mini-Split' then 'mini-split'
                when 'Package Unit' then 'packaged' else lower(e.equipment_type) end) = 0
        """,
    ),
    Check(
        "claim-of-its-call",
        "A warranty claim is for the device and the failure of its call, and sent after it",
        "service",
        """
        select w.claim_id
        from warranty_claims as w
        join service_calls as s on s.service_call_id = w.service_call_id
        where w.installation_id <> s.installation_id
           or w.component is not s.failed_component
           or w.claim_date < s.service_date
        """,
    ),
    Check(
        "claim-under-warranty",
        "A claim is made for a failure within the warranty",
        "service",
        """
        select w.claim_id
        from warranty_claims as w
        join service_calls as s on s.service_call_id = w.service_call_id
        join installed_devices as d on d.installation_id = w.installation_id
        where s.service_date > d.warranty_end_date
        """,
    ),
    Check(
        "claim-within-cost",
        "A claim asks for no more than the covered parts cost",
        "service",
        """
        select w.claim_id
        from warranty_claims as w
        where w.claimed_amount > 0.005 + (
            select coalesce(sum(u.quantity_used * u.unit_cost), 0)
            from parts_usage as u
            where u.service_call_id = w.service_call_id and u.covered_by_warranty)
        """,
    ),
    Check(
        "claim-on-a-working-day",
        "No claim is written or decided on a weekend or holiday",
        "service",
        f"""
        select claim_id
        from warranty_claims
        where {day_off("claim_date")} or {day_off("decided_date")}
        """,
    ),
    run_with_dates("claim", "service", "warranty_claims", "claim_number", "claim_date", "WC"),
    Check(
        "claim-for-a-part",
        "A claim is made where a part was replaced on the warranty",
        "service",
        """
        select w.claim_id
        from warranty_claims as w
        where not exists (
            select 1
            from parts_usage as u
            where u.service_call_id = w.service_call_id and u.covered_by_warranty)
        """,
    ),
)
