{# The invoices of the mart are those that were sent, with the same tax and totals. #}
with expected as (

    select
        count(*) as invoices,
        coalesce(sum(tax_amount), 0) as tax,
        coalesce(sum(total_amount), 0) as total
    from {{ raw('invoices') }}

),

found as (

    select
        count(*) as invoices,
        coalesce(sum(tax_amount), 0) as tax,
        coalesce(sum(total_amount), 0) as total
    from {{ ref('fct_invoices') }}

)

select
    expected.invoices as expected_invoices,
    found.invoices as found_invoices,
    expected.tax as expected_tax,
    found.tax as found_tax,
    expected.total as expected_total,
    found.total as found_total
from expected
cross join found
where
    expected.invoices <> found.invoices
    or expected.tax <> found.tax
    or expected.total <> found.total
