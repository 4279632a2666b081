with as_of as (

    select * from {{ ref('int_as_of') }}

),

-- The oldest thing on record is a device that was there before the company came.
beginnings as (

    select min(installation_date) as first_date from {{ ref('stg_hvac__installed_devices') }}
    union all
    select min(created_date) as first_date from {{ ref('stg_hvac__customers') }}
    union all
    select min(hire_date) as first_date from {{ ref('stg_hvac__technicians') }}
    union all
    select min(opened_date) as first_date from {{ ref('stg_hvac__branches') }}
    union all
    select min(weather_date) as first_date from {{ ref('stg_hvac__weather_daily') }}

),

bounds as (

    select
        as_of.as_of_date,
        cast({{ dbt.date_trunc('month', 'min(beginnings.first_date)') }} as date) as first_day,
        cast({{ dbt.dateadd('year', 1, 'as_of.as_of_date') }} as date) as last_day
    from beginnings
    cross join as_of
    group by as_of.as_of_date

),

-- Two to the power of 15: 89 years.
series as (

    {{ dbt.generate_series(32768) }}

),

numbers as (

    select cast(generated_number - 1 as integer) as days_after
    from series

),

days as (

    select
        bounds.as_of_date,
        cast({{ dbt.dateadd('day', 'numbers.days_after', 'bounds.first_day') }} as date) as date_day
    from bounds
    inner join numbers
        on
            numbers.days_after
            <= {{ dbt.datediff('bounds.first_day', 'bounds.last_day', 'day') }}

)

select
    date_day,
    date_day <= as_of_date as is_history
from days
