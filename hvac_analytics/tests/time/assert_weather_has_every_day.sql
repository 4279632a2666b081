{# Every branch has one row of weather for each day, and all branches have the same days. #}
with days as (

    select
        branch_id,
        count(*) as row_count,
        count(distinct weather_date) as day_count,
        {{ dbt.datediff('min(weather_date)', 'max(weather_date)', 'day') }}
        + 1 as span,
        min(weather_date) as first_date,
        max(weather_date) as last_date
    from {{ ref('stg_hvac__weather_daily') }}
    group by branch_id

),

history as (

    select
        min(weather_date) as first_date,
        max(weather_date) as last_date
    from {{ ref('stg_hvac__weather_daily') }}

)

select branches.branch_id
from {{ ref('stg_hvac__branches') }} as branches
left join days
    on branches.branch_id = days.branch_id
cross join history
where
    days.branch_id is null
    or days.row_count <> days.span
    or days.day_count <> days.span
    or days.first_date <> history.first_date
    or days.last_date <> history.last_date
