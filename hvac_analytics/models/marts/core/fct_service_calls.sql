{{ config(
    group='operations',
    access='public',
    materialized='incremental',
    unique_key='service_call_id',
    on_schema_change='append_new_columns',
    post_hook="{{ delete_vanished_rows(ref('stg_hvac__service_calls'), 'service_call_id') }}",
) }}

with calls as (

    select * from {{ ref('int_calls_enriched') }}

),

technicians as (

    select * from {{ ref('stg_hvac__technicians') }}

),

work_orders as (

    select * from {{ ref('stg_hvac__work_orders') }}

),

feedback as (

    select * from {{ ref('stg_hvac__customer_feedback') }}

),

invoices as (

    select * from {{ ref('fct_invoices') }}

),

usage as (

    select * from {{ ref('fct_parts_usage') }}

),

parts as (

    select
        service_call_id,
        count(*) as parts_lines,
        sum(purchase_cost) as parts_purchase_cost,
        sum(case when is_covered_by_warranty then purchase_cost else 0 end) as warranty_parts_cost,
        sum(case when is_covered_by_contract then purchase_cost else 0 end) as contract_parts_cost
    from usage
    group by service_call_id

),

callbacks as (

    select
        callback_of_service_call_id as service_call_id,
        count(*) as callbacks
    from calls
    where callback_of_service_call_id is not null
    group by callback_of_service_call_id

),

joined as (

    select
        calls.*,
        work_orders.work_order_id,
        work_orders.estimated_hours,
        invoices.invoice_id,
        invoices.invoice_status,
        invoices.subtotal as invoiced_amount,
        invoices.revenue_amount,
        invoices.fee_amount,
        invoices.discount_amount,
        invoices.paid_amount,
        invoices.balance_amount,
        feedback.overall_satisfaction,
        feedback.technician_rating,
        feedback.would_recommend,
        callbacks.callbacks is not null as led_to_callback,
        calls.duration_hours * technicians.hourly_wage as wage_cost,
        coalesce(parts.parts_lines, 0) as parts_lines,
        coalesce(parts.parts_purchase_cost, 0) as parts_purchase_cost,
        coalesce(parts.warranty_parts_cost, 0) as warranty_parts_cost,
        coalesce(parts.contract_parts_cost, 0) as contract_parts_cost,
        coalesce(invoices.payment_state, 'Not billed') as payment_state
    from calls
    left join technicians on calls.technician_id = technicians.technician_id
    left join work_orders on calls.service_call_id = work_orders.service_call_id
    left join invoices on calls.service_call_id = invoices.service_call_id
    left join feedback on calls.service_call_id = feedback.service_call_id
    left join parts on calls.service_call_id = parts.service_call_id
    left join callbacks on calls.service_call_id = callbacks.service_call_id

),

final as (

    select
        cast(service_call_id as integer) as service_call_id,
        cast(customer_id as integer) as customer_id,
        cast(technician_id as integer) as technician_id,
        cast(equipment_id as integer) as equipment_id,
        cast(installation_id as integer) as installation_id,
        cast(branch_id as integer) as branch_id,
        cast(appointment_id as integer) as appointment_id,
        cast(incident_id as integer) as incident_id,
        cast(work_order_id as integer) as work_order_id,
        cast(invoice_id as integer) as invoice_id,
        cast(callback_of_service_call_id as integer) as callback_of_service_call_id,
        cast(customer_type as varchar) as customer_type,
        cast(postal_code as varchar) as postal_code,
        cast(brand as varchar) as brand,
        cast(equipment_type as varchar) as equipment_type,
        cast(device_age_years as numeric(12, 2)) as device_age_years,
        cast(is_under_warranty as boolean) as is_under_warranty,
        cast(service_date as date) as service_date,
        cast(service_month as date) as service_month,
        cast(service_type as varchar) as service_type,
        cast(is_emergency as boolean) as is_emergency,
        cast(is_repair_work as boolean) as is_repair_work,
        cast(is_callback as boolean) as is_callback,
        cast(led_to_callback as boolean) as led_to_callback,
        cast(failed_component as varchar) as failed_component,
        cast(started_at as timestamp) as started_at,
        cast(completed_at as timestamp) as completed_at,
        cast(duration_hours as numeric(12, 2)) as duration_hours,
        cast(estimated_hours as numeric(12, 2)) as estimated_hours,
        cast(requested_at as timestamp) as requested_at,
        cast(wait_hours as numeric(12, 2)) as wait_hours,
        cast(wait_days as integer) as wait_days,
        cast(severity_level as varchar) as severity_level,
        cast(response_minutes as integer) as response_minutes,
        cast(response_target_minutes as integer) as response_target_minutes,
        cast(is_on_time as boolean) as is_on_time,
        cast(labor_cost as numeric(18, 2)) as labor_cost,
        cast(parts_cost as numeric(18, 2)) as parts_cost,
        cast(total_cost as numeric(18, 2)) as total_cost,
        cast(wage_cost as numeric(18, 2)) as wage_cost,
        cast(parts_lines as integer) as parts_lines,
        cast(parts_purchase_cost as numeric(18, 2)) as parts_purchase_cost,
        cast(warranty_parts_cost as numeric(18, 2)) as warranty_parts_cost,
        cast(contract_parts_cost as numeric(18, 2)) as contract_parts_cost,
        cast(invoice_status as varchar) as invoice_status,
        cast(payment_state as varchar) as payment_state,
        cast(invoice_id is not null and payment_state <> 'Void' as boolean) as is_billed,
        cast(coalesce(invoiced_amount, 0) as numeric(18, 2)) as invoiced_amount,
        cast(coalesce(revenue_amount, 0) as numeric(18, 2)) as revenue_amount,
        cast(coalesce(fee_amount, 0) as numeric(18, 2)) as fee_amount,
        cast(coalesce(discount_amount, 0) as numeric(18, 2)) as discount_amount,
        cast(coalesce(paid_amount, 0) as numeric(18, 2)) as paid_amount,
        cast(coalesce(balance_amount, 0) as numeric(18, 2)) as balance_amount,
        -- Worked, but on no invoice: a contract or a warranty covers it, or it is not billed yet.
        cast(case when invoice_id is null then total_cost else 0 end as numeric(18, 2))
            as unbilled_amount,
        cast(
            coalesce(revenue_amount, 0) - wage_cost - parts_purchase_cost as numeric(18, 2)
        ) as gross_margin_amount,
        cast(overall_satisfaction as integer) as feedback_score,
        cast(technician_rating as integer) as technician_rating,
        cast(would_recommend as boolean) as would_recommend
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
{{ where_row_changed('hashed', 'service_call_id') }}
