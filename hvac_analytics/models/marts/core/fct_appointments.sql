{{ config(group='operations', access='public') }}

with appointments as (

    select * from {{ ref('stg_hvac__appointments') }}

),

calls as (

    select * from {{ ref('stg_hvac__service_calls') }}

),

customers as (

    select * from {{ ref('stg_hvac__customers') }}

),

joined as (

    select
        appointments.*,
        customers.branch_id,
        customers.customer_type,
        calls.duration_hours as actual_duration_hours,
        {{ dbt.datediff('appointments.booked_at', 'appointments.scheduled_at', 'minute') }}
            as lead_minutes,
        {{ dbt.datediff('appointments.booked_at', 'appointments.scheduled_at', 'day') }}
            as lead_days,
        {{ dbt.datediff('appointments.window_starts_at', 'appointments.window_ends_at', 'minute') }}
            as window_minutes,
        {{ dbt.datediff('appointments.window_ends_at', 'appointments.scheduled_at', 'minute') }}
            as minutes_after_window
    from appointments
    left join calls on appointments.service_call_id = calls.service_call_id
    left join customers on appointments.customer_id = customers.customer_id

)

select
    cast(appointment_id as integer) as appointment_id,
    cast(customer_id as integer) as customer_id,
    cast(technician_id as integer) as technician_id,
    cast(service_call_id as integer) as service_call_id,
    cast(branch_id as integer) as branch_id,
    cast(customer_type as varchar) as customer_type,
    cast(appointment_type as varchar) as appointment_type,
    cast(appointment_status as varchar) as appointment_status,
    cast(priority as varchar) as priority,
    cast(appointment_date as date) as appointment_date,
    cast({{ dbt.date_trunc('month', 'appointment_date') }} as date) as appointment_month,
    cast(booked_at as timestamp) as booked_at,
    cast(confirmed_at as timestamp) as confirmed_at,
    cast(scheduled_at as timestamp) as scheduled_at,
    cast(window_starts_at as timestamp) as window_starts_at,
    cast(window_ends_at as timestamp) as window_ends_at,
    cast(appointment_status = 'Completed' as boolean) as is_kept,
    cast(appointment_status = 'Cancelled' as boolean) as is_cancelled,
    cast(appointment_status = 'No-Show' as boolean) as is_no_show,
    cast(appointment_status = 'Rescheduled' as boolean) as is_rescheduled,
    cast(is_open as boolean) as is_open,
    cast(confirmed_at is not null as boolean) as was_confirmed,
    cast(lead_minutes / 60.0 as numeric(12, 2)) as lead_hours,
    cast(lead_days as integer) as lead_days,
    cast(case when appointment_status = 'Completed' then lead_days end as integer) as wait_days,
    cast(window_minutes / 60.0 as numeric(12, 2)) as window_hours,
    -- The time of an appointment that fell through is a plan, not an arrival.
    cast(
        case
            when appointment_status = 'Completed'
                then scheduled_at >= window_starts_at and scheduled_at <= window_ends_at
        end as boolean
    ) as is_window_kept,
    cast(
        case
            when appointment_status <> 'Completed' then null
            when minutes_after_window > 0 then minutes_after_window
            else 0
        end
        as integer
    ) as minutes_late,
    cast(estimated_duration_hours as numeric(12, 2)) as estimated_duration_hours,
    cast(actual_duration_hours as numeric(12, 2)) as actual_duration_hours,
    cast(
        cast(actual_duration_hours as numeric(18, 4)) / nullif(estimated_duration_hours, 0)
        as numeric(9, 4)
    ) as utilization_rate
from joined
