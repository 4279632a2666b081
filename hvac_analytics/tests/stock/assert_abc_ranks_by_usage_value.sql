{# In a branch every A part was used for no less money in 365 days than every B, B than C. #}
with last_day as (

    select max(weather_date) as as_of_date
    from {{ ref('stg_hvac__weather_daily') }}

),

used as (

    select
        technicians.branch_id,
        usages.part_id,
        sum(usages.quantity_used) as quantity
    from {{ ref('stg_hvac__parts_usage') }} as usages
    inner join {{ ref('stg_hvac__service_calls') }} as calls
        on usages.service_call_id = calls.service_call_id
    inner join {{ ref('stg_hvac__technicians') }} as technicians
        on calls.technician_id = technicians.technician_id
    cross join last_day
    where
        {{ dbt.datediff('usages.usage_date', 'last_day.as_of_date', 'day') }}
        < 365
    group by technicians.branch_id, usages.part_id

),

valued as (

    select
        inventory.branch_id,
        inventory.abc_class,
        coalesce(used.quantity, 0) * inventory.unit_cost as usage_value
    from {{ ref('stg_hvac__inventory') }} as inventory
    left join used
        on
            inventory.branch_id = used.branch_id
            and inventory.part_id = used.part_id

),

classes as (

    select
        branch_id,
        abc_class,
        min(usage_value) as lowest,
        max(usage_value) as highest
    from valued
    group by branch_id, abc_class

)

select
    better.branch_id,
    better.abc_class
from classes as better
inner join classes as worse
    on
        better.branch_id = worse.branch_id
        and better.abc_class < worse.abc_class
where better.lowest < worse.highest
