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
        payment_terms
    from source

)

select * from renamed
