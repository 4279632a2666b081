{{ config(group='stock', access='public') }}

with parts as (

    select * from {{ ref('stg_hvac__parts') }}

),

suppliers as (

    select * from {{ ref('stg_hvac__suppliers') }}

),

shelves as (

    select
        part_id,
        count(*) as stocking_branches,
        sum(current_stock) as current_stock,
        sum(total_value) as stock_value
    from {{ ref('stg_hvac__inventory') }}
    group by part_id

),

usage as (

    select
        part_id,
        count(distinct service_call_id) as service_calls,
        sum(quantity_used) as quantity_used,
        sum(charged_amount) as charged_amount,
        sum(case when coverage = 'Charged' then quantity_used else 0 end) as quantity_charged,
        min(usage_date) as first_used_date,
        max(usage_date) as last_used_date
    from {{ ref('fct_parts_usage') }}
    group by part_id

),

joined as (

    select
        parts.*,
        suppliers.lead_time_days as supplier_lead_time_days,
        usage.first_used_date,
        usage.last_used_date,
        coalesce(shelves.stocking_branches, 0) as stocking_branches,
        coalesce(shelves.current_stock, 0) as current_stock,
        coalesce(shelves.stock_value, 0) as stock_value,
        coalesce(usage.service_calls, 0) as service_calls,
        coalesce(usage.quantity_used, 0) as quantity_used,
        coalesce(usage.charged_amount, 0) as charged_amount,
        cast(usage.charged_amount as numeric(18, 4)) / nullif(usage.quantity_charged, 0)
            as average_unit_price
    from parts
    left join suppliers on parts.supplier_id = suppliers.supplier_id
    left join shelves on parts.part_id = shelves.part_id
    left join usage on parts.part_id = usage.part_id

)

select
    cast(part_id as integer) as part_id,
    cast(part_number as varchar) as part_number,
    cast(part_name as varchar) as part_name,
    cast(part_category as varchar) as part_category,
    cast(unit_of_measure as varchar) as unit_of_measure,
    cast(unit_cost as numeric(18, 2)) as unit_cost,
    cast(supplier_id as integer) as supplier_id,
    cast(supplier_name as varchar) as supplier_name,
    cast(supplier_lead_time_days as integer) as supplier_lead_time_days,
    cast(stocking_branches as integer) as stocking_branches,
    cast(current_stock as integer) as current_stock,
    cast(stock_value as numeric(18, 2)) as stock_value,
    cast(service_calls as integer) as service_calls,
    cast(quantity_used as integer) as quantity_used,
    cast(charged_amount as numeric(18, 2)) as charged_amount,
    cast(average_unit_price as numeric(18, 2)) as average_unit_price,
    cast(first_used_date as date) as first_used_date,
    cast(last_used_date as date) as last_used_date
from joined
