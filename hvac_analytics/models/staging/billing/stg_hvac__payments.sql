with source as (

    select * from {{ raw('payments') }}

),

renamed as (

    select
        payment_id,
        invoice_id,

        payment_date,
        amount as payment_amount,
        payment_method,
        transaction_id,
        status as payment_status,
        processing_fee,
        notes,

        status = 'Completed' as is_completed,
        cast({{ dbt.date_trunc('month', 'payment_date') }} as date) as payment_month,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
