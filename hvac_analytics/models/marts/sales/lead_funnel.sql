{{ config(group='sales', access='public') }}

with leads as (

    select * from {{ ref('fct_sales_pipeline') }}
    where lead_id is not null

),

campaigns as (

    select * from {{ ref('stg_hvac__marketing_campaigns') }}

),

-- A campaign's spending belongs to the leads it brought, in equal parts. Differences of running
-- totals, each rounded, add up to the cent.
numbered as (

    select
        leads.lead_id,
        leads.branch_id,
        leads.opened_month,
        leads.lead_source,
        leads.service_interest,
        campaigns.spent_amount,
        row_number() over (partition by leads.campaign_id order by leads.lead_id) as place,
        count(*) over (partition by leads.campaign_id) as brought
    from leads
    inner join campaigns on leads.campaign_id = campaigns.campaign_id

),

lead_spend as (

    select
        lead_id,
        round(cast(spent_amount as numeric(18, 2)) * place / brought, 2)
        - round(cast(spent_amount as numeric(18, 2)) * (place - 1) / brought, 2) as spent_amount
    from numbered

),

-- One that brought nobody still cost money, in the month it began and for what it advertised.
placed as (

    select
        campaign_id,
        branch_id,
        spent_amount,
        cast({{ dbt.date_trunc('month', 'start_date') }} as date) as opened_month,
        case when channel = 'Direct Mail' then 'Advertisement' else channel end as lead_source,
        target_service as service_interest
    from campaigns

),

fruitless as (

    select
        placed.branch_id,
        placed.opened_month,
        placed.lead_source,
        placed.service_interest,
        sum(placed.spent_amount) as spent_amount
    from placed
    left join leads on placed.campaign_id = leads.campaign_id
    where leads.lead_id is null
    group by placed.branch_id, placed.opened_month, placed.lead_source, placed.service_interest

),

-- How far each one came. Of a lost lead the files do not say whether it was qualified.
staged as (

    select
        leads.*,
        case when leads.last_contact_date is not null then 1 else 0 end as is_contacted,
        case
            when leads.lead_status in ('Qualified', 'Nurturing', 'Converted') then 1 else 0
        end as is_qualified,
        case when leads.lead_status = 'Converted' then 1 else 0 end as is_converted,
        case when leads.lead_status = 'Lost' then 1 else 0 end as is_lost,
        case when leads.lead_status = 'Converted' then leads.days_to_close end as days_to_convert,
        lead_spend.spent_amount
    from leads
    left join lead_spend on leads.lead_id = lead_spend.lead_id

),

ordered as (

    select
        branch_id,
        opened_month,
        lead_source,
        service_interest,
        days_to_convert,
        row_number() over (
            partition by branch_id, opened_month, lead_source, service_interest
            order by days_to_convert, lead_id
        ) as place,
        count(*) over (
            partition by branch_id, opened_month, lead_source, service_interest
        ) as conversions
    from staged
    where days_to_convert is not null

),

-- The middle one, or the mean of the two in the middle: not every warehouse has a median.
medians as (

    select
        branch_id,
        opened_month,
        lead_source,
        service_interest,
        avg(days_to_convert) as median_days_to_convert
    from ordered
    where place * 2 between conversions and conversions + 2
    group by branch_id, opened_month, lead_source, service_interest

),

funnel as (

    select
        branch_id,
        opened_month,
        lead_source,
        service_interest,
        count(*) as leads,
        sum(is_contacted) as contacted,
        sum(is_qualified) as qualified,
        sum(is_converted) as converted,
        sum(is_lost) as lost,
        sum(1 - is_converted - is_lost) as still_open,
        sum(case when quotes > 0 then 1 else 0 end) as quoted,
        sum(case when campaign_id is not null then 1 else 0 end) as campaign_leads,
        sum(case when campaign_id is not null then is_converted else 0 end) as campaign_converted,
        sum(estimated_value) as estimated_value,
        sum(case when is_converted = 1 then won_amount else 0 end) as won_value,
        sum(coalesce(spent_amount, 0)) as spent_amount
    from staged
    group by branch_id, opened_month, lead_source, service_interest

),

joined as (

    select
        coalesce(funnel.branch_id, fruitless.branch_id) as branch_id,
        coalesce(funnel.opened_month, fruitless.opened_month) as lead_month,
        coalesce(funnel.lead_source, fruitless.lead_source) as lead_source,
        coalesce(funnel.service_interest, fruitless.service_interest) as service_interest,
        coalesce(funnel.leads, 0) as leads,
        coalesce(funnel.contacted, 0) as contacted,
        coalesce(funnel.qualified, 0) as qualified,
        coalesce(funnel.quoted, 0) as quoted,
        coalesce(funnel.converted, 0) as converted,
        coalesce(funnel.lost, 0) as lost,
        coalesce(funnel.still_open, 0) as still_open,
        coalesce(funnel.campaign_leads, 0) as campaign_leads,
        coalesce(funnel.campaign_converted, 0) as campaign_converted,
        coalesce(funnel.estimated_value, 0) as estimated_value,
        coalesce(funnel.won_value, 0) as won_value,
        coalesce(funnel.spent_amount, 0) + coalesce(fruitless.spent_amount, 0) as campaign_spend
    from funnel
    full outer join fruitless
        on
            funnel.branch_id = fruitless.branch_id
            and funnel.opened_month = fruitless.opened_month
            and funnel.lead_source = fruitless.lead_source
            and funnel.service_interest = fruitless.service_interest

),

final as (

    select
        cast(joined.branch_id as integer) as branch_id,
        cast(joined.lead_month as date) as lead_month,
        cast(joined.lead_source as varchar) as lead_source,
        cast(joined.service_interest as varchar) as service_interest,

        cast(joined.leads as integer) as leads,
        cast(joined.contacted as integer) as contacted,
        cast(joined.qualified as integer) as qualified,
        cast(joined.quoted as integer) as quoted,
        cast(joined.converted as integer) as converted,
        cast(joined.lost as integer) as lost,
        cast(joined.still_open as integer) as still_open,
        cast(
            cast(joined.converted as numeric(18, 4)) / nullif(joined.converted + joined.lost, 0)
            as numeric(9, 4)
        ) as conversion_share,
        cast(medians.median_days_to_convert as numeric(12, 2)) as median_days_to_convert,

        cast(joined.estimated_value as numeric(18, 2)) as estimated_value,
        cast(joined.won_value as numeric(18, 2)) as won_value,
        cast(joined.campaign_leads as integer) as campaign_leads,
        cast(joined.campaign_converted as integer) as campaign_converted,
        cast(joined.campaign_spend as numeric(18, 2)) as campaign_spend,
        cast(
            cast(joined.campaign_spend as numeric(18, 4)) / nullif(joined.campaign_leads, 0)
            as numeric(18, 2)
        ) as cost_per_lead,
        cast(
            cast(joined.campaign_spend as numeric(18, 4)) / nullif(joined.campaign_converted, 0)
            as numeric(18, 2)
        ) as cost_per_win
    from joined
    left join medians
        on
            joined.branch_id = medians.branch_id
            and joined.lead_month = medians.opened_month
            and joined.lead_source = medians.lead_source
            and joined.service_interest = medians.service_interest

)

select * from final
