{# The year of the columns that say 365 days in their names. #}
{% set a_year_ago = dbt.dateadd('day', -365, 'as_of.as_of_date') %}

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
        sum(case when calls.service_date > {{ a_year_ago }} then 1 else 0 end)
            as visits_last_365_days
    from calls
    cross join as_of
    group by calls.customer_id

),

billing as (

    select
        invoices.customer_id,
        count(*) as invoices,
        sum(invoices.subtotal) as revenue_total,
        sum(case when invoices.issue_date > {{ a_year_ago }} then invoices.subtotal else 0 end)
            as revenue_last_365_days,
        -- A new system is not bought again next year.
        sum(
            case
                when
                    invoices.issue_date > {{ a_year_ago }}
                    and calls.service_type <> 'Installation'
                    then invoices.subtotal
                else 0
            end
        ) as service_revenue_last_365_days,
        sum(case when balances.days_overdue > 0 then balances.balance_amount else 0 end)
            as overdue_amount,
        sum(balances.total_amount) as billed_total,
        sum(
            case
                when balances.days_overdue > {{ var('sign_of_leaving_overdue_days') }}
                    then balances.balance_amount
                else 0
            end
        ) as long_overdue_amount
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

)

select
    customers.customer_id,
    customers.branch_id,
    customers.customer_type,
    customers.created_date,
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
    {{ dbt.datediff('contracts.last_contract_date', 'as_of.as_of_date', 'day') }}
        as days_without_contract,
    coalesce(units.devices, 0) as devices,
    coalesce(units.devices = 0, false) as has_no_device_left,
    {{ dbt.datediff('units.oldest_installation_date', 'as_of.as_of_date', 'day') }}
        as oldest_device_days
from customers
cross join as_of
left join visits on customers.customer_id = visits.customer_id
left join billing on customers.customer_id = billing.customer_id
left join answers
    on customers.customer_id = answers.customer_id and answers.answers_from_last = 1
left join contracts on customers.customer_id = contracts.customer_id
left join units on customers.customer_id = units.customer_id
