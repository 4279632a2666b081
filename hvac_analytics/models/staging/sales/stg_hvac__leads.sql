with source as (

    select * from {{ raw('leads') }}

),

renamed as (

    select
        lead_id,
        customer_id,
        campaign_id,

        first_name,
        last_name,
        company_name,
        phone,
        email,
        address,
        lead_source,
        service_interest,
        estimated_value,
        urgency,
        status as lead_status,
        created_date,
        last_contact_date,
        assigned_to as assigned_to_name,
        notes,
        conversion_probability,

        status = 'Converted' as is_converted,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
