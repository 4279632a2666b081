{# A shelf is worth its stock times the part's cost. #}
select inventory.inventory_id
from {{ ref('stg_hvac__inventory') }} as inventory
inner join {{ ref('stg_hvac__parts') }} as parts
    on inventory.part_id = parts.part_id
where
    inventory.total_value <> inventory.current_stock * inventory.unit_cost
    or inventory.unit_cost <> parts.unit_cost
