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
        unit_of_measure,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
