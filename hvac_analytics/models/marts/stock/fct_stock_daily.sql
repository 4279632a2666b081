{{ config(group='stock', access='public') }}

-- A row for every day would be 14.6 million rows at a hundred branches, nearly all of them repeats:
-- a row stands for its day and all days after it on which nothing moved.
with shelves as (

    select * from {{ ref('stg_hvac__inventory') }}

),

history as (

    select * from {{ ref('int_history') }}

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

first_days as (

    select
        shelves.branch_id,
        shelves.part_id,
        history.first_date as stock_date,
        0 as received_quantity,
        0 as used_quantity
    from shelves
    inner join history on shelves.branch_id = history.branch_id

),

received as (

    select
        branch_id,
        part_id,
        received_date as stock_date,
        quantity as received_quantity,
        0 as used_quantity
    from {{ ref('stg_hvac__purchase_orders') }}
    where is_received

),

used as (

    select
        branch_id,
        part_id,
        usage_date as stock_date,
        0 as received_quantity,
        quantity_used as used_quantity
    from {{ ref('fct_parts_usage') }}

),

movements as (

    select * from first_days
    union all
    select * from received
    union all
    select * from used

),

days as (

    select
        branch_id,
        part_id,
        stock_date,
        sum(received_quantity) as received_quantity,
        sum(used_quantity) as used_quantity
    from movements
    group by branch_id, part_id, stock_date

),

running as (

    select
        branch_id,
        part_id,
        stock_date,
        received_quantity,
        used_quantity,
        sum(received_quantity - used_quantity) over (
            partition by branch_id, part_id
            order by stock_date
            rows between unbounded preceding and current row
        ) as change_to_date,
        lead(stock_date) over (
            partition by branch_id, part_id
            order by stock_date
        ) as next_stock_date
    from days

),

levels as (

    select
        running.branch_id,
        running.part_id,
        running.stock_date,
        running.received_quantity,
        running.used_quantity,
        shelves.unit_cost,
        shelves.opening_stock + running.change_to_date as closing_stock,
        running.next_stock_date is null as is_latest,
        coalesce(
            cast({{ dbt.dateadd('day', -1, 'running.next_stock_date') }} as date),
            as_of.as_of_date
        ) as valid_to
    from running
    inner join shelves
        on
            running.branch_id = shelves.branch_id
            and running.part_id = shelves.part_id
    cross join as_of

),

final as (

    select
        cast(branch_id as integer) as branch_id,
        cast(part_id as integer) as part_id,
        cast(stock_date as date) as stock_date,
        cast(valid_to as date) as valid_to,
        cast({{ dbt.datediff('stock_date', 'valid_to', 'day') }} + 1 as integer) as days_valid,
        cast(closing_stock - received_quantity + used_quantity as integer) as opening_stock,
        cast(received_quantity as integer) as received_quantity,
        cast(used_quantity as integer) as used_quantity,
        cast(closing_stock as integer) as closing_stock,
        cast(closing_stock * unit_cost as numeric(18, 2)) as closing_value,
        cast(closing_stock = 0 as boolean) as is_out_of_stock,
        cast(
            closing_stock = 0 and closing_stock - received_quantity + used_quantity > 0
            as boolean
        ) as is_stock_out,
        cast(is_latest as boolean) as is_latest
    from levels

)

select * from final
