{# No text is empty, a placeholder or lorem ipsum. #}
with texts as (

    select
        'service_calls' as table_name,
        service_call_id as row_key,
        technician_notes as words
    from {{ ref('stg_hvac__service_calls') }}
    where technician_notes is not null
    union all
    select
        'work_orders' as table_name,
        work_order_id as row_key,
        description as words
    from {{ ref('stg_hvac__work_orders') }}
    where description is not null
    union all
    select
        'work_orders' as table_name,
        work_order_id as row_key,
        instructions as words
    from {{ ref('stg_hvac__work_orders') }}
    where instructions is not null
    union all
    select
        'work_orders' as table_name,
        work_order_id as row_key,
        completion_notes as words
    from {{ ref('stg_hvac__work_orders') }}
    where completion_notes is not null
    union all
    select
        'customer_feedback' as table_name,
        feedback_id as row_key,
        comments as words
    from {{ ref('stg_hvac__customer_feedback') }}
    where comments is not null
    union all
    select
        'quotes' as table_name,
        quote_id as row_key,
        description as words
    from {{ ref('stg_hvac__quotes') }}
    where description is not null
    union all
    select
        'leads' as table_name,
        lead_id as row_key,
        notes as words
    from {{ ref('stg_hvac__leads') }}
    where notes is not null
    union all
    select
        'invoice_lines' as table_name,
        invoice_line_id as row_key,
        description as words
    from {{ ref('stg_hvac__invoice_lines') }}
    where description is not null
    union all
    select
        'appointments' as table_name,
        appointment_id as row_key,
        special_instructions as words
    from {{ ref('stg_hvac__appointments') }}
    where special_instructions is not null
    union all
    select
        'subscriptions' as table_name,
        subscription_id as row_key,
        services_included as words
    from {{ ref('stg_hvac__subscriptions') }}
    where services_included is not null

)

select
    table_name,
    row_key
from texts
where
    length(trim(words)) < 5
    or lower(words) like '%lorem%'
    or lower(words) like '%ipsum%'
    or ' ' || lower(words) || ' ' like '% nan %'
    or ' ' || lower(words) || ' ' like '% null %'
    or words like '%<%'
    or words like '%}%'
    or words like '%  %'
