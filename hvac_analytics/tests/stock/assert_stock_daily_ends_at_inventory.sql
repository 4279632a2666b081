-- Every shelf has exactly one latest row, and that row holds the stock that inventory counts.
with latest as (

    select
        branch_id,
        part_id,
        closing_stock
    from {{ ref('fct_stock_daily') }}
    where is_latest

),

shelves as (

    select
        branch_id,
        part_id,
        current_stock
    from {{ ref('stg_hvac__inventory') }}

)

select
    shelves.branch_id,
    shelves.part_id,
    shelves.current_stock,
    latest.closing_stock
from shelves
full outer join latest
    on
        shelves.branch_id = latest.branch_id
        and shelves.part_id = latest.part_id
where
    shelves.part_id is null
    or latest.part_id is null
    or shelves.current_stock <> latest.closing_stock
