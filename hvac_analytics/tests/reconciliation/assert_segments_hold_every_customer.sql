{# Every customer is in a segment. #}
with expected as (

    select count(*) as customers
    from {{ raw('customers') }}

),

found as (

    select
        'customer_segments' as mart,
        count(*) as customers
    from {{ ref('customer_segments') }}

)

select
    found.mart,
    found.customers as found_customers,
    expected.customers as expected_customers
from found
cross join expected
where found.customers <> expected.customers
