{{ config(group='finance', access='public') }}

with open_invoices as (

    select * from {{ ref('int_invoice_payments') }}
    where is_open

),

customers as (

    select * from {{ ref('stg_hvac__customers') }}

),

-- When they last paid anything, on whichever invoice.
last_payments as (

    select
        customer_id,
        max(last_payment_date) as last_payment_date
    from {{ ref('int_invoice_payments') }}
    group by customer_id

),

aged as (

    select
        customer_id,
        count(*) as open_invoices,
        sum(case when days_overdue > 0 then 1 else 0 end) as past_due_invoices,
        sum(case when days_overdue = 0 then balance_amount else 0 end) as current_amount,
        sum(case when days_overdue between 1 and 30 then balance_amount else 0 end)
            as days_1_30_amount,
        sum(case when days_overdue between 31 and 60 then balance_amount else 0 end)
            as days_31_60_amount,
        sum(case when days_overdue between 61 and 90 then balance_amount else 0 end)
            as days_61_90_amount,
        sum(case when days_overdue > 90 then balance_amount else 0 end) as days_over_90_amount,
        sum(case when days_overdue > 0 then balance_amount else 0 end) as past_due_amount,
        sum(balance_amount) as open_amount,
        min(due_date) as oldest_due_date,
        max(days_overdue) as oldest_days_past_due
    from open_invoices
    group by customer_id

),

joined as (

    select
        aged.*,
        customers.branch_id,
        customers.customer_name,
        customers.customer_type,
        customers.phone,
        customers.email,
        last_payments.last_payment_date
    from aged
    left join customers on aged.customer_id = customers.customer_id
    left join last_payments on aged.customer_id = last_payments.customer_id

),

final as (

    select
        cast(customer_id as integer) as customer_id,
        cast(branch_id as integer) as branch_id,
        cast(customer_name as varchar) as customer_name,
        cast(customer_type as varchar) as customer_type,
        cast(phone as varchar) as phone,
        cast(email as varchar) as email,
        cast(open_invoices as integer) as open_invoices,
        cast(past_due_invoices as integer) as past_due_invoices,
        cast(current_amount as numeric(18, 2)) as current_amount,
        cast(days_1_30_amount as numeric(18, 2)) as days_1_30_amount,
        cast(days_31_60_amount as numeric(18, 2)) as days_31_60_amount,
        cast(days_61_90_amount as numeric(18, 2)) as days_61_90_amount,
        cast(days_over_90_amount as numeric(18, 2)) as days_over_90_amount,
        cast(past_due_amount as numeric(18, 2)) as past_due_amount,
        cast(open_amount as numeric(18, 2)) as open_amount,
        cast(cast(past_due_amount as numeric(18, 4)) / nullif(open_amount, 0) as numeric(9, 4))
            as past_due_share,
        cast(oldest_due_date as date) as oldest_due_date,
        cast(oldest_days_past_due as integer) as oldest_days_past_due,
        cast(last_payment_date as date) as last_payment_date
    from joined

)

select * from final
