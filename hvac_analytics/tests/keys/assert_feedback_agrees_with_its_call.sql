{# Feedback comes from the customer of the call it is about, on its day or later. #}
select feedback.feedback_id
from {{ ref('stg_hvac__customer_feedback') }} as feedback
left join {{ ref('stg_hvac__service_calls') }} as calls
    on feedback.service_call_id = calls.service_call_id
where
    calls.service_call_id is null
    or calls.customer_id <> feedback.customer_id
    or calls.service_date > feedback.feedback_date
