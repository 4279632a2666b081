with source as (

    select * from {{ raw('parts_usage') }}

),

renamed as (

    select
        usage_id,
        service_call_id,
        part_id,

        quantity_used,
        usage_date,
        unit_price,
        unit_cost,
        covered_by_warranty as is_covered_by_warranty,
        covered_by_contract as is_covered_by_contract,

        quantity_used * unit_price as charged_amount,
        quantity_used * unit_cost as purchase_cost,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
