{# A claim is for the device of its call, under warranty then, and for what had failed on it. #}
select claims.claim_id
from {{ ref('stg_hvac__warranty_claims') }} as claims
left join {{ ref('stg_hvac__service_calls') }} as calls
    on claims.service_call_id = calls.service_call_id
left join {{ ref('stg_hvac__installed_devices') }} as devices
    on claims.installation_id = devices.installation_id
where
    calls.service_call_id is null
    or calls.installation_id <> claims.installation_id
    or coalesce(calls.failed_component, 'none') <> claims.component
    or calls.service_date > devices.warranty_end_date
    or calls.service_date > claims.claim_date
    or claims.decided_date < claims.claim_date
