with source as (

    select * from {{ raw('appointments') }}

),

renamed as (

    select
        appointment_id,
        customer_id,
        technician_id,
        service_call_id,

        appointment_date,
        scheduled_time as scheduled_at,
        appointment_type,
        estimated_duration_hours,
        status as appointment_status,
        priority,
        special_instructions,
        created_date as booked_at,
        confirmed_date as confirmed_at,
        window_start as window_starts_at,
        window_end as window_ends_at,

        status in ('Scheduled', 'Confirmed') as is_open,
        service_call_id is not null as led_to_call,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
