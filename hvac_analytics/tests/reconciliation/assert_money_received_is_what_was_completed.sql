{# Money received is what completed payments bring, however it is cut. #}
with expected as (

    select coalesce(sum(amount), 0) as received
    from {{ raw('payments') }}
    where status = 'Completed'

),

found as (

    select
        'fct_payments' as mart,
        coalesce(sum(received_amount), 0) as received
    from {{ ref('fct_payments') }}
    union all
    select
        'fct_invoices' as mart,
        coalesce(sum(paid_amount), 0) as received
    from {{ ref('fct_invoices') }}
    union all
    select
        'fct_service_calls' as mart,
        coalesce(sum(paid_amount), 0) as received
    from {{ ref('fct_service_calls') }}
    union all
    select
        'dim_customers' as mart,
        coalesce(sum(paid_amount), 0) as received
    from {{ ref('dim_customers') }}
    union all
    select
        'revenue_monthly' as mart,
        coalesce(sum(cash_collected), 0) as received
    from {{ ref('revenue_monthly') }}

)

select
    found.mart,
    found.received as found_received,
    expected.received as expected_received
from found
cross join expected
where found.received <> expected.received
