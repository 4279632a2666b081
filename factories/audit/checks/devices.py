"""The devices at customers' sites."""

from factories.audit.check import Check
from factories.audit.checks.calendars import day_off
from factories.rules.equipment.devices import ALSO_REPLACES

_DOES_THE_WORK_OF = ", ".join(
    f"('{kind}', '{old}')" for kind, others in ALSO_REPLACES.items() for old in others
)

CHECKS = (
    Check(
        "home-sized-package-unit",
        "At a household's, no package unit is of more than five tons",
        "customers",
        """
        select d.installation_id
        from equipment_types as e
        join installed_devices as d on d.equipment_id = e.equipment_id
        join customers as c on c.customer_id = d.customer_id
        where e.equipment_type = 'Package Unit' and e.btu_rating > 60000
          and c.customer_type = 'residential'
        """,
    ),
    Check(
        "air-handler-with-heat-pump",
        "An air handler is the indoor half of a heat pump that the customer has",
        "customers",
        """
        select d.installation_id
        from installed_devices as d
        join equipment_types as e on e.equipment_id = d.equipment_id
        where e.equipment_type = 'Air Handler'
          and not exists (
            select 1
            from installed_devices as o
            join equipment_types as k on k.equipment_id = o.equipment_id
            where o.customer_id = d.customer_id and k.equipment_type = 'Heat Pump')
        """,
    ),
    Check(
        "halves-of-one-refrigerant",
        "An air handler in place stands beside a heat pump of its own refrigerant, both in use or"
        " neither",
        "customers",
        """
        select d.installation_id
        from installed_devices as d
        join equipment_types as e on e.equipment_id = d.equipment_id
        where e.equipment_type = 'Air Handler' and d.status <> 'Replaced'
          and not exists (
            select 1
            from installed_devices as o
            join equipment_types as k on k.equipment_id = o.equipment_id
            where o.customer_id = d.customer_id and o.status <> 'Replaced'
              and k.equipment_type = 'Heat Pump' and k.refrigerant = e.refrigerant
              and (o.status = 'Inactive') = (d.status = 'Inactive'))
        """,
        whole_books=True,
    ),
    Check(
        "device-warranty-ends-by-its-months",
        "A warranty ends the model's warranty_months after the installation",
        "customers",
        # A month without such a day ends the warranty on its last.
        """
        select d.installation_id
        from installed_devices as d
        join equipment_types as e on e.equipment_id = d.equipment_id
        where d.warranty_end_date
              <> min(date(d.installation_date, '+' || e.warranty_months || ' months'),
                     date(d.installation_date, 'start of month',
                          '+' || (e.warranty_months + 1) || ' months', '-1 day'))
        """,
    ),
    Check(
        "device-last-maintenance-is-last-call",
        "The last maintenance of a device is its last Maintenance call, none without one",
        "customers",
        """
        select d.installation_id
        from installed_devices as d
        left join (
            select installation_id, max(service_date) as service_date
            from service_calls
            where service_type = 'Maintenance'
            group by installation_id
        ) as m on m.installation_id = d.installation_id
        where d.last_maintenance_date is not m.service_date
        """,
    ),
    Check(
        "device-made-when-installed",
        "A device is installed in a year in which its model was made",
        "customers",
        """
        select d.installation_id
        from installed_devices as d
        join equipment_types as e on e.equipment_id = d.equipment_id
        where cast(substr(d.installation_date, 1, 4) as integer)
              not between e.introduced_year and coalesce(e.discontinued_year, 9999)
        """,
    ),
    Check(
        "device-built-before-it-was-put-in",
        "A unit was made, as its serial number says, once its model was, and then installed",
        "customers",
        # Two digits of the year, the last one before the installation that ends so. Other makers'
        # numbers say nothing of a month.
        """
        select installation_id
        from (
            select d.installation_id, d.installation_date, e.introduced_year,
                   substr(d.installation_date, 1, 4) - (substr(d.installation_date, 1, 4)
                   - substr(d.serial_number, 2, 2)) % 100 as year,
                   substr(d.serial_number, 4, 2) as month
            from installed_devices as d
            join equipment_types as e on e.equipment_id = d.equipment_id
            where d.serial_number
                  glob '[A-Z][0-9][0-9][0-9][0-9][A-Z][0-9][0-9][0-9][0-9][0-9][0-9]')
        where year < introduced_year
           or year || '-' || month > substr(installation_date, 1, 7)
           or month not between '01' and '12'
        """,
    ),
    Check(
        "device-stands-where-it-can",
        "Condensers and packaged units stand outdoors, what burns or moves indoor air does not",
        "customers",
        """
        select d.installation_id
        from installed_devices as d
        join equipment_types as e on e.equipment_id = d.equipment_id
        where e.equipment_type in ('Central AC', 'Heat Pump', 'Package Unit')
              and d.installation_location not in ('Outdoor Pad', 'Roof', 'Garage', 'Crawl Space')
           or e.equipment_type in ('Furnace', 'Boiler', 'Water Heater', 'Air Handler')
              and d.installation_location in ('Outdoor Pad', 'Roof')
        """,
    ),
    Check(
        "split-unit-of-a-home-stands-on-the-ground",
        "The outdoor unit of a household's split system stands beside the house",
        "customers",
        """
        select d.installation_id
        from installed_devices as d
        join customers as c on c.customer_id = d.customer_id
        join equipment_types as e on e.equipment_id = d.equipment_id
        where c.customer_type = 'residential' and d.installation_location = 'Roof'
          and e.equipment_type in ('Central AC', 'Heat Pump')
        """,
        whole_books=True,
    ),
    Check(
        "device-put-in-on-a-working-day",
        "The Company puts units in on working days",
        "customers",
        f"""
        select installation_id
        from installed_devices
        where installed_by = 'Company' and {day_off("installation_date")}
        """,
        whole_books=True,
    ),
    Check(
        "device-replaced-by-another",
        "A replaced device has a successor of its kind, or of a kind that does its work",
        "customers",
        f"""
        select d.installation_id
        from installed_devices as d
        join equipment_types as e on e.equipment_id = d.equipment_id
        where d.status = 'Replaced'
          and not exists (
            select 1
            from installed_devices as n
            join equipment_types as k on k.equipment_id = n.equipment_id
            where n.customer_id = d.customer_id and n.installation_date > d.installation_date
              and (k.equipment_type = e.equipment_type
                   or (k.equipment_type, e.equipment_type) in (values {_DOES_THE_WORK_OF})))
        """,
    ),
    Check(
        "device-replaced-once",
        "A customer has at least as many later devices as replaced ones",
        "customers",
        """
        select customer_id
        from installed_devices as d
        where status = 'Replaced'
        group by customer_id
        having count(*) > (
            select count(*)
            from installed_devices as n
            where n.customer_id = d.customer_id and n.installation_date > min(d.installation_date))
        """,
    ),
    Check(
        "device-replaced-gets-no-call",
        "A replaced device is not visited after the customer's last new device came",
        "customers",
        """
        select s.service_call_id
        from installed_devices as d
        join service_calls as s on s.installation_id = d.installation_id
        where d.status = 'Replaced'
          and s.service_date > (
            select max(n.installation_date)
            from installed_devices as n
            where n.customer_id = d.customer_id and n.installation_id <> d.installation_id)
        """,
    ),
    Check(
        "device-of-ours-has-installation-call",
        "What the company installed for a customer within the history has its Installation call",
        "customers",
        """
        select d.installation_id
        from installed_devices as d
        join customers as c on c.customer_id = d.customer_id
        where d.installed_by = 'Company'
          and d.installation_date >= substr(c.created_at, 1, 10)
          and d.installation_date >= (select min(weather_date) from weather_daily)
          and not exists (
            select 1
            from service_calls as s
            where s.installation_id = d.installation_id
              and s.service_type = 'Installation'
              and +s.service_date = d.installation_date)
        """,
    ),
    Check(
        "device-of-others-has-no-installation-call",
        "What a builder or another contractor installed has no Installation call of ours",
        "customers",
        """
        select s.service_call_id
        from service_calls as s
        join installed_devices as d on d.installation_id = s.installation_id
        where s.service_type = 'Installation' and d.installed_by <> 'Company'
        """,
    ),
    Check(
        "device-installed-by-us-after-account",
        "The company installs only for customers it knows",
        "customers",
        """
        select d.installation_id
        from installed_devices as d
        join customers as c on c.customer_id = d.customer_id
        where d.installed_by = 'Company' and d.installation_date < substr(c.created_at, 1, 10)
        """,
    ),
    Check(
        "zone-keeps-its-size",
        "Nobody is offered a mini-split of over one and a half times the old one's capacity for it",
        "customers",
        """
        select q.quote_id
        from quotes as q
        join equipment_types as e on e.equipment_id = q.equipment_id
        where q.quote_type = 'Replacement' and e.equipment_type = 'Ductless Mini-Split'
          and 2 * e.btu_rating > (
            select 3 * max(o.btu_rating)
            from installed_devices as d
            join equipment_types as o on o.equipment_id = d.equipment_id
            where d.customer_id = q.customer_id and d.installation_date <= q.quote_date
              and o.equipment_type = 'Ductless Mini-Split')
        """,
    ),
)
