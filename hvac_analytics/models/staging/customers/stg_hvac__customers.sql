with source as (

    select * from {{ raw('customers') }}

),

renamed as (

    select
        customer_id,
        branch_id,

        customer_name,
        address,
        phone,
        customer_type,
        created_at,
        street,
        city,
        state,
        postal_code,
        latitude,
        longitude,
        email,

        cast(created_at as date) as created_date,
        email is not null as has_email,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
