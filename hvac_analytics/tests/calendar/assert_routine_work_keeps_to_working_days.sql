{# Weekends and holidays are days off: nobody works then but on an emergency. #}
with calls as (

    select
        service_call_id,
        extract(month from service_date) as month_number,
        extract(day from service_date) as day_number,
        -- 0 is a Monday: 1970-01-05 was one, and every call lies after it.
        mod({{ dbt.datediff("cast('1970-01-05' as date)", 'service_date', 'day') }}, 7)
            as day_of_week
    from {{ ref('stg_hvac__service_calls') }}
    where not is_emergency

)

select service_call_id
from calls
where
    day_of_week >= 5
    or (month_number = 1 and day_number = 1)
    or (month_number = 5 and day_of_week = 0 and day_number >= 25)
    or (month_number = 7 and day_number = 4)
    or (month_number = 9 and day_of_week = 0 and day_number <= 7)
    or (month_number = 11 and day_of_week = 3 and day_number between 22 and 28)
    or (month_number = 12 and day_number = 25)
