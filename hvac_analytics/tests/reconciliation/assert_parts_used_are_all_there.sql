{# Parts used and charged, by use and by part, are those that left the stock on calls. #}
with expected as (

    select
        coalesce(sum(quantity_used), 0) as quantity,
        coalesce(sum(quantity_used * unit_price), 0) as charged
    from {{ raw('parts_usage') }}

),

found as (

    select
        'fct_parts_usage' as mart,
        coalesce(sum(quantity_used), 0) as quantity,
        coalesce(sum(charged_amount), 0) as charged
    from {{ ref('fct_parts_usage') }}
    union all
    select
        'parts_profitability' as mart,
        coalesce(sum(quantity_used), 0) as quantity,
        coalesce(sum(charged_amount), 0) as charged
    from {{ ref('parts_profitability') }}
    union all
    select
        'dim_parts' as mart,
        coalesce(sum(quantity_used), 0) as quantity,
        coalesce(sum(charged_amount), 0) as charged
    from {{ ref('dim_parts') }}

)

select
    found.mart,
    found.quantity as found_quantity,
    expected.quantity as expected_quantity,
    found.charged as found_charged,
    expected.charged as expected_charged
from found
cross join expected
where
    found.quantity <> expected.quantity
    or found.charged <> expected.charged
