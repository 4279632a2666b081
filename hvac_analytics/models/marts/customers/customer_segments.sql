{{ config(group='customers', access='public') }}

with customers as (

    select * from {{ ref('stg_hvac__customers') }}

),

as_of as (

    select * from {{ ref('int_as_of') }}

),

calls as (

    select * from {{ ref('stg_hvac__service_calls') }}

),

invoices as (

    select * from {{ ref('stg_hvac__invoices') }}
    where not is_cancelled

),

balances as (

    select * from {{ ref('int_invoice_payments') }}

),

feedback as (

    select * from {{ ref('stg_hvac__customer_feedback') }}

),

terms as (

    select * from {{ ref('int_contract_terms') }}

),

devices as (

    select * from {{ ref('stg_hvac__installed_devices') }}

),

visits as (

    select
        calls.customer_id,
        max(calls.service_date) as last_visit_date,
        count(*) as visits_total,
        sum(
            case
                when calls.service_date > {{ dbt.dateadd('day', -365, 'as_of.as_of_date') }} then 1
                else 0
            end
        ) as visits_last_365_days
    from calls
    cross join as_of
    group by calls.customer_id

),

billing as (

    select
        invoices.customer_id,
        count(*) as invoices,
        sum(invoices.subtotal) as revenue_total,
        sum(
            case
                when invoices.issue_date > {{ dbt.dateadd('day', -365, 'as_of.as_of_date') }}
                    then invoices.subtotal
                else 0
            end
        ) as revenue_last_365_days,
        -- A new system is not bought again next year.
        sum(
            case
                when
                    invoices.issue_date > {{ dbt.dateadd('day', -365, 'as_of.as_of_date') }}
                    and calls.service_type <> 'Installation'
                    then invoices.subtotal
                else 0
            end
        ) as service_revenue_last_365_days,
        sum(case when balances.days_overdue > 0 then balances.balance_amount else 0 end)
            as overdue_amount,
        sum(balances.total_amount) as billed_total,
        sum(case when balances.days_overdue > 90 then balances.balance_amount else 0 end)
            as long_overdue_amount
    from invoices
    cross join as_of
    left join balances on invoices.invoice_id = balances.invoice_id
    left join calls on invoices.service_call_id = calls.service_call_id
    group by invoices.customer_id

),

answers as (

    select
        customer_id,
        feedback_date,
        overall_satisfaction,
        needs_follow_up,
        row_number() over (
            partition by customer_id order by feedback_date desc, feedback_id desc
        ) as answers_from_last
    from feedback

),

contracts as (

    select
        customer_id,
        count(*) as contract_terms,
        sum(value_to_date) as contract_value_to_date,
        max(case when is_running then service_plan end) as contract_plan,
        max(case when is_running then contract_status end) as contract_status,
        max(case when is_running then annual_cost else 0 end) as contract_annual_cost,
        max(last_covered_date) as last_contract_date
    from terms
    group by customer_id

),

units as (

    select
        customer_id,
        sum(case when is_in_service then 1 else 0 end) as devices,
        min(case when is_in_service then installation_date end) as oldest_installation_date
    from devices
    group by customer_id

),

facts as (

    select
        customers.customer_id,
        customers.branch_id,
        customers.customer_type,
        customers.created_date,
        as_of.as_of_date,
        {{ dbt.datediff('customers.created_date', 'as_of.as_of_date', 'day') }}
            as tenure_days,
        visits.last_visit_date,
        {{ dbt.datediff('visits.last_visit_date', 'as_of.as_of_date', 'day') }}
            as recency_days,
        coalesce(visits.visits_total, 0) as visits_total,
        coalesce(visits.visits_last_365_days, 0) as visits_last_365_days,
        coalesce(billing.invoices, 0) as invoices,
        coalesce(billing.revenue_total, 0) as revenue_total,
        coalesce(billing.revenue_last_365_days, 0) as revenue_last_365_days,
        coalesce(billing.service_revenue_last_365_days, 0) as service_revenue_last_365_days,
        coalesce(billing.overdue_amount, 0) as overdue_amount,
        coalesce(billing.billed_total, 0) as billed_total,
        coalesce(billing.long_overdue_amount, 0) as long_overdue_amount,
        answers.overall_satisfaction as latest_satisfaction,
        answers.feedback_date as latest_feedback_date,
        coalesce(answers.needs_follow_up, false) as needs_follow_up,
        coalesce(contracts.contract_terms, 0) as contract_terms,
        contracts.contract_plan,
        contracts.contract_status,
        coalesce(contracts.contract_annual_cost, 0) as contract_annual_cost,
        coalesce(contracts.contract_value_to_date, 0) as contract_value_to_date,
        contracts.last_contract_date,
        coalesce(units.devices, 0) as devices,
        coalesce(units.devices = 0, false) as has_no_device_left,
        units.oldest_installation_date
    from customers
    cross join as_of
    left join visits on customers.customer_id = visits.customer_id
    left join billing on customers.customer_id = billing.customer_id
    left join answers
        on customers.customer_id = answers.customer_id and answers.answers_from_last = 1
    left join contracts on customers.customer_id = contracts.customer_id
    left join units on customers.customer_id = units.customer_id

),

-- Fifths by rank, not ntile: equal customers share a rank, thus a score, whatever their order.
-- Those never visited have none; they score 1 and do not shift the others.
served as (

    select
        customer_id,
        count(*) over () as served_customers,
        rank() over (order by last_visit_date) as recency_rank,
        rank() over (order by visits_total) as frequency_rank,
        rank() over (order by revenue_total) as monetary_rank
    from facts
    where visits_total > 0

),

