{{ config(group='stock', access='public') }}

with as_of as (

    select
        as_of_date,
        cast({{ dbt.dateadd('day', -364, 'as_of_date') }} as date) as window_start
    from {{ ref('int_as_of') }}

),

shelves as (

    select * from {{ ref('stg_hvac__inventory') }}

),

parts as (

    select * from {{ ref('stg_hvac__parts') }}

),

stock as (

    select
        stock_days.*,
        as_of.as_of_date,
        as_of.window_start,
        case
            when stock_days.stock_date > as_of.window_start then stock_days.stock_date
            else as_of.window_start
        end as counted_from
    from {{ ref('fct_stock_daily') }} as stock_days
    cross join as_of

),

-- A young company has fewer than 365 days to look back on.
movement as (

    select
        branch_id,
        part_id,
        {{ dbt.datediff('min(counted_from)', 'max(as_of_date)', 'day') }} + 1 as window_days,
        max(case when used_quantity > 0 then stock_date end) as last_used_date,
        sum(case when stock_date >= window_start then used_quantity else 0 end) as used_quantity,
        sum(case when is_stock_out and stock_date >= window_start then 1 else 0 end) as stock_outs,
        sum(
            case
                when is_out_of_stock and valid_to >= window_start
                    then {{ dbt.datediff('counted_from', 'valid_to', 'day') }} + 1
                else 0
            end
        ) as days_out_of_stock
    from stock
    group by branch_id, part_id

),

uses as (

    select
        stock.branch_id,
        stock.part_id,
        stock.stock_date,
        stock.used_quantity,
        cast(
            {{ dbt.dateadd('day', '1 - shelves.supplier_lead_time_days', 'stock.stock_date') }}
            as date
        ) as lead_time_start
    from stock
    inner join shelves
        on
            stock.branch_id = shelves.branch_id
            and stock.part_id = shelves.part_id
    where stock.used_quantity > 0 and stock.stock_date >= stock.window_start

),

-- What was used in as many days as an order takes, up to each day of use.
rushes as (

    select
        uses.branch_id,
        uses.part_id,
        uses.stock_date,
        sum(earlier.used_quantity) as used_quantity
    from uses
    inner join uses as earlier
        on
            uses.branch_id = earlier.branch_id
            and uses.part_id = earlier.part_id
            and uses.stock_date >= earlier.stock_date
            and (
                uses.lead_time_start <= earlier.stock_date
                or uses.stock_date = earlier.stock_date
            )
    group by uses.branch_id, uses.part_id, uses.stock_date

),

busiest as (

    select
        branch_id,
        part_id,
        max(used_quantity) as used_quantity
    from rushes
    group by branch_id, part_id

),

open_orders as (

    select
        branch_id,
        part_id,
        count(*) as open_orders,
        sum(quantity) as quantity_on_order,
        min(expected_date) as next_expected_date
    from {{ ref('stg_hvac__purchase_orders') }}
    where not is_received
    group by branch_id, part_id

),

joined as (

    select
        shelves.*,
        parts.part_name,
        parts.part_category,
        parts.supplier_id,
        as_of.as_of_date,
        movement.last_used_date,
        movement.window_days,
        open_orders.next_expected_date,
        busiest.used_quantity as most_used_in_lead_time,
        coalesce(movement.used_quantity, 0) as used_quantity,
        coalesce(movement.stock_outs, 0) as stock_outs,
        coalesce(movement.days_out_of_stock, 0) as days_out_of_stock,
        coalesce(open_orders.open_orders, 0) as open_orders,
        coalesce(open_orders.quantity_on_order, 0) as quantity_on_order
    from shelves
    cross join as_of
    left join parts on shelves.part_id = parts.part_id
    left join movement
        on
            shelves.branch_id = movement.branch_id
            and shelves.part_id = movement.part_id
    left join busiest
        on
            shelves.branch_id = busiest.branch_id
            and shelves.part_id = busiest.part_id
    left join open_orders
        on
            shelves.branch_id = open_orders.branch_id
            and shelves.part_id = open_orders.part_id

),

