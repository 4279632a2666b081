{# No junior of a branch earns more than a lead of it. #}
with pay as (

    select
        branch_id,
        max(case when technician_level = 'junior' then hourly_wage end) as best_junior,
        min(case when technician_level = 'lead' then hourly_wage end) as worst_lead
    from {{ ref('stg_hvac__technicians') }}
    group by branch_id

)

select branch_id
from pay
where best_junior > worst_lead
