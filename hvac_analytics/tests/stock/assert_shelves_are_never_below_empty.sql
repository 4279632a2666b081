{# On no day has more left a shelf than lay on it. #}
with movements as (

    select
        branch_id,
        part_id,
        received_date as moved_on,
        quantity as moved
    from {{ ref('stg_hvac__purchase_orders') }}
    where is_received
    union all
    select
        technicians.branch_id,
        usages.part_id,
        usages.usage_date as moved_on,
        -usages.quantity_used as moved
    from {{ ref('stg_hvac__parts_usage') }} as usages
    inner join {{ ref('stg_hvac__service_calls') }} as calls
        on usages.service_call_id = calls.service_call_id
    inner join {{ ref('stg_hvac__technicians') }} as technicians
        on calls.technician_id = technicians.technician_id

),

days as (

    select
        branch_id,
        part_id,
        moved_on,
        sum(moved) as moved
    from movements
    group by branch_id, part_id, moved_on

),

running as (

    select
        branch_id,
        part_id,
        moved_on,
        sum(moved) over (
            partition by branch_id, part_id
            order by moved_on
            rows between unbounded preceding and current row
        ) as moved_so_far
    from days

)

select
    running.branch_id,
    running.part_id,
    running.moved_on
from running
inner join {{ ref('stg_hvac__inventory') }} as inventory
    on
        running.branch_id = inventory.branch_id
        and running.part_id = inventory.part_id
where inventory.opening_stock + running.moved_so_far < 0
