"""Whether the parts used on a call are those that its unit and its work take."""

from factories.audit.check import Check
from factories.audit.checks.joins import PARTS_ON_UNITS

CHECKS = (
    Check(
        "part-used-once-a-call",
        "A call has one line for each part that it used",
        "service",
        """
        select min(usage_id) as usage_id
        from parts_usage
        group by service_call_id, part_id
        having count(*) > 1
        """,
    ),
    Check(
        "part-of-the-size-of-its-unit",
        "Of what is sold by capacity, a unit takes the size on the list that is nearest to its own",
        "service",
        """
        with sizes (said, btu) as (
            values (' 1.5 ton ', 18000), (' 2 ton ', 24000), (' 2.5 ton ', 30000),
                   (' 3 ton ', 36000), (' 3.5 ton ', 42000), (' 4 ton ', 48000),
                   (' 5 ton ', 60000), (' 7.5 ton ', 90000), (' 10 ton ', 120000),
                   (' 9k ', 9000), (' 12k ', 12000), (' 18k ', 18000), (' 24k ', 24000),
                   (' 36k ', 36000), (' 40k ', 40000), (' 60k ', 60000), (' 80k ', 80000),
                   (' 100k ', 100000), (' 120k ', 120000), (' 150k ', 150000)),
        sold as (
            select p.part_id, s.btu,
                   substr(p.part_name, 1, instr(p.part_name || ' ', s.said)) as family
            from parts as p
            join sizes as s on instr(p.part_name || ' ', s.said) > 0
            where p.part_category in ('Compressor', 'Coil', 'Heat Exchanger')
               or p.part_name like '%expansion valve%')
        select u.usage_id
        from sold as p
        join parts_usage as u on u.part_id = p.part_id
        join service_calls as s on s.service_call_id = u.service_call_id
        join equipment_types as e on e.equipment_id = s.equipment_id
        where exists (
            select 1
            from sold as o
            where o.family = p.family and abs(o.btu - e.btu_rating) < abs(p.btu - e.btu_rating))
        """,
    ),
    Check(
        "charge-of-the-work",
        "A circuit that was open takes two to four pounds of refrigerant a ton, a leak up to four;"
        " units of 7.5 tons and more have two circuits",
        "service",
        f"""
        select u.usage_id
        {PARTS_ON_UNITS}
        where p.part_category = 'Refrigerant' and p.unit_of_measure = 'lb'
          and case when s.failed_component in ('Compressor', 'Evaporator Coil', 'Expansion Valve')
              then u.quantity_used * 12000 * case when e.btu_rating < 90000 then 1 else 2 end
                   not between 2 * e.btu_rating and 4 * e.btu_rating
              else u.quantity_used > 4 and not exists (
                  select 1 from parts_usage as d join parts as f on f.part_id = d.part_id
                  where d.service_call_id = s.service_call_id
                    and f.part_name like 'Filter drier %') end
        """,
    ),
    Check(
        "leak-is-topped-up-or-opened",
        "A leak is stopped and topped up, without drier or nitrogen, or the circuit is opened: then"
        " it gets a drier, a vacuum and all of its charge",
        "service",
        """
        with mended as (
            select s.service_call_id, w.completion_notes as told,
                   e.btu_rating / case when e.btu_rating < 90000 then 12000.0 else 24000.0 end
                       as tons,
                   sum(p.part_name like 'Filter drier %') as driers,
                   sum(p.part_name like 'Nitrogen %') as nitrogen,
                   sum(case when p.part_category = 'Refrigerant' and p.unit_of_measure = 'lb'
                       then u.quantity_used else 0 end) as pounds
            from service_calls as s
            join work_orders as w on w.service_call_id = s.service_call_id
            join equipment_types as e on e.equipment_id = s.equipment_id
            join parts_usage as u on u.service_call_id = s.service_call_id
            join parts as p on p.part_id = u.part_id
            where s.failed_component = 'Refrigerant Leak'
            group by s.service_call_id)
        select service_call_id
        from mended
        -- Where few parts are wanted the refrigerant may not be among them.
        where case when driers then pounds > 0 and pounds not between 2 * tons and 4 * tons
                       or not (told like '%vacuum%' or told like '%weighed in%')
                   else nitrogen or told like '%vacuum%' or told like '%weighed in%'
                       or told like '%recharged%' or told like '%by weight%' end
        """,
        whole_books=True,
    ),
    Check(
        "no-roof-under-a-unit-on-the-ground",
        "No package unit beside a house has a curb, a belt or an economizer, or takes a crane",
        "service",
        """
        select w.work_order_id
        from installed_devices as d
        join equipment_types as e on e.equipment_id = d.equipment_id
        join service_calls as s on s.installation_id = d.installation_id
        join work_orders as w on w.service_call_id = s.service_call_id
        where e.equipment_type = 'Package Unit' and d.installation_location <> 'Roof'
          and (w.instructions like '% curb%' or w.instructions like '%crane%'
               or w.instructions like '% belts%' or w.instructions like '%economizer%'
               or exists (
                   select 1 from parts_usage as u join parts as p on p.part_id = u.part_id
                   where u.service_call_id = s.service_call_id
                     and (p.part_name like 'Roof curb%' or p.part_name like 'Blower belt%')))
        """,
        whole_books=True,
    ),
    Check(
        "filter-of-its-device",
        "A device takes filters of one size",
        "service",
        """
        select min(u.usage_id) as usage_id
        from parts as p
        join parts_usage as u on u.part_id = p.part_id
        join service_calls as s on s.service_call_id = u.service_call_id
        where p.part_category = 'Filter'
        group by s.installation_id
        having count(distinct p.part_id) > 1
        """,
    ),
    Check(
        "filter-of-its-house",
        "Units that share the ducts of a house take filters of one size",
        "service",
        """
        select min(u.usage_id) as usage_id
        from parts as p
        join parts_usage as u on u.part_id = p.part_id
        join service_calls as s on s.service_call_id = u.service_call_id
        join equipment_types as e on e.equipment_id = s.equipment_id
        where p.part_category = 'Filter'
          and e.equipment_type in ('Central AC', 'Furnace', 'Heat Pump', 'Air Handler')
        group by s.customer_id
        having count(distinct p.part_id) > 1
        """,
    ),
    Check(
        "renewed-when-due",
        "What is used up is not renewed again, at a unit or in the house that has one of it for all"
        " its units, before its time: only a new unit brings its own",
        "service",
        # Days that are fewer than those for which each is said to last.
        """
        with lasting (named, days) as (
            values ('Pleated air filter %', 60), ('Media air filter %', 150),
                   ('Mini-split washable filter %', 365), ('% batteries %', 300),
                   ('Blower belt %', 300), ('Boiler water treatment %', 300),
                   ('Anode rod %', 730)),
        renewed as (
            select u.usage_id, s.service_date, s.service_type, l.days,
                   lag(s.service_date) over renewals as before,
                   lag(s.service_type) over renewals as at_a
            from lasting as l
            join parts as p on p.part_name like l.named
            -- Few parts are of these: they are found first, and their lines then.
            cross join parts_usage as u on u.part_id = p.part_id
            join service_calls as s on s.service_call_id = u.service_call_id
            join equipment_types as e on e.equipment_id = s.equipment_id
            window renewals as (
                partition by l.named,
                    case when (p.part_category = 'Filter' or p.part_name like 'Thermostat%')
                         and e.equipment_type in ('Central AC', 'Furnace', 'Heat Pump',
                                                  'Air Handler')
                    then -s.customer_id else s.installation_id end
                order by s.service_date, s.started_at, u.usage_id))
        select usage_id
        from renewed
        where service_type <> 'Installation'
          and before > date(service_date, '-' || days || ' days')
          and not (at_a = 'Installation' and before = service_date)
        """,
    ),
    Check(
        "capacitor-is-the-one-in-the-notes",
        "Where the notes quote the rating of a failed capacitor, one of that rating was put in",
        "service",
        """
        select service_call_id
        from (
            select service_call_id,
                   substr(technician_notes, instr(technician_notes, ' against a ') + 10,
                          instr(technician_notes, ' uF rating')
                          - instr(technician_notes, ' against a ') - 10) as rating
            from service_calls
            where technician_notes like '% against a % uF rating%') as s
        where not exists (
            select 1
            from parts_usage as u
            join parts as p on p.part_id = u.part_id
            where u.service_call_id = s.service_call_id and p.part_category = 'Capacitor'
              and (instr(p.part_name, s.rating || '/') > 0
                   or instr(p.part_name, s.rating || ' uF') > 0))
        """,
    ),
    Check(
        "installation-takes-one-size",
        "An Installation takes one size of each material",
        "service",
        """
        with materials (named) as (
            values ('Copper line set'), ('Equipment pad'), ('Disconnect'), ('Electrical whip'),
                   ('Circuit breaker'), ('Supply plenum'), ('Flexible duct'), ('Flue vent kit'),
                   ('Gas connector'), ('Roof curb adapter'), ('Auxiliary drain pan'),
                   ('Expansion tank'), ('Evaporator coil'), ('Thermostat wire'))
        select min(u.usage_id) as usage_id
        from materials as m
        join parts as p on instr(p.part_name, m.named) = 1
        -- Few parts are materials: those are found first, and their lines then.
        cross join parts_usage as u on u.part_id = p.part_id
        group by u.service_call_id, m.named
        having count(*) > 1
        """,
    ),
    Check(
        "vent-fits-burner",
        "Plastic vents are for condensing burners, metal ones for the others",
        "service",
        f"""
        select u.usage_id
        {PARTS_ON_UNITS}
        where instr(p.part_name, 'Flue vent') = 1
          and (instr(p.part_name, 'PVC') > 0)
              <> (e.energy_rating >= case e.rating_unit when 'AFUE' then 90 else 0.8 end)
        """,
    ),
    Check(
        "unit-stands-on-what-it-took",
        "A pad goes under a unit that stands outdoors on the ground, a curb under one on a roof",
        "service",
        """
        select u.usage_id
        from parts as p
        join parts_usage as u on u.part_id = p.part_id
        join service_calls as s on s.service_call_id = u.service_call_id
        join installed_devices as d on d.installation_id = s.installation_id
        where instr(p.part_name, 'Equipment pad') = 1 and d.installation_location <> 'Outdoor Pad'
           or instr(p.part_name, 'Roof curb') = 1 and d.installation_location <> 'Roof'
        """,
    ),
    Check(
        "thermostat-fits-equipment",
        "A heat pump's thermostat works a heat pump or its air handler, and those take no other",
        "service",
        f"""
        select u.usage_id
        {PARTS_ON_UNITS}
        where p.part_category = 'Thermostat'
          and (instr(p.part_name, 'Heat pump') = 1)
              <> (e.equipment_type in ('Heat Pump', 'Air Handler'))
        """,
    ),
    Check(
        "supplies-of-the-work",
        "Nitrogen and dye are used where the refrigerant circuit is opened, tape on installations",
        "service",
        """
        select u.usage_id
        from parts as p
        join parts_usage as u on u.part_id = p.part_id
        join service_calls as s on s.service_call_id = u.service_call_id
        where (instr(p.part_name, 'Nitrogen') = 1 or instr(p.part_name, 'Leak detector') = 1)
              and coalesce(s.failed_component, '') not in ('Compressor', 'Evaporator Coil',
                                                           'Expansion Valve', 'Refrigerant Leak')
           or instr(p.part_name, 'Foil tape') = 1 and s.service_type <> 'Installation'
        """,
    ),
)
