with weather as (

    select * from {{ ref('stg_hvac__weather_daily') }}

)

select
    branch_id,
    min(weather_date) as first_date
from weather
group by branch_id
