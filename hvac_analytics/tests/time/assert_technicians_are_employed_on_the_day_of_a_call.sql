{# A technician is hired by the day of the call, and has not left before it. #}
select calls.service_call_id
from {{ ref('stg_hvac__service_calls') }} as calls
inner join {{ ref('stg_hvac__technicians') }} as technicians
    on calls.technician_id = technicians.technician_id
where
    calls.service_date < technicians.hire_date
    or calls.service_date > technicians.left_date
