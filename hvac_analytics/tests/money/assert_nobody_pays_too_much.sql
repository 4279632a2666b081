{# Completed payments never exceed the invoice. #}
with paid as (

    select
        invoice_id,
        sum(payment_amount) as amount
    from {{ ref('stg_hvac__payments') }}
    where is_completed
    group by invoice_id

)

select invoices.invoice_id
from {{ ref('stg_hvac__invoices') }} as invoices
inner join paid
    on invoices.invoice_id = paid.invoice_id
where paid.amount > invoices.total_amount
