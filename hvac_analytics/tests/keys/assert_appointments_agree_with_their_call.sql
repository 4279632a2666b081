{# A kept appointment and its call agree on customer, technician and kind of work. #}
select appointments.appointment_id
from {{ ref('stg_hvac__appointments') }} as appointments
left join {{ ref('stg_hvac__service_calls') }} as calls
    on appointments.service_call_id = calls.service_call_id
where
    appointments.service_call_id is not null
    and (
        calls.service_call_id is null
        or calls.customer_id <> appointments.customer_id
        or calls.technician_id <> appointments.technician_id
        or calls.service_type <> appointments.appointment_type
    )
