{# An hour is billed above the wage: at the technician's rate, dearer only on emergencies. #}
select calls.service_call_id
from {{ ref('stg_hvac__service_calls') }} as calls
inner join {{ ref('stg_hvac__technicians') }} as technicians
    on calls.technician_id = technicians.technician_id
where
    calls.hourly_bill_rate <= technicians.hourly_wage
    or calls.hourly_bill_rate < technicians.hourly_bill_rate
    or (
        not calls.is_emergency
        and calls.hourly_bill_rate <> technicians.hourly_bill_rate
    )
