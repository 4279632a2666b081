with as_of as (

    select * from {{ ref('int_as_of') }}

),

invoices as (

    select * from {{ ref('stg_hvac__invoices') }}

),

payments as (

    select * from {{ ref('stg_hvac__payments') }}

),

paid as (

    select
        invoice_id,
        sum(case when payment_status = 'Completed' then 1 else 0 end) as completed_payments,
        sum(case when payment_status = 'Pending' then 1 else 0 end) as pending_payments,
        sum(case when payment_status = 'Failed' then 1 else 0 end) as failed_payments,
        sum(case when payment_status = 'Refunded' then 1 else 0 end) as refunded_payments,
        sum(case when payment_status = 'Completed' then payment_amount else 0 end) as paid_amount,
        sum(case when payment_status = 'Pending' then payment_amount else 0 end) as pending_amount,
        sum(case when payment_status = 'Refunded' then payment_amount else 0 end)
            as refunded_amount,
        -- A processor that gives a payment back keeps its fee.
        sum(
            case when payment_status in ('Completed', 'Refunded') then processing_fee else 0 end
        ) as processing_fees,
        min(case when payment_status = 'Completed' then payment_date end) as first_payment_date,
        max(case when payment_status = 'Completed' then payment_date end) as last_payment_date
    from payments
    group by invoice_id

),

balanced as (

    select
        invoices.invoice_id,
        invoices.service_call_id,
        invoices.customer_id,
        invoices.issue_date,
        invoices.due_date,
        invoices.total_amount,
        invoices.is_cancelled,
        as_of.as_of_date,
        coalesce(paid.completed_payments, 0) as completed_payments,
        coalesce(paid.pending_payments, 0) as pending_payments,
        coalesce(paid.failed_payments, 0) as failed_payments,
        coalesce(paid.refunded_payments, 0) as refunded_payments,
        coalesce(paid.paid_amount, 0) as paid_amount,
        coalesce(paid.pending_amount, 0) as pending_amount,
        coalesce(paid.refunded_amount, 0) as refunded_amount,
        coalesce(paid.processing_fees, 0) as processing_fees,
        paid.first_payment_date,
        paid.last_payment_date,
        -- A void invoice is owed by nobody.
        case
            when invoices.is_cancelled then 0
            else invoices.total_amount - coalesce(paid.paid_amount, 0)
        end as balance_amount
    from invoices
    cross join as_of
    left join paid on invoices.invoice_id = paid.invoice_id

),

aged as (

    select
        balanced.*,
        balanced.balance_amount > 0 as is_open,
        not balanced.is_cancelled and balanced.balance_amount <= 0 as is_paid_in_full,
        case
            when balanced.balance_amount <= 0 then null
            when balanced.due_date >= balanced.as_of_date then 0
            else {{ dbt.datediff('balanced.due_date', 'balanced.as_of_date', 'day') }}
        end as days_overdue
    from balanced

)

select
    invoice_id,
    service_call_id,
    customer_id,

    issue_date,
    due_date,
    total_amount,
    is_cancelled,

    completed_payments,
    pending_payments,
    failed_payments,
    refunded_payments,
    paid_amount,
    pending_amount,
    refunded_amount,
    processing_fees,
    balance_amount,
    is_open,
    is_paid_in_full,
    first_payment_date,
    last_payment_date,
    case when is_paid_in_full then last_payment_date end as paid_in_full_date,
    case
        when is_paid_in_full then {{ dbt.datediff('issue_date', 'last_payment_date', 'day') }}
    end as days_to_pay,
    days_overdue,
    case
        when days_overdue is null then null
        when days_overdue = 0 then 'Not due'
        when days_overdue <= 30 then '1-30 days'
        when days_overdue <= 60 then '31-60 days'
        when days_overdue <= 90 then '61-90 days'
        else 'Over 90 days'
    end as aging_bucket
from aged
