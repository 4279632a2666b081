{{ config(
    group='finance',
    access='public',
    materialized='incremental',
    unique_key='payment_id',
    on_schema_change='append_new_columns',
    post_hook="{{ delete_vanished_rows(ref('stg_hvac__payments'), 'payment_id') }}",
) }}

with payments as (

    select * from {{ ref('stg_hvac__payments') }}

),

invoices as (

    select * from {{ ref('stg_hvac__invoices') }}

),

customers as (

    select * from {{ ref('stg_hvac__customers') }}

),

joined as (

    select
        payments.*,
        invoices.service_call_id,
        invoices.customer_id,
        invoices.total_amount as invoice_amount,
        customers.branch_id,
        customers.customer_type,
        {{ dbt.datediff(
            'invoices.issue_date', 'payments.payment_date', 'day'
        ) }}
            as days_from_issue,
        {{ dbt.datediff(
            'invoices.due_date', 'payments.payment_date', 'day'
        ) }} as days_from_due,
        -- Failed attempts stand outside the count of installments.
        case
            when payments.is_completed
                then row_number() over (
                    partition by payments.invoice_id, payments.is_completed
                    order by payments.payment_date, payments.payment_id
                )
        end as installment_number
    from payments
    left join invoices on payments.invoice_id = invoices.invoice_id
    left join customers on invoices.customer_id = customers.customer_id

),

final as (

    select
        cast(payment_id as integer) as payment_id,
        cast(invoice_id as integer) as invoice_id,
        cast(service_call_id as integer) as service_call_id,
        cast(customer_id as integer) as customer_id,
        cast(branch_id as integer) as branch_id,
        cast(customer_type as varchar) as customer_type,
        cast(transaction_id as varchar) as transaction_id,
        cast(payment_date as date) as payment_date,
        cast(payment_month as date) as payment_month,
        cast(payment_method as varchar) as payment_method,
        cast(payment_status as varchar) as payment_status,
        cast(is_completed as boolean) as is_completed,
        cast(installment_number as integer) as installment_number,
        cast(payment_amount as numeric(18, 2)) as payment_amount,
        cast(case when is_completed then payment_amount else 0 end as numeric(18, 2))
            as received_amount,
        cast(processing_fee as numeric(18, 2)) as processing_fee,
        -- A processor that gives a payment back keeps its fee.
        cast(
            case
                when is_completed then payment_amount - processing_fee
                when payment_status = 'Refunded' then -processing_fee
                else 0
            end as numeric(18, 2)
        ) as net_amount,
        cast(
            cast(payment_amount as numeric(18, 4)) / nullif(invoice_amount, 0) as numeric(9, 4)
        ) as share_of_invoice,
        cast(days_from_issue as integer) as days_from_issue,
        cast(days_from_due as integer) as days_from_due,
        cast(days_from_due > 0 as boolean) as is_late
    from joined

),

hashed as (

    select
        final.*,
        cast({{ row_hash() }} as varchar) as row_hash
    from final

)

select *
from hashed
{{ where_row_changed('hashed', 'payment_id') }}
