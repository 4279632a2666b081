-- The rows of a shelf follow each other without gap or overlap: each opens on the day after, and
-- with the stock, with which the one before it closed.
with rows_in_order as (

    select
        branch_id,
        part_id,
        stock_date,
        opening_stock,
        lag(closing_stock) over (
            partition by branch_id, part_id
            order by stock_date
        ) as closing_before,
        lag(valid_to) over (
            partition by branch_id, part_id
            order by stock_date
        ) as valid_to_before
    from {{ ref('fct_stock_daily') }}

)

select *
from rows_in_order
where
    opening_stock <> closing_before
    or {{ dbt.datediff('valid_to_before', 'stock_date', 'day') }} <> 1
