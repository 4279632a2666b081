{# Nobody pays before the invoice is issued, or one that is void. #}
select payments.payment_id
from {{ ref('stg_hvac__payments') }} as payments
inner join {{ ref('stg_hvac__invoices') }} as invoices
    on payments.invoice_id = invoices.invoice_id
where
    invoices.is_cancelled
    or payments.payment_date < invoices.issue_date
