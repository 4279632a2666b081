{# An invoice is issued on or after the day of the call. #}
select invoices.invoice_id
from {{ ref('stg_hvac__invoices') }} as invoices
inner join {{ ref('stg_hvac__service_calls') }} as calls
    on invoices.service_call_id = calls.service_call_id
where invoices.issue_date < calls.service_date
