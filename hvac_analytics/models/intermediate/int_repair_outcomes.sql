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
        repairs.*,
        lag(service_date) over (
            partition by installation_id order by started_at, service_call_id
        ) as previous_repair_date,
        lead(service_date) over (
            partition by installation_id order by started_at, service_call_id
        ) as next_repair_date
    from repairs

),

spaced as (

    select
        in_order.*,
        {{ dbt.datediff('in_order.previous_repair_date', 'in_order.service_date', 'day') }}
            as days_since_previous_repair,
        {{ dbt.datediff('in_order.service_date', 'in_order.next_repair_date', 'day') }}
            as days_to_next_repair,
        {{ dbt.datediff('in_order.service_date', 'as_of.as_of_date', 'day') }} as days_watched
    from in_order
    cross join as_of

)

select
    spaced.service_call_id,
    spaced.installation_id,
    spaced.technician_id,

    spaced.service_date,
    spaced.service_type,
    coalesce(spaced.days_since_previous_repair <= 30, false) as is_return_visit,
    case when spaced.days_to_next_repair <= 30 then spaced.days_to_next_repair end
        as days_to_return,
    callbacks.service_call_id is not null as led_to_callback,
    spaced.days_watched >= 30 as is_decided,
    case
        when spaced.days_watched >= 30 then coalesce(spaced.days_to_next_repair > 30, true)
    end as is_fixed
from spaced
left join callbacks on spaced.service_call_id = callbacks.service_call_id
