{# A device stands there by the day of the call, and is put in on the day of its Installation. #}
select calls.service_call_id
from {{ ref('stg_hvac__service_calls') }} as calls
inner join {{ ref('stg_hvac__installed_devices') }} as devices
    on calls.installation_id = devices.installation_id
where
    devices.installation_date > calls.service_date
    or (
        calls.service_type = 'Installation'
        and devices.installation_date <> calls.service_date
    )
