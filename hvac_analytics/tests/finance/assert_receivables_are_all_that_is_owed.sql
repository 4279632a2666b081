-- What customers owe, by the aging and straight from the books: all invoices that are not void,
-- less all completed payments on them. To the cent.
with aging as (

    select coalesce(sum(open_amount), 0) as open_amount
    from {{ ref('accounts_receivable_aging') }}

),

billed as (

    select coalesce(sum(total_amount), 0) as billed_amount
    from {{ ref('stg_hvac__invoices') }}
    where not is_cancelled

),

received as (

    select coalesce(sum(payments.payment_amount), 0) as received_amount
    from {{ ref('stg_hvac__payments') }} as payments
    inner join {{ ref('stg_hvac__invoices') }} as invoices
        on payments.invoice_id = invoices.invoice_id
    where payments.is_completed and not invoices.is_cancelled

)

select
    aging.open_amount,
    billed.billed_amount,
    received.received_amount
from aging
cross join billed
cross join received
where aging.open_amount <> billed.billed_amount - received.received_amount
