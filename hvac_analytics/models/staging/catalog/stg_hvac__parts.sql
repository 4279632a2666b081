with source as (

    select * from {{ raw('parts') }}

),

renamed as (

    select
        part_id,
        supplier_id,

        part_name,
        part_category,
        unit_cost,
        supplier as supplier_name,
        part_number,
        unit_of_measure
    from source

)

select * from renamed
