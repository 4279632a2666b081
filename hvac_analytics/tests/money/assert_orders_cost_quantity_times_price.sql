{# An order costs its quantity times its price. #}
select purchase_order_id
from {{ ref('stg_hvac__purchase_orders') }}
where quantity <= 0 or total_cost <> quantity * unit_cost
