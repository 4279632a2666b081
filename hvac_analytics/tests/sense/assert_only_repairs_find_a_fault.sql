{# Only repairs find a failed component, and only a callback has an earlier call. #}
select service_call_id
from {{ ref('stg_hvac__service_calls') }}
where
    (failed_component is not null and not is_repair_work)
    or is_callback <> (callback_of_service_call_id is not null)
