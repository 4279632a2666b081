{# A claim is sent after a call under warranty, and answered after that. #}
select claims.claim_id
from {{ ref('stg_hvac__warranty_claims') }} as claims
inner join {{ ref('stg_hvac__service_calls') }} as calls
    on claims.service_call_id = calls.service_call_id
inner join {{ ref('stg_hvac__installed_devices') }} as devices
    on claims.installation_id = devices.installation_id
where
    claims.claim_date < calls.service_date
    or claims.decided_date < claims.claim_date
    or calls.service_date > devices.warranty_end_date
