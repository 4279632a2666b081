{{ config(group='finance', access='public') }}

-- The weather knows every day of every branch: a month without an invoice has a row too.
with months as (

    select
        branch_id,
        cast({{ dbt.date_trunc('month', 'weather_date') }} as date) as month_start,
        cast({{ dbt.last_day('max(weather_date)', 'month') }} as date) as month_end,
        min(weather_date) as first_day,
        max(weather_date) as last_day,
        count(*) as days
    from {{ ref('stg_hvac__weather_daily') }}
    group by branch_id, cast({{ dbt.date_trunc('month', 'weather_date') }} as date)

),

invoiced as (

    select
        branch_id,
        issue_month,
        count(*) as invoices,
        count(distinct customer_id) as customers,
        sum(subtotal) as invoiced_revenue,
        sum(labor_amount) as labor_revenue,
        sum(parts_amount) as parts_revenue,
        sum(fee_amount) as fee_revenue,
        sum(discount_amount) as discounts,
        sum(case when service_type = 'Maintenance' then subtotal else 0 end) as maintenance_revenue,
        sum(case when service_type = 'Repair' then subtotal else 0 end) as repair_revenue,
        sum(case when service_type = 'Emergency' then subtotal else 0 end) as emergency_revenue,
        sum(case when service_type = 'Installation' then subtotal else 0 end)
            as installation_revenue,
        sum(case when service_type = 'Inspection' then subtotal else 0 end) as inspection_revenue,
        sum(tax_amount) as tax_amount
    from {{ ref('fct_invoices') }}
    where not is_cancelled
    group by branch_id, issue_month

),

collected as (

    select
        branch_id,
        payment_month,
        sum(case when is_completed then 1 else 0 end) as payments,
        sum(received_amount) as cash_collected,
        sum(received_amount - net_amount) as processing_fees
    from {{ ref('fct_payments') }}
    group by branch_id, payment_month

),

-- A term sold ahead has not begun to earn. Of a month that the history cuts short only days within
-- it earn, as only they bill.
contracts_begun as (

    select
        customers.branch_id,
        terms.annual_cost,
        terms.start_date,
        terms.covered_until,
        terms.term_days,
        terms.elapsed_days
    from {{ ref('int_contract_terms') }} as terms
    inner join {{ ref('stg_hvac__customers') }} as customers
        on terms.customer_id = customers.customer_id
    where terms.elapsed_days > 0

),

contract_months as (

    select
        months.branch_id,
        months.month_start,
        contracts.annual_cost,
        contracts.term_days,
        contracts.start_date <= months.last_day
        and contracts.covered_until >= months.last_day as is_in_force,
        case
            when contracts.covered_until < months.month_end then contracts.elapsed_days
            else {{ dbt.datediff('contracts.start_date', 'months.month_end', 'day') }} + 1
        end as days_to_month_end,
        case
            when contracts.start_date > months.first_day then 0
            else {{ dbt.datediff('contracts.start_date', 'months.first_day', 'day') }}
        end as days_before_month
    from months
    inner join contracts_begun as contracts
        on
            months.branch_id = contracts.branch_id
            and months.month_end >= contracts.start_date
            and months.first_day <= contracts.covered_until

),

-- Rounded to date, not by month: the months of a term that has run add up to its price.
earned as (

    select
        branch_id,
        month_start,
        -- On one day: a contract that was renewed within the month is not two.
        sum(case when is_in_force then 1 else 0 end) as contracts,
        sum(case when is_in_force then annual_cost else 0 end) as annual_recurring_revenue,
        sum(
            round(cast(annual_cost * days_to_month_end as numeric(18, 6)) / term_days, 2)
            - round(cast(annual_cost * days_before_month as numeric(18, 6)) / term_days, 2)
        ) as contract_income
    from contract_months
    group by branch_id, month_start

),

