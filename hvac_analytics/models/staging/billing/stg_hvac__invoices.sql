with source as (

    select * from {{ raw('invoices') }}

),

renamed as (

    select
        invoice_id,
        service_call_id,
        customer_id,

        invoice_number,
        issue_date,
        due_date,
        payment_terms,
        subtotal,
        tax_rate,
        tax_amount,
        total_amount,
        status as invoice_status,
        notes,

        status = 'Cancelled' as is_cancelled,
        cast({{ dbt.date_trunc('month', 'issue_date') }} as date) as issue_month,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
