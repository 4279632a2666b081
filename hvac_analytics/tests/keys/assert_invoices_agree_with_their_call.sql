{# An invoice goes to the customer of the call it bills, on its day or later. #}
select invoices.invoice_id
from {{ ref('stg_hvac__invoices') }} as invoices
left join {{ ref('stg_hvac__service_calls') }} as calls
    on invoices.service_call_id = calls.service_call_id
where
    calls.service_call_id is null
    or calls.customer_id <> invoices.customer_id
    or calls.service_date > invoices.issue_date
