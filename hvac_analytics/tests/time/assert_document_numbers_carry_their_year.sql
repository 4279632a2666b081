{# Numbers of invoices, quotes, orders and claims carry the year of their date. #}
with documents as (

    select
        invoice_number as document_number,
        'INV' as series,
        issue_date as dated
    from {{ ref('stg_hvac__invoices') }}
    union all
    select
        quote_number as document_number,
        'QUO' as series,
        quote_date as dated
    from {{ ref('stg_hvac__quotes') }}
    union all
    select
        purchase_order_number as document_number,
        'PO' as series,
        ordered_date as dated
    from {{ ref('stg_hvac__purchase_orders') }}
    union all
    select
        claim_number as document_number,
        'WC' as series,
        claim_date as dated
    from {{ ref('stg_hvac__warranty_claims') }}

)

select document_number
from documents
where
    document_number not like
    series || '-' || cast(extract(year from dated) as varchar) || '-____%'
