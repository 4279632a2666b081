{# A call has at most one appointment, work order, invoice, feedback, incident and claim. #}
with documents as (

    select
        'appointment' as paper,
        service_call_id
    from {{ ref('stg_hvac__appointments') }}
    where service_call_id is not null
    union all
    select
        'work order' as paper,
        service_call_id
    from {{ ref('stg_hvac__work_orders') }}
    union all
    select
        'invoice' as paper,
        service_call_id
    from {{ ref('stg_hvac__invoices') }}
    union all
    select
        'feedback' as paper,
        service_call_id
    from {{ ref('stg_hvac__customer_feedback') }}
    union all
    select
        'incident' as paper,
        service_call_id
    from {{ ref('stg_hvac__incident_response') }}
    union all
    select
        'claim' as paper,
        service_call_id
    from {{ ref('stg_hvac__warranty_claims') }}

)

select
    paper,
    service_call_id
from documents
group by paper, service_call_id
having count(*) > 1
