"""The shelves, and the orders that fill them."""

from factories.audit.check import Check
from factories.audit.checks.calendars import day_off
from factories.audit.checks.numbers import run_with_dates

_USED = """
            select c.branch_id, u.part_id, u.usage_date as day, -u.quantity_used as change
            from parts_usage as u
            join service_calls as s on s.service_call_id = u.service_call_id
            join customers as c on c.customer_id = s.customer_id"""
_RECEIVED = """
            select branch_id, part_id, received_date as day, quantity as change
            from purchase_orders
            where received_date is not null"""
_USED_IN_A_YEAR = f"""used as (
            select branch_id, part_id, -sum(change) as quantity
            from ({_USED}
            where u.usage_date > date(:as_of, '-365 days'))
            group by branch_id, part_id)"""
"""A common table: how many of each part a branch has used in the last 365 days."""

CHECKS = (
    Check(
        "stock-adds-up",
        "The stock of a part is what was there at the start, plus received, minus used",
        "stock",
        f"""
        with moves as (
            select branch_id, part_id, sum(change) as change
            from ({_USED}
            union all {_RECEIVED})
            group by branch_id, part_id)
        select i.inventory_id
        from inventory as i
        left join moves as m on m.branch_id = i.branch_id and m.part_id = i.part_id
        where i.current_stock <> i.opening_stock + coalesce(m.change, 0)
        """,
    ),
    Check(
        "stock-never-negative",
        "No part is used before it is on the shelf, on any day",
        "stock",
        # What is received is there before what is used that day.
        f"""
        with running as (
            select branch_id, part_id, day,
                   sum(change) over (
                       partition by branch_id, part_id order by day, change desc
                       rows unbounded preceding
                   ) as change
            from ({_USED}
            union all {_RECEIVED}))
        select i.inventory_id, r.day
        from running as r
        join inventory as i on i.branch_id = r.branch_id and i.part_id = r.part_id
        where i.opening_stock + r.change < 0
        """,
    ),
    Check(
        "stock-fits-the-shelf",
        "There is no more of a part than its shelf takes",
        "stock",
        """
        select inventory_id from inventory where current_stock > max_stock_level
        """,
    ),
    Check(
        "part-on-every-branch-shelf",
        "Every branch keeps every part",
        "stock",
        """
        select b.branch_id, p.part_id
        from branches as b
        cross join parts as p
        left join inventory as i on i.branch_id = b.branch_id and i.part_id = p.part_id
        where i.inventory_id is null
        """,
        whole_books=True,
    ),
    Check(
        "abc-ranks-by-usage-value",
        "A part's usage value in the last 365 days is not below that of any part of a lower class",
        "stock",
        f"""
        with {_USED_IN_A_YEAR},
        items as (
            select i.inventory_id, i.branch_id, i.abc_classification as class,
                   coalesce(u.quantity, 0) * i.unit_cost as value
            from inventory as i
            left join used as u on u.branch_id = i.branch_id and u.part_id = i.part_id),
        tops as (
            select branch_id, max(case when class <> 'A' then value end) as below_a,
                   max(case when class = 'C' then value end) as below_b
            from items
            group by branch_id)
        select i.inventory_id
        from items as i
        join tops as t on t.branch_id = i.branch_id
        where i.class = 'A' and i.value < t.below_a - 0.005
           or i.class = 'B' and i.value < t.below_b - 0.005
        """,
    ),
    Check(
        "stock-usage-is-monthly-usage",
        "The average monthly usage is a twelfth of the last year's, to the nearest unit",
        "stock",
        f"""
        with {_USED_IN_A_YEAR},
        history as (
            select min(365, 1 + julianday(:as_of) - julianday(min(weather_date))) as days
            from weather_daily)
        select i.inventory_id
        from inventory as i
        cross join history as h
        left join used as u on u.branch_id = i.branch_id and u.part_id = i.part_id
        where abs(i.avg_monthly_usage - coalesce(u.quantity, 0) * 365.0 / (12 * h.days)) > 0.501
        """,
    ),
    Check(
        "stock-cost-of-part",
        "A part on the shelf is valued at its cost",
        "stock",
        """
        select i.inventory_id
        from inventory as i
        join parts as p on p.part_id = i.part_id
        where abs(i.unit_cost - p.unit_cost) > 0.005
        """,
    ),
    Check(
        "last-restock-is-last-receipt",
        "The last restock of a part is the last order received",
        "stock",
        """
        select i.inventory_id
        from inventory as i
        join (
            select branch_id, part_id, max(received_date) as received_date
            from purchase_orders
            where received_date is not null
            group by branch_id, part_id
        ) as p on p.branch_id = i.branch_id and p.part_id = i.part_id
        where i.last_restock_date <> p.received_date
        """,
    ),
    Check(
        "shelf-takes-what-came",
        "The most that a shelf takes is not less than what it held at the start",
        "stock",
        """
        select inventory_id
        from inventory
        where max_stock_level < opening_stock
        """,
    ),
    Check(
        "shelf-counted-on-a-working-day",
        "Nobody counts shelves on a weekend or holiday",
        "stock",
        f"""
        select inventory_id from inventory where {day_off("last_count_date")}
        """,
    ),
    Check(
        "order-received-on-a-working-day",
        "No order comes in on a weekend or holiday",
        "stock",
        f"""
        select purchase_order_id from purchase_orders where {day_off("received_date")}
        """,
    ),
    Check(
        "last-restock-quantity-of-receipt",
        "The last restock brought as many units as were received on that day",
        "stock",
        """
        select i.inventory_id
        from inventory as i
        join (
            select branch_id, part_id, received_date, sum(quantity) as quantity
            from purchase_orders
            where received_date is not null
            group by branch_id, part_id, received_date
        ) as p on p.branch_id = i.branch_id and p.part_id = i.part_id
              and p.received_date = i.last_restock_date
        where i.last_restock_quantity <> p.quantity
        """,
    ),
    Check(
        "order-from-supplier-of-part",
        "A part is ordered from its supplier, but for what is fetched on the day",
        "stock",
        """
        select o.purchase_order_id
        from purchase_orders as o
        join parts as p on p.part_id = o.part_id
        where o.supplier_id <> p.supplier_id and o.received_date is not o.ordered_date
        """,
    ),
    Check(
        "order-fetched-where-one-can-drive",
        "What is fetched on the day of its order comes from the branch's state, if it has sellers",
        "stock",
        """
        select o.purchase_order_id
        from purchase_orders as o
        join branches as b on b.branch_id = o.branch_id
        join suppliers as s on s.supplier_id = o.supplier_id
        where o.received_date = o.ordered_date and s.state <> b.state
          and b.state in (select state from suppliers)
        """,
    ),
    Check(
        "order-at-cost-of-part",
        "A part is ordered at about its cost: the same all year, more from one year to the next",
        "stock",
        # Two percent more or less by lot, and half a cent; and at most a tenth more each year.
        """
        with orders as (
            select purchase_order_id, part_id, unit_cost,
                   cast(substr(ordered_date, 1, 4) as integer) as year
            from purchase_orders),
        years as (
            select part_id, year, min(unit_cost) as least, max(unit_cost) as most
            from orders
            group by part_id, year),
        compared as (
            select part_id, year, least, most,
                   lag(most) over (partition by part_id order by year) as before
            from years)
        select 'purchase_order_id=' || o.purchase_order_id as example
        from orders as o
        join parts as p on p.part_id = o.part_id
        where o.unit_cost < 0.97 * p.unit_cost / (
            1 + 0.1 * max(cast(substr(:as_of, 1, 4) as integer) - o.year, 0)) - 0.01
        union all
        select 'part_id=' || part_id
        from compared
        where most > 1.045 * least + 0.02 or least < 0.95 * before - 0.02
        """,
    ),
    Check(
        "order-arrives-or-waits",
        "No order is still open 90 days after it was expected",
        "stock",
        """
        select purchase_order_id
        from purchase_orders
        where status = 'Ordered' and expected_date < date(:as_of, '-90 days')
        """,
    ),
    run_with_dates(
        "order", "stock", "purchase_orders", "purchase_order_number", "ordered_date", "PO"
    ),
)
