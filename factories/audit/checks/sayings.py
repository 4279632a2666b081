"""What is said in free text of other rows' facts: weather, punctuality, parts on order, money."""

from factories.audit.check import Check

_MENDED = " or ".join(
    f"f.comments like '%{said}%'"
    for said in (
        "running again",
        "has run well",
        "like it should",
        "like new",
        "problem was handled",
    )
)
_HOW_LATE = "(f.comments like '% minutes late%' or f.comments like '%after the window%')"

_OF_THE_BILL = " or ".join(
    f"f.comments glob '*{said}*'"
    for said in (
        # As they are written: a technician may be called Bill or Penny.
        *("[Tt]he bill", "[Cc]harged", "[Ii]nvoice", "emergency rate.", "price was"),
        *("[Ff]air price", "[Oo]ne price", "the price of", "[Oo]verpriced", "[Pp]ricey"),
        *("[Ee]xpensive", "[Nn]ot cheap", "[Pp]aid for", "every penny", "money back"),
    )
)

_LANDLORD = " or ".join(
    f"c.customer_name like '%{ending}'"
    for ending in (
        *("Apartments", "Condominiums", "Senior Living", "Property Management"),
        *("Realty Group", "Office Park", "Medical Plaza"),
    )
)

_FIRST_REPAIRS = """
    from leads as l
    join service_calls as s on s.service_call_id = (
        select min(service_call_id) from service_calls where customer_id = l.customer_id)
    join work_orders as w on w.service_call_id = s.service_call_id
    where l.service_interest in ('AC Repair', 'Heating Repair') and s.service_type = 'Repair'
"""
_COMPLAINT = "substr(w.description, 1, instr(w.description, '.') - 1)"
for _intro in ("Customer reports ", "Customer says ", "Caller reports ", "Per customer, "):
    _COMPLAINT = f"replace({_COMPLAINT}, '{_intro}', '')"

