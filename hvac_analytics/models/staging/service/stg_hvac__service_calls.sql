with source as (

    select * from {{ raw('service_calls') }}

),

renamed as (

    select
        service_call_id,
        customer_id,
        technician_id,
        equipment_id,
        installation_id,
        callback_of_id as callback_of_service_call_id,

        service_date,
        service_type,
        duration_hours,
        labor_cost,
        parts_cost,
        total_cost,
        started_at,
        completed_at,
        failed_component,
        is_callback,
        bill_rate as hourly_bill_rate,
        technician_notes,

        service_type = 'Emergency' as is_emergency,
        service_type in ('Repair', 'Emergency') as is_repair_work,
        cast({{ dbt.date_trunc('month', 'service_date') }} as date) as service_month,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
