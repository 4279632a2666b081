{# Campaigns spent, brought and won in all what the funnel's rows of them add up to. #}
with campaigns as (

    select
        sum(spent_amount) as spent_amount,
        sum(leads) as leads,
        sum(won) as won
    from {{ ref('campaign_roi') }}

),

funnel as (

    select
        sum(campaign_spend) as spent_amount,
        sum(campaign_leads) as leads,
        sum(campaign_converted) as won
    from {{ ref('lead_funnel') }}

)

select
    campaigns.spent_amount,
    campaigns.leads,
    campaigns.won,
    funnel.spent_amount as funnel_spent_amount,
    funnel.leads as funnel_leads,
    funnel.won as funnel_won
from campaigns
cross join funnel
where
    campaigns.spent_amount <> funnel.spent_amount
    or campaigns.leads <> funnel.leads
    or campaigns.won <> funnel.won
