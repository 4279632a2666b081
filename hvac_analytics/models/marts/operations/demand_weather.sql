{{ config(group='operations', access='public') }}

-- Weeks of the calendar: where a session may set the first day of a week, date_trunc follows it.
with calendar as (

    select * from {{ ref('dim_date') }}

),

weather as (

    select
        weather.branch_id,
        calendar.week_start,
        count(*) as days,
        avg(weather.mean_temperature_f) as mean_temperature_f,
        min(weather.low_temperature_f) as low_temperature_f,
        max(weather.high_temperature_f) as high_temperature_f,
        sum(weather.heating_degree_days) as heating_degree_days,
        sum(weather.cooling_degree_days) as cooling_degree_days,
        sum(weather.degree_days) as degree_days
    from {{ ref('stg_hvac__weather_daily') }} as weather
    inner join calendar on weather.weather_date = calendar.date_day
    group by weather.branch_id, calendar.week_start

),

calls as (

    select
        calls.branch_id,
        calendar.week_start,
        count(*) as calls,
        sum(case when calls.service_type = 'Maintenance' then 1 else 0 end) as maintenance_calls,
        sum(case when calls.service_type = 'Repair' then 1 else 0 end) as repair_calls,
        sum(case when calls.service_type = 'Installation' then 1 else 0 end) as installation_calls,
        sum(case when calls.service_type = 'Emergency' then 1 else 0 end) as emergency_calls,
        sum(case when calls.service_type = 'Inspection' then 1 else 0 end) as inspection_calls,
        sum(case when calls.is_repair_work then 1 else 0 end) as breakdown_calls
    from {{ ref('int_calls_enriched') }} as calls
    inner join calendar on calls.service_date = calendar.date_day
    group by calls.branch_id, calendar.week_start

),

-- The weather knows every week, also one without a call.
joined as (

    select
        weather.*,
        coalesce(calls.calls, 0) as calls,
        coalesce(calls.maintenance_calls, 0) as maintenance_calls,
        coalesce(calls.repair_calls, 0) as repair_calls,
        coalesce(calls.installation_calls, 0) as installation_calls,
        coalesce(calls.emergency_calls, 0) as emergency_calls,
        coalesce(calls.inspection_calls, 0) as inspection_calls,
        coalesce(calls.breakdown_calls, 0) as breakdown_calls
    from weather
    left join calls
        on
            weather.branch_id = calls.branch_id
            and weather.week_start = calls.week_start

),

final as (

    select
        cast(branch_id as integer) as branch_id,
        cast(week_start as date) as week_start,
        cast(days as integer) as days,
        cast(mean_temperature_f as numeric(9, 2)) as mean_temperature_f,
        cast(low_temperature_f as integer) as low_temperature_f,
        cast(high_temperature_f as integer) as high_temperature_f,
        cast(heating_degree_days as numeric(9, 1)) as heating_degree_days,
        cast(cooling_degree_days as numeric(9, 1)) as cooling_degree_days,
        cast(degree_days as numeric(9, 1)) as degree_days,
        cast(calls as integer) as calls,
        cast(maintenance_calls as integer) as maintenance_calls,
        cast(repair_calls as integer) as repair_calls,
        cast(installation_calls as integer) as installation_calls,
        cast(emergency_calls as integer) as emergency_calls,
        cast(inspection_calls as integer) as inspection_calls,
        cast(breakdown_calls as integer) as breakdown_calls,
        cast(cast(breakdown_calls as numeric(18, 4)) / nullif(calls, 0) as numeric(9, 4))
            as breakdown_share,
        cast(cast(calls as numeric(18, 4)) / nullif(degree_days, 0) as numeric(9, 4))
            as calls_per_degree_day,
        cast(cast(breakdown_calls as numeric(18, 4)) / nullif(degree_days, 0) as numeric(9, 4))
            as breakdown_calls_per_degree_day
    from joined

)

select * from final
