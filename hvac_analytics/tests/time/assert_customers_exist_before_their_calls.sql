{# A customer is on record before the first call. #}
select calls.service_call_id
from {{ ref('stg_hvac__service_calls') }} as calls
inner join {{ ref('stg_hvac__customers') }} as customers
    on calls.customer_id = customers.customer_id
where calls.service_date < customers.created_date
