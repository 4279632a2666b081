{{ config(group='operations', access='public') }}

with incidents as (

    select
        calls.branch_id,
        calls.incident_id,
        calls.severity_level,
        calls.response_target_minutes,
        calls.response_minutes,
        calls.resolution_minutes,
        calls.resolution_status,
        responses.customer_satisfaction,
        cast({{ dbt.date_trunc('month', 'responses.reported_at') }} as date) as report_month
    from {{ ref('int_calls_enriched') }} as calls
    inner join {{ ref('stg_hvac__incident_response') }} as responses
        on calls.incident_id = responses.incident_id

),

ranked as (

    select
        branch_id,
        report_month,
        severity_level,
        response_target_minutes,
        response_minutes,
        resolution_minutes,
        resolution_status,
        customer_satisfaction,
        row_number() over (
            partition by branch_id, report_month, severity_level
            order by response_minutes, incident_id
        ) as place,
        count(*) over (
            partition by branch_id, report_month, severity_level
        ) as places
    from incidents

),

-- Percentiles by nearest rank: the least time that so many of the incidents kept to.
summed as (

    select
        branch_id,
        report_month,
        severity_level,
        response_target_minutes,
        count(*) as incidents,
        min(case when place * 2 >= places then response_minutes end) as median_response_minutes,
        min(case when place * 10 >= places * 9 then response_minutes end) as p90_response_minutes,
        max(response_minutes) as longest_response_minutes,
        avg(resolution_minutes) as mean_resolution_minutes,
        sum(case when response_minutes <= response_target_minutes then 1 else 0 end)
            as within_target,
        sum(case when resolution_status = 'Escalated' then 1 else 0 end) as escalated,
        sum(case when resolution_status in ('Pending', 'Requires Follow-up') then 1 else 0 end)
            as unresolved,
        avg(customer_satisfaction) as mean_satisfaction
    from ranked
    group by branch_id, report_month, severity_level, response_target_minutes

),

final as (

    select
        cast(branch_id as integer) as branch_id,
        cast(report_month as date) as report_month,
        cast(severity_level as varchar) as severity_level,
        cast(response_target_minutes as integer) as target_minutes,
        cast(incidents as integer) as incidents,
        cast(median_response_minutes as integer) as median_response_minutes,
        cast(p90_response_minutes as integer) as p90_response_minutes,
        cast(longest_response_minutes as integer) as longest_response_minutes,
        cast(mean_resolution_minutes as numeric(12, 2)) as mean_resolution_minutes,
        cast(within_target as integer) as incidents_within_target,
        cast(cast(within_target as numeric(18, 4)) / incidents as numeric(9, 4))
            as within_target_share,
        cast(escalated as integer) as escalated_incidents,
        cast(unresolved as integer) as unresolved_incidents,
        cast(mean_satisfaction as numeric(9, 2)) as mean_satisfaction
    from summed

)

select * from final
