with source as (

    select * from {{ raw('suppliers') }}

),

renamed as (

    select
        supplier_id,

        supplier_name,
        phone,
        city,
        state,
        lead_time_days,
        payment_terms,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
