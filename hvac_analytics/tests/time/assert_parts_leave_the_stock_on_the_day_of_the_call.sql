{# A part is used on the day of its call. #}
select usages.usage_id
from {{ ref('stg_hvac__parts_usage') }} as usages
inner join {{ ref('stg_hvac__service_calls') }} as calls
    on usages.service_call_id = calls.service_call_id
where usages.usage_date <> calls.service_date
