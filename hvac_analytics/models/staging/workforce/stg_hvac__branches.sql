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
        opened_date
    from source

)

select * from renamed
