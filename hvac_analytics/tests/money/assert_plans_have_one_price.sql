{# A service plan costs everybody the same a year, and a fuller plan more. #}
with plans as (

    select
        service_plan,
        min(annual_cost) as lowest,
        max(annual_cost) as highest,
        case service_plan
            when 'Basic' then 120
            when 'Premium' then 200
            when 'Comprehensive' then 350
            when 'Commercial' then 500
        end as list_price
    from {{ ref('stg_hvac__subscriptions') }}
    group by service_plan

)

select service_plan
from plans
where lowest <> list_price or highest <> list_price
