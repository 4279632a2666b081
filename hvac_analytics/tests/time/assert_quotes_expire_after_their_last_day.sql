{# An expired quote is past its last day, an open one is not. #}
with last_day as (

    select max(weather_date) as as_of_date
    from {{ ref('stg_hvac__weather_daily') }}

)

select quotes.quote_id
from {{ ref('stg_hvac__quotes') }} as quotes
cross join last_day
where
    (quotes.quote_status = 'Expired' and quotes.valid_until >= last_day.as_of_date)
    or (quotes.quote_status = 'Pending' and quotes.valid_until < last_day.as_of_date)
    or quotes.valid_until < quotes.quote_date
