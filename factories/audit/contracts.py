"""Service contracts."""

from factories.audit.check import Check

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
