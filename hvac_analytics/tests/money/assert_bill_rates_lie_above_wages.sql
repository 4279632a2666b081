{# An hour is billed above the wage: at the technician's rate of the year, which never falls, dearer
   only on emergencies. #}
with calls as (

    select
        service_call_id,
        technician_id,
        is_emergency,
        hourly_bill_rate,
        extract(year from service_date) as service_year
    from {{ ref('stg_hvac__service_calls') }}

),

yearly as (

    select
        technician_id,
        service_year,
        min(hourly_bill_rate) as regular_rate
    from calls
    where not is_emergency
    group by technician_id, service_year

),

rising as (

    select
        technician_id,
        service_year,
        regular_rate,
        lag(regular_rate) over (
            partition by technician_id order by service_year
        ) as rate_before
    from yearly

)

select calls.service_call_id
from calls
inner join {{ ref('stg_hvac__technicians') }} as technicians
    on calls.technician_id = technicians.technician_id
left join rising
    on
        calls.technician_id = rising.technician_id
        and calls.service_year = rising.service_year
where
    calls.hourly_bill_rate <= technicians.hourly_wage
    or rising.regular_rate < rising.rate_before
    or (calls.is_emergency and calls.hourly_bill_rate <= rising.regular_rate)
    or (
        not calls.is_emergency
        and calls.hourly_bill_rate <> rising.regular_rate
    )
