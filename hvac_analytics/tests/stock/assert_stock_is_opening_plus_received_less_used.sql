{# What lies on a shelf is its opening stock plus receipts less use. #}
with movements as (

    {{ shelf_movements() }}

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
