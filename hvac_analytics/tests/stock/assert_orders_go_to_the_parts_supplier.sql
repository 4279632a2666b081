{# A part is ordered from its usual supplier, but for what is fetched on the day, for a shelf that
   holds it. #}
select orders.purchase_order_id
from {{ ref('stg_hvac__purchase_orders') }} as orders
left join {{ ref('stg_hvac__parts') }} as parts
    on orders.part_id = parts.part_id
left join {{ ref('stg_hvac__inventory') }} as inventory
    on
        orders.part_id = inventory.part_id
        and orders.branch_id = inventory.branch_id
where
    inventory.inventory_id is null
    or (
        parts.supplier_id <> orders.supplier_id
        and coalesce(orders.received_date <> orders.ordered_date, true)
    )
    or orders.quantity > inventory.max_stock_level
