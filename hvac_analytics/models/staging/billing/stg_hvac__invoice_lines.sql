with source as (

    select * from {{ raw('invoice_lines') }}

),

renamed as (

    select
        invoice_line_id,
        invoice_id,
        usage_id,

        line_number,
        line_type,
        description,
        quantity,
        unit_price,
        amount as line_amount,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
