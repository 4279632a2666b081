-- Technicians do no visit after their last day with the company.
select
    calls.service_call_id,
    technicians.left_date
from {{ ref('stg_hvac__service_calls') }} as calls
inner join {{ ref('stg_hvac__technicians') }} as technicians
    on calls.technician_id = technicians.technician_id
where calls.service_date > technicians.left_date
