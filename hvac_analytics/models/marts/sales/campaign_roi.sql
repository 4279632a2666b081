{{ config(group='sales', access='public') }}

with campaigns as (

    select * from {{ ref('stg_hvac__marketing_campaigns') }}

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

leads as (

    select * from {{ ref('fct_sales_pipeline') }}
    where campaign_id is not null

),

invoices as (

    select * from {{ ref('stg_hvac__invoices') }}
    where not is_cancelled

),

funnel as (

    select
        campaign_id,
        count(*) as leads,
        sum(case when last_contact_date is not null then 1 else 0 end) as contacted,
        sum(
            case when lead_status in ('Qualified', 'Nurturing', 'Converted') then 1 else 0 end
        ) as qualified,
        sum(case when quotes > 0 then 1 else 0 end) as quoted,
        sum(case when lead_status = 'Converted' then 1 else 0 end) as won,
        sum(case when lead_status = 'Lost' then 1 else 0 end) as lost,
        sum(estimated_value) as estimated_value,
        sum(case when lead_status = 'Converted' then accepted_amount else 0 end) as accepted_amount
    from leads
    group by campaign_id

),

winners as (

    select
        campaign_id,
        customer_id,
        min(closed_date) as won_date
    from leads
    where lead_status = 'Converted' and customer_id is not null
    group by campaign_id, customer_id

),

-- A customer's first year, or as much of it as there is by the as-of date.
first_years as (

    select
        winners.campaign_id,
        sum(invoices.subtotal) as revenue
    from winners
    inner join invoices
        on
            winners.customer_id = invoices.customer_id
            and winners.won_date <= invoices.issue_date
            and invoices.issue_date < {{ dbt.dateadd('day', 365, 'winners.won_date') }}
    group by winners.campaign_id

),

young as (

    select
        winners.campaign_id,
        sum(
            case
                when {{ dbt.dateadd('day', 364, 'winners.won_date') }} > as_of.as_of_date then 1
                else 0
            end
        ) as customers_in_first_year
    from winners
    cross join as_of
    group by winners.campaign_id

),

joined as (

    select
        campaigns.*,
        as_of.as_of_date between campaigns.start_date and campaigns.end_date as is_running,
        coalesce(funnel.leads, 0) as leads,
        coalesce(funnel.contacted, 0) as contacted,
        coalesce(funnel.qualified, 0) as qualified,
        coalesce(funnel.quoted, 0) as quoted,
        coalesce(funnel.won, 0) as won,
        coalesce(funnel.lost, 0) as lost,
        coalesce(funnel.estimated_value, 0) as estimated_value,
        coalesce(funnel.accepted_amount, 0) as accepted_amount,
        coalesce(first_years.revenue, 0) as first_year_revenue,
        coalesce(young.customers_in_first_year, 0) as customers_in_first_year
    from campaigns
    cross join as_of
    left join funnel on campaigns.campaign_id = funnel.campaign_id
    left join first_years on campaigns.campaign_id = first_years.campaign_id
    left join young on campaigns.campaign_id = young.campaign_id

),

final as (

    select
        cast(campaign_id as integer) as campaign_id,
        cast(branch_id as integer) as branch_id,
        cast(campaign_name as varchar) as campaign_name,
        cast(channel as varchar) as channel,
        cast(target_service as varchar) as target_service,
        cast(start_date as date) as start_date,
        cast(end_date as date) as end_date,
        cast({{ dbt.datediff('start_date', 'end_date', 'day') }} + 1 as integer) as campaign_days,
        cast(is_running as boolean) as is_running,

        cast(budget_amount as numeric(18, 2)) as budget_amount,
        cast(spent_amount as numeric(18, 2)) as spent_amount,
        cast(cast(spent_amount as numeric(18, 4)) / budget_amount as numeric(9, 4))
            as budget_spent_share,

        cast(leads as integer) as leads,
        cast(contacted as integer) as contacted,
        cast(qualified as integer) as qualified,
        cast(quoted as integer) as quoted,
        cast(won as integer) as won,
        cast(lost as integer) as lost,
        cast(leads - won - lost as integer) as still_open,
        cast(cast(won as numeric(18, 4)) / nullif(won + lost, 0) as numeric(9, 4))
            as conversion_share,

        cast(estimated_value as numeric(18, 2)) as estimated_value,
        cast(accepted_amount as numeric(18, 2)) as accepted_amount,
        cast(first_year_revenue as numeric(18, 2)) as first_year_revenue,
        cast(customers_in_first_year as integer) as customers_in_first_year,

        cast(cast(spent_amount as numeric(18, 4)) / nullif(leads, 0) as numeric(18, 2))
            as cost_per_lead,
        cast(cast(spent_amount as numeric(18, 4)) / nullif(won, 0) as numeric(18, 2))
            as cost_per_win,
        cast(
            cast(first_year_revenue as numeric(18, 4)) / nullif(spent_amount, 0) as numeric(18, 4)
        ) as revenue_per_dollar
    from joined

)

select * from final
