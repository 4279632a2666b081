-- The contract income of all months is the price of each term's days from the start of the history
-- to the as-of date. The months round each term to the cent where the history cuts it in two.
with history as (

    select
        branch_id,
        min(weather_date) as first_date
    from {{ ref('stg_hvac__weather_daily') }}
    group by branch_id

),

terms as (

    select
        subscriptions.annual_cost,
        {{ dbt.datediff('subscriptions.start_date', 'subscriptions.end_date', 'day') }} + 1
            as term_days,
        case
            when subscriptions.start_date > history.first_date then subscriptions.start_date
            else history.first_date
        end as earns_from,
        case
            when coalesce(subscriptions.cancelled_date, subscriptions.end_date) < as_of.as_of_date
                then coalesce(subscriptions.cancelled_date, subscriptions.end_date)
            else as_of.as_of_date
        end as earns_to
    from {{ ref('stg_hvac__subscriptions') }} as subscriptions
    inner join {{ ref('stg_hvac__customers') }} as customers
        on subscriptions.customer_id = customers.customer_id
    inner join history on customers.branch_id = history.branch_id
    cross join {{ ref('int_as_of') }} as as_of

),

expected as (

    select
        count(*) as terms,
        coalesce(
            sum(
                cast(annual_cost as numeric(18, 4))
                * ({{ dbt.datediff('earns_from', 'earns_to', 'day') }} + 1) / term_days
            ), 0
        ) as income
    from terms
    where earns_from <= earns_to

),

found as (

    select coalesce(sum(contract_income), 0) as income
    from {{ ref('revenue_monthly') }}

)

select
    expected.income as expected_income,
    found.income as found_income
from expected
cross join found
where abs(expected.income - found.income) > 0.01 * expected.terms
