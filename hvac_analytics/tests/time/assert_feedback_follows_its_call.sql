{# Feedback is given on or after the day of the call. #}
select feedback.feedback_id
from {{ ref('stg_hvac__customer_feedback') }} as feedback
inner join {{ ref('stg_hvac__service_calls') }} as calls
    on feedback.service_call_id = calls.service_call_id
where feedback.feedback_date < calls.service_date
