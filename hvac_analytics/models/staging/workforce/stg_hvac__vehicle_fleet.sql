with source as (

    select * from {{ raw('vehicle_fleet') }}

),

renamed as (

    select
        vehicle_id,
        assigned_technician_id,
        branch_id,

        vehicle_number,
        make,
        model,
        year as model_year,
        vehicle_type,
        license_plate,
        vin,
        purchase_date,
        current_mileage,
        last_maintenance_date,
        next_maintenance_mileage,
        status as vehicle_status,
        fuel_type,
        gps_enabled as has_gps,
        last_latitude,
        last_longitude,
        last_gps_at,

        status in ('Active', 'Maintenance') as is_in_fleet,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
