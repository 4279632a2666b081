with leads as (

    select * from {{ ref('stg_hvac__leads') }}

),

quotes as (

    select * from {{ ref('int_quote_versions') }}

),

customers as (

    select * from {{ ref('stg_hvac__customers') }}

),

-- An inquiry does not say which branch it is for; but each branch has its own sales staff, and the
-- customers of these do.
staff_branches as (

    select
        created_by_name as salesperson_name,
        branch_id
    from quotes
    union all
    select
        leads.assigned_to_name as salesperson_name,
        customers.branch_id
    from leads
    inner join customers on leads.customer_id = customers.customer_id

)

-- Two of one name in two branches tell nothing.
select
    salesperson_name,
    min(branch_id) as branch_id
from staff_branches
group by salesperson_name
having min(branch_id) = max(branch_id)
