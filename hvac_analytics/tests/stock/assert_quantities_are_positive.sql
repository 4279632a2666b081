{# Nothing is used or ordered in a quantity below one. #}
select
    'usage' as paper,
    usage_id as row_key
from {{ ref('stg_hvac__parts_usage') }}
where quantity_used < 1
union all
select
    'order' as paper,
    purchase_order_id as row_key
from {{ ref('stg_hvac__purchase_orders') }}
where quantity < 1
