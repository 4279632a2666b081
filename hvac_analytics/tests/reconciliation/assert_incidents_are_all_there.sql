{# Incidents by month and severity are those that were answered. #}
with expected as (

    select count(*) as incidents
    from {{ raw('incident_response') }}

),

found as (

    select coalesce(sum(incidents), 0) as incidents
    from {{ ref('emergency_response') }}

)

select
    expected.incidents as expected_incidents,
    found.incidents as found_incidents
from expected
cross join found
where expected.incidents <> found.incidents
