{# The payments of the mart are those that were made, with the same amounts and fees. #}
with expected as (

    select
        count(*) as payments,
        coalesce(sum(amount), 0) as amount,
        coalesce(sum(processing_fee), 0) as fees
    from {{ raw('payments') }}

),

found as (

    select
        count(*) as payments,
        coalesce(sum(payment_amount), 0) as amount,
        coalesce(sum(processing_fee), 0) as fees
    from {{ ref('fct_payments') }}

)

select
    expected.payments as expected_payments,
    found.payments as found_payments,
    expected.amount as expected_amount,
    found.amount as found_amount,
    expected.fees as expected_fees,
    found.fees as found_fees
from expected
cross join found
where
    expected.payments <> found.payments
    or expected.amount <> found.amount
    or expected.fees <> found.fees
