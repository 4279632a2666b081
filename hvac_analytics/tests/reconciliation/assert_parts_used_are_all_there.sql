{# The parts of the mart are those that were used, in number, quantity and charge. #}
with expected as (

    select
        count(*) as uses,
        coalesce(sum(quantity_used), 0) as quantity,
        coalesce(sum(quantity_used * unit_price), 0) as charged
    from {{ raw('parts_usage') }}

),

found as (

    select
        count(*) as uses,
        coalesce(sum(quantity_used), 0) as quantity,
        coalesce(sum(charged_amount), 0) as charged
    from {{ ref('fct_parts_usage') }}

)

select
    expected.uses as expected_uses,
    found.uses as found_uses,
    expected.quantity as expected_quantity,
    found.quantity as found_quantity,
    expected.charged as expected_charged,
    found.charged as found_charged
from expected
cross join found
where
    expected.uses <> found.uses
    or expected.quantity <> found.quantity
    or expected.charged <> found.charged
