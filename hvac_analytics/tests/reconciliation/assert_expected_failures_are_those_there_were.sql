{# What is expected of all brands of a kind is what failed of it: the comparison invents none. #}
with kinds as (

    select
        equipment_type,
        split_by,
        sum(failures) as failures,
        sum(expected_failures) as expected_failures
    from {{ ref('equipment_failure_patterns') }}
    where split_by <> 'Component'
    group by equipment_type, split_by

)

select
    equipment_type,
    split_by,
    failures,
    expected_failures
from kinds
where abs(failures - expected_failures) > 0.01
