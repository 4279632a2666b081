{# On no day has more left a shelf than lay on it. #}
with movements as (

    {{ shelf_movements() }}

),

days as (

    select
        branch_id,
        part_id,
        moved_on,
        sum(moved) as moved
    from movements
    group by branch_id, part_id, moved_on

),

running as (

    select
        branch_id,
        part_id,
        moved_on,
        sum(moved) over (
            partition by branch_id, part_id
            order by moved_on
            rows between unbounded preceding and current row
        ) as moved_so_far
    from days

)

select
    running.branch_id,
    running.part_id,
    running.moved_on
from running
inner join {{ ref('stg_hvac__inventory') }} as inventory
    on
        running.branch_id = inventory.branch_id
        and running.part_id = inventory.part_id
where inventory.opening_stock + running.moved_so_far < 0
