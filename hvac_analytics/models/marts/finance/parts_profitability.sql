{{ config(group='finance', access='public') }}

with parts as (

    select * from {{ ref('stg_hvac__parts') }}

),

used as (

    select
        part_id,
        count(distinct service_call_id) as service_calls,
        sum(quantity_used) as quantity_used,
        sum(case when coverage = 'Charged' then quantity_used else 0 end) as quantity_charged,
        sum(case when is_covered_by_warranty then quantity_used else 0 end)
            as quantity_under_warranty,
        sum(case when is_covered_by_contract then quantity_used else 0 end)
            as quantity_under_contract,
        sum(charged_amount) as charged_amount,
        sum(billed_amount) as billed_amount,
        sum(recovered_amount) as recovered_amount,
        sum(margin_amount) as margin_amount,
        sum(purchase_cost) as purchase_cost,
        sum(case when coverage = 'Charged' then 0 else purchase_cost end) as given_away_cost
    from {{ ref('fct_parts_usage') }}
    group by part_id

),

-- A part that nobody needed earns nothing, and is still in the catalog.
joined as (

    select
        parts.*,
        coalesce(used.service_calls, 0) as service_calls,
        coalesce(used.quantity_used, 0) as quantity_used,
        coalesce(used.quantity_charged, 0) as quantity_charged,
        coalesce(used.quantity_under_warranty, 0) as quantity_under_warranty,
        coalesce(used.quantity_under_contract, 0) as quantity_under_contract,
        coalesce(used.charged_amount, 0) as charged_amount,
        coalesce(used.billed_amount, 0) as billed_amount,
        coalesce(used.purchase_cost, 0) as purchase_cost,
        coalesce(used.given_away_cost, 0) as given_away_cost,
        coalesce(used.recovered_amount, 0) as recovered_amount,
        coalesce(used.margin_amount, 0) as margin_amount
    from parts
    left join used on parts.part_id = used.part_id

),

ranked as (

    select
        joined.*,
        rank() over (order by margin_amount desc) as margin_rank,
        rank() over (order by charged_amount desc) as revenue_rank,
        sum(charged_amount) over () as all_charged_amount,
        sum(margin_amount) over () as all_margin_amount
    from joined

),

final as (

    select
        cast(part_id as integer) as part_id,
        cast(part_number as varchar) as part_number,
        cast(part_name as varchar) as part_name,
        cast(part_category as varchar) as part_category,
        cast(supplier_id as integer) as supplier_id,
        cast(unit_cost as numeric(18, 2)) as unit_cost,
        cast(service_calls as integer) as service_calls,
        cast(quantity_used as integer) as quantity_used,
        cast(quantity_charged as integer) as quantity_charged,
        cast(quantity_used - quantity_charged as integer) as quantity_given_away,
        cast(quantity_under_warranty as integer) as quantity_under_warranty,
        cast(quantity_under_contract as integer) as quantity_under_contract,
        cast(charged_amount as numeric(18, 2)) as charged_amount,
        cast(billed_amount as numeric(18, 2)) as billed_amount,
        cast(purchase_cost as numeric(18, 2)) as purchase_cost,
        cast(given_away_cost as numeric(18, 2)) as given_away_cost,
        cast(recovered_amount as numeric(18, 2)) as recovered_amount,
        cast(margin_amount as numeric(18, 2)) as margin_amount,
        cast(
            cast(margin_amount as numeric(18, 4))
            / nullif(billed_amount + recovered_amount, 0) as numeric(18, 4)
        ) as margin_share,
        cast(
            cast(charged_amount as numeric(18, 4)) / nullif(quantity_charged, 0)
            as numeric(18, 2)
        ) as average_unit_price,
        cast(margin_rank as integer) as margin_rank,
        cast(revenue_rank as integer) as revenue_rank,
        cast(
            cast(charged_amount as numeric(18, 4)) / nullif(all_charged_amount, 0)
            as numeric(9, 4)
        ) as share_of_all_charged,
        cast(
            cast(margin_amount as numeric(18, 4)) / nullif(all_margin_amount, 0)
            as numeric(18, 4)
        ) as share_of_all_margin
    from ranked

)

select * from final
