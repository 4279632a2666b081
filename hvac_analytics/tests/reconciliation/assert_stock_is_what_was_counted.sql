{# Stock by part, and at the end of the daily levels, is what lies on the shelves. #}
with expected as (

    select
        sum(current_stock) as units,
        sum(total_value) as worth
    from {{ raw('inventory') }}

),

found as (

    select
        'dim_parts' as mart,
        coalesce(sum(current_stock), 0) as units,
        coalesce(sum(stock_value), 0) as worth
    from {{ ref('dim_parts') }}
    union all
    select
        'fct_stock_daily' as mart,
        coalesce(sum(closing_stock), 0) as units,
        coalesce(sum(closing_value), 0) as worth
    from {{ ref('fct_stock_daily') }}
    where is_latest
    union all
    select
        'inventory_health' as mart,
        coalesce(sum(current_stock), 0) as units,
        coalesce(sum(stock_value), 0) as worth
    from {{ ref('inventory_health') }}

)

select
    found.mart,
    found.units as found_units,
    expected.units as expected_units,
    found.worth as found_worth,
    expected.worth as expected_worth
from found
cross join expected
where
    found.units <> expected.units
    or found.worth <> expected.worth
