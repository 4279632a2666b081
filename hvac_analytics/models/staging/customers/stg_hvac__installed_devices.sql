with source as (

    select * from {{ raw('installed_devices') }}

),

renamed as (

    select
        installation_id,
        customer_id,
        equipment_id,

        installation_date,
        warranty_end_date,
        serial_number,
        installation_location,
        status as device_status,
        last_maintenance_date,
        installed_by,

        status in ('Active', 'Under Maintenance') as is_in_service,
        installed_by = 'Company' as is_installed_by_us,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
