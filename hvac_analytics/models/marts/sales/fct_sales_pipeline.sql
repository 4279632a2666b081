{{ config(group='sales', access='public') }}

with leads as (

    select * from {{ ref('stg_hvac__leads') }}

),

quoted as (

    select * from {{ ref('int_opportunity_quotes') }}

),

staff as (

    select * from {{ ref('int_sales_staff') }}

),

customers as (

    select * from {{ ref('stg_hvac__customers') }}

),

campaigns as (

    select * from {{ ref('stg_hvac__marketing_campaigns') }}

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

inquiries as (

    select
        *,
        'LEAD-' || cast(lead_id as varchar) as opportunity_id
    from leads

),

-- Leads never quoted, and quotes that no lead led to, are opportunities too.
opportunities as (

    select
        coalesce(inquiries.opportunity_id, quoted.opportunity_id) as opportunity_id,
        case when inquiries.lead_id is null then 'Quote' else 'Lead' end as opened_by,
        inquiries.lead_id,
        coalesce(inquiries.customer_id, quoted.customer_id) as customer_id,
        inquiries.campaign_id,
        quoted.service_call_id,
        inquiries.lead_source,
        inquiries.service_interest,
        inquiries.urgency,
        inquiries.lead_status,
        quoted.quote_type,
        coalesce(inquiries.assigned_to_name, quoted.created_by_name) as salesperson_name,
        coalesce(inquiries.created_date, quoted.first_quote_date) as opened_date,
        inquiries.last_contact_date,
        quoted.first_quote_date,
        quoted.last_quote_date,
        quoted.expired_date,
        quoted.accepted_date,
        coalesce(quoted.quote_count, 0) as quotes,
        coalesce(quoted.live_quotes, 0) as live_quotes,
        coalesce(quoted.accepted_quotes, 0) as accepted_quotes,
        coalesce(quoted.open_quotes, 0) as open_quotes,
        coalesce(quoted.declined_quotes, 0) as declined_quotes,
        inquiries.estimated_value,
        quoted.quoted_amount,
        coalesce(quoted.accepted_amount, 0) as accepted_amount,
        coalesce(quoted.pending_amount, 0) as pending_amount,
        coalesce(quoted.weighted_quotes, 0) as weighted_quotes,
        coalesce(quoted.refused_amount, 0) as refused_amount,
        coalesce(quoted.billed_amount, 0) as billed_amount,
        inquiries.conversion_probability
    from inquiries
    full outer join quoted on inquiries.opportunity_id = quoted.opportunity_id

),

staged as (

    select
        *,
        case
            when lead_status = 'Converted' or accepted_quotes > 0 then 'Won'
            when lead_status = 'Lost' then 'Lost'
            when open_quotes > 0 then 'Quoted'
            when lead_id is null then 'Lost'
            else lead_status
        end as stage
    from opportunities

),

priced as (

    select
        staged.*,
        staged.stage not in ('Won', 'Lost') as is_open,
        case
            when staged.stage <> 'Won' then 0
            when staged.accepted_quotes > 0 then staged.accepted_amount
            else staged.estimated_value
        end as won_amount,
        case
            when staged.stage = 'Lost' and staged.lead_id is null then staged.refused_amount
            when staged.stage = 'Lost' then coalesce(staged.quoted_amount, staged.estimated_value)
            -- Refused beside what was taken, or before the next offer.
            else staged.refused_amount
        end as lost_amount,
        case
            when staged.stage = 'Lost' then 0
            when staged.open_quotes > 0 then staged.pending_amount
            when staged.stage = 'Won' then 0
            else staged.estimated_value
        end as open_amount,
        case
            when staged.stage = 'Lost' then 0
            when staged.open_quotes > 0 then staged.weighted_quotes
            when staged.stage = 'Won' then 0
            else staged.estimated_value * staged.conversion_probability / 100.0
        end as weighted_amount,
        case
            when staged.stage <> 'Lost' then cast(null as varchar)
            when staged.lead_status = 'Lost' then 'Lead lost'
            when staged.declined_quotes > 0 then 'Declined'
            else 'Expired'
        end as lost_reason,
        -- Only a customer's account and a quote's last day date the end; a refusal is not dated.
        case
            when staged.lead_status = 'Converted' then customers.created_date
            when staged.stage = 'Won' then staged.accepted_date
            when staged.lead_status = 'Lost' then staged.last_contact_date
            when staged.stage = 'Lost' and staged.declined_quotes = 0 then staged.expired_date
        end as closed_date,
        coalesce(customers.branch_id, campaigns.branch_id, staff.branch_id) as branch_id
    from staged
    left join customers on staged.customer_id = customers.customer_id
    left join campaigns on staged.campaign_id = campaigns.campaign_id
    left join staff on staged.salesperson_name = staff.salesperson_name

),

final as (

    select
        cast(priced.opportunity_id as varchar) as opportunity_id,
        cast(priced.opened_by as varchar) as opened_by,
        cast(priced.lead_id as integer) as lead_id,
        cast(priced.customer_id as integer) as customer_id,
        cast(priced.branch_id as integer) as branch_id,
        cast(priced.campaign_id as integer) as campaign_id,
        cast(priced.service_call_id as integer) as service_call_id,

        cast(priced.stage as varchar) as stage,
        cast(priced.lost_reason as varchar) as lost_reason,
        cast(priced.lead_source as varchar) as lead_source,
        cast(priced.service_interest as varchar) as service_interest,
        cast(priced.urgency as varchar) as urgency,
        cast(priced.lead_status as varchar) as lead_status,
        cast(priced.quote_type as varchar) as quote_type,
        cast(priced.salesperson_name as varchar) as salesperson_name,

        cast(priced.opened_date as date) as opened_date,
        cast({{ dbt.date_trunc('month', 'priced.opened_date') }} as date) as opened_month,
        cast(priced.last_contact_date as date) as last_contact_date,
        cast(priced.first_quote_date as date) as first_quote_date,
        cast(priced.last_quote_date as date) as last_quote_date,
        cast(priced.closed_date as date) as closed_date,
        cast(
            case
                when priced.closed_date >= priced.opened_date
                    then {{ dbt.datediff('priced.opened_date', 'priced.closed_date', 'day') }}
            end as integer
        ) as days_to_close,
        cast(
            case
                when priced.is_open
                    then {{ dbt.datediff('priced.opened_date', 'as_of.as_of_date', 'day') }}
            end as integer
        ) as days_open,

        cast(priced.is_open as boolean) as is_open,
        cast(priced.stage = 'Won' as boolean) as is_won,
        cast(priced.quotes as integer) as quotes,
        cast(priced.live_quotes as integer) as live_quotes,
        cast(priced.accepted_quotes as integer) as accepted_quotes,
        cast(priced.open_quotes as integer) as open_quotes,

        cast(priced.estimated_value as numeric(18, 2)) as estimated_value,
        cast(priced.quoted_amount as numeric(18, 2)) as quoted_amount,
        cast(priced.accepted_amount as numeric(18, 2)) as accepted_amount,
        cast(priced.won_amount as numeric(18, 2)) as won_amount,
        cast(priced.lost_amount as numeric(18, 2)) as lost_amount,
        cast(priced.open_amount as numeric(18, 2)) as open_amount,
        cast(priced.weighted_amount as numeric(18, 2)) as weighted_amount,
        cast(priced.billed_amount as numeric(18, 2)) as billed_amount
    from priced
    cross join as_of

)

select * from final
