{%- set renewal_window = var('renewal_window_days') -%}

with as_of as (

    select * from {{ ref('int_as_of') }}

),

contracts as (

    select * from {{ ref('stg_hvac__subscriptions') }}

),

chained as (

    select
        subscription_id,
        customer_id,
        service_plan,
        contract_status,
        annual_cost,
        payment_frequency,
        is_auto_renewing,
        start_date,
        end_date,
        cancelled_date,
        next_service_date,
        coalesce(cancelled_date, end_date) as last_covered_date,
        row_number() over (
            partition by customer_id order by start_date, subscription_id
        ) as term_number,
        row_number() over (
            partition by customer_id order by start_date desc, subscription_id desc
        ) as terms_from_last,
        lead(subscription_id) over (
            partition by customer_id order by start_date, subscription_id
        ) as following_subscription_id,
        lead(start_date) over (
            partition by customer_id order by start_date, subscription_id
        ) as following_start_date
    from contracts

),

covered as (

    select
        chained.*,
        as_of.as_of_date,
        case
            when chained.last_covered_date < as_of.as_of_date then chained.last_covered_date
            else as_of.as_of_date
        end as covered_until
    from chained
    cross join as_of

),

reckoned as (

    select
        *,
        {{ dbt.datediff('start_date', 'end_date', 'day') }}
            as days_from_start_to_end,
        {{ dbt.datediff('start_date', 'covered_until', 'day') }}
            as days_from_start,
        {{ dbt.datediff('as_of_date', 'end_date', 'day') }}
            as days_to_expiry,
        {{ dbt.datediff('end_date', 'following_start_date', 'day') }}
            as days_to_following
    from covered

),

settled as (

    select
        *,
        -- A term sold ahead has no day behind it yet.
        case when days_from_start >= 0 then days_from_start + 1 else 0 end as elapsed_days,
        days_from_start_to_end + 1 as term_days,
        case
            when contract_status = 'Cancelled' then 'Cancelled'
            when days_to_following <= {{ renewal_window }} then 'Renewed'
            when days_to_expiry > {{ renewal_window }} then 'Running'
            when days_to_expiry >= -{{ renewal_window }} then 'Up for renewal'
            else 'Lapsed'
        end as outcome
    from reckoned

)

select
    subscription_id,
    customer_id,
    case when outcome = 'Renewed' then following_subscription_id end as renewed_by_subscription_id,

    service_plan,
    contract_status,
    annual_cost,
    payment_frequency,
    is_auto_renewing,
    start_date,
    end_date,
    cancelled_date,
    next_service_date,
    last_covered_date,
    covered_until,
    term_days,
    elapsed_days,
    term_number,
    terms_from_last = 1 as is_last_term,
    case
        when contract_status <> 'Cancelled' and days_to_expiry >= 0 then days_to_expiry
    end as days_to_expiry,
    contract_status <> 'Cancelled' and start_date <= as_of_date and days_to_expiry >= 0
        as is_running,
    outcome,
    -- A term is a year, be it of 365 days or of 366, and its price is that of the year.
    annual_cost as term_value,
    cast(annual_cost * elapsed_days as numeric(18, 6)) / term_days as value_to_date
from settled
