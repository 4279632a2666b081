{# The labor on an invoice is the labor of its call. #}
with labor as (

    select
        invoice_id,
        sum(line_amount) as amount
    from {{ ref('stg_hvac__invoice_lines') }}
    where line_type = 'labor'
    group by invoice_id

)

select invoices.invoice_id
from {{ ref('stg_hvac__invoices') }} as invoices
inner join {{ ref('stg_hvac__service_calls') }} as calls
    on invoices.service_call_id = calls.service_call_id
left join labor
    on invoices.invoice_id = labor.invoice_id
where coalesce(labor.amount, 0) <> calls.labor_cost
