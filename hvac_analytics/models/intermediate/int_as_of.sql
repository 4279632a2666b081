with weather as (

    select * from {{ ref('stg_hvac__weather_daily') }}

)

select max(weather_date) as as_of_date
from weather
