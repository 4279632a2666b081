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
        spent as spent_amount
    from source

)

select * from renamed
