{# A call costs labor plus parts. #}
select service_call_id
from {{ ref('stg_hvac__service_calls') }}
where total_cost <> labor_cost + parts_cost
