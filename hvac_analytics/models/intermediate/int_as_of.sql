with weather as (

    select * from {{ ref('stg_hvac__weather_daily') }}

)

select
    {% if var('as_of') is not none -%}
        cast('{{ var("as_of") }}' as date) as as_of_date
    {%- else -%}
        max(weather_date) as as_of_date
    {%- endif %}
from weather
