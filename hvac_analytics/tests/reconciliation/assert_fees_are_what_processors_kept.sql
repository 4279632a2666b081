{# A processor keeps its fee on a payment it gives back, and has none yet on one that is pending. #}
with expected as (

    select coalesce(sum(processing_fee), 0) as fees
    from {{ raw('payments') }}
    where status in ('Completed', 'Refunded')

),

found as (

    select
        'fct_payments' as mart,
        coalesce(sum(received_amount - net_amount), 0) as fees
    from {{ ref('fct_payments') }}
    union all
    select
        'fct_invoices' as mart,
        coalesce(sum(processing_fees), 0) as fees
    from {{ ref('fct_invoices') }}
    union all
    select
        'revenue_monthly' as mart,
        coalesce(sum(processing_fees), 0) as fees
    from {{ ref('revenue_monthly') }}

)

select
    found.mart,
    found.fees as found_fees,
    expected.fees as expected_fees
from found
cross join expected
where found.fees <> expected.fees
