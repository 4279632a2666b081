{# A claim is for the device of its call and for what had failed on it. #}
select claims.claim_id
from {{ ref('stg_hvac__warranty_claims') }} as claims
left join {{ ref('stg_hvac__service_calls') }} as calls
    on claims.service_call_id = calls.service_call_id
where
    calls.service_call_id is null
    or calls.installation_id <> claims.installation_id
    or coalesce(calls.failed_component, 'none') <> claims.component
