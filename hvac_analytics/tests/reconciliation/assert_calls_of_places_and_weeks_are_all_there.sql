{# Calls by postal code, by week of weather and by customer are those that were made. #}
with expected as (

    select count(*) as calls
    from {{ raw('service_calls') }}

),

found as (

    select
        'territory_map' as mart,
        coalesce(sum(calls), 0) as calls
    from {{ ref('territory_map') }}
    union all
    select
        'demand_weather' as mart,
        coalesce(sum(calls), 0) as calls
    from {{ ref('demand_weather') }}
    union all
    select
        'dim_customers' as mart,
        coalesce(sum(service_calls), 0) as calls
    from {{ ref('dim_customers') }}

)

select
    found.mart,
    found.calls as found_calls,
    expected.calls as expected_calls
from found
cross join expected
where found.calls <> expected.calls
