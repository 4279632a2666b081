{{ config(group='customers', access='public') }}

with customers as (

    select * from {{ ref('customer_segments') }}

),

grouped as (

    select
        rfm_segment,
        customer_type,
        count(*) as customers,
        sum(revenue_total) as revenue_total,
        sum(contract_value_to_date) as contract_value_to_date,
        sum(invoices) as invoices,
        sum(visits_total) as visits_total,
        sum(case when contract_plan is not null then 1 else 0 end) as customers_under_contract,
        sum(case when nps_class = 'Promoter' then 1 else 0 end) as promoters,
        sum(case when nps_class = 'Passive' then 1 else 0 end) as passives,
        sum(case when nps_class = 'Detractor' then 1 else 0 end) as detractors,
        sum(case when churn_risk = 'Left' then 1 else 0 end) as customers_left,
        sum(case when churn_risk = 'High' then 1 else 0 end) as high_risk_customers,
        sum(case when churn_risk in ('Medium', 'High') then 1 else 0 end) as customers_at_risk,
        sum(expected_lifetime_value) as expected_lifetime_value
    from customers
    group by rfm_segment, customer_type

),

totals as (

    select
        sum(customers) as customers,
        sum(revenue_total) as revenue_total
    from grouped

),

final as (

    select
        cast(grouped.rfm_segment as varchar) as rfm_segment,
        cast(grouped.customer_type as varchar) as customer_type,

        cast(grouped.customers as integer) as customers,
        cast(
            cast(grouped.customers as numeric(18, 4)) / nullif(totals.customers, 0)
            as numeric(9, 4)
        ) as customer_share,
        cast(grouped.visits_total as integer) as visits_total,
        cast(grouped.invoices as integer) as invoices,
        cast(grouped.revenue_total as numeric(18, 2)) as revenue_total,
        cast(
            cast(grouped.revenue_total as numeric(18, 4)) / nullif(totals.revenue_total, 0)
            as numeric(9, 4)
        ) as revenue_share,
        cast(
            cast(grouped.revenue_total as numeric(18, 4)) / nullif(grouped.invoices, 0)
            as numeric(18, 2)
        ) as average_ticket,
        cast(grouped.contract_value_to_date as numeric(18, 2)) as contract_value_to_date,
        cast(
            cast(grouped.customers_under_contract as numeric(18, 4)) / nullif(grouped.customers, 0)
            as numeric(9, 4)
        ) as contract_share,

        cast(grouped.promoters as integer) as promoters,
        cast(grouped.passives as integer) as passives,
        cast(grouped.detractors as integer) as detractors,
        cast(
            cast((grouped.promoters - grouped.detractors) * 100 as numeric(18, 4))
            / nullif(grouped.promoters + grouped.passives + grouped.detractors, 0)
            as numeric(9, 4)
        ) as net_promoter_score,

        cast(grouped.customers_left as integer) as customers_left,
        -- Who has left is not at risk of it: the shares are of those still here.
        cast(
            cast(grouped.high_risk_customers as numeric(18, 4))
            / nullif(grouped.customers - grouped.customers_left, 0)
            as numeric(9, 4)
        ) as high_risk_share,
        cast(
            cast(grouped.customers_at_risk as numeric(18, 4))
            / nullif(grouped.customers - grouped.customers_left, 0)
            as numeric(9, 4)
        ) as at_risk_share,
        cast(
            cast(grouped.expected_lifetime_value as numeric(18, 4)) / nullif(grouped.customers, 0)
            as numeric(18, 2)
        ) as average_expected_lifetime_value
    from grouped
    cross join totals

)

select * from final
