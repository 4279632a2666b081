{# The technicians' calls and hours, in all and by month, are those that were made. #}
with expected as (

    select
        count(*) as calls,
        coalesce(sum(duration_hours), 0) as hours
    from {{ raw('service_calls') }}

),

found as (

    select
        'service_performance_dashboard' as mart,
        coalesce(sum(calls), 0) as calls,
        coalesce(sum(hours_on_site), 0) as hours
    from {{ ref('service_performance_dashboard') }}
    union all
    select
        'technician_utilization' as mart,
        coalesce(sum(calls), 0) as calls,
        coalesce(sum(hours_on_site), 0) as hours
    from {{ ref('technician_utilization') }}
    union all
    select
        'dim_technicians' as mart,
        coalesce(sum(service_calls), 0) as calls,
        coalesce(sum(hours_on_site), 0) as hours
    from {{ ref('dim_technicians') }}

)

select
    found.mart,
    found.calls as found_calls,
    expected.calls as expected_calls,
    found.hours as found_hours,
    expected.hours as expected_hours
from found
cross join expected
where
    found.calls <> expected.calls
    or found.hours <> expected.hours
