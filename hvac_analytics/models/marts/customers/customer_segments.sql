{{ config(group='customers', access='public') }}

with facts as (

    select * from {{ ref('int_customer_facts') }}

),

signs as (

    select * from {{ ref('int_customer_signs') }}

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
        end as nps_class
    from scored

),

valued as (

    select
        judged.*,
        signs.is_long_unseen,
        signs.has_lapsed_contract,
        signs.has_open_complaint,
        signs.has_long_overdue_balance,
        signs.churn_signs,
        signs.churn_risk,
        judged.revenue_total + judged.contract_value_to_date as lifetime_value_to_date,
        (judged.service_revenue_last_365_days + judged.contract_annual_cost)
        * case
            when signs.churn_risk = 'Left' then 0
            {% for risk, leaving in var('churn_a_year').items() -%}
                when signs.churn_risk = '{{ risk }}'
                    then {{ years_stayed(leaving, var('years_ahead')) }}
            {% endfor -%}
        end as expected_value
    from judged
    inner join signs on judged.customer_id = signs.customer_id

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
