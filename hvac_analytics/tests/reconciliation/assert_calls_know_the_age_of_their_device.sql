{# A device is as old on a call as the years since its installation. #}
select calls.service_call_id
from {{ ref('fct_service_calls') }} as calls
inner join {{ raw('installed_devices') }} as devices
    on calls.installation_id = devices.installation_id
where
    abs(
        calls.device_age_years * 365.25
        - {{ dbt.datediff('devices.installation_date', 'calls.service_date', 'day') }}
    ) > 4
