{# An order is placed, then promised and received; only a received one has a day for it. #}
select purchase_order_id
from {{ ref('stg_hvac__purchase_orders') }}
where
    expected_date < ordered_date
    or received_date < ordered_date
    or (order_status = 'Received') <> is_received
