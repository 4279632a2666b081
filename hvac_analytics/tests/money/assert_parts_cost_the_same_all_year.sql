{# All units of a part used in a year cost the same, and no less than the year before. #}
with years as (

    select
        part_id,
        extract(year from usage_date) as usage_year,
        min(unit_cost) as least_cost,
        max(unit_cost) as most_cost
    from {{ ref('stg_hvac__parts_usage') }}
    group by part_id, extract(year from usage_date)

),

compared as (

    select
        *,
        lag(most_cost) over (partition by part_id order by usage_year) as cost_before
    from years

)

select
    part_id,
    usage_year
from compared
where most_cost > least_cost or least_cost < cost_before
