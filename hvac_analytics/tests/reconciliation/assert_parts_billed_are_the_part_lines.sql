{# Parts billed, by use and by part, are the part lines of all invoices but void ones. #}
with expected as (

    select coalesce(sum(lines.amount), 0) as billed
    from {{ raw('invoice_lines') }} as lines
    inner join {{ raw('invoices') }} as invoices
        on lines.invoice_id = invoices.invoice_id
    where lines.usage_id is not null and invoices.status <> 'Cancelled'

),

found as (

    select
        'fct_parts_usage' as mart,
        coalesce(sum(billed_amount), 0) as billed
    from {{ ref('fct_parts_usage') }}
    union all
    select
        'parts_profitability' as mart,
        coalesce(sum(billed_amount), 0) as billed
    from {{ ref('parts_profitability') }}
    union all
    select
        'revenue_monthly' as mart,
        coalesce(sum(parts_revenue), 0) as billed
    from {{ ref('revenue_monthly') }}

)

select
    found.mart,
    expected.billed as expected_billed,
    found.billed as found_billed
from found
cross join expected
where expected.billed <> found.billed
