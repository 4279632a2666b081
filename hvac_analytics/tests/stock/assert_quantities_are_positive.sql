{# Nothing is used or ordered in a quantity below one. #}
select 'usage' as document, usage_id as row_key
from {{ ref('stg_hvac__parts_usage') }}
where quantity_used < 1
union all
select 'order' as document, purchase_order_id as row_key
from {{ ref('stg_hvac__purchase_orders') }}
where quantity < 1
