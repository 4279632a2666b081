{%- set as_of = "'" ~ var('as_of') ~ "'" if var('as_of') is not none else 'null' -%}

with weather as (

    select * from {{ ref('stg_hvac__weather_daily') }}

)

select coalesce(cast({{ as_of }} as date), max(weather_date)) as as_of_date
from weather
