{# Every invoice has lines, and they add up to its subtotal. #}
with added as (

    select
        invoice_id,
        sum(line_amount) as amount
    from {{ ref('stg_hvac__invoice_lines') }}
    group by invoice_id

)

select invoices.invoice_id
from {{ ref('stg_hvac__invoices') }} as invoices
left join added
    on invoices.invoice_id = added.invoice_id
where added.invoice_id is null or added.amount <> invoices.subtotal
