{# What lies on a shelf is its opening stock plus receipts less use. #}
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

net as (

    select
        branch_id,
        part_id,
        sum(moved) as moved
    from movements
    group by branch_id, part_id

)

select inventory.inventory_id
from {{ ref('stg_hvac__inventory') }} as inventory
left join net
    on
        inventory.branch_id = net.branch_id
        and inventory.part_id = net.part_id
where inventory.current_stock <> inventory.opening_stock + coalesce(net.moved, 0)
