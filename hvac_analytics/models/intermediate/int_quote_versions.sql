with quotes as (

    select * from {{ ref('stg_hvac__quotes') }}

),

customers as (

    select * from {{ ref('stg_hvac__customers') }}

),

appointments as (

    select * from {{ ref('stg_hvac__appointments') }}

),

calls as (

    select * from {{ ref('stg_hvac__service_calls') }}

),

contracts as (

    select * from {{ ref('stg_hvac__subscriptions') }}

),

-- A new version goes to the same customer, for the same kind of work, upon the same inquiry.
neighbors as (

    select
        *,
        lag(quote_status) over (
            partition by customer_id, quote_type, lead_id order by quote_date, quote_id
        ) as quote_status_before,
        lag(quote_id) over (
            partition by customer_id, quote_type, lead_id order by quote_date, quote_id
        ) as quote_id_before,
        lag(total_amount) over (
            partition by customer_id, quote_type, lead_id order by quote_date, quote_id
        ) as amount_before,
        lead(quote_id) over (
            partition by customer_id, quote_type, lead_id order by quote_date, quote_id
        ) as quote_id_after
    from quotes

),

chained as (

    select
        *,
        coalesce(quote_status_before = 'Revised', false) as is_revision,
        quote_status = 'Revised' and quote_id_after is not null as is_superseded,
        sum(case when quote_status_before = 'Revised' then 0 else 1 end) over (
            partition by customer_id, quote_type, lead_id
            order by quote_date, quote_id
            rows between unbounded preceding and current row
        ) as chain_number
    from neighbors

),

numbered as (

    select
        *,
        min(quote_id) over (
            partition by customer_id, quote_type, lead_id, chain_number
        ) as first_quote_id,
        row_number() over (
            partition by customer_id, quote_type, lead_id, chain_number
            order by quote_date, quote_id
        ) as version_number
    from chained

),

booked as (

    select
        service_call_id,
        min(cast(booked_at as date)) as booked_date
    from appointments
    where service_call_id is not null
    group by service_call_id

),

signed as (

    select
        quotes.quote_id,
        min(contracts.start_date) as signed_date
    from quotes
    inner join contracts
        on
            quotes.customer_id = contracts.customer_id
            and quotes.quote_date <= contracts.start_date
            and contracts.start_date <= {{ dbt.dateadd('day', 60, 'quotes.valid_until') }}
    where quotes.quote_type = 'Maintenance Contract' and quotes.is_accepted
    group by quotes.quote_id

),

-- Nobody notes the day of the yes; it is seen from what followed it.
dated as (

    select
        numbered.*,
        case
            when not numbered.is_accepted then cast(null as date)
            when numbered.quote_type = 'Maintenance Contract' then signed.signed_date
            else coalesce(booked.booked_date, calls.service_date)
        end as accepted_date
    from numbered
    left join calls on numbered.service_call_id = calls.service_call_id
    left join booked on numbered.service_call_id = booked.service_call_id
    left join signed on numbered.quote_id = signed.quote_id

)

select
    dated.quote_id,
    dated.customer_id,
    customers.branch_id,
    dated.lead_id,
    dated.service_call_id,
    -- What is sold in one go: all quotes upon an inquiry, or the versions of one quote.
    case
        when dated.lead_id is not null then 'LEAD-' || cast(dated.lead_id as varchar)
        else 'QUOTE-' || cast(dated.first_quote_id as varchar)
    end as opportunity_id,

    customers.customer_type,
    dated.quote_type,
    dated.quote_status,
    dated.quote_date,
    dated.valid_until,
    dated.created_by_name,
    dated.total_amount,
    dated.version_number,
    dated.is_accepted,
    dated.is_decided,
    dated.is_revision,
    dated.is_superseded,
    -- A revised quote without a new version yet still waits for an answer.
    dated.quote_status = 'Pending' or (dated.quote_status = 'Revised' and not dated.is_superseded)
        as is_open,
    case when dated.is_revision then dated.quote_id_before end as replaced_quote_id,
    case when dated.is_revision then dated.amount_before end as replaced_amount,
    case
        when dated.accepted_date >= dated.quote_date then dated.accepted_date
    end as accepted_date,
    case
        when dated.accepted_date >= dated.quote_date
            then {{ dbt.datediff('dated.quote_date', 'dated.accepted_date', 'day') }}
    end as days_to_accept
from dated
left join customers on dated.customer_id = customers.customer_id
