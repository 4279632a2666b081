{# An appointment before the last day is never open; one after it was neither kept nor missed. #}
with last_day as (

    select max(weather_date) as as_of_date
    from {{ ref('stg_hvac__weather_daily') }}

)

select appointments.appointment_id
from {{ ref('stg_hvac__appointments') }} as appointments
cross join last_day
where
    (appointments.appointment_date < last_day.as_of_date and appointments.is_open)
    or (
        appointments.appointment_date > last_day.as_of_date
        and appointments.appointment_status in ('Completed', 'No-Show')
    )
