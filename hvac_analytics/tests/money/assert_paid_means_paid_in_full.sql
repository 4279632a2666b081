{# An invoice is Paid exactly when completed payments reach its total, and they never exceed it. #}
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
left join paid
    on invoices.invoice_id = paid.invoice_id
where
    paid.amount > invoices.total_amount
    or (
        not invoices.is_cancelled
        and (invoices.invoice_status = 'Paid')
        <> (coalesce(paid.amount, 0) >= invoices.total_amount)
    )
