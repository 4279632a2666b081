with source as (

    select * from {{ raw('warranty_claims') }}

),

renamed as (

    select
        claim_id,
        installation_id,
        service_call_id,

        claim_number,
        component,
        claim_date,
        claimed_amount,
        approved_amount,
        decided_date,
        status as claim_status,

        decided_date is not null as is_decided,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
