-- What parts stand for on invoices is the same by part and by month.
with by_part as (

    select coalesce(sum(billed_amount), 0) as parts_revenue
    from {{ ref('parts_profitability') }}

),

by_month as (

    select coalesce(sum(parts_revenue), 0) as parts_revenue
    from {{ ref('revenue_monthly') }}

)

select
    by_part.parts_revenue as by_part,
    by_month.parts_revenue as by_month
from by_part
cross join by_month
where by_part.parts_revenue <> by_month.parts_revenue
