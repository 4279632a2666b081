{# An appointment is booked, then confirmed, then due, on the day it says. #}
select appointment_id
from {{ ref('stg_hvac__appointments') }}
where
    booked_at > scheduled_at
    or booked_at > coalesce(confirmed_at, scheduled_at)
    or coalesce(confirmed_at, booked_at) > scheduled_at
    or cast(scheduled_at as date) <> appointment_date
    or window_starts_at >= window_ends_at
