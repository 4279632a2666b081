{{ config(group='customers', access='public') }}

with terms as (

    select * from {{ ref('int_contract_terms') }}

),

customers as (

    select * from {{ ref('stg_hvac__customers') }}

),

calls as (

    select * from {{ ref('stg_hvac__service_calls') }}

),

history as (

    select * from {{ ref('int_history') }}

),

-- A business's units are visited one call each: what the plan promises is the day.
visits as (

    select
        terms.subscription_id,
        count(distinct calls.service_date) as visits_done,
        count(*) as maintenance_calls
    from terms
    inner join calls
        on
            terms.customer_id = calls.customer_id
            and terms.start_date <= calls.service_date
            and terms.covered_until >= calls.service_date
    where calls.service_type = 'Maintenance'
    group by terms.subscription_id

),

-- A term is decided once it is over: what was cancelled early is over early.
decided as (

    select
        subscription_id,
        covered_until as decided_date
    from terms
    where
        outcome in ('Renewed', 'Lapsed', 'Cancelled')
        and covered_until = last_covered_date

),

counted as (

    select
        terms.subscription_id,
        floor(
            cast(terms.elapsed_days as numeric(18, 4)) / {{ var('contract_visit_every_days') }}
        ) as visits_due,
        coalesce(visits.visits_done, 0) as visits_done,
        coalesce(visits.maintenance_calls, 0) as maintenance_calls
    from terms
    inner join customers on terms.customer_id = customers.customer_id
    inner join history on customers.branch_id = history.branch_id
    left join visits on terms.subscription_id = visits.subscription_id
    -- The visits of a term that began before the history did are not known.
    where terms.start_date >= history.first_date

),

final as (

    select
        cast(terms.subscription_id as integer) as subscription_id,
        cast(terms.customer_id as integer) as customer_id,
        cast(customers.branch_id as integer) as branch_id,
        cast(terms.renewed_by_subscription_id as integer) as renewed_by_subscription_id,

        cast(customers.customer_type as varchar) as customer_type,
        cast(terms.service_plan as varchar) as service_plan,
        cast(terms.contract_status as varchar) as contract_status,
        cast(terms.payment_frequency as varchar) as payment_frequency,
        cast(terms.is_auto_renewing as boolean) as is_auto_renewing,
        cast(terms.start_date as date) as start_date,
        cast(terms.end_date as date) as end_date,
        cast(terms.cancelled_date as date) as cancelled_date,
        cast({{ dbt.date_trunc('month', 'terms.end_date') }} as date) as end_month,
        cast(decided.decided_date as date) as decided_date,
        cast({{ dbt.date_trunc('month', 'decided.decided_date') }} as date) as decided_month,
        cast(terms.term_number as integer) as term_number,
        cast(terms.term_days as integer) as term_days,
        cast(terms.days_to_expiry as integer) as days_to_expiry,
        cast(terms.outcome as varchar) as outcome,
        cast(terms.is_last_term as boolean) as is_last_term,
        cast(decided.subscription_id is not null as boolean) as is_decided,
        cast(counted.visits_due as integer) as visits_due,
        cast(counted.visits_done as integer) as visits_done,
        cast(
            case
                when counted.visits_due > counted.visits_done
                    then counted.visits_due - counted.visits_done
                when counted.visits_due is not null then 0
            end as integer
        ) as visits_missed,
        cast(counted.maintenance_calls as integer) as maintenance_calls,
        cast(terms.annual_cost as numeric(18, 2)) as annual_cost,
        cast(terms.term_value as numeric(18, 2)) as term_value,
        cast(terms.value_to_date as numeric(18, 2)) as value_to_date
    from terms
    left join customers on terms.customer_id = customers.customer_id
    left join decided on terms.subscription_id = decided.subscription_id
    left join counted on terms.subscription_id = counted.subscription_id

)

select * from final
