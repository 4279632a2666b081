with source as (

    select * from {{ raw('inventory') }}

),

renamed as (

    select
        inventory_id,
        part_id,
        branch_id,

        warehouse_location,
        current_stock,
        reorder_point,
        max_stock_level,
        last_restock_date,
        last_restock_quantity,
        avg_monthly_usage,
        stock_status,
        supplier_lead_time_days,
        abc_classification as abc_class,
        last_count_date,
        unit_cost,
        total_value,
        opening_stock,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
