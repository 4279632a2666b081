{# A completed appointment led to a call, but for a Consultation; no other one did. #}
select appointment_id
from {{ ref('stg_hvac__appointments') }}
where
    led_to_call
    <> (appointment_status = 'Completed' and appointment_type <> 'Consultation')
