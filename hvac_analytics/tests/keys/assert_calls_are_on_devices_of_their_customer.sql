{# A call's customer and equipment are those of the device worked on. #}
select calls.service_call_id
from {{ ref('stg_hvac__service_calls') }} as calls
left join {{ ref('stg_hvac__installed_devices') }} as devices
    on calls.installation_id = devices.installation_id
where
    devices.installation_id is null
    or devices.customer_id <> calls.customer_id
    or devices.equipment_id <> calls.equipment_id
