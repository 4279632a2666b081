{# The appointments of the mart are those that were made, and as many of them kept. #}
with expected as (

    select
        count(*) as booked,
        sum(case when status = 'Completed' then 1 else 0 end) as kept
    from {{ raw('appointments') }}

),

found as (

    select
        count(*) as booked,
        sum(case when is_kept then 1 else 0 end) as kept
    from {{ ref('fct_appointments') }}

)

select
    expected.booked as expected_booked,
    found.booked as found_booked,
    expected.kept as expected_kept,
    found.kept as found_kept
from expected
cross join found
where
    expected.booked <> found.booked
    or expected.kept <> found.kept
