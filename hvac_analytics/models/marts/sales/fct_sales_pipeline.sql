{{ config(group='sales', access='public') }}

with leads as (

    select * from {{ ref('stg_hvac__leads') }}

),

quotes as (

    select * from {{ ref('int_quote_versions') }}

),

customers as (

    select * from {{ ref('stg_hvac__customers') }}

),

campaigns as (

    select * from {{ ref('stg_hvac__marketing_campaigns') }}

),

invoices as (

    select * from {{ ref('stg_hvac__invoices') }}

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

-- The office guesses the odds of leads; for quotes the past is all there is.
type_odds as (

    select
        quote_type,
        sum(case when is_accepted then 1 else 0 end) as accepted,
        sum(case when is_decided then 1 else 0 end) as decided
    from quotes
    group by quote_type

),

odds as (

    select
        quote_type,
        coalesce(
            cast(accepted as numeric(18, 4)) / nullif(decided, 0),
            cast(sum(accepted) over () as numeric(18, 4)) / nullif(sum(decided) over (), 0),
            0
        ) as win_rate
    from type_odds

),

billed as (

    select
        service_call_id,
        sum(subtotal) as billed_amount
    from invoices
    where not is_cancelled
    group by service_call_id

),

-- The quote that tells the story: the first one won, otherwise the last one sent.
ranked as (

    select
        *,
        row_number() over (
            partition by opportunity_id
            order by
                case when is_accepted then 0 else 1 end,
                case when is_accepted then quote_date end,
                case when is_accepted then quote_id end,
                quote_date desc,
                quote_id desc
        ) as story_rank,
        row_number() over (
            partition by opportunity_id
            order by case when service_call_id is null then 1 else 0 end, quote_date, quote_id
        ) as job_rank
    from quotes

),

quoted as (

    select
        ranked.opportunity_id,
        max(ranked.lead_id) as lead_id,
        max(ranked.customer_id) as customer_id,
        max(case when ranked.story_rank = 1 then ranked.quote_type end) as quote_type,
        max(case when ranked.story_rank = 1 then ranked.created_by_name end) as created_by_name,
        max(case when ranked.job_rank = 1 then ranked.service_call_id end) as service_call_id,
        min(ranked.quote_date) as first_quote_date,
        max(ranked.quote_date) as last_quote_date,
        max(case when ranked.quote_status = 'Expired' then ranked.valid_until end) as expired_date,
        min(ranked.accepted_date) as accepted_date,
        count(*) as quote_count,
        sum(case when ranked.is_superseded then 0 else 1 end) as live_quotes,
        sum(case when ranked.is_accepted then 1 else 0 end) as accepted_quotes,
        sum(case when ranked.is_open then 1 else 0 end) as open_quotes,
        sum(case when ranked.quote_status = 'Declined' then 1 else 0 end) as declined_quotes,
        sum(case when ranked.is_superseded then 0 else ranked.total_amount end) as quoted_amount,
        sum(case when ranked.is_accepted then ranked.total_amount else 0 end) as accepted_amount,
        sum(case when ranked.is_open then ranked.total_amount else 0 end) as pending_amount,
        sum(
            case when ranked.is_open then ranked.total_amount * odds.win_rate else 0 end
        ) as weighted_quotes,
        sum(
            case
                when ranked.quote_status in ('Declined', 'Expired') then ranked.total_amount else 0
            end
        ) as refused_amount,
        sum(coalesce(billed.billed_amount, 0)) as billed_amount
    from ranked
    left join odds on ranked.quote_type = odds.quote_type
    left join billed on ranked.service_call_id = billed.service_call_id
    group by ranked.opportunity_id

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

-- An inquiry does not say which branch it is for; but each branch has its own sales staff, and the
-- customers of these do.
staff_branches as (

    select
        created_by_name as salesperson_name,
        branch_id
    from quotes
    union all
    select
        leads.assigned_to_name as salesperson_name,
        customers.branch_id
    from leads
    inner join customers on leads.customer_id = customers.customer_id

),

-- Two of one name in two branches tell nothing.
staff as (

    select
        salesperson_name,
        min(branch_id) as branch_id
    from staff_branches
    group by salesperson_name
    having min(branch_id) = max(branch_id)

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
