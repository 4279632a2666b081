with source as (

    select * from {{ raw('branches') }}

),

renamed as (

    select
        branch_id,

        branch_name,
        street,
        city,
        state,
        postal_code,
        phone,
        time_zone,
        climate,
        latitude,
        longitude,
        opened_date,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