joined as (

    select
        months.branch_id,
        months.month_start,
        months.days
        = {{ dbt.datediff('months.month_start', 'months.month_end', 'day') }} + 1 as is_full_month,
        coalesce(invoiced.invoices, 0) as invoices,
        coalesce(invoiced.customers, 0) as customers,
        coalesce(invoiced.invoiced_revenue, 0) as invoiced_revenue,
        coalesce(invoiced.labor_revenue, 0) as labor_revenue,
        coalesce(invoiced.parts_revenue, 0) as parts_revenue,
        coalesce(invoiced.fee_revenue, 0) as fee_revenue,
        coalesce(invoiced.discounts, 0) as discounts,
        coalesce(invoiced.maintenance_revenue, 0) as maintenance_revenue,
        coalesce(invoiced.repair_revenue, 0) as repair_revenue,
        coalesce(invoiced.emergency_revenue, 0) as emergency_revenue,
        coalesce(invoiced.installation_revenue, 0) as installation_revenue,
        coalesce(invoiced.inspection_revenue, 0) as inspection_revenue,
        coalesce(invoiced.tax_amount, 0) as tax_amount,
        coalesce(earned.contracts, 0) as contracts,
        coalesce(earned.annual_recurring_revenue, 0) as annual_recurring_revenue,
        coalesce(cast(earned.contract_income as numeric(18, 2)), 0) as contract_income,
        coalesce(collected.payments, 0) as payments,
        coalesce(collected.cash_collected, 0) as cash_collected,
        coalesce(collected.processing_fees, 0) as processing_fees
    from months
    left join invoiced
        on
            months.branch_id = invoiced.branch_id
            and months.month_start = invoiced.issue_month
    left join collected
        on
            months.branch_id = collected.branch_id
            and months.month_start = collected.payment_month
    left join earned
        on
            months.branch_id = earned.branch_id
            and months.month_start = earned.month_start

),

-- A month that the history cuts short is compared with none.
compared as (

    select
        joined.*,
        case when is_full_month then invoiced_revenue end as full_revenue,
        lag(case when is_full_month then invoiced_revenue end) over (
            partition by branch_id
            order by month_start
        ) as revenue_month_before,
        lag(case when is_full_month then invoiced_revenue end, 12) over (
            partition by branch_id
            order by month_start
        ) as revenue_year_before
    from joined

),

final as (

    select
        cast(branch_id as integer) as branch_id,
        cast(month_start as date) as month_start,
        cast(is_full_month as boolean) as is_full_month,
        cast(invoices as integer) as invoices,
        cast(customers as integer) as customers_invoiced,
        cast(labor_revenue as numeric(18, 2)) as labor_revenue,
        cast(parts_revenue as numeric(18, 2)) as parts_revenue,
        cast(fee_revenue as numeric(18, 2)) as fee_revenue,
        cast(discounts as numeric(18, 2)) as discounts,
        cast(invoiced_revenue as numeric(18, 2)) as invoiced_revenue,
        cast(maintenance_revenue as numeric(18, 2)) as maintenance_revenue,
        cast(repair_revenue as numeric(18, 2)) as repair_revenue,
        cast(emergency_revenue as numeric(18, 2)) as emergency_revenue,
        cast(installation_revenue as numeric(18, 2)) as installation_revenue,
        cast(inspection_revenue as numeric(18, 2)) as inspection_revenue,
        cast(cast(invoiced_revenue as numeric(18, 4)) / nullif(invoices, 0) as numeric(18, 2))
            as average_ticket,
        cast(contracts as integer) as contracts_in_force,
        cast(annual_recurring_revenue as numeric(18, 2)) as annual_recurring_revenue,
        cast(contract_income as numeric(18, 2)) as contract_income,
        cast(invoiced_revenue + contract_income as numeric(18, 2)) as total_revenue,
        cast(tax_amount as numeric(18, 2)) as tax_amount,
        cast(invoiced_revenue + tax_amount as numeric(18, 2)) as invoiced_with_tax,
        cast(payments as integer) as payments,
        cast(cash_collected as numeric(18, 2)) as cash_collected,
        cast(processing_fees as numeric(18, 2)) as processing_fees,
        cast(full_revenue - revenue_month_before as numeric(18, 2)) as change_on_month,
        cast(
            cast(full_revenue - revenue_month_before as numeric(18, 4))
            / nullif(revenue_month_before, 0) as numeric(18, 4)
        ) as growth_on_month,
        cast(full_revenue - revenue_year_before as numeric(18, 2)) as change_on_year,
        cast(
            cast(full_revenue - revenue_year_before as numeric(18, 4))
            / nullif(revenue_year_before, 0) as numeric(18, 4)
        ) as growth_on_year
    from compared

)

select * from final
