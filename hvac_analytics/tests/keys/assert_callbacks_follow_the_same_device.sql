{# A callback comes back to the device of an earlier call, which ended before it began. #}
select calls.service_call_id
from {{ ref('stg_hvac__service_calls') }} as calls
left join {{ ref('stg_hvac__service_calls') }} as earlier
    on calls.callback_of_service_call_id = earlier.service_call_id
where
    calls.is_callback
    and (
        earlier.service_call_id is null
        or earlier.installation_id <> calls.installation_id
        or earlier.completed_at > calls.started_at
    )
