{{ config(group='platform', access='public') }}

with days as (

    select * from {{ ref('int_calendar_days') }}

),

parts as (

    select
        date_day,
        is_history,
        cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_start,
        cast({{ dbt.date_trunc('quarter', 'date_day') }} as date) as quarter_start,
        cast({{ dbt.date_trunc('year', 'date_day') }} as date) as year_start,
        extract(year from date_day) as calendar_year,
        extract(quarter from date_day) as calendar_quarter,
        extract(month from date_day) as calendar_month,
        extract(day from date_day) as day_of_month,
        -- Counted from a Monday: warehouses disagree on which day a week begins with.
        mod(
            {{ dbt.datediff(
                "cast('1900-01-01' as date)", 'date_day', 'day'
            ) }}, 7
        ) + 1 as day_of_week
    from days

),

weeks as (

    select
        *,
        {{ dbt.datediff(
            'year_start', 'date_day', 'day'
        ) }} + 1 as day_of_year,
        cast({{ dbt.dateadd('day', '1 - day_of_week', 'date_day') }} as date) as week_start,
        -- Which one of its weekday in the month it is: the fourth Thursday.
        floor((day_of_month + 6) / 7) as weekday_in_month
    from parts

),

holidays as (

    select
        *,
        case
            when calendar_month = 1 and day_of_month = 1 then 'New Year''s Day'
            when calendar_month = 1 and day_of_week = 1 and weekday_in_month = 3
                then 'Martin Luther King Jr. Day'
            when calendar_month = 2 and day_of_week = 1 and weekday_in_month = 3
                then 'Washington''s Birthday'
            when calendar_month = 5 and day_of_week = 1 and day_of_month >= 25 then 'Memorial Day'
            when calendar_month = 6 and day_of_month = 19 and calendar_year >= 2021
                then 'Juneteenth'
            when calendar_month = 7 and day_of_month = 4 then 'Independence Day'
            when calendar_month = 9 and day_of_week = 1 and weekday_in_month = 1 then 'Labor Day'
            when calendar_month = 10 and day_of_week = 1 and weekday_in_month = 2
                then 'Columbus Day'
            when calendar_month = 11 and day_of_month = 11 then 'Veterans Day'
            when calendar_month = 11 and day_of_week = 4 and weekday_in_month = 4
                then 'Thanksgiving Day'
            when calendar_month = 12 and day_of_month = 25 then 'Christmas Day'
        end as holiday_name
    from weeks

)

select
    cast(date_day as date) as date_day,
    cast(calendar_year as integer) as calendar_year,
    cast(calendar_quarter as integer) as calendar_quarter,
    cast(calendar_month as integer) as calendar_month,
    cast(day_of_month as integer) as day_of_month,
    cast(day_of_year as integer) as day_of_year,
    cast(day_of_week as integer) as day_of_week,
    cast(
        case day_of_week
            when 1 then 'Monday'
            when 2 then 'Tuesday'
            when 3 then 'Wednesday'
            when 4 then 'Thursday'
            when 5 then 'Friday'
            when 6 then 'Saturday'
            else 'Sunday'
        end as varchar
    ) as weekday_name,
    cast(
        case calendar_month
            when 1 then 'January'
            when 2 then 'February'
            when 3 then 'March'
            when 4 then 'April'
            when 5 then 'May'
            when 6 then 'June'
            when 7 then 'July'
            when 8 then 'August'
            when 9 then 'September'
            when 10 then 'October'
            when 11 then 'November'
            else 'December'
        end as varchar
    ) as month_name,
    cast(week_start as date) as week_start,
    cast(month_start as date) as month_start,
    cast(quarter_start as date) as quarter_start,
    cast(year_start as date) as year_start,
    cast(
        case
            when calendar_month in (12, 1, 2) then 'Winter'
            when calendar_month in (3, 4, 5) then 'Spring'
            when calendar_month in (6, 7, 8) then 'Summer'
            else 'Fall'
        end as varchar
    ) as season,
    cast(day_of_week >= 6 as boolean) as is_weekend,
    cast(holiday_name is not null as boolean) as is_federal_holiday,
    cast(holiday_name as varchar) as holiday_name,
    cast(is_history as boolean) as is_history
from holidays
