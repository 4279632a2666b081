{# A cancelled invoice carries no payment. #}
select payments.payment_id
from {{ ref('stg_hvac__payments') }} as payments
inner join {{ ref('stg_hvac__invoices') }} as invoices
    on payments.invoice_id = invoices.invoice_id
where invoices.is_cancelled
