{# No technician is promised to two customers at the same time. #}
with bookings as (

    select
        appointment_id,
        scheduled_at,
        lag(scheduled_at) over (
            partition by technician_id
            order by scheduled_at, appointment_id
        ) as previous_start
    from {{ ref('stg_hvac__appointments') }}
    where is_open

)

select appointment_id
from bookings
where scheduled_at <= previous_start
