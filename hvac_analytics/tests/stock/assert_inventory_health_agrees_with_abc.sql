-- Usage in the mart is what the ABC classes of the raw table rank by: every A is worth at least as
-- much as every B of its branch, and every B as every C.
with bounds as (

    select
        branch_id,
        max(case when abc_class in ('B', 'C') then usage_value_365_days end) as top_below_a,
        max(case when abc_class = 'C' then usage_value_365_days end) as top_below_b
    from {{ ref('inventory_health') }}
    group by branch_id

)

select
    health.branch_id,
    health.part_id,
    health.abc_class,
    health.usage_value_365_days
from {{ ref('inventory_health') }} as health
inner join bounds on health.branch_id = bounds.branch_id
where
    (health.abc_class = 'A' and health.usage_value_365_days < bounds.top_below_a)
    or (health.abc_class = 'B' and health.usage_value_365_days < bounds.top_below_b)
