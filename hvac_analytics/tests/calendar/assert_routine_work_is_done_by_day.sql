{# A visit that is no emergency starts from eight on and ends by nine in the evening of that day. #}
select service_call_id
from {{ ref('stg_hvac__service_calls') }}
where
    not is_emergency
    and (
        extract(hour from started_at) < 8
        or cast(completed_at as date) <> service_date
        or extract(hour from completed_at) * 60 + extract(minute from completed_at) > 21 * 60
    )
