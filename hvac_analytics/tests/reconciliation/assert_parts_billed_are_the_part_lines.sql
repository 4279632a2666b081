{# Parts billed are the part lines of all invoices but void ones. #}
with expected as (

    select coalesce(sum(lines.amount), 0) as billed
    from {{ raw('invoice_lines') }} as lines
    inner join {{ raw('invoices') }} as invoices
        on lines.invoice_id = invoices.invoice_id
    where lines.usage_id is not null and invoices.status <> 'Cancelled'

),

found as (

    select coalesce(sum(billed_amount), 0) as billed
    from {{ ref('fct_parts_usage') }}

)

select
    expected.billed as expected_billed,
    found.billed as found_billed
from expected
cross join found
where expected.billed <> found.billed
