with source as (

    select * from {{ raw('technician_certifications') }}

),

renamed as (

    select
        certification_id,
        technician_id,

        certification_name,
        certificate_number,
        issued_date,
        expires_date,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
