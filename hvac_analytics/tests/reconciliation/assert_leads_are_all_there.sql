{# Leads by month, source and interest are those that came in, and as many were won. #}
with expected as (

    select
        count(*) as leads,
        coalesce(sum(case when status = 'Converted' then 1 else 0 end), 0) as won
    from {{ raw('leads') }}

),

found as (

    select
        coalesce(sum(leads), 0) as leads,
        coalesce(sum(converted), 0) as won
    from {{ ref('lead_funnel') }}

)

select
    expected.leads as expected_leads,
    found.leads as found_leads,
    expected.won as expected_won,
    found.won as found_won
from expected
cross join found
where
    expected.leads <> found.leads
    or expected.won <> found.won
