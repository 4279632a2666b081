{# A contract covers parts only on a day of its term. #}
select distinct usages.usage_id
from {{ ref('stg_hvac__parts_usage') }} as usages
inner join {{ ref('stg_hvac__service_calls') }} as calls
    on usages.service_call_id = calls.service_call_id
left join {{ ref('stg_hvac__subscriptions') }} as contracts
    on
        calls.customer_id = contracts.customer_id
        and usages.usage_date between contracts.start_date and contracts.end_date
        and usages.usage_date <= coalesce(contracts.cancelled_date, contracts.end_date)
where usages.is_covered_by_contract and contracts.subscription_id is null
