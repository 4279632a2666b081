{{ config(group='stock', access='public') }}

with usage as (

    select * from {{ ref('stg_hvac__parts_usage') }}

),

parts as (

    select * from {{ ref('stg_hvac__parts') }}

),

calls as (

    select * from {{ ref('int_calls_enriched') }}

),

lines as (

    select * from {{ ref('stg_hvac__invoice_lines') }}

),

invoices as (

    select * from {{ ref('stg_hvac__invoices') }}

),

billed as (

    select
        lines.usage_id,
        sum(lines.line_amount) as billed_amount
    from lines
    inner join invoices on lines.invoice_id = invoices.invoice_id
    where lines.usage_id is not null and not invoices.is_cancelled
    group by lines.usage_id

),

claims as (

    select * from {{ ref('stg_hvac__warranty_claims') }}

),

-- A claim is for the part that failed, the dearest that the warranty covered on the call, and not
-- for what went in with it, such as a filter drier.
covered as (

    select
        usage_id,
        service_call_id,
        row_number() over (
            partition by service_call_id order by purchase_cost desc, usage_id asc
        ) as place
    from usage
    where is_covered_by_warranty

),

recovered as (

    select
        covered.usage_id,
        coalesce(claims.approved_amount, 0) as recovered_amount
    from claims
    inner join covered on claims.service_call_id = covered.service_call_id
    where covered.place = 1

),

joined as (

    select
        usage.*,
        parts.part_category,
        parts.supplier_id,
        calls.customer_id,
        calls.technician_id,
        calls.equipment_id,
        calls.branch_id,
        calls.customer_type,
        calls.equipment_type,
        calls.service_type,
        coalesce(billed.billed_amount, 0) as billed_amount,
        billed.usage_id is not null as is_billed,
        coalesce(recovered.recovered_amount, 0) as recovered_amount,
        case
            when usage.is_covered_by_warranty then 'Manufacturer warranty'
            when usage.is_covered_by_contract then 'Service contract'
            else 'Charged'
        end as coverage
    from usage
    left join parts on usage.part_id = parts.part_id
    left join calls on usage.service_call_id = calls.service_call_id
    left join billed on usage.usage_id = billed.usage_id
    left join recovered on usage.usage_id = recovered.usage_id

)

select
    cast(usage_id as integer) as usage_id,
    cast(service_call_id as integer) as service_call_id,
    cast(part_id as integer) as part_id,
    cast(supplier_id as integer) as supplier_id,
    cast(customer_id as integer) as customer_id,
    cast(technician_id as integer) as technician_id,
    cast(equipment_id as integer) as equipment_id,
    cast(branch_id as integer) as branch_id,
    cast(part_category as varchar) as part_category,
    cast(equipment_type as varchar) as equipment_type,
    cast(customer_type as varchar) as customer_type,
    cast(service_type as varchar) as service_type,
    cast(usage_date as date) as usage_date,
    cast({{ dbt.date_trunc('month', 'usage_date') }} as date) as usage_month,
    cast(quantity_used as integer) as quantity_used,
    cast(unit_cost as numeric(18, 2)) as unit_cost,
    cast(unit_price as numeric(18, 2)) as unit_price,
    cast(coverage as varchar) as coverage,
    cast(is_covered_by_warranty as boolean) as is_covered_by_warranty,
    cast(is_covered_by_contract as boolean) as is_covered_by_contract,
    cast(is_billed as boolean) as is_billed,
    cast(purchase_cost as numeric(18, 2)) as purchase_cost,
    cast(charged_amount as numeric(18, 2)) as charged_amount,
    cast(billed_amount as numeric(18, 2)) as billed_amount,
    cast(recovered_amount as numeric(18, 2)) as recovered_amount,
    cast(billed_amount + recovered_amount - purchase_cost as numeric(18, 2)) as margin_amount,
    cast(
        case
            when coverage = 'Charged'
                then cast(unit_price - unit_cost as numeric(18, 4)) / nullif(unit_cost, 0)
        end as numeric(9, 4)
    ) as markup_rate
from joined
