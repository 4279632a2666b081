{# Planned work came of an appointment, or goes on at the customer from one device to the next. #}
with visits as (

    select
        service_call_id,
        customer_id,
        service_type,
        started_at,
        lag(customer_id) over (
            partition by technician_id
            order by started_at, service_call_id
        ) as previous_customer_id,
        lag(completed_at) over (
            partition by technician_id
            order by started_at, service_call_id
        ) as previous_end
    from {{ ref('stg_hvac__service_calls') }}

)

select visits.service_call_id
from visits
left join {{ ref('stg_hvac__appointments') }} as appointments
    on visits.service_call_id = appointments.service_call_id
where
    visits.service_type not in ('Repair', 'Emergency')
    and appointments.appointment_id is null
    and not coalesce(
        visits.previous_customer_id = visits.customer_id
        and visits.previous_end = visits.started_at,
        false
    )
