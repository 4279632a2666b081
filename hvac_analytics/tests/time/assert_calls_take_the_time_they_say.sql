{# A call starts on its day and lasts from start to end the hours it says. #}
select service_call_id
from {{ ref('stg_hvac__service_calls') }}
where
    completed_at <= started_at
    or cast(started_at as date) <> service_date
    or abs(
        duration_hours * 60
        - {{ dbt.datediff('started_at', 'completed_at', 'minute') }}
    ) >= 1
