{# A quote goes to the customer its lead became, and to a call for that customer once accepted. #}
select quotes.quote_id
from {{ ref('stg_hvac__quotes') }} as quotes
left join {{ ref('stg_hvac__service_calls') }} as calls
    on quotes.service_call_id = calls.service_call_id
left join {{ ref('stg_hvac__leads') }} as leads
    on quotes.lead_id = leads.lead_id
where
    (
        quotes.service_call_id is not null
        and (
            calls.service_call_id is null
            or calls.customer_id <> quotes.customer_id
            or calls.service_date < quotes.quote_date
            or not quotes.is_accepted
        )
    )
    or (
        quotes.lead_id is not null
        and (leads.lead_id is null or leads.customer_id <> quotes.customer_id)
    )
