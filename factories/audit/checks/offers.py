"""What quotes say and what they answer: the customer's wishes, devices, visits and bills."""

from factories.audit.check import Check
from factories.audit.checks.calendars import day_off
from factories.wording.phrases import KIND_NOUN


def _noun(kind: str) -> str:
    """SQL for what the office calls a kind of equipment."""
    cases = " ".join(f"when '{name}' then '{noun}'" for name, noun in KIND_NOUN.items())
    return f"case {kind} {cases} end"


_KNOWN = (
    "exists (select 1 from installed_devices as k"
    " where k.customer_id = q.customer_id and k.installation_date <= q.quote_date)"
)
"""SQL for a quote to a customer of whose devices any is on record."""
_EQUIPMENT = "('Installation', 'Replacement', 'System Upgrade')"

CHECKS = (
    Check(
        "quote-on-a-working-day",
        "The office writes no quote on a weekend or holiday",
        "sales",
        f"""
        select quote_id from quotes where {day_off("quote_date")}
        """,
    ),
    Check(
        "quote-follow-up-on-a-working-day",
        "The office follows up on no quote on a weekend or holiday",
        "sales",
        f"""
        select quote_id from quotes where {day_off("follow_up_date")}
        """,
    ),
    Check(
        "lead-contact-on-a-working-day",
        "The office calls leads on working days, but for emergencies",
        "sales",
        f"""
        select lead_id
        from leads
        where service_interest <> 'Emergency Service' and status <> 'Converted'
          and {day_off("last_contact_date")}
        """,
    ),
    Check(
        "lead-emergency-served-at-once",
        "Who became a customer in an emergency was visited by the day after",
        "sales",
        """
        select l.lead_id
        from leads as l
        where l.status = 'Converted' and l.service_interest = 'Emergency Service'
          and l.customer_id in (select customer_id from service_calls)
          and not exists (
            select 1
            from service_calls as s
            where s.customer_id = l.customer_id
              and s.service_date between l.created_date and date(l.created_date, '+1 day'))
        """,
    ),
    Check(
        "quote-answers-the-wish",
        "A quote that answers a lead offers what was asked for",
        "sales",
        f"""
        select q.quote_id
        from quotes as q
        join leads as l on l.lead_id = q.lead_id
        where case l.service_interest
                when 'Installation' then q.quote_type not in {_EQUIPMENT}
                when 'Maintenance' then q.quote_type <> 'Maintenance Contract'
                else q.quote_type not in ('Repair', 'Replacement', 'System Upgrade') end
        """,
    ),
    Check(
        "quote-names-the-wish",
        "Equipment quoted to a lead is what its notes name, if any, and replaces if they say so",
        "sales",
        f"""
        select q.quote_id
        from quotes as q
        join leads as l on l.lead_id = q.lead_id
        join equipment_types as e on e.equipment_id = q.equipment_id
        where l.service_interest = 'Installation'
          and (instr(l.notes, {_noun("e.equipment_type")}) = 0
               and l.notes not like '%new system%' and l.notes not like '%old unit%'
               and l.notes not like '%for a replacement.%' and l.notes not like '%new space%'
               or l.notes like '%replace%' and q.quote_type = 'Installation')
        """,
    ),
    Check(
        "quote-found-at-a-visit",
        "What was found during the last visit was found at one, of the month before",
        "sales",
        """
        select q.quote_id
        from quotes as q
        where q.description like '%Found during the last visit%'
          and not exists (
            select 1
            from service_calls as s
            where s.customer_id = q.customer_id and +s.equipment_id = q.equipment_id
              and s.service_call_id is not q.service_call_id
              and s.service_date between date(q.quote_date, '-30 days') and q.quote_date)
        """,
    ),
    Check(
        "quote-found-was-noted",
        "What was found during the last visit failed then, or is in the technician's notes",
        "sales",
        """
        select q.quote_id
        from quotes as q
        where q.description like '%Found during the last visit%'
          and not exists (
            select 1
            from service_calls as s
            where s.customer_id = q.customer_id and +s.equipment_id = q.equipment_id
              and s.service_date between date(q.quote_date, '-30 days') and q.quote_date
              and (s.failed_component is not null or s.technician_notes like '%Noted %'))
        """,
    ),
    Check(
        "finding-is-told-in-the-order",
        "What a tune-up or an inspection noted is in the order's notes, and needs action",
        "sales",
        """
        select w.work_order_id
        from service_calls as s
        join work_orders as w on w.service_call_id = s.service_call_id
        where s.service_type in ('Maintenance', 'Inspection')
          and s.technician_notes like '%Noted %'
          and (w.completion_notes not like '%Noted %'
               or w.completion_notes like '%No further action%'
               or w.completion_notes like '%Left running normally%')
        """,
    ),
    Check(
        "quote-of-a-repair-follows-a-visit",
        "What is to be repaired was found at a visit to the unit, on that day or a month before",
        "sales",
        """
        select q.quote_id
        from quotes as q
        where q.quote_type = 'Repair'
          and not exists (
            select 1
            from service_calls as s
            where s.customer_id = q.customer_id and +s.equipment_id = q.equipment_id
              and s.service_date between date(q.quote_date, '-30 days') and q.quote_date)
        """,
        whole_books=True,
    ),
    Check(
        "quote-sized-at-a-visit",
        "What was sized on site was sized at a salesman's visit",
        "sales",
        """
        select q.quote_id
        from quotes as q
        where q.description like '%Sizing checked on site%'
          and not exists (
            select 1
            from appointments as a
            where a.customer_id = q.customer_id and a.appointment_type = 'Consultation'
              and a.status = 'Completed'
              and a.appointment_date between date(q.quote_date, '-30 days') and q.quote_date)
        """,
    ),
    Check(
        "water-heater-quoted-as-one",
        "A gas water heater is offered with its gas and water, for a household: no electrician"
        " comes, and no space is heated",
        "sales",
        """
        select q.quote_id
        from quotes as q
        join equipment_types as e on e.equipment_id = q.equipment_id
        where e.equipment_type = 'Water Heater'
          and (q.description like '%electric%' or q.description like '%space served%')
        """,
    ),
    Check(
        "quote-replaces-what-is-there",
        "The old unit that a quote would replace is among the customer's devices on record",
        "sales",
        f"""
        select q.quote_id
        from quotes as q
        where q.quote_type = 'Replacement' and {_KNOWN}
          and not exists (
            select 1
            from installed_devices as d
            join equipment_types as e on e.equipment_id = d.equipment_id
            where d.customer_id = q.customer_id and d.installation_date <= q.quote_date
              and (instr(q.description, 'existing ' || {_noun("e.equipment_type")} || ' with') > 0
                   or instr(q.description, 'old ' || {_noun("e.equipment_type")} || ' and') > 0))
        """,
    ),
    Check(
        "quote-upgrade-is-better",
        "A System Upgrade is more efficient than a device that the customer has",
        "sales",
        f"""
        select q.quote_id
        from quotes as q
        join equipment_types as e on e.equipment_id = q.equipment_id
        where q.quote_type = 'System Upgrade' and {_KNOWN}
          and not exists (
            select 1
            from installed_devices as d
            join equipment_types as o on o.equipment_id = d.equipment_id
            where d.customer_id = q.customer_id and d.installation_date <= q.quote_date
              and (o.equipment_type = e.equipment_type
                   or o.equipment_type = 'Central AC' and e.equipment_type = 'Heat Pump')
              and o.energy_rating < e.energy_rating)
        """,
    ),
    Check(
        "quote-offers-what-is-sold",
        "A new unit is quoted while it is sold, or announced: from July before its first year on",
        "sales",
        f"""
        select q.quote_id
        from quotes as q
        join equipment_types as e on e.equipment_id = q.equipment_id
        where q.quote_type in {_EQUIPMENT}
          and (cast(strftime('%Y', q.quote_date, 'start of month', '+6 months') as integer)
                   < e.introduced_year
               or cast(substr(q.quote_date, 1, 4) as integer) > e.discontinued_year)
        """,
    ),
    Check(
        "quote-footprint-unknown",
        "No quote speaks of a footprint, which nobody has measured",
        "sales",
        """
        select quote_id from quotes where description like '%footprint%'
        """,
    ),
    Check(
        "quote-air-handler-to-heat-pump",
        "An air handler is offered to whom has a heat pump",
        "sales",
        f"""
        select q.quote_id
        from quotes as q
        join equipment_types as e on e.equipment_id = q.equipment_id
        where e.equipment_type = 'Air Handler' and {_KNOWN}
          and not exists (
            select 1
            from installed_devices as d
            join equipment_types as o on o.equipment_id = d.equipment_id
            where d.customer_id = q.customer_id and o.equipment_type = 'Heat Pump')
        """,
    ),
    Check(
        "quote-promises-its-plan",
        "A contract quote promises filters, priority and free parts where the plan gives them",
        "sales",
        """
        select quote_id
        from quotes
        where quote_type = 'Maintenance Contract'
          and (description like '%Basic%' and (description like '%filter%'
                                               or description like '%priority%')
               or description not like '%Comprehensive%' and description like '%repair parts%'
               or description not like '%Commercial%' and description like '%belts%')
        """,
    ),
    Check(
        "quote-contract-for-a-device",
        "A contract is offered for a device that the customer has by then",
        "sales",
        """
        select q.quote_id
        from quotes as q
        where q.quote_type = 'Maintenance Contract'
          and q.customer_id in (select customer_id from installed_devices)
          and not exists (
            select 1
            from installed_devices as d
            where d.customer_id = q.customer_id and +d.equipment_id = q.equipment_id
              and d.installation_date <= q.quote_date)
        """,
    ),
    Check(
        "quote-follow-ups-happened",
        "A quote that ran out after calls has the date of the call",
        "sales",
        """
        select quote_id
        from quotes
        where status = 'Expired' and follow_up_date is null
          and (notes like '%follow-ups%' or notes like '%Called twice%')
        """,
    ),
    Check(
        "quote-followed-up-while-it-holds",
        "A call that is planned for an open quote comes while the quote holds",
        "sales",
        """
        select quote_id from quotes where status = 'Pending' and follow_up_date > valid_until
        """,
    ),
    Check(
        "quote-sent-to-an-address",
        "Nobody without an e-mail address answered, or was sent, a quote by e-mail",
        "sales",
        """
        select q.quote_id
        from quotes as q
        join customers as c on c.customer_id = q.customer_id
        where c.email is null
          and (q.notes like '%by email%' or q.notes like '%emailed%')
        """,
    ),
    Check(
        "quote-contract-to-whom-has-none",
        "No contract is offered to a customer whose contract runs",
        "sales",
        """
        select q.quote_id
        from quotes as q
        join subscriptions as p on p.customer_id = q.customer_id
        where q.quote_type = 'Maintenance Contract'
          and q.quote_date between p.start_date and coalesce(p.cancelled_date, p.end_date)
        """,
    ),
    Check(
        "quote-is-what-is-billed",
        "A bill is the accepted price to the cent, or a change order says by how much it is not:"
        " 15 % or $100 more at most, or a third less, where a part is free",
        "billing",
        """
        select q.quote_id
        from quotes as q
        join invoices as i on i.service_call_id = q.service_call_id
        where i.status <> 'Cancelled' and abs(i.subtotal - q.total_amount) > 0.005
          and (i.subtotal - q.total_amount > max(q.total_amount * 0.15, 100)
               or q.total_amount - i.subtotal > max(q.total_amount / 3, 100)
               or coalesce(q.notes, '') not like 'Change order%'
               or instr(replace(q.notes, ',', ''),
                        printf('$%.2f ', abs(i.subtotal - q.total_amount))
                        || case when i.subtotal > q.total_amount then 'added'
                                else 'taken off' end) = 0)
        """,
    ),
    Check(
        "quote-change-order-was-billed",
        "A change order is noted where the bill is not the accepted price",
        "billing",
        """
        select q.quote_id
        from quotes as q
        where q.notes like 'Change order%'
          and not exists (
            select 1
            from invoices as i
            where i.service_call_id = q.service_call_id
              and abs(i.subtotal - q.total_amount) > 0.005)
        """,
    ),
    Check(
        "quote-lost-to-another-contractor-was",
        "Who had another contractor do it has nothing that we serve, and no visit a month later",
        "sales",
        """
        select q.quote_id
        from quotes as q
        where q.notes like '%nother contractor%'
          and (q.quote_type not in ('Replacement', 'System Upgrade')
               or exists (select 1 from installed_devices as d
                          where d.customer_id = q.customer_id
                            and d.status in ('Active', 'Under Maintenance'))
               or exists (select 1 from service_calls as s
                          where s.customer_id = q.customer_id
                            and s.service_date > date(q.updated_at_utc, '+31 days')))
        """,
    ),
    Check(
        "invoice-of-the-office-on-a-working-day",
        "An invoice not written at the visit is written on a working day",
        "billing",
        f"""
        select i.invoice_id
        from invoices as i
        join service_calls as s on s.service_call_id = i.service_call_id
        where i.issue_date > substr(s.completed_at, 1, 10) and {day_off("i.issue_date")}
        """,
    ),
)
