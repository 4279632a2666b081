{# An emergency is billed above the technician's regular rate, at whatever hour. #}
select calls.service_call_id
from {{ ref('stg_hvac__service_calls') }} as calls
inner join {{ ref('stg_hvac__technicians') }} as technicians
    on calls.technician_id = technicians.technician_id
where
    calls.is_emergency
    and calls.hourly_bill_rate <= technicians.hourly_bill_rate
