{# A call's parts cost what its usage lines charge together; without any, nothing. #}
with charged as (

    select
        service_call_id,
        sum(quantity_used * unit_price) as amount
    from {{ ref('stg_hvac__parts_usage') }}
    group by service_call_id

)

select calls.service_call_id
from {{ ref('stg_hvac__service_calls') }} as calls
left join charged
    on calls.service_call_id = charged.service_call_id
where calls.parts_cost <> coalesce(charged.amount, 0)
