{# A kept appointment's time is the start of its call. #}
select appointments.appointment_id
from {{ ref('stg_hvac__appointments') }} as appointments
inner join {{ ref('stg_hvac__service_calls') }} as calls
    on appointments.service_call_id = calls.service_call_id
where appointments.scheduled_at <> calls.started_at
