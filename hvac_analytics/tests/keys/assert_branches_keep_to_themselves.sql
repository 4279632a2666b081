{# A call's technician works for the branch that serves the customer. #}
select calls.service_call_id
from {{ ref('stg_hvac__service_calls') }} as calls
inner join {{ ref('stg_hvac__technicians') }} as technicians
    on calls.technician_id = technicians.technician_id
inner join {{ ref('stg_hvac__customers') }} as customers
    on calls.customer_id = customers.customer_id
where technicians.branch_id <> customers.branch_id