scored as (

    select
        facts.*,
        coalesce(1 + floor((served.recency_rank - 1) * 5 / served.served_customers), 1)
            as recency_score,
        coalesce(1 + floor((served.frequency_rank - 1) * 5 / served.served_customers), 1)
            as frequency_score,
        coalesce(1 + floor((served.monetary_rank - 1) * 5 / served.served_customers), 1)
            as monetary_score
    from facts
    left join served on facts.customer_id = served.customer_id

),

dated as (

    select
        *,
        {{ dbt.datediff('last_contract_date', 'as_of_date', 'day') }}
            as days_without_contract,
        {{ dbt.datediff('oldest_installation_date', 'as_of_date', 'day') }}
            as oldest_device_days
    from scored

),

-- What people do before they leave, or why: see the column of each sign.
signs as (

    select
        *,
        coalesce(recency_days, tenure_days) > {{ var('sign_of_leaving_days') }} as is_long_unseen,
        -- Below 0 days: the next one is signed, and has not begun.
        coalesce(
            contract_plan is null
            and days_without_contract between 0 and {{ var('sign_of_leaving_days') }},
            false
        ) as has_lapsed_contract,
        needs_follow_up and (
            last_visit_date is null or last_visit_date <= latest_feedback_date
        ) as has_open_complaint,
        -- A share: who is billed often owes more, and is no nearer to leaving for it.
        long_overdue_amount > 0
        and long_overdue_amount >= {{ var('sign_of_leaving_owed_share') }} * billed_total
            as has_long_overdue_balance
    from dated

),

judged as (

    select
        *,
        case
            when visits_total = 0 then 'No Visits'
            when recency_score >= 4 and frequency_score >= 4 and monetary_score >= 4
                then 'Champions'
            when recency_score >= 3 and frequency_score >= 3 then 'Loyal'
            when recency_score >= 3 and monetary_score >= 4 then 'Big Spenders'
            when recency_score >= 4 and tenure_days <= 365 then 'New'
            when recency_score >= 4 then 'Promising'
            when recency_score = 3 then 'Needs Attention'
            when frequency_score >= 4 and monetary_score >= 4 then 'Cannot Lose'
            when frequency_score >= 3 or monetary_score >= 4 then 'At Risk'
            else 'Hibernating'
        end as rfm_segment,
        case
            when latest_satisfaction >= 9 then 'Promoter'
            when latest_satisfaction >= 7 then 'Passive'
            when latest_satisfaction >= 0 then 'Detractor'
            else 'Unknown'
        end as nps_class,
        case when has_no_device_left then 1 else 0 end
        + case when is_long_unseen then 1 else 0 end
        + case when has_lapsed_contract then 1 else 0 end
        + case when has_open_complaint then 1 else 0 end
        + case when has_long_overdue_balance then 1 else 0 end as churn_signs
    from signs

),

at_risk as (

    select
        *,
        case
            when has_no_device_left or churn_signs >= 2 then 'High'
            when churn_signs = 1 then 'Medium'
            else 'Low'
        end as churn_risk
    from judged

),

valued as (

    select
        *,
        revenue_total + contract_value_to_date as lifetime_value_to_date,
        (service_revenue_last_365_days + contract_annual_cost)
        * case
            when has_no_device_left then 0
            {% for risk, leaving in var('churn_a_year').items() -%}
                when churn_risk = '{{ risk }}' then {{ years_stayed(leaving, var('years_ahead')) }}
            {% endfor -%}
        end as expected_value
    from at_risk

),

final as (

    select
        cast(customer_id as integer) as customer_id,
        cast(branch_id as integer) as branch_id,
        cast(customer_type as varchar) as customer_type,
        cast(created_date as date) as customer_since,
        cast(tenure_days as integer) as tenure_days,

        cast(last_visit_date as date) as last_visit_date,
        cast(recency_days as integer) as recency_days,
        cast(visits_last_365_days as integer) as visits_last_365_days,
        cast(visits_total as integer) as visits_total,
        cast(invoices as integer) as invoices,
        cast(revenue_total as numeric(18, 2)) as revenue_total,
        cast(revenue_last_365_days as numeric(18, 2)) as revenue_last_365_days,
        cast(recency_score as integer) as recency_score,
        cast(frequency_score as integer) as frequency_score,
        cast(monetary_score as integer) as monetary_score,
        cast(recency_score + frequency_score + monetary_score as integer) as rfm_score,
        cast(rfm_segment as varchar) as rfm_segment,

        cast(latest_satisfaction as integer) as latest_satisfaction,
        cast(latest_feedback_date as date) as latest_feedback_date,
        cast(nps_class as varchar) as nps_class,

        cast(has_no_device_left as boolean) as has_no_device_left,
        cast(is_long_unseen as boolean) as is_long_unseen,
        cast(has_lapsed_contract as boolean) as has_lapsed_contract,
        cast(has_open_complaint as boolean) as has_open_complaint,
        cast(has_long_overdue_balance as boolean) as has_long_overdue_balance,
        cast(churn_signs as integer) as churn_signs,
        cast(churn_risk as varchar) as churn_risk,

        cast(overdue_amount as numeric(18, 2)) as overdue_amount,
        cast(contract_terms as integer) as contract_terms,
        cast(contract_plan as varchar) as contract_plan,
        cast(contract_status as varchar) as contract_status,
        cast(contract_value_to_date as numeric(18, 2)) as contract_value_to_date,
        cast(lifetime_value_to_date as numeric(18, 2)) as lifetime_value_to_date,
        cast(lifetime_value_to_date + expected_value as numeric(18, 2)) as expected_lifetime_value,

        cast(devices as integer) as devices,
        cast(oldest_device_days / 365.25 as numeric(12, 2)) as oldest_device_age_years
    from valued

)

select * from final
