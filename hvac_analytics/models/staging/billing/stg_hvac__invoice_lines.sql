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
        amount as line_amount
    from source

)

select * from renamed
