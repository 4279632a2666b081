{# Nothing that has happened is dated after the last day of the data. #}
with last_day as (

    select max(weather_date) as as_of_date
    from {{ ref('stg_hvac__weather_daily') }}

),

events as (

    select
        'service_calls' as table_name,
        service_call_id as row_key,
        cast(completed_at as date) as happened_on
    from {{ ref('stg_hvac__service_calls') }}
    union all
    select
        'parts_usage' as table_name,
        usage_id as row_key,
        usage_date as happened_on
    from {{ ref('stg_hvac__parts_usage') }}
    union all
    select
        'incident_response' as table_name,
        incident_id as row_key,
        cast(reported_at as date) as happened_on
    from {{ ref('stg_hvac__incident_response') }}
    union all
    select
        'invoices' as table_name,
        invoice_id as row_key,
        issue_date as happened_on
    from {{ ref('stg_hvac__invoices') }}
    union all
    select
        'payments' as table_name,
        payment_id as row_key,
        payment_date as happened_on
    from {{ ref('stg_hvac__payments') }}
    union all
    select
        'customer_feedback' as table_name,
        feedback_id as row_key,
        feedback_date as happened_on
    from {{ ref('stg_hvac__customer_feedback') }}
    union all
    select
        'customers' as table_name,
        customer_id as row_key,
        created_date as happened_on
    from {{ ref('stg_hvac__customers') }}
    union all
    select
        'installed_devices' as table_name,
        installation_id as row_key,
        installation_date as happened_on
    from {{ ref('stg_hvac__installed_devices') }}
    union all
    select
        'technicians' as table_name,
        technician_id as row_key,
        hire_date as happened_on
    from {{ ref('stg_hvac__technicians') }}
    union all
    select
        'quotes' as table_name,
        quote_id as row_key,
        quote_date as happened_on
    from {{ ref('stg_hvac__quotes') }}
    union all
    select
        'leads' as table_name,
        lead_id as row_key,
        created_date as happened_on
    from {{ ref('stg_hvac__leads') }}
    union all
    select
        'leads' as table_name,
        lead_id as row_key,
        last_contact_date as happened_on
    from {{ ref('stg_hvac__leads') }}
    union all
    select
        'mailing_list' as table_name,
        contact_id as row_key,
        subscription_date as happened_on
    from {{ ref('stg_hvac__mailing_list') }}
    union all
    select
        'mailing_list' as table_name,
        contact_id as row_key,
        unsubscribed_date as happened_on
    from {{ ref('stg_hvac__mailing_list') }}
    union all
    select
        'warranty_claims' as table_name,
        claim_id as row_key,
        claim_date as happened_on
    from {{ ref('stg_hvac__warranty_claims') }}
    union all
    select
        'warranty_claims' as table_name,
        claim_id as row_key,
        decided_date as happened_on
    from {{ ref('stg_hvac__warranty_claims') }}
    union all
    select
        'purchase_orders' as table_name,
        purchase_order_id as row_key,
        ordered_date as happened_on
    from {{ ref('stg_hvac__purchase_orders') }}
    union all
    select
        'purchase_orders' as table_name,
        purchase_order_id as row_key,
        received_date as happened_on
    from {{ ref('stg_hvac__purchase_orders') }}
    union all
    select
        'inventory' as table_name,
        inventory_id as row_key,
        last_restock_date as happened_on
    from {{ ref('stg_hvac__inventory') }}
    union all
    select
        'inventory' as table_name,
        inventory_id as row_key,
        last_count_date as happened_on
    from {{ ref('stg_hvac__inventory') }}
    union all
    select
        'vehicle_fleet' as table_name,
        vehicle_id as row_key,
        last_maintenance_date as happened_on
    from {{ ref('stg_hvac__vehicle_fleet') }}
    union all
    select
        'appointments' as table_name,
        appointment_id as row_key,
        cast(booked_at as date) as happened_on
    from {{ ref('stg_hvac__appointments') }}
    union all
    select
        'appointments' as table_name,
        appointment_id as row_key,
        cast(confirmed_at as date) as happened_on
    from {{ ref('stg_hvac__appointments') }}
    union all
    select
        'technician_certifications' as table_name,
        certification_id as row_key,
        issued_date as happened_on
    from {{ ref('stg_hvac__technician_certifications') }}
    union all
    select
        'subscriptions' as table_name,
        subscription_id as row_key,
        cancelled_date as happened_on
    from {{ ref('stg_hvac__subscriptions') }}

)

select
    events.table_name,
    events.row_key
from events
cross join last_day
where events.happened_on > last_day.as_of_date
