{# A shelf's last restock is the day and quantity of its last receipt. #}
with receipts as (

    select
        branch_id,
        part_id,
        received_date,
        sum(quantity) as quantity
    from {{ ref('stg_hvac__purchase_orders') }}
    where is_received
    group by branch_id, part_id, received_date

),

latest as (

    select
        branch_id,
        part_id,
        received_date,
        quantity,
        row_number() over (
            partition by branch_id, part_id
            order by received_date desc
        ) as place
    from receipts

)

select inventory.inventory_id
from {{ ref('stg_hvac__inventory') }} as inventory
inner join latest
    on
        inventory.branch_id = latest.branch_id
        and inventory.part_id = latest.part_id
        and latest.place = 1
where
    inventory.last_restock_date <> latest.received_date
    or inventory.last_restock_quantity <> latest.quantity