measured as (

    select
        joined.*,
        current_stock + quantity_on_order as available_quantity,
        used_quantity * unit_cost as usage_value,
        {{ dbt.datediff('last_used_date', 'as_of_date', 'day') }} as days_since_last_use,
        -- Days the shelf lasts at the pace of the window.
        cast(current_stock * window_days as numeric(18, 4)) / nullif(used_quantity, 0)
            as days_of_cover
    from joined

),

judged as (

    select
        measured.*,
        -- What is on its way counts: a shelf is not ordered for twice. What nobody used in a year
        -- is at its reorder point of 0 when it has run out, and may stay so.
        used_quantity > 0
        and available_quantity <= reorder_point
        and available_quantity < max_stock_level as is_reorder_due,
        used_quantity > 0
        and current_stock <= reorder_point
        and current_stock < max_stock_level
        and available_quantity > current_stock
        and (available_quantity > reorder_point or available_quantity >= max_stock_level)
            as is_reorder_on_its_way,
        -- A part that never lay on the shelf, that nobody wants there, has not run out.
        current_stock > 0
        or reorder_point > 0
        or opening_stock > 0
        or last_used_date is not null
        or open_orders > 0 as is_carried,
        current_stock > 0 and used_quantity = 0 as is_dead_stock,
        current_stock > 0 and coalesce(days_since_last_use > 180, true) as is_slow_mover
    from measured

),

final as (

    select
        cast(inventory_id as integer) as inventory_id,
        cast(branch_id as integer) as branch_id,
        cast(part_id as integer) as part_id,
        cast(part_name as varchar) as part_name,
        cast(part_category as varchar) as part_category,
        cast(supplier_id as integer) as supplier_id,
        cast(warehouse_location as varchar) as warehouse_location,
        cast(abc_class as varchar) as abc_class,
        cast(stock_status as varchar) as stock_status,
        cast(current_stock as integer) as current_stock,
        cast(reorder_point as integer) as reorder_point,
        cast(max_stock_level as integer) as max_stock_level,
        cast(unit_cost as numeric(18, 2)) as unit_cost,
        cast(total_value as numeric(18, 2)) as stock_value,
        cast(used_quantity as integer) as used_quantity_365_days,
        cast(usage_value as numeric(18, 2)) as usage_value_365_days,
        cast(last_used_date as date) as last_used_date,
        cast(days_since_last_use as integer) as days_since_last_use,
        cast(days_of_cover as numeric(18, 1)) as days_of_cover,
        cast(supplier_lead_time_days as integer) as supplier_lead_time_days,
        cast(most_used_in_lead_time as integer) as most_used_in_lead_time,
        cast(current_stock >= most_used_in_lead_time as boolean) as is_lead_time_covered,
        cast(open_orders as integer) as open_purchase_orders,
        cast(quantity_on_order as integer) as quantity_on_order,
        cast(next_expected_date as date) as next_expected_date,
        cast(is_carried as boolean) as is_carried,
        cast(is_carried and current_stock = 0 as boolean) as is_out_of_stock,
        cast(is_reorder_due as boolean) as is_reorder_due,
        cast(is_reorder_on_its_way as boolean) as is_reorder_on_its_way,
        cast(
            case when is_reorder_due then max_stock_level - available_quantity else 0 end
            as integer
        ) as reorder_quantity,
        cast(
            case
                when is_reorder_due then (max_stock_level - available_quantity) * unit_cost
                else 0
            end as numeric(18, 2)
        ) as reorder_cost,
        cast(is_dead_stock as boolean) as is_dead_stock,
        cast(is_slow_mover as boolean) as is_slow_mover,
        cast(case when is_slow_mover then total_value else 0 end as numeric(18, 2))
            as slow_moving_value,
        cast(stock_outs as integer) as stock_outs_365_days,
        cast(days_out_of_stock as integer) as days_out_of_stock_365_days
    from judged

)

select * from final
