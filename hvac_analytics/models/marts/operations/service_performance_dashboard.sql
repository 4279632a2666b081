{{ config(group='operations', access='public') }}

with technicians as (

    select * from {{ ref('stg_hvac__technicians') }}

),

calls as (

    select * from {{ ref('int_calls_enriched') }}

),

work as (

    select
        technician_id,
        count(*) as calls,
        count(distinct service_date) as days_worked,
        sum(duration_hours) as hours_on_site,
        sum(case when is_emergency then 1 else 0 end) as emergency_calls,
        sum(case when is_on_time is not null then 1 else 0 end) as promised_arrivals,
        sum(case when is_on_time then 1 else 0 end) as on_time_arrivals,
        count(incident_id) as incidents,
        avg(response_minutes) as mean_response_minutes
    from calls
    group by technician_id

),

revenue as (

    select
        calls.technician_id,
        sum(invoices.subtotal) as revenue
    from {{ ref('stg_hvac__invoices') }} as invoices
    inner join calls on invoices.service_call_id = calls.service_call_id
    where not invoices.is_cancelled
    group by calls.technician_id

),

parts as (

    select
        calls.technician_id,
        count(*) as parts_lines
    from {{ ref('stg_hvac__parts_usage') }} as parts_usage
    inner join calls on parts_usage.service_call_id = calls.service_call_id
    group by calls.technician_id

),

repairs as (

    select
        technician_id,
        count(*) as repair_calls,
        sum(case when is_decided and not is_return_visit then 1 else 0 end) as decided_repairs,
        sum(case when is_decided and not is_return_visit and led_to_callback then 1 else 0 end)
            as callbacks,
        sum(case when is_fixed and not is_return_visit then 1 else 0 end) as fixed_first_time
    from {{ ref('int_repair_outcomes') }}
    group by technician_id

),

ratings as (

    select
        calls.technician_id,
        count(*) as rated_calls,
        avg(feedback.technician_rating) as average_rating
    from {{ ref('stg_hvac__customer_feedback') }} as feedback
    inner join calls on feedback.service_call_id = calls.service_call_id
    where feedback.technician_rating is not null
    group by calls.technician_id

),

-- A technician who has not been out yet has a row, with nothing in it.
joined as (

    select
        technicians.technician_id,
        technicians.branch_id,
        technicians.technician_name,
        technicians.technician_level,
        technicians.hire_date,
        technicians.left_date,
        technicians.is_employed,
        work.mean_response_minutes,
        ratings.average_rating,
        coalesce(work.calls, 0) as calls,
        coalesce(work.days_worked, 0) as days_worked,
        coalesce(work.hours_on_site, 0) as hours_on_site,
        coalesce(work.emergency_calls, 0) as emergency_calls,
        coalesce(work.promised_arrivals, 0) as promised_arrivals,
        coalesce(work.incidents, 0) as incidents,
        coalesce(revenue.revenue, 0) as revenue,
        coalesce(parts.parts_lines, 0) as parts_lines,
        coalesce(repairs.repair_calls, 0) as repair_calls,
        coalesce(repairs.callbacks, 0) as callbacks,
        coalesce(repairs.decided_repairs, 0) as decided_repairs,
        coalesce(ratings.rated_calls, 0) as rated_calls,
        cast(work.on_time_arrivals as numeric(18, 4)) / nullif(work.promised_arrivals, 0)
            as on_time_share,
        cast(repairs.fixed_first_time as numeric(18, 4)) / nullif(repairs.decided_repairs, 0)
            as first_time_fix_rate,
        cast(repairs.callbacks as numeric(18, 4)) / nullif(repairs.decided_repairs, 0)
            as callback_rate
    from technicians
    left join work on technicians.technician_id = work.technician_id
    left join revenue on technicians.technician_id = revenue.technician_id
    left join parts on technicians.technician_id = parts.technician_id
    left join repairs on technicians.technician_id = repairs.technician_id
    left join ratings on technicians.technician_id = ratings.technician_id

),

-- Ranks are for who is there, and rates of a handful say little.
compared as (

    select
        *,
        is_employed and decided_repairs >= {{ var('fewest_to_rank') }} as is_ranked_by_fixes,
        is_employed and rated_calls >= {{ var('fewest_to_rank') }} as is_ranked_by_rating
    from joined

),

final as (

    select
        cast(technician_id as integer) as technician_id,
        cast(technician_name as varchar) as technician_name,
        cast(technician_level as varchar) as technician_level,
        cast(branch_id as integer) as branch_id,
        cast(hire_date as date) as hire_date,
        cast(left_date as date) as left_date,
        cast(is_employed as boolean) as is_employed,

        cast(calls as integer) as calls,
        cast(emergency_calls as integer) as emergency_calls,
        cast(repair_calls as integer) as repair_calls,
        cast(days_worked as integer) as days_worked,
        cast(hours_on_site as numeric(12, 2)) as hours_on_site,
        cast(cast(calls as numeric(18, 4)) / nullif(days_worked, 0) as numeric(9, 2))
            as calls_per_day,
        cast(revenue as numeric(18, 2)) as revenue,
        cast(revenue / nullif(hours_on_site, 0) as numeric(18, 2)) as revenue_per_hour,
        cast(cast(parts_lines as numeric(18, 4)) / nullif(calls, 0) as numeric(9, 2))
            as parts_per_call,

        cast(decided_repairs as integer) as decided_repairs,
        cast(first_time_fix_rate as numeric(9, 4)) as first_time_fix_rate,
        cast(callbacks as integer) as callbacks,
        cast(callback_rate as numeric(9, 4)) as callback_rate,
        cast(rated_calls as integer) as rated_calls,
        cast(average_rating as numeric(9, 2)) as average_rating,
        cast(promised_arrivals as integer) as promised_arrivals,
        cast(on_time_share as numeric(9, 4)) as on_time_share,
        cast(incidents as integer) as incidents,
        cast(mean_response_minutes as numeric(9, 2)) as mean_response_minutes,

        case
            when is_employed
                then cast(
                    rank() over (
                        partition by branch_id, is_employed order by revenue desc
                    ) as integer
                )
        end as revenue_rank,
        case
            when is_ranked_by_fixes
                then cast(
                    rank() over (
                        partition by branch_id, is_ranked_by_fixes order by first_time_fix_rate desc
                    ) as integer
                )
        end as first_time_fix_rank,
        case
            when is_ranked_by_rating
                then cast(
                    rank() over (
                        partition by branch_id, is_ranked_by_rating order by average_rating desc
                    ) as integer
                )
        end as rating_rank
    from compared

)

select * from final
