with source as (

    select * from {{ raw('technicians') }}

),

renamed as (

    select
        technician_id,
        branch_id,

        technician_name,
        phone,
        technician_level,
        hourly_rate as hourly_wage,
        hire_date,
        left_date,
        years_experience,
        certification_level,
        hvac_installation_skill,
        electrical_skill,
        refrigeration_skill,
        ductwork_skill,
        diagnostics_skill,
        customer_service_skill,
        safety_protocols_skill,
        bill_rate as hourly_bill_rate,

        left_date is null as is_employed,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
