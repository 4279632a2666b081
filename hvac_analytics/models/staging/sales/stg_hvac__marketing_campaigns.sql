with source as (

    select * from {{ raw('marketing_campaigns') }}

),

renamed as (

    select
        campaign_id,
        branch_id,

        campaign_name,
        channel,
        target_service,
        start_date,
        end_date,
        budget as budget_amount,
        spent as spent_amount,

        created_at_utc as row_created_at_utc,
        updated_at_utc as row_updated_at_utc
    from source

)

select * from renamed
