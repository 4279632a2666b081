"""Leads, campaigns and quotes."""

from factories.audit.check import Check
from factories.audit.checks.numbers import run_with_dates

CHECKS = (
    Check(
        "lead-before-account",
        "A lead comes in before its customer's account is opened",
        "sales",
        """
        select l.lead_id
        from leads as l
        join customers as c on c.customer_id = l.customer_id
        where l.created_date > substr(c.created_at, 1, 10)
        """,
    ),
    Check(
        "lead-becomes-its-customer",
        "A converted lead has the customer's name, address, phone and e-mail address",
        "sales",
        """
        select l.lead_id
        from leads as l
        join customers as c on c.customer_id = l.customer_id
        where l.address <> c.address or l.phone <> c.phone or l.email is not c.email
           or (l.company_name is null) <> (c.customer_type = 'residential')
           or c.customer_name <> case c.customer_type when 'commercial' then l.company_name
                                      else l.first_name || ' ' || l.last_name end
        """,
    ),
    Check(
        "customer-won-once",
        "A customer was one lead at most",
        "sales",
        """
        select customer_id
        from leads
        where customer_id is not null
        group by customer_id having count(*) > 1
        """,
    ),
    Check(
        "repair-waits-for-no-season",
        "Nobody asks for a repair, and wants it next season",
        "sales",
        """
        select lead_id
        from leads
        where service_interest in ('AC Repair', 'Heating Repair')
          and notes like '%Timeline: next season.%'
        """,
    ),
    Check(
        "lead-hurry-fits-the-season",
        "Nobody is in a hurry for heat from June to August, or to be cooled from December to"
        " February",
        "sales",
        """
        select lead_id
        from leads
        where urgency = 'High'
          and (service_interest = 'Heating Repair'
               and substr(created_date, 6, 2) in ('06', '07', '08')
               and notes not like '%hot water%' and notes not like '%water heater%'
               or service_interest = 'AC Repair'
               and substr(created_date, 6, 2) in ('12', '01', '02'))
        """,
    ),
    Check(
        "lead-while-campaign-runs",
        "A campaign brings leads from its first day to 30 days after its last",
        "sales",
        """
        select l.lead_id
        from leads as l
        join marketing_campaigns as m on m.campaign_id = l.campaign_id
        where l.created_date not between m.start_date and date(m.end_date, '+30 days')
        """,
    ),
    Check(
        "lead-source-of-campaign",
        "A lead from a campaign came by the campaign's channel; mail counts as advertisement",
        "sales",
        """
        select l.lead_id
        from leads as l
        join marketing_campaigns as m on m.campaign_id = l.campaign_id
        where l.lead_source
              <> case m.channel when 'Direct Mail' then 'Advertisement' else m.channel end
        """,
    ),
    Check(
        "lead-campaign-of-branch",
        "A customer won by a campaign belongs to the campaign's branch",
        "sales",
        """
        select l.lead_id
        from leads as l
        join marketing_campaigns as m on m.campaign_id = l.campaign_id
        join customers as c on c.customer_id = l.customer_id
        where m.branch_id <> c.branch_id
        """,
    ),
    Check(
        "lead-probability-fits-status",
        "A converted lead is certain, a lost one hopeless, the others neither",
        "sales",
        """
        select lead_id
        from leads
        where (status = 'Converted') <> (conversion_probability = 100)
           or (status = 'Lost') <> (conversion_probability = 0)
        """,
    ),
    Check(
        "campaign-spends-once-begun",
        "A campaign that has not begun has spent nothing",
        "sales",
        """
        select campaign_id from marketing_campaigns where start_date > :as_of and spent > 0
        """,
    ),
    Check(
        "trade-show-has-its-days",
        "A campaign at a trade show runs for its days: Friday to Sunday, on the second weekend of"
        " February, March, September or October",
        "sales",
        """
        select campaign_id
        from marketing_campaigns
        where channel = 'Trade Show'
          and (strftime('%w', start_date) <> '5' or substr(start_date, 9) not between '07' and '13'
               or substr(start_date, 6, 2) not in ('02', '03', '09', '10')
               or end_date <> date(start_date, '+2 days'))
        """,
    ),
    Check(
        "quote-after-lead",
        "A quote that answers a lead is sent to whom the lead became, and not before it came in",
        "sales",
        """
        select q.quote_id
        from quotes as q
        join leads as l on l.lead_id = q.lead_id
        where q.quote_date < l.created_date or q.customer_id <> l.customer_id
        """,
    ),
    Check(
        "quote-of-its-call",
        "A quote that became a call was sent to its customer, no later than the call",
        "sales",
        """
        select q.quote_id
        from quotes as q
        join service_calls as s on s.service_call_id = q.service_call_id
        where q.customer_id <> s.customer_id or q.quote_date > s.service_date
        """,
    ),
    Check(
        "quote-before-its-booking",
        "A quote is no younger than the booking of its visit, or a repair's, made out at the visit",
        "sales",
        """
        select q.quote_id
        from quotes as q
        join appointments as a on a.service_call_id = q.service_call_id
        where q.quote_date > substr(a.created_date, 1, 10)
          and (q.quote_type <> 'Repair' or q.quote_date <> a.appointment_date)
        """,
    ),
    Check(
        "quote-before-what-lies-ahead",
        "Who waits for what was sold agreed to it before the day for it was booked",
        "sales",
        """
        select a.appointment_id
        from appointments as a
        join quotes as q on q.customer_id = a.customer_id
        where a.appointment_type = 'Installation' and a.status in ('Scheduled', 'Confirmed')
          and q.status = 'Accepted' and q.service_call_id is null
          and q.quote_type in ('Installation', 'Replacement', 'System Upgrade')
        group by a.appointment_id
        having min(q.quote_date) > substr(a.created_date, 1, 10)
        """,
        whole_books=True,
    ),
    Check(
        "quote-type-of-its-call",
        "A new or replaced system becomes an Installation of the quoted model, a Repair a repair",
        "sales",
        """
        select q.quote_id
        from quotes as q
        join service_calls as s on s.service_call_id = q.service_call_id
        where q.quote_type in ('Installation', 'Replacement', 'System Upgrade')
              and (s.service_type <> 'Installation' or q.equipment_id is not s.equipment_id)
           or q.quote_type = 'Repair' and s.service_type not in ('Repair', 'Emergency')
           or q.quote_type = 'Maintenance Contract'
        """,
    ),
    Check(
        "quote-accepted-is-carried-out",
        "The work of an accepted quote is done within 90 days after the quote could be accepted",
        "sales",
        """
        select quote_id
        from quotes
        where status = 'Accepted' and service_call_id is null
          and quote_type <> 'Maintenance Contract'
          and valid_until < date(:as_of, '-90 days')
        """,
    ),
    Check(
        "quote-for-repair-has-its-visit",
        "Who has agreed to a repair that is still to be done has a visit for it in the book, or had"
        " one called off or agreed to it within five days",
        "sales",
        """
        select q.quote_id
        from quotes as q
        where q.quote_type = 'Repair' and q.status = 'Accepted' and q.service_call_id is null
          and date(q.updated_at_utc) < date(:as_of, '-5 days')
          and not exists (
            select 1
            from appointments as a
            where a.customer_id = q.customer_id and a.appointment_type = 'Repair'
              and a.created_date >= q.quote_date
              and (a.status in ('Scheduled', 'Confirmed')
                   or a.appointment_date >= date(:as_of, '-5 days')))
        """,
        whole_books=True,
    ),
    Check(
        "quote-for-contract-is-signed",
        "Who accepts a Maintenance Contract has one from then on",
        "sales",
        """
        select q.quote_id
        from quotes as q
        where q.quote_type = 'Maintenance Contract' and q.status = 'Accepted'
          and q.quote_date < date(:as_of, '-90 days')
          and not exists (
            select 1
            from subscriptions as p
            where p.customer_id = q.customer_id and p.start_date >= q.quote_date)
        """,
    ),
    Check(
        "quote-for-replacement-replaces",
        "A replacement that was quoted and done replaces a device of the customer",
        "sales",
        """
        select q.quote_id
        from quotes as q
        join service_calls as s on s.service_call_id = q.service_call_id
        where q.quote_type = 'Replacement'
          and not exists (
            select 1
            from installed_devices as d
            where d.customer_id = q.customer_id and d.status = 'Replaced'
              and d.installation_date < s.service_date)
        """,
    ),
    Check(
        "campaign-named-once",
        "No two campaigns of a branch have the same name",
        "sales",
        """
        select max(campaign_id)
        from marketing_campaigns
        group by branch_id, campaign_name having count(*) > 1
        """,
        whole_books=True,
    ),
    Check(
        "quote-for-one-call",
        "A call comes from one accepted quote at most",
        "sales",
        """
        select service_call_id
        from quotes
        where service_call_id is not null
        group by service_call_id having count(*) > 1
        """,
    ),
    Check(
        "quote-open-until-its-date",
        "An expired quote is past its date, a pending one is not",
        "sales",
        """
        select quote_id
        from quotes
        where status = 'Expired' and valid_until >= :as_of
           or status = 'Pending' and valid_until < :as_of
        """,
    ),
    Check(
        "quote-revised-by-another",
        "A revised quote is followed by another of its type, at a lower price or for another model",
        "sales",
        """
        select q.quote_id
        from quotes as q
        where q.status = 'Revised'
          and not exists (
            select 1
            from quotes as n
            where n.customer_id = q.customer_id and n.quote_type = q.quote_type
              and n.quote_id <> q.quote_id and n.quote_date >= q.quote_date
              and (n.total_amount < q.total_amount or n.equipment_id is not q.equipment_id))
        """,
    ),
    run_with_dates("quote", "sales", "quotes", "quote_number", "quote_date", "QUO"),
    Check(
        "lead-gets-the-look-it-asked-for",
        "No new customer who asked for a tune-up as a lead has an inspection booked for it",
        "sales",
        """
        select l.lead_id
        from leads as l
        join customers as c on c.customer_id = l.customer_id
        join appointments as a on a.customer_id = c.customer_id
            and date(a.created_date) = date(c.created_at)
        join service_calls as s on s.service_call_id = a.service_call_id
        where l.service_interest = 'Maintenance' and s.service_type = 'Inspection'
          and (l.notes like '%tune-up%' or l.notes like '%serviced in years%')
          and not exists (
            select 1
            from service_calls as o
            where o.customer_id = c.customer_id and o.started_at < s.started_at)
        """,
    ),
)
