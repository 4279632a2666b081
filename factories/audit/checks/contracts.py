"""Service contracts."""

from factories.audit.check import Check
from factories.audit.checks.calendars import day_off

CHECKS = (
    Check(
        "contracts-do-not-overlap",
        "A customer has one contract at a time",
        "sales",
        """
        select subscription_id
        from (
            select subscription_id, coalesce(cancelled_date, end_date) as last_day,
                   lead(start_date) over (
                       partition by customer_id order by start_date, subscription_id
                   ) as next_start
            from subscriptions)
        where next_start <= last_day
        """,
    ),
    Check(
        "contract-follows-a-device",
        "No contract starts before its customer's first device was installed",
        "sales",
        """
        select p.subscription_id
        from subscriptions as p
        join (select customer_id, min(installation_date) as first_day
              from installed_devices group by customer_id) as d on d.customer_id = p.customer_id
        where p.start_date < d.first_day
        """,
    ),
    Check(
        "nothing-to-come-for-who-left",
        "Who has no device in use any more has no contract, visit or quote that is still open",
        "sales",
        """
        with gone as (
            select customer_id from installed_devices group by customer_id
            having sum(status in ('Active', 'Under Maintenance')) = 0)
        select 'subscription_id=' || subscription_id as example
        from subscriptions
        where status in ('Active', 'Suspended') and customer_id in (select customer_id from gone)
        union all
        select 'appointment_id=' || appointment_id
        from appointments
        where status in ('Scheduled', 'Confirmed')
          and appointment_type not in ('Installation', 'Consultation')
          and customer_id in (select customer_id from gone)
        union all
        select 'quote_id=' || quote_id
        from quotes
        where status = 'Pending' and customer_id in (select customer_id from gone)
        """,
    ),
    Check(
        "contract-status-fits-dates",
        "An expired contract is past its end, an active or suspended one is not",
        "sales",
        """
        select subscription_id
        from subscriptions
        where status = 'Expired' and end_date >= :as_of
           or status in ('Active', 'Suspended') and end_date < :as_of
        """,
    ),
    Check(
        "cancelled-contract-renews-no-more",
        "A contract that was cancelled does not renew itself any more",
        "sales",
        """
        select subscription_id from subscriptions where status = 'Cancelled' and auto_renewal
        """,
    ),
    Check(
        "contract-suspended-within-its-term",
        "A contract is suspended by a payment that bounces after the term has begun",
        "sales",
        """
        select subscription_id
        from subscriptions
        where status = 'Suspended' and date(updated_at_utc) < start_date
        """,
    ),
    Check(
        "contract-visit-within-term",
        "The next visit under a contract lies ahead, and within its term",
        "sales",
        """
        select subscription_id
        from subscriptions
        where next_service_date < :as_of or next_service_date > end_date
        """,
    ),
    Check(
        "contract-visit-is-the-booked-one",
        "The next visit under a contract is the tune-up in the appointment book, if there is one",
        "sales",
        """
        select p.subscription_id
        from subscriptions as p
        join (
            select customer_id, min(appointment_date) as booked
            from appointments
            where appointment_type = 'Maintenance' and status in ('Scheduled', 'Confirmed')
            group by customer_id) as a on a.customer_id = p.customer_id
        where p.status = 'Active' and a.booked <= p.end_date and p.next_service_date is not a.booked
        """,
    ),
    Check(
        "contract-visit-on-a-working-day",
        "No visit under a contract is planned for a weekend or holiday",
        "sales",
        f"""
        select subscription_id
        from subscriptions
        where {day_off("next_service_date")}
        """,
    ),
    Check(
        "contract-plan-fits-customer",
        "The Commercial plan is for businesses, the others are for households",
        "sales",
        """
        select p.subscription_id
        from subscriptions as p
        join customers as c on c.customer_id = p.customer_id
        where (p.service_plan = 'Commercial') <> (c.customer_type = 'commercial')
        """,
    ),
    Check(
        "contract-term-is-a-year",
        "A term lasts a year",
        "sales",
        """
        select subscription_id
        from subscriptions
        where end_date not between date(start_date, '+1 year', '-2 days')
                               and date(start_date, '+1 year')
        """,
    ),
    Check(
        "plan-has-one-price",
        "A plan costs every customer the same",
        "sales",
        """
        select service_plan
        from subscriptions
        group by service_plan having max(annual_cost) <> min(annual_cost)
        """,
    ),
)
