with source as (

    select * from {{ raw('work_orders') }}

),

renamed as (

    select
        work_order_id,
        service_call_id,
        technician_id,

        work_order_number,
        description,
        instructions,
        safety_requirements,
        estimated_hours,
        actual_hours,
        status as work_order_status,
        priority,
        completion_notes,
        customer_signature_required as needs_signature,

        status = 'Completed' as is_completed,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
