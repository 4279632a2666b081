{# A work order names its call's technician, and a finished one its hours. #}
select orders.work_order_id
from {{ ref('stg_hvac__work_orders') }} as orders
left join {{ ref('stg_hvac__service_calls') }} as calls
    on orders.service_call_id = calls.service_call_id
where
    calls.service_call_id is null
    or calls.technician_id <> orders.technician_id
    or (orders.is_completed and orders.actual_hours <> calls.duration_hours)
