{# Response lasts from the report to the call's start, resolution to its end or beyond. #}
with incidents as (

    select
        incidents.incident_id,
        incidents.resolution_status,
        incidents.response_time_minutes,
        incidents.resolution_time_minutes,
        {{ dbt.datediff('incidents.reported_at', 'calls.started_at', 'minute') }}
            as until_start,
        {{ dbt.datediff('incidents.reported_at', 'calls.completed_at', 'minute') }}
            as until_end
    from {{ ref('stg_hvac__incident_response') }} as incidents
    inner join {{ ref('stg_hvac__service_calls') }} as calls
        on incidents.service_call_id = calls.service_call_id

)

select incident_id
from incidents
where
    response_time_minutes <> until_start
    or resolution_time_minutes < until_end
    or (resolution_status = 'Resolved' and resolution_time_minutes <> until_end)
