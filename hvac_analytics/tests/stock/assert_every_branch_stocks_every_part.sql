{# Every branch has one shelf for each part of the catalog. #}
with shelves as (

    select
        branch_id,
        count(*) as shelf_count,
        count(distinct part_id) as part_count
    from {{ ref('stg_hvac__inventory') }}
    group by branch_id

),

catalog as (

    select count(*) as part_count
    from {{ ref('stg_hvac__parts') }}

)

select branches.branch_id
from {{ ref('stg_hvac__branches') }} as branches
left join shelves
    on branches.branch_id = shelves.branch_id
cross join catalog
where
    shelves.branch_id is null
    or shelves.shelf_count <> catalog.part_count
    or shelves.part_count <> catalog.part_count
