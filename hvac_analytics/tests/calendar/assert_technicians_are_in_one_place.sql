{# No technician starts a call before the last one has ended. #}
with visits as (

    select
        service_call_id,
        started_at,
        lag(completed_at) over (
            partition by technician_id
            order by started_at, completed_at, service_call_id
        ) as previous_end
    from {{ ref('stg_hvac__service_calls') }}

)

select service_call_id
from visits
where started_at < previous_end
