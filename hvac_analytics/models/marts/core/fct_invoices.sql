{{ config(group='finance', access='public') }}

with invoices as (

    select * from {{ ref('stg_hvac__invoices') }}

),

lines as (

    select * from {{ ref('stg_hvac__invoice_lines') }}

),

payments as (

    select * from {{ ref('int_invoice_payments') }}

),

calls as (

    select * from {{ ref('stg_hvac__service_calls') }}

),

customers as (

    select * from {{ ref('stg_hvac__customers') }}

),

summed as (

    select
        invoice_id,
        count(*) as lines,
        sum(case when line_type = 'labor' then line_amount else 0 end) as labor_amount,
        sum(case when line_type = 'part' then line_amount else 0 end) as parts_amount,
        sum(case when line_type = 'fee' then line_amount else 0 end) as fee_amount,
        sum(case when line_type = 'discount' then -line_amount else 0 end) as discount_amount
    from lines
    group by invoice_id

),

joined as (

    select
        invoices.*,
        calls.technician_id,
        calls.service_date,
        calls.service_type,
        customers.branch_id,
        customers.customer_type,
        coalesce(summed.lines, 0) as lines,
        coalesce(summed.labor_amount, 0) as labor_amount,
        coalesce(summed.parts_amount, 0) as parts_amount,
        coalesce(summed.fee_amount, 0) as fee_amount,
        coalesce(summed.discount_amount, 0) as discount_amount,
        payments.paid_amount,
        payments.pending_amount,
        payments.processing_fees,
        payments.balance_amount,
        payments.failed_payments,
        payments.refunded_payments,
        payments.first_payment_date,
        payments.last_payment_date,
        payments.paid_in_full_date,
        payments.days_to_pay,
        payments.days_overdue,
        payments.aging_bucket,
        case
            when invoices.is_cancelled then 'Void'
            when payments.is_paid_in_full then 'Paid'
            when payments.paid_amount > 0 then 'Partly paid'
            else 'Unpaid'
        end as payment_state,
        {{ dbt.datediff(
            'calls.service_date', 'invoices.issue_date', 'day'
        ) }} as days_to_bill
    from invoices
    left join payments on invoices.invoice_id = payments.invoice_id
    left join summed on invoices.invoice_id = summed.invoice_id
    left join calls on invoices.service_call_id = calls.service_call_id
    left join customers on invoices.customer_id = customers.customer_id

)

select
    cast(invoice_id as integer) as invoice_id,
    cast(invoice_number as varchar) as invoice_number,
    cast(service_call_id as integer) as service_call_id,
    cast(customer_id as integer) as customer_id,
    cast(technician_id as integer) as technician_id,
    cast(branch_id as integer) as branch_id,
    cast(customer_type as varchar) as customer_type,
    cast(service_type as varchar) as service_type,
    cast(service_date as date) as service_date,
    cast(issue_date as date) as issue_date,
    cast(issue_month as date) as issue_month,
    cast(due_date as date) as due_date,
    cast(payment_terms as varchar) as payment_terms,
    cast(invoice_status as varchar) as invoice_status,
    cast(payment_state as varchar) as payment_state,
    cast(is_cancelled as boolean) as is_cancelled,
    cast(lines as integer) as line_count,
    cast(labor_amount as numeric(18, 2)) as labor_amount,
    cast(parts_amount as numeric(18, 2)) as parts_amount,
    cast(fee_amount as numeric(18, 2)) as fee_amount,
    cast(discount_amount as numeric(18, 2)) as discount_amount,
    cast(subtotal as numeric(18, 2)) as subtotal,
    cast(tax_rate as numeric(9, 4)) as tax_rate,
    cast(tax_amount as numeric(18, 2)) as tax_amount,
    cast(total_amount as numeric(18, 2)) as total_amount,
    cast(case when is_cancelled then 0 else subtotal end as numeric(18, 2)) as revenue_amount,
    cast(paid_amount as numeric(18, 2)) as paid_amount,
    cast(pending_amount as numeric(18, 2)) as pending_amount,
    cast(balance_amount as numeric(18, 2)) as balance_amount,
    cast(processing_fees as numeric(18, 2)) as processing_fees,
    cast(failed_payments as integer) as failed_payments,
    cast(refunded_payments as integer) as refunded_payments,
    cast(first_payment_date as date) as first_payment_date,
    cast(last_payment_date as date) as last_payment_date,
    cast(paid_in_full_date as date) as paid_in_full_date,
    cast(days_to_bill as integer) as days_to_bill,
    cast(days_to_pay as integer) as days_to_pay,
    cast(paid_in_full_date <= due_date as boolean) as is_paid_on_time,
    cast(days_overdue as integer) as days_overdue,
    cast(aging_bucket as varchar) as aging_bucket
from joined
