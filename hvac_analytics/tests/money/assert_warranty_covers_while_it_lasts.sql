{# The warranty pays for parts only while it lasts. #}
select usages.usage_id
from {{ ref('stg_hvac__parts_usage') }} as usages
inner join {{ ref('stg_hvac__service_calls') }} as calls
    on usages.service_call_id = calls.service_call_id
inner join {{ ref('stg_hvac__installed_devices') }} as devices
    on calls.installation_id = devices.installation_id
where usages.is_covered_by_warranty and usages.usage_date > devices.warranty_end_date
