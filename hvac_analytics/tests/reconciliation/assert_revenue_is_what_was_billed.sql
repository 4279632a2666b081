{# Revenue is all that was billed before tax, void invoices aside, however it is cut. #}
with expected as (

    select coalesce(sum(subtotal), 0) as revenue
    from {{ raw('invoices') }}
    where status <> 'Cancelled'

),

found as (

    select
        'fct_invoices' as mart,
        coalesce(sum(revenue_amount), 0) as revenue
    from {{ ref('fct_invoices') }}
    union all
    select
        'fct_service_calls' as mart,
        coalesce(sum(revenue_amount), 0) as revenue
    from {{ ref('fct_service_calls') }}
    union all
    select
        'dim_customers' as mart,
        coalesce(sum(revenue_amount), 0) as revenue
    from {{ ref('dim_customers') }}
    union all
    select
        'service_performance_dashboard' as mart,
        coalesce(sum(revenue), 0) as revenue
    from {{ ref('service_performance_dashboard') }}
    union all
    select
        'territory_map' as mart,
        coalesce(sum(revenue), 0) as revenue
    from {{ ref('territory_map') }}
    union all
    select
        'revenue_monthly' as mart,
        coalesce(sum(invoiced_revenue), 0) as revenue
    from {{ ref('revenue_monthly') }}
    union all
    select
        'customer_segments' as mart,
        coalesce(sum(revenue_total), 0) as revenue
    from {{ ref('customer_segments') }}

)

select
    found.mart,
    found.revenue as found_revenue,
    expected.revenue as expected_revenue
from found
cross join expected
where found.revenue <> expected.revenue
