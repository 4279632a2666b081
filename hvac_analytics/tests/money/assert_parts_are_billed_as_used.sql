{# Every part charged on a call stands once on its invoice, at that quantity and price. #}
with lines as (

    select
        usage_id,
        count(*) as line_count,
        sum(quantity) as quantity,
        sum(line_amount) as amount
    from {{ ref('stg_hvac__invoice_lines') }}
    where usage_id is not null
    group by usage_id

)

select usages.usage_id
from {{ ref('stg_hvac__parts_usage') }} as usages
inner join {{ ref('stg_hvac__invoices') }} as invoices
    on usages.service_call_id = invoices.service_call_id
left join lines
    on usages.usage_id = lines.usage_id
where
    (
        usages.unit_price > 0
        and (
            lines.usage_id is null
            or lines.quantity <> usages.quantity_used
        )
    )
    or lines.line_count > 1
    or lines.amount <> usages.charged_amount
