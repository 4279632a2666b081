with repairs as (

    select *
    from {{ ref('stg_hvac__service_calls') }}
    where is_repair_work

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

callbacks as (

    select callback_of_service_call_id as service_call_id
    from repairs
    where is_callback
    group by callback_of_service_call_id

),

in_order as (

    select
        repairs.service_call_id,
        repairs.installation_id,
        repairs.technician_id,
        repairs.service_date,
        repairs.service_type,
        as_of.as_of_date,
        lag(repairs.service_date) over (
            partition by repairs.installation_id
            order by repairs.started_at, repairs.service_call_id
        ) as previous_date,
        lead(repairs.service_date) over (
            partition by repairs.installation_id
            order by repairs.started_at, repairs.service_call_id
        ) as next_date
    from repairs
    cross join as_of

),

spaced as (

    select
        service_call_id,
        installation_id,
        technician_id,
        service_date,
        service_type,
        {{ dbt.datediff('previous_date', 'service_date', 'day') }}
            as days_since_previous,
        {{ dbt.datediff('service_date', 'next_date', 'day') }}
            as days_to_next,
        {{ dbt.datediff('service_date', 'as_of_date', 'day') }}
            as days_watched
    from in_order

)

select
    spaced.service_call_id,
    spaced.installation_id,
    spaced.technician_id,

    spaced.service_date,
    spaced.service_type,
    coalesce(spaced.days_since_previous <= 30, false) as is_return_visit,
    case when spaced.days_to_next <= 30 then spaced.days_to_next end as days_to_return,
    callbacks.service_call_id is not null as led_to_callback,
    spaced.days_watched >= 30 as is_decided,
    case
        when spaced.days_watched >= 30 then coalesce(spaced.days_to_next > 30, true)
    end as is_fixed
from spaced
left join callbacks on spaced.service_call_id = callbacks.service_call_id
