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
        expires_date
    from source

)

select * from renamed
