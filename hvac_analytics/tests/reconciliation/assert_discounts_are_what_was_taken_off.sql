{# Labor, parts and fees of an invoice less its discounts are its subtotal. #}
with expected as (

    select
        coalesce(sum(subtotal), 0) as billed
    from {{ raw('invoices') }}

),

found as (

    select
        coalesce(sum(labor_amount + parts_amount + fee_amount - discount_amount), 0) as billed
    from {{ ref('fct_invoices') }}

)

select
    expected.billed as expected_billed,
    found.billed as found_billed
from expected
cross join found
where expected.billed <> found.billed
