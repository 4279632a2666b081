with source as (

    select * from {{ raw('incident_response') }}

),

renamed as (

    select
        incident_id,
        service_call_id,
        responding_technician_id,
        backup_technician_id,

        incident_type,
        severity_level,
        reported_time as reported_at,
        response_time_minutes,
        resolution_time_minutes,
        resolution_status,
        customer_satisfaction,
        follow_up_required as needs_follow_up,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
