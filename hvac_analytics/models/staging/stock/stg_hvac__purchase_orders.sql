with source as (

    select * from {{ raw('purchase_orders') }}

),

renamed as (

    select
        purchase_order_id,
        branch_id,
        part_id,
        supplier_id,

        purchase_order_number,
        quantity,
        unit_cost,
        total_cost,
        ordered_date,
        expected_date,
        received_date,
        status as order_status,

        received_date is not null as is_received,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
