with quotes as (

    select * from {{ ref('int_quote_versions') }}

),

invoices as (

    select * from {{ ref('stg_hvac__invoices') }}

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

)

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
