{# The calls of the mart are those that were made, with the same hours and costs. #}
with expected as (

    select
        count(*) as calls,
        coalesce(sum(duration_hours), 0) as hours,
        coalesce(sum(labor_cost), 0) as labor,
        coalesce(sum(parts_cost), 0) as parts
    from {{ raw('service_calls') }}

),

found as (

    select
        count(*) as calls,
        coalesce(sum(duration_hours), 0) as hours,
        coalesce(sum(labor_cost), 0) as labor,
        coalesce(sum(parts_cost), 0) as parts
    from {{ ref('fct_service_calls') }}

)

select
    expected.calls as expected_calls,
    found.calls as found_calls,
    expected.hours as expected_hours,
    found.hours as found_hours,
    expected.labor as expected_labor,
    found.labor as found_labor,
    expected.parts as expected_parts,
    found.parts as found_parts
from expected
cross join found
where
    expected.calls <> found.calls
    or expected.hours <> found.hours
    or expected.labor <> found.labor
    or expected.parts <> found.parts
