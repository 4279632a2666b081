{{ config(group='operations', access='public') }}

with branches as (

    select * from {{ ref('stg_hvac__branches') }}

),

-- A ZIP code lies in one city; at many branches two of them may share it.
areas as (

    select
        branch_id,
        postal_code,
        min(city) as city,
        min(state) as state,
        avg(latitude) as latitude,
        avg(longitude) as longitude,
        count(*) as customers,
        sum(case when customer_type = 'commercial' then 1 else 0 end) as commercial_customers
    from {{ ref('stg_hvac__customers') }}
    group by branch_id, postal_code

),

calls as (

    select
        branch_id,
        postal_code,
        count(*) as calls,
        sum(case when is_emergency then 1 else 0 end) as emergency_calls
    from {{ ref('int_calls_enriched') }}
    group by branch_id, postal_code

),

revenue as (

    select
        customers.branch_id,
        customers.postal_code,
        sum(invoices.subtotal) as revenue
    from {{ ref('stg_hvac__invoices') }} as invoices
    inner join {{ ref('stg_hvac__customers') }} as customers
        on invoices.customer_id = customers.customer_id
    where not invoices.is_cancelled
    group by customers.branch_id, customers.postal_code

),

placed as (

    select
        areas.*,
        branches.branch_name,
        coalesce(calls.calls, 0) as calls,
        coalesce(calls.emergency_calls, 0) as emergency_calls,
        coalesce(revenue.revenue, 0) as revenue,
        radians(areas.latitude) as area_latitude_rad,
        radians(branches.latitude) as branch_latitude_rad,
        radians(areas.latitude - branches.latitude) as latitude_difference_rad,
        radians(areas.longitude - branches.longitude) as longitude_difference_rad
    from areas
    inner join branches on areas.branch_id = branches.branch_id
    left join calls
        on
            areas.branch_id = calls.branch_id
            and areas.postal_code = calls.postal_code
    left join revenue
        on
            areas.branch_id = revenue.branch_id
            and areas.postal_code = revenue.postal_code

),

-- The great circle by the haversine formula, on a sphere of 3,958.8 miles.
measured as (

    select
        placed.*,
        power(sin(placed.latitude_difference_rad / 2), 2)
        + cos(placed.branch_latitude_rad)
        * cos(placed.area_latitude_rad)
        * power(sin(placed.longitude_difference_rad / 2), 2) as haversine
    from placed

),

final as (

    select
        cast(branch_id as integer) as branch_id,
        cast(postal_code as varchar) as postal_code,
        cast(branch_name as varchar) as branch_name,
        cast(city as varchar) as city,
        cast(state as varchar) as state,
        cast(latitude as numeric(9, 6)) as latitude,
        cast(longitude as numeric(9, 6)) as longitude,
        cast(2 * 3958.8 * asin(sqrt(haversine)) as numeric(9, 2))
            as miles_from_branch,
        cast(customers as integer) as customers,
        cast(commercial_customers as integer) as commercial_customers,
        cast(calls as integer) as calls,
        cast(emergency_calls as integer) as emergency_calls,
        cast(cast(calls as numeric(18, 4)) / customers as numeric(9, 4)) as calls_per_customer,
        cast(revenue as numeric(18, 2)) as revenue,
        cast(revenue / customers as numeric(18, 2)) as revenue_per_customer
    from measured

)

select * from final
