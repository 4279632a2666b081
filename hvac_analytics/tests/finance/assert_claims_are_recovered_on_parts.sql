-- What manufacturers have approved is found again on the parts, by use and by part.
with approved as (

    select coalesce(sum(approved_amount), 0) as amount
    from {{ ref('stg_hvac__warranty_claims') }}

),

recovered as (

    select
        'fct_parts_usage' as mart,
        coalesce(sum(recovered_amount), 0) as amount
    from {{ ref('fct_parts_usage') }}
    union all
    select
        'parts_profitability' as mart,
        coalesce(sum(recovered_amount), 0) as amount
    from {{ ref('parts_profitability') }}

)

select
    recovered.mart,
    recovered.amount as recovered_amount,
    approved.amount as approved_amount
from recovered
cross join approved
where recovered.amount <> approved.amount
