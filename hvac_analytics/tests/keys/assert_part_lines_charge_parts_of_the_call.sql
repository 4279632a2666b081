{# A part on an invoice was used on the call that the invoice bills. #}
select charges.invoice_line_id
from {{ ref('stg_hvac__invoice_lines') }} as charges
inner join {{ ref('stg_hvac__invoices') }} as invoices
    on charges.invoice_id = invoices.invoice_id
left join {{ ref('stg_hvac__parts_usage') }} as usages
    on charges.usage_id = usages.usage_id
where
    charges.usage_id is not null
    and (
        usages.usage_id is null
        or usages.service_call_id <> invoices.service_call_id
        or charges.line_type <> 'part'
    )
