{# An emergency at night or on a weekend is billed above the technician's regular rate. #}
with emergencies as (

    select
        service_call_id,
        technician_id,
        hourly_bill_rate,
        extract(hour from started_at) as start_hour,
        mod({{ dbt.datediff("cast('1970-01-05' as date)", 'service_date', 'day') }}, 7)
            as day_of_week
    from {{ ref('stg_hvac__service_calls') }}
    where is_emergency

)

select emergencies.service_call_id
from emergencies
inner join {{ ref('stg_hvac__technicians') }} as technicians
    on emergencies.technician_id = technicians.technician_id
where
    emergencies.hourly_bill_rate <= technicians.hourly_bill_rate
    and (
        emergencies.day_of_week >= 5
        or emergencies.start_hour < 7
        or emergencies.start_hour >= 20
    )
