with source as (

    select * from {{ raw('quotes') }}

),

renamed as (

    select
        quote_id,
        customer_id,
        equipment_id,
        lead_id,
        service_call_id,

        quote_number,
        quote_date,
        valid_until,
        quote_type,
        description,
        labor_hours,
        labor_rate,
        labor_cost,
        equipment_cost,
        parts_cost,
        total_amount,
        status as quote_status,
        created_by as created_by_name,
        follow_up_date,
        notes,

        status = 'Accepted' as is_accepted,
        status in ('Accepted', 'Declined', 'Expired') as is_decided,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