CHECKS = (
    Check(
        "first-repair-is-what-the-lead-asked-for",
        "The order for the first repair of who was a lead repeats what the lead said was wrong",
        "words",
        f"""
        select l.lead_id {_FIRST_REPAIRS} and instr(lower(l.notes), lower({_COMPLAINT})) = 0
        """,
        whole_books=True,
    ),
    Check(
        "trouble-is-as-old-as-the-lead",
        "What somebody said as a lead was wrong did not begin after that",
        "words",
        f"""
        select l.lead_id {_FIRST_REPAIRS}
          and (l.created_date < s.service_date
               and (w.description like '%this morning.%' or w.description like '%last night.%')
               or l.created_date < date(s.service_date, '-1 day')
               and (w.description like '%yesterday.%' or w.description like '%the day before.%'))
        """,
        whole_books=True,
    ),
    Check(
        "unit-without-its-part-is-not-praised",
        "Nobody says that a unit runs again whose part was to come when the technician left",
        "words",
        f"""
        select f.feedback_id
        from customer_feedback as f
        join work_orders as w on w.service_call_id = f.service_call_id
        where w.completion_notes like '% on the truck, %return visit%'
          and ({_MENDED})
        """,
    ),
    Check(
        "part-on-order-was-out-of-stock",
        "No technician says that a part is on order which lay on the shelf that day",
        "words",
        # The part is the first one used on the next visit that puts it in.
        """
        with waits as (
            select w.work_order_id, s.service_call_id, s.service_date, s.installation_id,
                   s.failed_component, c.branch_id,
                   (select n.service_call_id from service_calls as n
                    where n.installation_id = s.installation_id
                      and n.failed_component = s.failed_component and n.started_at > s.started_at
                    order by n.started_at limit 1) as return_id
            from work_orders as w
            join service_calls as s on s.service_call_id = w.service_call_id
            join customers as c on c.customer_id = s.customer_id
            where w.completion_notes like '% on order%' or w.completion_notes like '%Ordered a%'),
        wanted as (
            select w.*, (select u.part_id from parts_usage as u
                         where u.service_call_id = w.return_id order by u.usage_id limit 1) as part
            from waits as w)
        select w.work_order_id
        from wanted as w
        join inventory as i on i.branch_id = w.branch_id and i.part_id = w.part
        where i.opening_stock
              + (select coalesce(sum(o.quantity), 0) from purchase_orders as o
                 where o.branch_id = w.branch_id and o.part_id = w.part
                   and o.received_date <= w.service_date)
              - (select coalesce(sum(u.quantity_used), 0) from parts_usage as u
                 join service_calls as s on s.service_call_id = u.service_call_id
                 join customers as c on c.customer_id = s.customer_id
                 where u.part_id = w.part and u.usage_date <= w.service_date
                   and c.branch_id = w.branch_id) > 0
        """,
    ),
    Check(
        "part-tagged-is-claimed",
        "An old part is tagged for a warranty claim only when there is one, or will be within"
        " 16 days",
        "words",
        """
        select w.work_order_id
        from work_orders as w
        join service_calls as s on s.service_call_id = w.service_call_id
        left join warranty_claims as c on c.service_call_id = w.service_call_id
        where w.completion_notes like '%tagged for the warranty claim%' and c.claim_id is null
          and (s.service_date <= date(:as_of, '-16 days')
               or s.service_call_id not in (select service_call_id from parts_usage
                                            where covered_by_warranty))
        """,
    ),
    Check(
        "weather-said-is-the-days",
        "Frost and great heat are spoken of only when the weather of the visit's day had them",
        "words",
        """
        with said as (
            select 'feedback_id=' || feedback_id as example, service_call_id,
                   comments like '%freezing%' as frost, comments like '%over 90%' as heat,
                   0 as inside
            from customer_feedback
            union all
            select 'work_order_id=' || work_order_id, service_call_id, 0, 0,
                   description like '% F inside%' or description like '%temperature indoors%'
            from work_orders
        )
        select said.example
        from said
        join service_calls as s on s.service_call_id = said.service_call_id
        join customers as c on c.customer_id = s.customer_id
        join weather_daily as d on d.branch_id = c.branch_id and d.weather_date = s.service_date
        where frost and d.low_temperature_f >= 32 or heat and d.high_temperature_f <= 90
           or inside and d.low_temperature_f > 40 and d.high_temperature_f < 80
        """,
    ),
    Check(
        "readings-fit-the-weather",
        "No charge is read on a day that stays below 60 F, no furnace's flame on one over 85 F",
        "words",
        """
        select s.service_call_id
        from service_calls as s
        join customers as c on c.customer_id = s.customer_id
        join weather_daily as d on d.branch_id = c.branch_id and d.weather_date = s.service_date
        join equipment_types as e on e.equipment_id = s.equipment_id
        where d.high_temperature_f < 60
              and (s.technician_notes like '%superheat%' or s.technician_notes like '% split %'
                   or e.equipment_type = 'Central AC' and s.technician_notes like '%compressor at%')
           or d.high_temperature_f > 85 and e.equipment_type in ('Furnace', 'Boiler')
              and (s.technician_notes like '%flue CO%' or s.technician_notes like '%microamps%'
                   or s.technician_notes like '%temperature rise%')
        """,
    ),
    Check(
        "punctuality-said-is-true",
        "Who is said to be late came after the window, who came early in it within half an hour",
        "words",
        f"""
        select f.feedback_id
        from customer_feedback as f
        left join appointments as a on a.service_call_id = f.service_call_id
        where f.comments like '%early in the window%'
          and (a.window_start is null
               or a.scheduled_time > datetime(a.window_start, '+30 minutes'))
           or {_HOW_LATE} and coalesce(a.scheduled_time <= a.window_end, 0)
        """,
    ),
    Check(
        "bill-spoken-of-was-sent",
        "Nobody speaks of a bill or of what was charged who had no bill by then",
        "words",
        f"""
        select f.feedback_id
        from customer_feedback as f
        left join invoices as i on i.service_call_id = f.service_call_id
             and (i.status <> 'Cancelled' or date(i.updated_at_utc) > f.feedback_date)
             and i.total_amount > 0
             and i.issue_date <= f.feedback_date
        where i.invoice_id is null and ({_OF_THE_BILL})
           or f.comments like '%invoice took a few days%'
              and i.issue_date < (select date(s.service_date, '+2 days') from service_calls as s
                                  where s.service_call_id = f.service_call_id)
        """,
    ),
    Check(
        "who-will-not-call-again-does-not",
        "Who writes not to call again has no later visit, booking or contract",
        "words",
        """
        select f.feedback_id
        from customer_feedback as f
        where (f.comments like '%never again%' or f.comments like '%not be calling again%'
               or f.comments like '%for another company%' or f.comments like '%stay away%')
          and (exists (select 1 from service_calls as s where s.customer_id = f.customer_id
                       and s.service_date > f.feedback_date)
               or exists (select 1 from appointments as a where a.customer_id = f.customer_id
                          and (date(a.created_date) > f.feedback_date
                               or a.appointment_date > f.feedback_date
                                  and a.status <> 'Cancelled'))
               or exists (select 1 from subscriptions as p where p.customer_id = f.customer_id
                          and p.start_date > f.feedback_date))
        """,
    ),
    Check(
        "last-year-was-there",
        "A unit is compared with last year only if it was installed by then",
        "words",
        """
        select w.work_order_id
        from work_orders as w
        join service_calls as s on s.service_call_id = w.service_call_id
        join installed_devices as d on d.installation_id = s.installation_id
        where w.description like '%last year%'
          and d.installation_date > date(s.service_date, '-1 year')
        """,
    ),
    Check(
        "gate-keeps-its-code",
        "A customer's gate has one code, whoever goes there",
        "words",
        """
        select customer_id
        from (
            select customer_id,
                   substr(special_instructions,
                          instr(special_instructions, 'Gate code ') + 10, 4) as code
            from appointments
            where special_instructions like '%Gate code %'
        )
        group by customer_id having count(distinct code) > 1
        """,
    ),
    Check(
        "void-reason-is-true",
        "A bill is void for a warranty, guarantee, claim or plan only where there was one, and"
        " never for another bill in its place",
        "words",
        """
        select i.invoice_id
        from invoices as i
        join service_calls as s on s.service_call_id = i.service_call_id
        join installed_devices as d on d.installation_id = s.installation_id
        where i.status = 'Cancelled' and (
          i.notes like '%manufacturer%'
              and s.service_call_id not in (select service_call_id from warranty_claims)
              and (s.service_date <= date(:as_of, '-16 days')
                   or s.service_call_id not in (select service_call_id from parts_usage
                                                where covered_by_warranty))
          or i.notes like '%warranty%'
              and (d.warranty_end_date < s.service_date
                   or s.service_call_id not in (select service_call_id from parts_usage
                                                where covered_by_warranty
                                                union select service_call_id from warranty_claims))
          or i.notes like '%our%repair%' and not s.is_callback
              and not exists (select 1 from service_calls as b
                              where b.installation_id = s.installation_id
                                and b.failed_component = s.failed_component
                                and b.service_date
                                    between date(s.service_date, '-366 days') and s.service_date
                                and b.started_at < s.started_at)
          or (i.notes like '%our own installation%' or i.notes like '%installed by us%')
              and (d.installed_by <> 'Company'
                   or d.installation_date < date(s.service_date, '-366 days'))
          or i.notes like '%plan%'
              and not exists (select 1 from subscriptions as p
                              where p.customer_id = s.customer_id
                                and s.service_date
                                    between p.start_date and coalesce(p.cancelled_date, p.end_date))
          or i.notes like '%reissued%' or i.notes like '%moved%')
        """,
    ),
    Check(
        "void-as-return-is-callback",
        "A bill is void as a return on our own repair for callbacks only, and for a repair that is"
        " still guaranteed for others only",
        "words",
        """
        select i.invoice_id
        from invoices as i
        join service_calls as s on s.service_call_id = i.service_call_id
        where i.status = 'Cancelled' and (
          i.notes like 'Voided: return %' and not s.is_callback
          or (i.notes like '%still guaranteed%' or i.notes like '%within a year of our repair%')
              and s.is_callback)
        """,
    ),
    Check(
        "praised-unit-had-no-major-failure",
        "No technician calls a unit in good shape of which a major component had failed",
        "words",
        """
        select service_call_id
        from service_calls
        where technician_notes like '%good shape%'
          and failed_component not in (
            'Capacitor', 'Contactor', 'Drain Line', 'Thermostat', 'Zone Valve', 'Igniter',
            'Flame Sensor', 'Pressure Switch', 'Limit Switch')
        """,
    ),
    Check(
        "alone-where-nobody-comes-along",
        "No work order asks for a second technician where none was there",
        "words",
        """
        select w.work_order_id
        from work_orders as w
        where (w.instructions like '%in pairs%' or w.instructions like '%second person%'
               or w.description like '%crew of two%')
          and not exists (select 1 from incident_response as i
                          where i.service_call_id = w.service_call_id
                            and i.backup_technician_id is not null)
        """,
    ),
    Check(
        "comment-fits-the-recommendation",
        "Who would recommend the company does not write of another, and the other way round",
        "words",
        """
        select feedback_id
        from customer_feedback
        where would_recommend
              and (comments like '%another quote%' or comments like '%Not sure I''d call%'
                   or comments like '%can''t recommend%' or comments like '%never again%'
                   or comments like '%not be calling again%' or comments like '%another company%'
                   or comments like '%stay away%')
           or not would_recommend
              and (comments like '%would use again%' or comments like '%would recommend%'
                   or comments like '%highly recommend%' or comments like '%ly call again%'
                   or comments like '%customers for life%' or comments like '%calling you for%')
        """,
    ),
    Check(
        "comment-fits-the-customer",
        "Only landlords speak of tenants, and only households of neighbors or their dog",
        "words",
        f"""
        select f.feedback_id
        from customer_feedback as f
        join customers as c on c.customer_id = f.customer_id
        where c.customer_type = 'commercial'
              and (f.comments like '%neighbors%' or f.comments like '%our dog%'
                   or f.comments like '%our home%' or f.comments like '%time off work%')
           or (f.comments like '%our tenants%' or f.comments like '%building engineer%'
               or f.comments like '%for the owner%')
              and (c.customer_type = 'residential' or not ({_LANDLORD}))
        """,
    ),
    Check(
        "ever-since-takes-days",
        "Nobody says within two days of the visit how the unit has run since",
        "words",
        """
        select f.feedback_id
        from customer_feedback as f
        join service_calls as s on s.service_call_id = f.service_call_id
        where (f.comments like '%ever since%' or f.comments like '%run well since%')
          and f.feedback_date < date(s.service_date, '+3 days')
        """,
    ),
    Check(
        "paid-at-the-door-on-the-day",
        "What the technician took in, or was paid on site, was paid on the day of the visit",
        "words",
        """
        select p.payment_id
        from payments as p
        join invoices as i on i.invoice_id = p.invoice_id
        join service_calls as s on s.service_call_id = i.service_call_id
        where (p.notes like '%technician%' or p.notes like '%on site%')
          and p.payment_date <> s.service_date
        """,
    ),
)
